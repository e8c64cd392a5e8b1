/** Edges of all rings in flat form with near-pair search: what validity works on. */
import Flatbush from 'flatbush';
import { edgeBoxes } from './edge-boxes.ts';
import type { GridRing } from './grid.ts';

export type Edges = {
  readonly count: number;
  /** ax, ay, bx, by of each edge, in units of the plane. */
  readonly at: Float64Array;
  readonly ring: Uint32Array;
  /** The edge before and after in the same ring. */
  readonly previous: Uint32Array;
  readonly next: Uint32Array;
};

/** Broken rings (null) have no edges. */
export function edgesOf(rings: readonly (GridRing | null)[]): Edges {
  let count = 0;
  for (const ring of rings) count += ring === null ? 0 : ring.length / 2;
  const at = new Float64Array(count * 4);
  const ringOf = new Uint32Array(count);
  const previous = new Uint32Array(count);
  const next = new Uint32Array(count);
  let edge = 0;
  for (const [number, ring] of rings.entries()) {
    if (ring === null) continue;
    const start = edge;
    for (let i = 0; i < ring.length; i += 2, edge++) {
      const to = i + 2 < ring.length ? i + 2 : 0;
      at[edge * 4] = ring[i]!;
      at[edge * 4 + 1] = ring[i + 1]!;
      at[edge * 4 + 2] = ring[to]!;
      at[edge * 4 + 3] = ring[to + 1]!;
      ringOf[edge] = number;
      previous[edge] = edge - 1;
      next[edge] = edge + 1;
    }
    previous[start] = edge - 1;
    next[edge - 1] = start;
  }
  return { count, at, ring: ringOf, previous, next };
}

/** Below this many edges comparing all boxes is quicker than a tree. */
const FEW = 80;

/**
 * Pairs looked at before giving up. Boundaries have short edges and a few pairs each; only a made-up ring of long edges all
 * across each other (a hedgehog of 200,000 spines) comes near, and must not stop a run.
 */
export const MOST_PAIRS = 10_000_000;

/**
 * Calls `visit(i, j)` with i < j once for all edges whose boxes touch, until it returns false. The order depends on the input only.
 * False when there were too many pairs to look at.
 */
export function nearPairs(edges: Edges, visit: (i: number, j: number) => boolean): boolean {
  if (edges.count <= FEW) {
    fewPairs(edges, visit);
    return true;
  }
  const boxes = edgeBoxes(edges.at);
  const tree = treeOf(boxes);
  let pairs = 0;
  let more = true;
  for (let i = 0; i < edges.count && more; i++) {
    const at = i * 4;
    tree.search(boxes[at]!, boxes[at + 1]!, boxes[at + 2]!, boxes[at + 3]!, (j) => {
      if (j > i && more) {
        pairs++;
        more = visit(i, j);
      }
      return false;
    });
    if (pairs > MOST_PAIRS) return false;
  }
  return true;
}

function treeOf(boxes: Float64Array): Flatbush {
  const tree = new Flatbush(boxes.length / 4);
  for (let i = 0; i < boxes.length; i += 4) tree.add(boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!);
  tree.finish();
  return tree;
}

function fewPairs({ at, count }: Edges, visit: (i: number, j: number) => boolean): void {
  for (let i = 0; i < count; i++) {
    const ax = at[i * 4]!;
    const ay = at[i * 4 + 1]!;
    const bx = at[i * 4 + 2]!;
    const by = at[i * 4 + 3]!;
    const minX = Math.min(ax, bx);
    const maxX = Math.max(ax, bx);
    const minY = Math.min(ay, by);
    const maxY = Math.max(ay, by);
    for (let j = i + 1; j < count; j++) {
      const cx = at[j * 4]!;
      const dx = at[j * 4 + 2]!;
      if ((cx < minX && dx < minX) || (cx > maxX && dx > maxX)) continue;
      const cy = at[j * 4 + 1]!;
      const dy = at[j * 4 + 3]!;
      if ((cy < minY && dy < minY) || (cy > maxY && dy > maxY)) continue;
      if (!visit(i, j)) return;
    }
  }
}
