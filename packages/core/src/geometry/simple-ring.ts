/**
 * Whether a ring is surely without fault: the answer for nearly every parcel, found without making anything. May exist
 * beside the full search of `validity.ts`, which names the faults, because it takes a third of its time.
 */
import { orient2d } from 'robust-predicates';

/** More edges are compared through a tree: that is not for here. */
export const MOST_EDGES = 64;

/**
 * True when the ring of vertices [0, n) is finite, closed, repeats no vertex, and no two of its edges meet but neighbours
 * in their common end. False when it is not, or is too long to say here. Exact.
 */
export function isSimpleRing(coords: Float64Array): boolean {
  const edges = coords.length / 2 - 1;
  if (edges < 3 || edges > MOST_EDGES) return false;
  if (coords[0] !== coords[edges * 2] || coords[1] !== coords[edges * 2 + 1]) return false;
  // 0 for finite numbers, else NaN.
  let finite = 0;
  for (let i = 0; i < coords.length; i++) finite += coords[i]! * 0;
  if (finite !== 0) return false;
  for (let i = 0; i < edges; i++) if (!isSoundEdge(coords, i, edges)) return false;
  return true;
}

/** Edge `i` has a length, does not turn back into the next one, and stays clear of all later ones that are not beside it. */
function isSoundEdge(coords: Float64Array, i: number, edges: number): boolean {
  const ax = coords[i * 2]!;
  const ay = coords[i * 2 + 1]!;
  const bx = coords[i * 2 + 2]!;
  const by = coords[i * 2 + 3]!;
  if (ax === bx && ay === by) return false;
  const next = i + 1 === edges ? 1 : i + 2;
  const ex = coords[next * 2]!;
  const ey = coords[next * 2 + 1]!;
  // Straight on is no fault; straight back is a spike. A dot product of 0 on one line: the next edge has no length.
  if (orient2d(ax, ay, bx, by, ex, ey) === 0 && !((bx - ax) * (ex - bx) + (by - ay) * (ey - by) > 0))
    return false;
  const minX = ax < bx ? ax : bx;
  const maxX = ax < bx ? bx : ax;
  const minY = ay < by ? ay : by;
  const maxY = ay < by ? by : ay;
  // The last edge is the first one's neighbour.
  const last = i === 0 ? edges - 1 : edges;
  let cx = ex;
  let cy = ey;
  for (let j = i + 2; j < last; j++) {
    const dx = coords[j * 2 + 2]!;
    const dy = coords[j * 2 + 3]!;
    if (
      !(
        (cx < minX && dx < minX) ||
        (cx > maxX && dx > maxX) ||
        (cy < minY && dy < minY) ||
        (cy > maxY && dy > maxY)
      ) &&
      meets(ax, ay, bx, by, cx, cy, dx, dy)
    )
      return false;
    cx = dx;
    cy = dy;
  }
  return true;
}

/** The edges have a point in common, or lie on one line; their boxes touch. Exact. */
export function meets(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = orient2d(ax, ay, bx, by, cx, cy);
  const d = orient2d(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = orient2d(cx, cy, dx, dy, ax, ay);
  const b = orient2d(cx, cy, dx, dy, bx, by);
  // On one line: the full search tells whether they have a piece in common.
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}
