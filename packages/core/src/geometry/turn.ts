/** The sign that decides everything about a boundary: on which side of a line a point lies. */
import { orient2d } from 'robust-predicates';

/** Up to here whole numbers in doubles are exact. */
const EXACT = 2 ** 53;

/**
 * > 0 when a → b → c turns left, < 0 right, 0 straight; the sign is exact for whole numbers. Those of a parcel on the grid
 * are small, so two products nearly always decide; the adaptive predicate would need its long way for each point on a line.
 */
export function turnOf(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  if (Math.abs(left) + Math.abs(right) < EXACT) return left - right;
  // robust-predicates counts clockwise as positive.
  return -orient2d(ax, ay, bx, by, cx, cy);
}
