/**
 * Whether a canonical parcel's boundary bounds anything: exact on whole-number coordinates. A parcel whose inside is
 * open to interpretation gets no identifier, for an identifier is for ever.
 */
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';
import { type CanonicalPart, type Refusal, refuse, UNITS } from './canonical.ts';

/** All edges of a parcel in units from the first part's origin: ax, ay, bx, by. */
type Edges = {
  readonly at: Float64Array;
  /** Ring of each edge, numbered through the parcel. */
  readonly ring: Int32Array;
  readonly count: number;
};

/** Below this many edges every pair is looked at; above, an index finds the pairs. */
const FEW = 48;

/** Null when every ring is simple, no two cross, holes lie in their shell and parts beside each other. */
export function boundaryFault(parts: readonly CanonicalPart[]): Refusal | null {
  const edges = collectEdges(parts);
  const crossing = edges.count <= FEW ? crossingByPairs(edges) : crossingByIndex(edges);
  const first = parts[0]!;
  if (crossing !== null) {
    const x = edges.at[4 * crossing]! + first.originX;
    const y = edges.at[4 * crossing + 1]! + first.originY;
    return refuse('crossing', [x / UNITS, y / UNITS]);
  }
  return nestingFault(parts);
}

function collectEdges(parts: readonly CanonicalPart[]): Edges {
  const count = parts.reduce((sum, part) => sum + part.coords.length / 2, 0);
  const at = new Float64Array(4 * count);
  const ring = new Int32Array(count);
  let edge = 0;
  let ringNumber = 0;
  for (const { coords, ringEnds, originX, originY } of parts) {
    const dx = originX - parts[0]!.originX;
    const dy = originY - parts[0]!.originY;
    for (let r = 0, from = 0; r < ringEnds.length; from = ringEnds[r++]!, ringNumber++) {
      for (let i = from; i < ringEnds[r]!; i++, edge++) {
        const next = i + 1 < ringEnds[r]! ? i + 1 : from;
        at[4 * edge] = coords[2 * i]! + dx;
        at[4 * edge + 1] = coords[2 * i + 1]! + dy;
        at[4 * edge + 2] = coords[2 * next]! + dx;
        at[4 * edge + 3] = coords[2 * next + 1]! + dy;
        ring[edge] = ringNumber;
      }
    }
  }
  return { at, ring, count };
}

function crossingByPairs(edges: Edges): number | null {
  const { at, count } = edges;
  for (let i = 0; i < count; i++) {
    const px = at[4 * i]!;
    const py = at[4 * i + 1]!;
    const qx = at[4 * i + 2]!;
    const qy = at[4 * i + 3]!;
    const minX = px < qx ? px : qx;
    const maxX = px < qx ? qx : px;
    const minY = py < qy ? py : qy;
    const maxY = py < qy ? qy : py;
    for (let j = i + 1; j < count; j++) {
      const ax = at[4 * j]!;
      const bx = at[4 * j + 2]!;
      if ((ax < minX && bx < minX) || (ax > maxX && bx > maxX)) continue;
      const ay = at[4 * j + 1]!;
      const by = at[4 * j + 3]!;
      if ((ay < minY && by < minY) || (ay > maxY && by > maxY)) continue;
      if (conflict(edges, i, j)) return i;
    }
  }
  return null;
}

function crossingByIndex(edges: Edges): number | null {
  const { at, count } = edges;
  const index = new Flatbush(count);
  const box = (i: number): [number, number, number, number] => [
    Math.min(at[4 * i]!, at[4 * i + 2]!),
    Math.min(at[4 * i + 1]!, at[4 * i + 3]!),
    Math.max(at[4 * i]!, at[4 * i + 2]!),
    Math.max(at[4 * i + 1]!, at[4 * i + 3]!),
  ];
  for (let i = 0; i < count; i++) index.add(...box(i));
  index.finish();
  for (let i = 0; i < count; i++) {
    let found = false;
    index.search(...box(i), (j) => {
      found ||= j > i && conflict(edges, i, j);
      return false;
    });
    if (found) return i;
  }
  return null;
}

/** Sign of the turn a → b → c; exact. */
function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  const turn = left - right;
  // Whole numbers: exact while the products are; else the adaptive predicate decides.
  if (Math.abs(left) + Math.abs(right) < 2 ** 53) return Math.sign(turn);
  return -Math.sign(orient2d(ax, ay, bx, by, cx, cy));
}

/**
 * Two edges are at odds when they cross or share a stretch; edges of one ring also when they share a point that is not
 * the vertex between neighbours. Different rings may touch in points, as in a valid polygon with holes.
 */
