/**
 * All pairs of boxes that touch, by a hashed grid: for the parcels of a commune, tens of thousands of boxes of like size.
 * May exist beside Flatbush because building and asking a tree for each box takes several times as long; the few boxes
 * far larger than the rest are still given to one.
 */
import Flatbush from 'flatbush';

/** A box over more cells than this is large: a road, a river, a broken coordinate. */
const MOST_CELLS = 64;
/** Boxes looked at for the size of a cell. */
const SAMPLE = 1001;

/** minX, minY, maxX, maxY of each box, one after another. */
type Boxes = Float64Array;

/** Calls `visit(i, j)`, i < j, once for each pair of boxes with a point in common. The order depends on the boxes only. */
export function forBoxPairs(boxes: Boxes, visit: (i: number, j: number) => void): void {
  const count = boxes.length / 4;
  if (count < 2) return;
  const grid = gridOf(boxes, count);
  pairsInBuckets(boxes, grid, visit);
  if (grid.large.length > 0) pairsOfLarge(boxes, grid.large, visit);
}

type Grid = {
  /** Cells to a metre (a unit of the coordinates). */
  readonly scale: number;
  readonly mask: number;
  /** Where each bucket ends in the lists below. */
  readonly ends: Uint32Array;
  /** Box and cell of each entry, by bucket. */
  readonly box: Uint32Array;
  readonly cellX: Float64Array;
  readonly cellY: Float64Array;
  readonly large: readonly number[];
};

/** Median of the longer sides. */
function usualSide(boxes: Boxes, count: number): number {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  const sides = new Float64Array(Math.ceil(count / step));
  for (let k = 0, i = 0; i < count; i += step, k++) {
    sides[k] = Math.max(boxes[i * 4 + 2]! - boxes[i * 4]!, boxes[i * 4 + 3]! - boxes[i * 4 + 1]!);
  }
  return sides.sort()[sides.length >> 1]!;
}

const bucketOf = (x: number, y: number, mask: number): number => {
  const hash = Math.imul(x | 0, 0x9e3779b1) ^ Math.imul(y | 0, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & mask;
};

function gridOf(boxes: Boxes, count: number): Grid {
  const side = usualSide(boxes, count);
  const scale = side > 0 && Number.isFinite(side) ? 1 / (1.5 * side) : 1;
  const mask = 2 ** Math.ceil(Math.log2(count + 1)) - 1;
  const ends = new Uint32Array(mask + 2);
  const large: number[] = [];
  let entries = 0;
  // Twice over the boxes: first to count the entries of each bucket, then to put them there.
  for (let i = 0; i < count; i++) {
    const x1 = Math.floor(boxes[i * 4 + 2]! * scale);
    const y0 = Math.floor(boxes[i * 4 + 1]! * scale);
    const y1 = Math.floor(boxes[i * 4 + 3]! * scale);
    const x0 = Math.floor(boxes[i * 4]! * scale);
    if (!((x1 - x0 + 1) * (y1 - y0 + 1) <= MOST_CELLS)) {
      large.push(i);
      continue;
    }
    for (let x = x0; x <= x1; x++) {
      for (let y = y0; y <= y1; y++, entries++) ends[bucketOf(x, y, mask) + 1]!++;
    }
  }
  for (let bucket = 0; bucket <= mask; bucket++) ends[bucket + 1]! += ends[bucket]!;
  const box = new Uint32Array(entries);
  const cellX = new Float64Array(entries);
  const cellY = new Float64Array(entries);
  for (let i = 0, next = 0; i < count; i++) {
    if (large[next] === i) {
      next++;
      continue;
    }
    const x1 = Math.floor(boxes[i * 4 + 2]! * scale);
    const y0 = Math.floor(boxes[i * 4 + 1]! * scale);
    const y1 = Math.floor(boxes[i * 4 + 3]! * scale);
    for (let x = Math.floor(boxes[i * 4]! * scale); x <= x1; x++) {
      for (let y = y0; y <= y1; y++) {
        const at = ends[bucketOf(x, y, mask)]!++;
        box[at] = i;
        cellX[at] = x;
        cellY[at] = y;
      }
    }
  }
  return { scale, mask, ends, box, cellX, cellY, large };
}

function pairsInBuckets(boxes: Boxes, grid: Grid, visit: (i: number, j: number) => void): void {
  const { scale, mask, ends, box, cellX, cellY } = grid;
  for (let bucket = 0, from = 0; bucket <= mask; bucket++) {
    const to = ends[bucket]!;
    for (let p = from; p < to; p++) {
      const i = box[p]!;
      const minX = boxes[i * 4]!;
      const minY = boxes[i * 4 + 1]!;
      const maxX = boxes[i * 4 + 2]!;
      const maxY = boxes[i * 4 + 3]!;
      for (let q = p + 1; q < to; q++) {
        const j = box[q]! * 4;
        const x = boxes[j]!;
        const y = boxes[j + 1]!;
        if (x > maxX || y > maxY || boxes[j + 2]! < minX || boxes[j + 3]! < minY) continue;
        if (cellX[p] !== cellX[q] || cellY[p] !== cellY[q]) continue;
        // Boxes that share several cells are a pair in the one with the lower left corner of what they have in common.
        if (Math.floor((x > minX ? x : minX) * scale) !== cellX[p]) continue;
        if (Math.floor((y > minY ? y : minY) * scale) !== cellY[p]) continue;
        visit(i, j >> 2);
      }
    }
    from = to;
  }
}

/** Pairs with a large box in them. */
function pairsOfLarge(boxes: Boxes, large: readonly number[], visit: (i: number, j: number) => void): void {
  const count = boxes.length / 4;
  const isLarge = new Uint8Array(count);
  for (const i of large) isLarge[i] = 1;
  const tree = new Flatbush(count);
  for (let i = 0; i < boxes.length; i += 4) tree.add(boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!);
  tree.finish();
  for (const i of large) {
    tree.search(boxes[i * 4]!, boxes[i * 4 + 1]!, boxes[i * 4 + 2]!, boxes[i * 4 + 3]!, (j) => {
      if (j !== i && (!isLarge[j] || j > i)) visit(Math.min(i, j), Math.max(i, j));
      return false;
    });
  }
}
