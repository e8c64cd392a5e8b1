import { foreignSystem } from '@thuadat/core/geodesy/foreign';
import { ZONES, zoneOf } from '@thuadat/core/geodesy/zone';
import type { ConfigProblem } from './problem.ts';

/** An EPSG code must be one of the zones we know, or of a system that can be brought into them. */
export function checkZone(epsg: number, path: string, problems: ConfigProblem[]): void {
  if (zoneOf(epsg) || foreignSystem(epsg)?.toLonLat) return;
  const expected = ZONES.map((zone) => `${zone.epsg} (${zone.name})`).join(', ');
  problems.push({ kind: 'value', path, found: String(epsg), expected, likely: null });
}