function conflict({ at, ring }: Edges, i: number, j: number): boolean {
  const ax = at[4 * i]!;
  const ay = at[4 * i + 1]!;
  const bx = at[4 * i + 2]!;
  const by = at[4 * i + 3]!;
  const cx = at[4 * j]!;
  const cy = at[4 * j + 1]!;
  const dx = at[4 * j + 2]!;
  const dy = at[4 * j + 3]!;
  const c = side(ax, ay, bx, by, cx, cy);
  const d = side(ax, ay, bx, by, dx, dy);
  if (c * d > 0) return false;
  if (c === 0 && d === 0) {
    // On one line: compare along its longer axis.
    const alongX = Math.abs(bx - ax) >= Math.abs(by - ay);
    const [a, b, e, f] = alongX ? [ax, bx, cx, dx] : [ay, by, cy, dy];
    const shared = Math.min(Math.max(a, b), Math.max(e, f)) - Math.max(Math.min(a, b), Math.min(e, f));
    if (shared > 0) return true;
    return shared === 0 && ring[i] === ring[j] && !neighbours(bx, by, cx, cy, dx, dy, ax, ay);
  }
  const a = side(cx, cy, dx, dy, ax, ay);
  const b = side(cx, cy, dx, dy, bx, by);
  if (a * b > 0) return false;
  if (a * b < 0 && c * d < 0) return true;
  return ring[i] === ring[j] && !neighbours(bx, by, cx, cy, dx, dy, ax, ay);
}

/** In one ring: one edge ends where the other begins. Any other common vertex would be the ring touching itself. */
const neighbours = (
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  ax: number,
  ay: number,
): boolean => (bx === cx && by === cy) || (dx === ax && dy === ay);

/** A ring of a part, with its box, in units of the zone. */
type Loop = {
  readonly xs: Float64Array;
  readonly box: readonly [number, number, number, number];
};

function loopsOf({ coords, ringEnds, originX, originY }: CanonicalPart): Loop[] {
  return ringEnds.map((end, r) => {
    const xs = coords.slice(r === 0 ? 0 : 2 * ringEnds[r - 1]!, 2 * end);
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xs.length; i += 2) {
      const x = xs[i]! + originX;
      const y = xs[i + 1]! + originY;
      xs[i] = x;
      xs[i + 1] = y;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return { xs, box };
  });
}

const apart = (a: Loop, b: Loop): boolean =>
  a.box[2] < b.box[0] || b.box[2] < a.box[0] || a.box[3] < b.box[1] || b.box[3] < a.box[1];

/** 1 inside, 0 on the ring, −1 outside. */
function where({ xs }: Loop, x: number, y: number): -1 | 0 | 1 {
  let inside = false;
  for (let i = 0, j = xs.length - 2; i < xs.length; j = i, i += 2) {
    const ax = xs[i]!;
    const ay = xs[i + 1]!;
    const bx = xs[j]!;
    const by = xs[j + 1]!;
    if ((ay > y && by > y) || (ay < y && by < y) || (ax < x && bx < x)) continue;
    const turn = side(ax, ay, bx, by, x, y);
    if (turn === 0) {
      if (Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by))
        return 0;
      continue;
    }
    if (ay > y !== by > y && turn > 0 === by > ay) inside = !inside;
  }
  return inside ? 1 : -1;
}

/**
 * Where a ring lies to another that it does not cross: decided by the first vertex or middle of an edge that is not on
 * the other. 0 when all of it is on the other.
 */
function lies(ring: Loop, other: Loop): -1 | 0 | 1 {
  if (apart(ring, other)) return -1;
  const { xs } = ring;
  let middle: -1 | 0 | 1 = 0;
  for (let i = 0, j = xs.length - 2; i < xs.length; j = i, i += 2) {
    const vertex = where(other, xs[i]!, xs[i + 1]!);
    if (vertex !== 0) return vertex;
    if (middle === 0) middle = where(other, (xs[i]! + xs[j]!) / 2, (xs[i + 1]! + xs[j + 1]!) / 2);
  }
  return middle;
}

function nestingFault(parts: readonly CanonicalPart[]): Refusal | null {
  if (parts.length === 1 && parts[0]!.ringEnds.length === 1) return null;
  const all = parts.map(loopsOf);
  for (const [shell, ...holes] of all) {
    for (const [i, hole] of holes.entries()) {
      const astray =
        lies(hole, shell!) !== 1 ||
        holes.some((other, j) => j !== i && !apart(hole, other) && lies(hole, other) !== -1);
      if (astray) return refuse('nesting', [hole.xs[0]! / UNITS, hole.xs[1]! / UNITS]);
    }
  }
  for (const [i, [shell]] of all.entries()) {
    for (const [j, [other, ...holes]] of all.entries()) {
      if (i === j || lies(shell!, other!) === -1) continue;
      if (!holes.some((hole) => lies(shell!, hole) === 1)) {
        return refuse('nesting', [shell!.xs[0]! / UNITS, shell!.xs[1]! / UNITS]);
      }
    }
  }
  return null;
}
