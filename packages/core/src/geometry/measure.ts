/**
 * Area, box, point location and centroid of flat polygons. Coordinates of Vietnamese zones are near 500,000 and 2,500,000 m:
 * sums run from a local origin, so that a parcel's area keeps its square millimetres.
 */
import { orient2d } from 'robust-predicates';
import type { Box, Polygonal } from './polygonal.ts';

/** Signed area of the ring of vertices [from, to): positive when counter-clockwise. An open ring is closed in thought. */
export function ringArea(coords: Float64Array, from: number, to: number): number {
  if (to - from < 3) return 0;
  const x0 = coords[from * 2]!;
  const y0 = coords[from * 2 + 1]!;
  let sum = 0;
  let px = 0;
  let py = 0;
  for (let i = from + 1; i < to; i++) {
    const x = coords[i * 2]! - x0;
    const y = coords[i * 2 + 1]! - y0;
    sum += px * y - x * py;
    px = x;
    py = y;
  }
  return sum / 2;
}

/** Square units of the coordinates; shells count, holes are taken away, whatever way the rings run. */
export function area(p: Polygonal): number {
  let total = 0;
  let ring = 0;
  let from = 0;
  for (const lastRing of p.polygonEnds) {
    for (let first = true; ring < lastRing; ring++, first = false) {
      const to = p.ringEnds[ring]!;
      const size = Math.abs(ringArea(p.coords, from, to));
      total += first ? size : -size;
      from = to;
    }
  }
  return total;
}

/** Length of all rings. */
export function perimeter(p: Polygonal): number {
  let total = 0;
  let from = 0;
  for (const to of p.ringEnds) {
    for (let i = from + 1; i < to; i++) {
      const dx = p.coords[i * 2]! - p.coords[i * 2 - 2]!;
      const dy = p.coords[i * 2 + 1]! - p.coords[i * 2 - 1]!;
      total += Math.sqrt(dx * dx + dy * dy);
    }
    from = to;
  }
  return total;
}

/** Isoperimetric quotient 4π·area/perimeter²: 1 = circle, 0.785 = square, about π·width/length for a thin strip. */
export function compactness(p: Polygonal): number {
  const length = perimeter(p);
  return length > 0 ? (4 * Math.PI * area(p)) / (length * length) : 0;
}

/** Box of the finite vertices; of none: [∞, ∞, −∞, −∞]. */
export function boxOf(p: Polygonal): Box {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  const { coords } = p;
  for (let i = 0; i < coords.length; i += 2) {
    const x = coords[i]!;
    const y = coords[i + 1]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX, maxY];
}

/** Exact: 1 inside, 0 on the ring, −1 outside, of the ring of vertices [from, to), by the even-odd rule. */
export function locateInRing(
  coords: Float64Array,
  from: number,
  to: number,
  x: number,
  y: number,
): -1 | 0 | 1 {
  let inside = false;
  let ax = coords[to * 2 - 2]!;
  let ay = coords[to * 2 - 1]!;
  for (let i = from; i < to; i++) {
    const bx = coords[i * 2]!;
    const by = coords[i * 2 + 1]!;
    if (ay > y !== by > y) {
      const side = crossing(ax, ay, bx, by, x, y);
      if (side === 0) return 0;
      if (side > 0) inside = !inside;
    } else if (by === y && (bx === x || (ay === y && ax < x !== bx < x))) return 0;
    else if (ay === y && ax === x) return 0;
    ax = bx;
    ay = by;
  }
  return inside ? 1 : -1;
}

/** For an edge that spans y: > 0 when it passes to the right of the point, 0 through it, < 0 to the left. Exact. */
export function crossing(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  if (ax > x && bx > x) return 1;
  if (ax < x && bx < x) return -1;
  // orient2d > 0: the points run clockwise; for a rising edge the point is then to its right.
  const turn = orient2d(ax, ay, bx, by, x, y);
  return by > ay ? -turn : turn;
}

/**
 * Even-odd in each polygon, union over the parts. Half-open on the boundary: of two polygons that share an edge, exactly
 * one holds a point of it, so that points are never counted twice or lost; the sign is exact.
 */
export function containsPoint(p: Polygonal, x: number, y: number): boolean {
  const { coords, ringEnds, polygonEnds } = p;
  let ring = 0;
  let from = 0;
  for (const lastRing of polygonEnds) {
    let inside = false;
    for (; ring < lastRing; ring++) {
      const to = ringEnds[ring]!;
      for (let i = from + 1; i < to; i++) {
        const ay = coords[i * 2 - 1]!;
        const by = coords[i * 2 + 1]!;
        if (ay > y === by > y) continue;
        if (crossing(coords[i * 2 - 2]!, ay, coords[i * 2]!, by, x, y) > 0) inside = !inside;
      }
      from = to;
    }
    if (inside) return true;
  }
  return false;
}

/** Centre of gravity; may lie outside. Null when the area is 0. */
export function centroid(p: Polygonal): readonly [number, number] | null {
  const { coords } = p;
  const originX = coords[0] ?? 0;
  const originY = coords[1] ?? 0;
  let weight = 0;
  let sumX = 0;
  let sumY = 0;
  let ring = 0;
  let from = 0;
  for (const lastRing of p.polygonEnds) {
    for (let first = true; ring < lastRing; ring++, first = false) {
      const to = p.ringEnds[ring]!;
      // Shells count positive and holes negative whatever way they run.
      const sign = ringArea(coords, from, to) > 0 === first ? 1 : -1;
      for (let i = from + 1; i < to; i++) {
        const ax = coords[i * 2 - 2]! - originX;
        const ay = coords[i * 2 - 1]! - originY;
        const bx = coords[i * 2]! - originX;
        const by = coords[i * 2 + 1]! - originY;
        const cross = sign * (ax * by - bx * ay);
        weight += cross;
        sumX += (ax + bx) * cross;
        sumY += (ay + by) * cross;
      }
      from = to;
    }
  }
  return weight === 0 ? null : [originX + sumX / (3 * weight), originY + sumY / (3 * weight)];
}
