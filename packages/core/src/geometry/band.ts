/**
 * Area common to two polygons without computing the common polygon. Each polygon is a signed sum of bands, "everything
 * below this edge"; the area common to two bands is an integral of the lower of two straight lines; the sum of the
 * products is ∫∫ wA·wB, the common area. No case distinction for shared edges, touching vertices or near-parallel lines:
 * an error of the coordinates of ε changes the result by ε × length, nothing can fail.
 */
import { sumBandPairs } from './band-pairs.ts';
import { ringArea } from './measure.ts';
import type { Box, Polygonal } from './polygonal.ts';

/** Edges as x0 < x1 with heights over the base, and the sign of their band; grows as needed and is used again. */
export type Bands = {
  count: number;
  x0: Float64Array;
  y0: Float64Array;
  x1: Float64Array;
  y1: Float64Array;
  sign: Float64Array;
};

export const newBands = (capacity = 256): Bands => ({
  count: 0,
  x0: new Float64Array(capacity),
  y0: new Float64Array(capacity),
  x1: new Float64Array(capacity),
  y1: new Float64Array(capacity),
  sign: new Float64Array(capacity),
});

function grow(bands: Bands): void {
  for (const key of ['x0', 'y0', 'x1', 'y1', 'sign'] as const) {
    const wider = new Float64Array(bands[key].length * 2);
    wider.set(bands[key]);
    bands[key] = wider;
  }
}

/** x0 < x1; heights over the base, not both 0. */
export function pushBand(bands: Bands, x0: number, y0: number, x1: number, y1: number, sign: number): void {
  if (!(x1 > x0) || (y0 <= 0 && y1 <= 0)) return;
  if (bands.count === bands.sign.length) grow(bands);
  const i = bands.count++;
  bands.x0[i] = x0;
  bands.y0[i] = y0;
  bands.x1[i] = x1;
  bands.y1[i] = y1;
  bands.sign[i] = sign;
}

/**
 * Adds the band of the edge (ax, ay) → (bx, by), cut to the box; heights are measured from the box's bottom. The part of the edge over
 * the top becomes a flat piece at the top when `keepAbove`, else it is dropped (then the caller knows the winding there).
 */
export function pushEdge(
  bands: Bands,
  box: Box,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  sign: number,
  keepAbove: boolean,
): void {
  if (ax === bx) return;
  if (ax > bx) {
    pushEdge(bands, box, bx, by, ax, ay, -sign, keepAbove);
    return;
  }
  const [minX, minY, maxX, maxY] = box;
  if (bx <= minX || ax >= maxX) return;
  const height = maxY - minY;
  const slope = (by - ay) / (bx - ax);
  const x0 = Math.max(ax, minX);
  const x1 = Math.min(bx, maxX);
  // Interpolated from the nearer side, so that the ends are the vertices themselves.
  const y0 = (x0 === ax ? ay : ay + (x0 - ax) * slope) - minY;
  const y1 = (x1 === bx ? by : by + (x1 - bx) * slope) - minY;
  if (y0 >= height && y1 >= height) {
    // An edge lying on the top line itself is not over it.
    if (keepAbove || Math.max(ay, by) <= maxY) pushBand(bands, x0, height, x1, height, sign);
    return;
  }
  if (y0 <= 0 && y1 <= 0) return;
  const rising = y1 > y0;
  const low = Math.min(y0, y1);
  const high = Math.max(y0, y1);
  const at = (y: number) => Math.min(x1, Math.max(x0, x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)));
  const xLow = low < 0 ? at(0) : rising ? x0 : x1;
  const xHigh = high > height ? at(height) : rising ? x1 : x0;
  const yLow = Math.max(low, 0);
  const yHigh = Math.min(high, height);
  if (rising) {
    pushBand(bands, xLow, yLow, xHigh, yHigh, sign);
    if (keepAbove) pushBand(bands, xHigh, height, x1, height, sign);
  } else {
    if (keepAbove) pushBand(bands, x0, height, xHigh, height, sign);
    pushBand(bands, xHigh, yHigh, xLow, yLow, sign);
  }
}

/** +1 or −1 by which a ring's edges count so that shells are positive and holes negative, whatever way they run. */
export const ringSign = (p: Polygonal, from: number, to: number, shell: boolean): number =>
  ringArea(p.coords, from, to) > 0 === shell ? -1 : 1;

/** All edges of a polygon. An open ring is closed in thought. */
export function pushPolygonal(bands: Bands, box: Box, p: Polygonal): void {
  const { coords, ringEnds, polygonEnds } = p;
  let ring = 0;
  let from = 0;
  for (const lastRing of polygonEnds) {
    for (let shell = true; ring < lastRing; ring++, shell = false) {
      const to = ringEnds[ring]!;
      const sign = ringSign(p, from, to, shell);
      let ax = coords[to * 2 - 2]!;
      let ay = coords[to * 2 - 1]!;
      for (let i = from; i < to; i++) {
        const bx = coords[i * 2]!;
        const by = coords[i * 2 + 1]!;
        if (ay > box[1] || by > box[1]) pushEdge(bands, box, ax, ay, bx, by, sign, true);
        ax = bx;
        ay = by;
      }
      from = to;
    }
  }
}

/** Fewer pairs than this are all multiplied out. */
export const FEW_PAIRS = 4096;

/** Common area of the bands of two polygons cut to the same box. */
export function commonArea(a: Bands, b: Bands): number {
  if (a.count * b.count > FEW_PAIRS) return sumBandPairs(a, b, (i, j) => commonBand(a, i, b, j));
  let total = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) total += commonBand(a, i, b, j);
  }
  return total;
}

function commonBand(a: Bands, i: number, b: Bands, j: number): number {
  const ax0 = a.x0[i]!;
  const ax1 = a.x1[i]!;
  const bx0 = b.x0[j]!;
  const bx1 = b.x1[j]!;
  const from = Math.max(ax0, bx0);
  const to = Math.min(ax1, bx1);
  if (from >= to) return 0;
  const aSlope = (a.y1[i]! - a.y0[i]!) / (ax1 - ax0);
  const bSlope = (b.y1[j]! - b.y0[j]!) / (bx1 - bx0);
  const aFrom = a.y0[i]! + (from - ax0) * aSlope;
  const aTo = a.y0[i]! + (to - ax0) * aSlope;
  const bFrom = b.y0[j]! + (from - bx0) * bSlope;
  const bTo = b.y0[j]! + (to - bx0) * bSlope;
  const dFrom = aFrom - bFrom;
  const dTo = aTo - bTo;
  const width = to - from;
  let height: number;
  if (dFrom <= 0 && dTo <= 0) height = aFrom + aTo;
  else if (dFrom >= 0 && dTo >= 0) height = bFrom + bTo;
  else {
    // The lines cross at share t: the lower one changes there.
    const t = dFrom / (dFrom - dTo);
    const yCross = aFrom + t * (aTo - aFrom);
    const left = dFrom < 0 ? aFrom : bFrom;
    const right = dTo < 0 ? aTo : bTo;
    height = t * (left + yCross) + (1 - t) * (yCross + right);
  }
  return a.sign[i]! * b.sign[j]! * width * height * 0.5;
}
