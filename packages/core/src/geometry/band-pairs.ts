/**
 * Pairs of bands that have a stretch of x in common: each once, found in no more steps than there are pairs. A band that
 * spans all the others (the long side of a field beside a zigzag) costs its own pairs only.
 */
import type { Bands } from './band.ts';

/** Bands by their start. */
type ByStart = { readonly order: Uint32Array; readonly starts: Float64Array };

function byStart({ count, x0 }: Bands): ByStart {
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((i, j) => x0[i]! - x0[j]! || i - j);
  return { order, starts: Float64Array.from(order, (i) => x0[i]!) };
}

/** Place of the first start that is not below x; with `above`, of the first above it. */
function firstFrom(starts: Float64Array, x: number, above: boolean): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (starts[mid]! < x || (above && starts[mid] === x)) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Calls `visit` with each band of `bands` and the range in `others` of those that start in it; at its start too, unless `inside`. */
function forRanges(
  bands: Bands,
  { starts }: ByStart,
  inside: boolean,
  visit: (band: number, from: number, to: number) => void,
): void {
  for (let i = 0; i < bands.count; i++) {
    const from = firstFrom(starts, bands.x0[i]!, inside);
    visit(i, from, Math.max(from, firstFrom(starts, bands.x1[i]!, false)));
  }
}

/** How many pairs there are: what summing over them will cost. */
export function countBandPairs(a: Bands, b: Bands): number {
  let pairs = 0;
  const add = (_: number, from: number, to: number) => {
    pairs += to - from;
  };
  forRanges(a, byStart(b), false, add);
  forRanges(b, byStart(a), true, add);
  return pairs;
}

/** Sum of `value(i, j)` over the pairs. The order depends on the bands only. */
export function sumBandPairs(a: Bands, b: Bands, value: (i: number, j: number) => number): number {
  let total = 0;
  const [inA, inB] = [byStart(a), byStart(b)];
  // Of two bands with a stretch in common, one starts in the other.
  forRanges(a, inB, false, (i, from, to) => {
    for (let k = from; k < to; k++) total += value(i, inB.order[k]!);
  });
  forRanges(b, inA, true, (j, from, to) => {
    for (let k = from; k < to; k++) total += value(inA.order[k]!, j);
  });
  return total;
}
