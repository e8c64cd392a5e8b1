/**
 * Points at which rings touch. Allowed, unless one ring passes through the other there, or the touching rings of one
 * polygon form a closed chain that cuts its interior apart.
 */
import { orient2d } from 'robust-predicates';
import type { Edges } from './edges.ts';
import { addFault, type FaultList } from './fault.ts';

type Touch = {
  readonly x: number;
  readonly y: number;
  readonly ringA: number;
  readonly ringB: number;
  readonly edgeA: number;
  readonly edgeB: number;
};

/** By pair of rings and point: an edge pair that meets at a vertex is seen up to four times. */
export type Touches = Map<string, Touch>;

export const newTouches = (): Touches => new Map();

export function recordTouch(
  touches: Touches,
  edges: Edges,
  i: number,
  j: number,
  x: number,
  y: number,
): void {
  const ringA = edges.ring[i]!;
  const ringB = edges.ring[j]!;
  const key = `${ringA} ${ringB} ${x} ${y}`;
  if (!touches.has(key)) touches.set(key, { x, y, ringA, ringB, edgeA: i, edgeB: j });
}

/** True when rings pass through each other at a touching point. */
export function touchFaults(
  touches: Touches,
  edges: Edges,
  polygonOf: Uint32Array,
  list: FaultList,
): boolean {
  let crossed = false;
  for (const touch of touches.values()) {
    if (!passesThrough(edges, touch)) continue;
    const same = polygonOf[touch.ringA] === polygonOf[touch.ringB];
    addFault(list, same ? 'rings-cross' : 'parts-overlap', touch.x, touch.y);
    crossed = true;
  }
  // A forest of rings and points leaves each interior in one piece; the first edge that closes a chain cuts it.
  const roots = new Map<string, string>();
  const root = (node: string): string => {
    let top = node;
    for (let up = roots.get(top); up !== undefined; up = roots.get(top)) top = up;
    return top;
  };
  const seen = new Set<string>();
  for (const { x, y, ringA, ringB } of touches.values()) {
    if (polygonOf[ringA] !== polygonOf[ringB]) continue;
    for (const ring of [ringA, ringB]) {
      const point = `${polygonOf[ring]} ${x} ${y}`;
      const link = `${ring} ${point}`;
      if (seen.has(link)) continue;
      seen.add(link);
      const from = root(String(ring));
      const to = root(point);
      if (from === to) addFault(list, 'interior-cut', x, y);
      else roots.set(from, to);
    }
  }
  return crossed;
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
  // orient2d is negative for a left turn.
  const turn = -orient2d(ax, ay, x, y, bx, by);
  const first = -orient2d(ax, ay, x, y, px, py);
  const second = -orient2d(x, y, bx, by, px, py);
  if (turn > 0) return first > 0 && second > 0 ? 1 : first < 0 || second < 0 ? -1 : 0;
  if (turn < 0) return first < 0 && second < 0 ? -1 : first > 0 || second > 0 ? 1 : 0;
  return Math.sign(first);
}
