/** Box of any geometry; of polygons without detours. */

import { boxOf } from '@thuadat/core/geometry/measure';
import type { Box } from '@thuadat/core/geometry/polygonal';
import { decodePolygonal, type GeoJsonGeometry, geoJsonFromWkb } from '@thuadat/core/geometry/wkb';

/** Null of an empty geometry, or of bytes that are none. */
export function wkbBox(wkb: Uint8Array): Box | null {
  const polygonal = decodePolygonal(wkb);
  if (polygonal) return polygonal.coords.length === 0 ? null : boxOf(polygonal);
  const geometry = geoJsonFromWkb(wkb);
  if (geometry === null) return null;
  const places = [...placesOf(geometry)];
  if (places.length === 0) return null;
  return places.reduce<Box>(
    (box, [x, y]) => [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

function* placesOf(geometry: GeoJsonGeometry): Generator<readonly [number, number]> {
  if ('geometries' in geometry) for (const each of geometry.geometries) yield* placesOf(each);
  else yield* pairsIn(geometry.coordinates);
}

function* pairsIn(nested: unknown): Generator<readonly [number, number]> {
  if (!Array.isArray(nested)) return;
  if (typeof nested[0] === 'number') yield nested as unknown as readonly [number, number];
  else for (const each of nested) yield* pairsIn(each);
}
