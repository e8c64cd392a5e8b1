/** Edges of all rings in flat form with near-pair search: what validity works on. */
import Flatbush from 'flatbush';
import type { Polygonal } from './polygonal.ts';

export type Edges = {
  readonly count: number;
  /** ax, ay, bx, by of each edge; consecutive equal vertices are left out. */
  readonly at: Float64Array;
  readonly ring: Uint32Array;
  /** The edge before and after in the same ring. */
  readonly previous: Uint32Array;
  readonly next: Uint32Array;
};

/** `rings`: which rings to take (the others are broken); vertices must be finite, rings closed. */
export function edgesOf(p: Polygonal, rings: readonly number[]): Edges {
  let room = 0;
  for (const ring of rings) room += p.ringEnds[ring]! - (ring === 0 ? 0 : p.ringEnds[ring - 1]!);
  const at = new Float64Array(room * 4);
  const ringOf = new Uint32Array(room);
  const previous = new Uint32Array(room);
  const next = new Uint32Array(room);
  let count = 0;
  for (const ring of rings) {
    const start = count;
    const to = p.ringEnds[ring]!;
    for (let i = (ring === 0 ? 0 : p.ringEnds[ring - 1]!) + 1; i < to; i++) {
      const ax = p.coords[i * 2 - 2]!;
      const ay = p.coords[i * 2 - 1]!;
      const bx = p.coords[i * 2]!;
      const by = p.coords[i * 2 + 1]!;
      if (ax === bx && ay === by) continue;
      at[count * 4] = ax;
      at[count * 4 + 1] = ay;
      at[count * 4 + 2] = bx;
      at[count * 4 + 3] = by;
      ringOf[count] = ring;
      previous[count] = count - 1;
      next[count] = count + 1;
      count++;
    }
    if (count === start) continue;
    previous[start] = count - 1;
    next[count - 1] = start;
  }
  return { count, at, ring: ringOf, previous, next };
}

/** Below this many edges comparing all boxes is quicker than a tree. */
const FEW = 80;

/**
 * Pairs looked at before giving up. Boundaries have short edges and a few pairs each; only a made-up ring of long edges all
 * across each other (a hedgehog of 200,000 spines) comes near, and must not stop a run.
 */
const MOST_PAIRS = 20_000_000;

/**
 * Calls `visit(i, j)` with i < j once for all edges whose boxes touch, until it returns false. The order depends on the input only.
 * False when there were too many pairs to look at.
 */
export function nearPairs(edges: Edges, visit: (i: number, j: number) => boolean): boolean {
  if (edges.count <= FEW) {
    fewPairs(edges, visit);
    return true;
  }
  const { at } = edges;
  const tree = new Flatbush(edges.count);
  for (let i = 0; i < edges.count * 4; i += 4) {
    const [ax, ay, bx, by] = [at[i]!, at[i + 1]!, at[i + 2]!, at[i + 3]!];
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  let pairs = 0;
  let more = true;
  for (let i = 0; i < edges.count && more; i++) {
    const [ax, ay, bx, by] = [at[i * 4]!, at[i * 4 + 1]!, at[i * 4 + 2]!, at[i * 4 + 3]!];
    tree.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (j) => {
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
