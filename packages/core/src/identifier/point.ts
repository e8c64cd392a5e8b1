/** The representative point (*điểm đặc trưng*) of a parcel: Circular 19/2026/TT-BNNMT, Appendix I, step 1. See IDENTIFIER.md. */
import type { Polygonal } from '../geometry/polygonal.ts';
import { boundaryFault } from './boundary.ts';
import { type CanonicalPart, canonicalise, type Refusal, refuse, UNITS } from './canonical.ts';
import { newContest } from './pole/contest.ts';
import { enterPoles } from './pole/pole.ts';

/** Metres. A parcel narrower than twice this everywhere is narrower than a GeoHash cell, and no code could lie inside it. */
export const LEAST_DISTANCE = 0.01;

/** Steps a unit: the point is rounded to 10⁻⁷ m, so that programs which find it to within less agree on it to the last digit. */
const STEPS = 1000;

/** Metres in the parcel's own plane; `distance` is to the nearest boundary. */
export type RepresentativePoint = { readonly x: number; readonly y: number; readonly distance: number };

export type Located = ({ readonly ok: true } & RepresentativePoint) | Refusal;

/**
 * The pole of inaccessibility over all parts, or why there is none. `zone` bounds where a coordinate may lie; without it the
 * widest range holds.
 */
export function locate(p: Polygonal, zone?: number): Located {
  const canonical = canonicalise(p, zone);
  if (!canonical.ok) return canonical;
  const { parts } = canonical;
  const fault = boundaryFault(parts);
  if (fault) return fault;
  const { originX, originY } = parts[0]!;
  const [centreX, centreY] = areaCentroid(parts);
  const contest = newContest(centreX, centreY);
  for (const part of parts) {
    const { coords, ringEnds, originX: x, originY: y } = part;
    if (!enterPoles(contest, coords, ringEnds, x - originX, y - originY))
      return refuse('search', [x / UNITS, y / UNITS]);
  }
  const { best } = contest;
  if (best === null || !(best.distance > LEAST_DISTANCE * UNITS)) {
    return refuse('thin', [originX / UNITS, originY / UNITS]);
  }
  const inMetres = (origin: number, units: number): number =>
    (origin * STEPS + Math.floor(units * STEPS + 0.5)) / (UNITS * STEPS);
  return {
    ok: true,
    x: inMetres(originX, best.x),
    y: inMetres(originY, best.y),
    distance: inMetres(0, best.distance),
  };
}

/** Centroid of the area of all parts less their holes, in units from the first part's origin. */
function areaCentroid(parts: readonly CanonicalPart[]): readonly [number, number] {
  const { originX, originY } = parts[0]!;
  let area = 0;
  let sumX = 0;
  let sumY = 0;
  for (const { coords, ringEnds, originX: x, originY: y } of parts) {
    let own = 0;
    let ownX = 0;
    let ownY = 0;
    for (let r = 0, from = 0; r < ringEnds.length; from = ringEnds[r++]!) {
      for (let i = from, j = ringEnds[r]! - 1; i < ringEnds[r]!; j = i++) {
        const f = coords[2 * j]! * coords[2 * i + 1]! - coords[2 * i]! * coords[2 * j + 1]!;
        own += f;
        ownX += f * (coords[2 * j]! + coords[2 * i]!);
        ownY += f * (coords[2 * j + 1]! + coords[2 * i + 1]!);
      }
    }
    area += own;
    sumX += ownX / 3 + own * (x - originX);
    sumY += ownY / 3 + own * (y - originY);
  }
  return [sumX / area, sumY / area];
}

/** Null when the parcel has none; {@link locate} says why. */
export function representativePoint(p: Polygonal): RepresentativePoint | null {
  const located = locate(p);
  return located.ok ? { x: located.x, y: located.y, distance: located.distance } : null;
}
