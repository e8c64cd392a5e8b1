/** Where a ring lies to another that it does not cross, with as little looking as can be: a search over many rings asks often. */
import Flatbush from 'flatbush';
import type { GridRing } from './grid.ts';
import { crossing, locateInRing } from './measure.ts';
import type { Box } from './polygonal.ts';

/** A ring with its box, and with a tree of its edges once one was needed. */
export type BoxedRing = {
  readonly ring: GridRing;
  readonly box: Box;
  tree: EdgeTree | null;
};

type EdgeTree = {
  readonly tree: Flatbush;
  /** ax, ay, bx, by of each edge. */
  readonly at: Float64Array;
  /** x and y are exchanged: to the north there are fewer edges than to the east. */
  readonly exchanged: boolean;
};

/** Edges that may still be looked at; below 0 the search gives up. */
export type Budget = { edges: number };

/** The point that told, in units. */
export type RingPlace = { readonly inside: boolean; readonly x: number; readonly y: number };

/** Rings of fewer edges are looked through. */
const FEW = 64;

export function boxedRing(ring: GridRing): BoxedRing {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < ring.length; i += 2) {
    const x = ring[i]!;
    const y = ring[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { ring, box: [minX, minY, maxX, maxY], tree: null };
}

/**
 * Where the first vertex of `ring` that is not on `other` lies. When all are on it (a diamond with its corners on the sides of a
 * square), the middles of the edges tell; null when they do not either: then the rings run along each other.
 */
export function placeIn({ ring }: BoxedRing, other: BoxedRing, budget: Budget): RingPlace | null {
  for (const middle of [false, true]) {
    for (let i = 0; i < ring.length && budget.edges >= 0; i += 2) {
      let x = ring[i]!;
      let y = ring[i + 1]!;
      if (middle) {
        const next = i + 2 < ring.length ? i + 2 : 0;
        x = (x + ring[next]!) / 2;
        y = (y + ring[next + 1]!) / 2;
      }
      const side = locate(other, x, y, budget);
      if (side !== 0) return { inside: side > 0, x, y };
    }
  }
  return null;
}

/** 1 inside, 0 on the ring, −1 outside. */
function locate(other: BoxedRing, x: number, y: number, budget: Budget): number {
  const { ring, box } = other;
  budget.edges--;
  if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return -1;
  if (ring.length > 2 * FEW) return locateByTree(other, x, y, budget);
  budget.edges -= ring.length / 2;
  return locateInRing(ring, 0, ring.length / 2, x, y);
}

/** The same by the edges on one side of the point only. */
function locateByTree(other: BoxedRing, pointX: number, pointY: number, budget: Budget): number {
  other.tree ??= edgeTree(other);
  const { at, tree, exchanged } = other.tree;
  const [x, y] = exchanged ? [pointY, pointX] : [pointX, pointY];
  let inside = false;
  let on = false;
  tree.search(x, y, Number.POSITIVE_INFINITY, y, (edge) => {
    budget.edges--;
    const [ax, ay, bx, by] = [at[4 * edge]!, at[4 * edge + 1]!, at[4 * edge + 2]!, at[4 * edge + 3]!];
    if (ay > y !== by > y) {
      const side = crossing(ax, ay, bx, by, x, y);
      if (side === 0) on = true;
      else if (side > 0) inside = !inside;
    } else if ((ax === x && ay === y) || (bx === x && by === y)) on = true;
    else if (ay === y && by === y && ax < x !== bx < x) on = true;
    return false;
  });
  return on ? 0 : inside ? 1 : -1;
}

function edgeTree({ ring, box: [minX, minY, maxX, maxY] }: BoxedRing): EdgeTree {
  let across = 0;
  let up = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const next = i + 2 < ring.length ? i + 2 : 0;
    across += Math.abs(ring[next]! - ring[i]!);
    up += Math.abs(ring[next + 1]! - ring[i + 1]!);
  }
  // So many edges a line to the north or to the east meets, on average.
  const exchanged = across / (maxX - minX) < up / (maxY - minY);
  const [first, second] = exchanged ? [1, 0] : [0, 1];
  const at = new Float64Array(2 * ring.length);
  const tree = new Flatbush(ring.length / 2);
  for (let i = 0; i < ring.length; i += 2) {
    const next = i + 2 < ring.length ? i + 2 : 0;
    const [ax, ay] = [ring[i + first]!, ring[i + second]!];
    const [bx, by] = [ring[next + first]!, ring[next + second]!];
    at.set([ax, ay, bx, by], 2 * i);
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  return { tree, at, exchanged };
}
