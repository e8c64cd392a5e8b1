/**
 * Whether a line shows that two polygons have next to nothing in common, as one does between most neighbours. May exist
 * beside `intersectionArea` because it takes a tenth of the time.
 */
import type { Polygonal } from './polygonal.ts';

/** Longer boundaries seldom lie on two sides of one line, and each try costs all vertices. */
const MOST_NUMBERS = 400;

/**
 * True only when the common area is surely below `least`: both polygons, seen along an edge of either, cover ranges that
 * have less than `least` ÷ the common box's diagonal in common. `box`: what their boxes have in common. False says nothing.
 */
export function liesApart(
  a: Polygonal,
  b: Polygonal,
  minX: number,
  minY: number,
  maxX: number,
  maxY: number,
  least: number,
): boolean {
  if (a.coords.length > MOST_NUMBERS || b.coords.length > MOST_NUMBERS) return false;
  // Half of it is left for rounding, which is less than a millionth.
  const depth = (0.5 * least) / Math.hypot(maxX - minX, maxY - minY);
  return parts(a, a, b) || parts(b, a, b);

  /** Tries the edges of the first ring that come near the common box: the boundary between neighbours runs there. */
  function parts({ coords, ringEnds }: Polygonal, p: Polygonal, q: Polygonal): boolean {
    const end = ringEnds[0]! * 2;
    for (let i = 2; i < end; i += 2) {
      const ax = coords[i - 2]!;
      const ay = coords[i - 1]!;
      const bx = coords[i]!;
      const by = coords[i + 1]!;
      if ((ax < minX && bx < minX) || (ax > maxX && bx > maxX)) continue;
      if ((ay < minY && by < minY) || (ay > maxY && by > maxY)) continue;
      const dx = bx - ax;
      const dy = by - ay;
      const length = Math.sqrt(dx * dx + dy * dy);
      if (length > 0 && sharedRange(p.coords, q.coords, ax, ay, dy, -dx) <= depth * length) return true;
    }
    return false;
  }
}

/** What the ranges of both along (nx, ny), from (ox, oy), have in common; below 0 when they are apart. */
function sharedRange(
  a: Float64Array,
  b: Float64Array,
  ox: number,
  oy: number,
  nx: number,
  ny: number,
): number {
  let minA = Number.POSITIVE_INFINITY;
  let maxA = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < a.length; i += 2) {
    const at = (a[i]! - ox) * nx + (a[i + 1]! - oy) * ny;
    if (at < minA) minA = at;
    if (at > maxA) maxA = at;
  }
  let minB = Number.POSITIVE_INFINITY;
  let maxB = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < b.length; i += 2) {
    const at = (b[i]! - ox) * nx + (b[i + 1]! - oy) * ny;
    if (at < minB) minB = at;
    if (at > maxB) maxB = at;
  }
  return (maxA < maxB ? maxA : maxB) - (minA > minB ? minA : minB);
}
