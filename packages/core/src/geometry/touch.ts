/**
 * Points at which rings touch. Allowed, unless one ring passes through the other there, or the touching rings of one
 * polygon form a closed chain that cuts its interior apart.
 */
import type { Edges } from './edges.ts';
import { addFault, type FaultList } from './fault.ts';
import { UNITS } from './grid.ts';
import { turnOf } from './turn.ts';

type Touch = {
  readonly x: number;
  readonly y: number;
  readonly ringA: number;
  readonly ringB: number;
  readonly edgeA: number;
  readonly edgeB: number;
};

/** By pair of rings and point: an edge pair that meets at a vertex is seen up to four times. */
export type Touches = { readonly found: Map<string, Touch>; seen: number };

/** A chessboard of 100,000 parts has so many; ten thousand triangles on one point would have fifty million. */
const MOST_TOUCHES = 1_000_000;

export const newTouches = (): Touches => ({ found: new Map(), seen: 0 });

/** False when there are too many to remember. */
export function recordTouch(
  touches: Touches,
  edges: Edges,
  i: number,
  j: number,
  x: number,
  y: number,
): boolean {
  const ringA = edges.ring[i]!;
  const ringB = edges.ring[j]!;
  const key = `${ringA} ${ringB} ${x} ${y}`;
  if (!touches.found.has(key)) touches.found.set(key, { x, y, ringA, ringB, edgeA: i, edgeB: j });
  return ++touches.seen < MOST_TOUCHES;
}

/** True when rings pass through each other at a touching point. */
export function touchFaults(
  { found }: Touches,
  edges: Edges,
  polygonOf: Uint32Array,
  list: FaultList,
): boolean {
  let crossed = false;
  for (const touch of found.values()) {
    if (!passesThrough(edges, touch)) continue;
    const same = polygonOf[touch.ringA] === polygonOf[touch.ringB];
    addFault(list, same ? 'rings-cross' : 'parts-overlap', touch.x / UNITS, touch.y / UNITS);
    crossed = true;
  }
  chainFaults(found.values(), polygonOf, list);
  return crossed;
}

/** A forest of rings and points leaves each interior in one piece; the first link that closes a chain cuts it. */
function chainFaults(touches: Iterable<Touch>, polygonOf: Uint32Array, list: FaultList): void {
  // Rings by their number, then the points as they come.
  const parents: number[] = Array.from(polygonOf, (_, ring) => ring);
  const root = (node: number): number => {
    let top = node;
    while (parents[top] !== top) {
      // Each step halves the way for those who come after.
      parents[top] = parents[parents[top]!]!;
      top = parents[top]!;
    }
    return top;
  };
  const pointOf = new Map<string, number>();
  const linked = new Set<string>();
  for (const { x, y, ringA, ringB } of touches) {
    const polygon = polygonOf[ringA]!;
    if (polygon !== polygonOf[ringB]) continue;
    const name = `${polygon} ${x} ${y}`;
    const point = pointOf.get(name) ?? parents.push(parents.length) - 1;
    pointOf.set(name, point);
    for (const ring of [ringA, ringB]) {
      const link = `${ring} ${point}`;
      if (linked.has(link)) continue;
      linked.add(link);
      const from = root(ring);
      const to = root(point);
      if (from === to) addFault(list, 'interior-cut', x / UNITS, y / UNITS);
      else parents[from] = to;
    }
  }
}

/** The ring's way through a point on `edge`: the vertex it comes from and the one it goes to. */
function passage({ at, previous, next }: Edges, edge: number, x: number, y: number): number[] {
  const start = at[edge * 4] === x && at[edge * 4 + 1] === y;
  const end = at[edge * 4 + 2] === x && at[edge * 4 + 3] === y;
  const before = start ? previous[edge]! : edge;
  const after = end ? next[edge]! : edge;
  return [at[before * 4]!, at[before * 4 + 1]!, at[after * 4 + 2]!, at[after * 4 + 3]!];
}

/** One ring comes from one side of the other's corner and leaves on the other side. */
function passesThrough(edges: Edges, { x, y, edgeA, edgeB }: Touch): boolean {
  const [ax, ay, bx, by] = passage(edges, edgeA, x, y) as [number, number, number, number];
  const [cx, cy, dx, dy] = passage(edges, edgeB, x, y) as [number, number, number, number];
  return inCorner(x, y, ax, ay, bx, by, cx, cy) * inCorner(x, y, ax, ay, bx, by, dx, dy) < 0;
}

/** +1 left of the way a → (x, y) → b, −1 right of it, 0 along it. Exact. */
function inCorner(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
): number {
  const turn = turnOf(ax, ay, x, y, bx, by);
  const first = turnOf(ax, ay, x, y, px, py);
  const second = turnOf(x, y, bx, by, px, py);
  if (turn > 0) return first > 0 && second > 0 ? 1 : first < 0 || second < 0 ? -1 : 0;
  if (turn < 0) return first < 0 && second < 0 ? -1 : first > 0 || second > 0 ? 1 : 0;
  return Math.sign(first);
}
