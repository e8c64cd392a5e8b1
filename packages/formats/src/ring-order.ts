/** RFC 7946 §3.1.6: shells counter-clockwise, holes clockwise. */
import type { GeoJsonGeometry } from '@thuadat/core/geometry/wkb';

type Ring = readonly (readonly [number, number])[];

export function orientRings(geometry: GeoJsonGeometry): GeoJsonGeometry {
  if ('geometries' in geometry) return { ...geometry, geometries: geometry.geometries.map(orientRings) };
  const { type, coordinates } = geometry;
  if (type === 'Polygon') return { type, coordinates: orient(coordinates as Ring[]) };
  if (type === 'MultiPolygon') return { type, coordinates: (coordinates as Ring[][]).map(orient) };
  return geometry;
}

const orient = (rings: readonly Ring[]): Ring[] =>
  rings.map((ring, i) => (signedArea(ring) < 0 === (i === 0) ? [...ring].reverse() : ring));

/** Relative to the first vertex, for the digits' sake. Rings without area stay as they are. */
function signedArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[i + 1]!;
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum;
}
