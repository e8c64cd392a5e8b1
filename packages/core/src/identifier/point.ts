/** The representative point (*điểm đặc trưng*) of a parcel: Circular 19/2026/TT-BNNMT, Appendix I, step 1. See IDENTIFIER.md. */
import type { Polygonal } from '../geometry/polygonal.ts';
import { boundaryFault } from './boundary.ts';
import { canonicalise, type Refusal, refuse, UNITS } from './canonical.ts';
import { poleOfInaccessibility, TAU } from './pole.ts';

/** Metres: the point's distance to the boundary is within this of the greatest possible. Why this figure: IDENTIFIER.md §5. */
export const PRECISION = 0.00001;

/** Metres. A parcel narrower than twice this everywhere is narrower than a GeoHash cell, and no code could lie inside it. */
export const LEAST_DISTANCE = 0.01;

/** Metres in the parcel's own plane; `distance` is to the nearest boundary. */
export type RepresentativePoint = { readonly x: number; readonly y: number; readonly distance: number };

export type Located = ({ readonly ok: true } & RepresentativePoint) | Refusal;

/** The point, or why there is none. Of several parts the one with the roomiest pole is taken, the first of equals. */
export function locate(p: Polygonal, precision = PRECISION): Located {
  const canonical = canonicalise(p);
  if (!canonical.ok) return canonical;
  const fault = boundaryFault(canonical.parts);
  if (fault) return fault;
  const least = LEAST_DISTANCE * UNITS;
  let distance = 0;
  let x = 0;
  let y = 0;
  for (const { coords, ringEnds, originX, originY } of canonical.parts) {
    const pole = poleOfInaccessibility(coords, ringEnds, precision * UNITS, least);
    if (pole.distance > distance + TAU) {
      distance = pole.distance;
      x = originX + pole.x;
      y = originY + pole.y;
    }
  }
  if (!(distance > least)) {
    const { originX, originY } = canonical.parts[0]!;
    return refuse('thin', [originX / UNITS, originY / UNITS]);
  }
  return { ok: true, x: x / UNITS, y: y / UNITS, distance: distance / UNITS };
}

/** Null when the parcel has none; {@link locate} says why. */
export function representativePoint(p: Polygonal): RepresentativePoint | null {
  const located = locate(p);
  return located.ok ? { x: located.x, y: located.y, distance: located.distance } : null;
}
