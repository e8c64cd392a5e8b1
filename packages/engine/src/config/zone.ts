import { ZONES, zoneOf } from '@thuadat/core/geodesy/zone';
import type { ConfigProblem } from './problem.ts';

/** An EPSG code must be one of the zones we know. */
export function checkZone(epsg: number, path: string, problems: ConfigProblem[]): void {
  if (zoneOf(epsg)) return;
  const expected = ZONES.map((zone) => `${zone.epsg} (${zone.name})`).join(', ');
  problems.push({ kind: 'value', path, found: String(epsg), expected, likely: null });
}
