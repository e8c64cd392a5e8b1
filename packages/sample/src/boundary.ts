/** Boundary layers of the synthetic country: old communes and new communes, WGS84, consistent with the parcels. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Unit } from '@thuadat/core/unit/event';
import type { Point } from './frame.ts';
import type { Territory } from './territory.ts';
import { unionRings } from './union.ts';

type Outline = { readonly unit: Unit; readonly polygons: readonly (readonly (readonly Point[])[])[] };

/** New communes by code: the unions of what their predecessors gave them. */
export function newOutlines(territories: readonly Territory[]): Outline[] {
  const rings = new Map<string, { unit: Unit; rings: (readonly Point[])[] }>();
  for (const { old, pieces } of territories)
    for (const [i, unit] of old.heirs.entries()) {
      const held = rings.get(unit.code) ?? { unit, rings: [] };
      held.rings.push(pieces[i]!);
      rings.set(unit.code, held);
    }
  return byCode([...rings.values()].map(({ unit, rings }) => ({ unit, polygons: unionRings(rings) })));
}

export const oldOutlines = (territories: readonly Territory[]): Outline[] =>
  byCode(territories.map(({ old, ring }) => ({ unit: old.unit, polygons: [[[...ring, ring[0]!]]] })));

const byCode = (outlines: Outline[]): Outline[] =>
  outlines.sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));

/** One feature a line: `{ maXa, tenXa }`. */
export function boundaryGeoJson(outlines: readonly Outline[]): string {
  const features = outlines.map(({ unit, polygons }) =>
    JSON.stringify({
      type: 'Feature',
      properties: { maXa: unit.code, tenXa: unit.name },
      geometry:
        polygons.length === 1
          ? { type: 'Polygon', coordinates: polygons[0] }
          : { type: 'MultiPolygon', coordinates: polygons },
    }),
  );
  return `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;
}

/** Writes `boundaries.geojson` (new communes) and `boundaries-old.geojson`. */
export function writeBoundaries(folder: string, territories: readonly Territory[]): void {
  writeFileSync(join(folder, 'boundaries.geojson'), boundaryGeoJson(newOutlines(territories)));
  writeFileSync(join(folder, 'boundaries-old.geojson'), boundaryGeoJson(oldOutlines(territories)));
}
