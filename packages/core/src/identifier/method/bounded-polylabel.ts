/**
 * The library `polylabel` itself, called so that it ends: on right-angled shapes its search may follow a ridge for hours, and
 * it takes no limit.
 */
import polylabel from 'polylabel';
import { boxOf } from '../../geometry/measure.ts';
import type { Polygonal } from '../../geometry/polygonal.ts';

/** The point and its distance to the boundary, in units of the plane. */
export type LabelPoint = { readonly x: number; readonly y: number; readonly distance: number };

/** Cells looked at: 0.2 s. At a micrometre half of the parcels need 3,000, one in ten over 20,000, a right-angled one millions. */
export const MOST_CELLS = 200_000;
/** Cells times vertices: of parcels with thousands of vertices a cell costs more. */
const MOST_WORK = 40_000_000;
/** The library reads its precision twice for each cell it measures, and once for each that it divides. */
const READS_A_CELL = 2.25;

class BudgetSpent extends Error {}

/**
 * Border to the library: it takes a number and does arithmetic with it in each step of its search, so an object that counts how
 * often it is turned into a number can end the search. The one strict comparison (`cellSize === precision`) is made here.
 */
function countingPrecision(precision: number, cells: number): number {
  let left = cells * READS_A_CELL;
  const counting = {
    valueOf() {
      if (--left < 0) throw new BudgetSpent();
      return precision;
    },
  };
  return counting as unknown as number;
}

function ringsOf({ coords, ringEnds }: Polygonal, originX: number, originY: number): [number, number][][] {
  const rings: [number, number][][] = [];
  let i = 0;
  for (const end of ringEnds) {
    const ring: [number, number][] = [];
    for (; i < end; i++) ring.push([coords[2 * i]! - originX, coords[2 * i + 1]! - originY]);
    rings.push(ring);
  }
  return rings;
}

/**
 * Of one part. `local`: from the south-west corner of its box, else on the coordinates as they are. `precision` in units of the
 * coordinates. Null when the search does not end within `cells`.
 */
export function boundedPolylabel(
  part: Polygonal,
  precision: number,
  origin: 'raw' | 'local',
  cells = MOST_CELLS,
): LabelPoint | null {
  const [minX, minY, maxX, maxY] = boxOf(part);
  const [originX, originY] = origin === 'local' ? [minX, minY] : [0, 0];
  // What the library does with a parcel smaller than its precision.
  if (Math.min(maxX - originX - (minX - originX), maxY - originY - (minY - originY)) <= precision) {
    return { x: minX, y: minY, distance: 0 };
  }
  const most = Math.min(cells, Math.ceil((2 * MOST_WORK) / part.coords.length));
  try {
    const found = polylabel(ringsOf(part, originX, originY), countingPrecision(precision, most));
    return { x: found[0] + originX, y: found[1] + originY, distance: found.distance };
  } catch (fault) {
    if (fault instanceof BudgetSpent) return null;
    throw fault;
  }
}
