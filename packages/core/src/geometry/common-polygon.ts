/** The polygon two parcels have in common, to be shown on the map. Slow (milliseconds): only for overlaps already found. */
import { type Geom, intersection } from 'polyclip-ts';
import { geoJsonFromPolygonal } from './geojson.ts';
import { ringArea } from './measure.ts';
import type { Polygonal } from './polygonal.ts';
import { polygonalFromGeoJson } from './wkb.ts';

/** Parcels of more vertices than this are not clipped: it would take seconds. */
const MOST_VERTICES = 5000;

/** Parts by falling area, so that the first is where to look. Null when it cannot be drawn. */
export function commonPolygon(a: Polygonal, b: Polygonal): Polygonal | null {
  if (a.coords.length + b.coords.length > MOST_VERTICES * 2) return null;
  // The clipper rounds relative to the coordinates' size: near the origin it keeps fractions of a millimetre.
  const x0 = Math.floor(a.coords[0]!);
  const y0 = Math.floor(a.coords[1]!);
  const local = (p: Polygonal) => geoJsonFromPolygonal(p, (x, y) => [x - x0, y - y0]).coordinates as Geom;
  const parts = clip(local(a), local(b));
  if (!parts || parts.length === 0) return null;
  const coordinates = parts
    .map((rings) => rings.map((ring) => ring.map(([x, y]) => [x + x0, y + y0])))
    .map((rings) => ({
      rings,
      size: Math.abs(ringArea(Float64Array.from(rings[0]!.flat()), 0, rings[0]!.length)),
    }))
    .sort((p, q) => q.size - p.size)
    .map(({ rings }) => rings);
  return polygonalFromGeoJson({ type: 'MultiPolygon', coordinates });
}

function clip(a: Geom, b: Geom): [number, number][][][] | null {
  try {
    return intersection(a, b);
  } catch {
    // The clipper gives up on some near-degenerate input; the area is known without it, only the drawing is lost.
    return null;
  }
}
