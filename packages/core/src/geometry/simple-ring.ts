/**
 * Whether a ring is surely without fault: the answer for nearly every parcel, found without making anything. May exist
 * beside the full search of `validity.ts`, which names the faults, because it takes a tenth of its time.
 */
import type { GridRing } from './grid.ts';
import { turnOf } from './turn.ts';

/** More edges are compared through a tree: that is not for here. */
const MOST_EDGES = 160;

/** True when no two edges meet but neighbours in their common end. False when they do, or are too many to say here. Exact. */
export function isSimpleRing(ring: GridRing): boolean {
  const end = ring.length;
  if (end > 2 * MOST_EDGES) return false;
  for (let i = 0; i < end; i += 2) if (!isSoundEdge(ring, i, end)) return false;
  return true;
}

/** The edge from place `i` does not turn back into the next one, and stays clear of all later ones that are not beside it. */
function isSoundEdge(ring: GridRing, i: number, end: number): boolean {
  const ax = ring[i]!;
  const ay = ring[i + 1]!;
  const next = i + 2 < end ? i + 2 : 0;
  const bx = ring[next]!;
  const by = ring[next + 1]!;
  const after = next + 2 < end ? next + 2 : 0;
  let cx = ring[after]!;
  let cy = ring[after + 1]!;
  // Straight on is no fault; straight back is a spike.
  if (turnOf(ax, ay, bx, by, cx, cy) === 0 && (bx - ax) * (cx - bx) + (by - ay) * (cy - by) < 0) return false;
  const minX = ax < bx ? ax : bx;
  const maxX = ax < bx ? bx : ax;
  const minY = ay < by ? ay : by;
  const maxY = ay < by ? by : ay;
  // The last edge is the first one's neighbour.
  const last = i === 0 ? end - 2 : end;
  for (let j = i + 4; j < last; j += 2) {
    const to = j + 2 < end ? j + 2 : 0;
    const dx = ring[to]!;
    const dy = ring[to + 1]!;
    const apart =
      (cx < minX && dx < minX) ||
      (cx > maxX && dx > maxX) ||
      (cy < minY && dy < minY) ||
      (cy > maxY && dy > maxY);
    if (!apart && meets(ax, ay, bx, by, cx, cy, dx, dy)) return false;
    cx = dx;
    cy = dy;
  }
  return true;
}

/** The edges have a point in common, or lie on one line; their boxes touch. */
function meets(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = turnOf(ax, ay, bx, by, cx, cy);
  const d = turnOf(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = turnOf(cx, cy, dx, dy, ax, ay);
  const b = turnOf(cx, cy, dx, dy, bx, by);
  // On one line: the full search tells whether they have a piece in common.
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}
