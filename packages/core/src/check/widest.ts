/**
 * The widest place of a polygon: the largest circle in it. What matters of an overlap, or of a leftover of editing, is how wide it
 * is somewhere: a bite of 12 m² beside a strip of a millimetre is a bite, however narrow both are on the average.
 */
import { area, perimeter } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { boundaryFault } from '../identifier/boundary.ts';
import { canonicalise, UNITS } from '../identifier/canonical.ts';
import { boundedPolylabel } from '../identifier/method/bounded-polylabel.ts';
import { newContest } from '../identifier/pole/contest.ts';
import { enterPoles } from '../identifier/pole/pole.ts';

/** Centre and diameter of the circle, metres of the polygon's plane. */
export type Widest = { readonly x: number; readonly y: number; readonly width: number };

/** Metres, the finest that comes to an end is taken; and cells looked at for each, which take milliseconds. */
const PRECISIONS = [1e-3, 0.05, 1] as const;
const MOST_CELLS = 20_000;

/**
 * Of one part. Exact on the grid of 0.1 mm; where the part is not sound there (it is narrower, or touches itself), by
 * polylabel, never too wide; and never less than its mean width, for no part is everywhere narrower than that.
 */
export function widestPlace(part: Polygonal): Widest {
  return exactly(part) ?? nearly(part);
}

function exactly(p: Polygonal): Widest | null {
  const canonical = canonicalise(p);
  if (!canonical.ok || boundaryFault(canonical.parts) !== null) return null;
  const { coords, ringEnds, originX, originY } = canonical.parts[0]!;
  const contest = newContest(0, 0);
  if (!enterPoles(contest, coords, ringEnds) || contest.best === null) return null;
  const { x, y, distance } = contest.best;
  return { x: (originX + x) / UNITS, y: (originY + y) / UNITS, width: (2 * distance) / UNITS };
}

function nearly(p: Polygonal): Widest {
  const mean = (2 * area(p)) / perimeter(p);
  for (const precision of PRECISIONS) {
    const found = boundedPolylabel(p, precision, 'local', MOST_CELLS);
    if (found !== null && 2 * found.distance > mean)
      return { x: found.x, y: found.y, width: 2 * found.distance };
  }
  return { x: p.coords[0]!, y: p.coords[1]!, width: mean };
}
