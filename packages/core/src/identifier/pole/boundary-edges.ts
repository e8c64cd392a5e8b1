/**
 * The edges of one polygon for the search of its pole, flat: the inside is to the left of each, as in canonical form. A tree of boxes
 * over runs of edges finds those near a place where there are many.
 */

/** Numbers an edge: ax, ay, bx, by, its direction (unit), its length, and 1 where the boundary turns right (reflex) in a. */
export const EDGE = 8;
/** Edges of a leaf of the tree. */
const LEAF = 8;
/** Up to so many edges are looked at one by one. */
const FEW = 64;

export type BoundaryEdges = {
  readonly at: number[];
  readonly count: number;
  /** The numbers of all edges, where there are few. */
  readonly all: readonly number[];
  /** For each edge the one before it in its ring. */
  readonly previous: readonly number[];
  /** Boxes of the tree, minX, minY, maxX, maxY a node, root first, children of k at 2k + 1 and 2k + 2; null where there are few. */
  readonly boxes: Float64Array | null;
  /** Leaves of the tree: a power of two. */
  readonly leaves: number;
  /** No turn to the right. */
  readonly convex: boolean;
};

/** `coords`, `ringEnds` as in `CanonicalPart`: shell counter-clockwise, holes clockwise, rings open, no vertex twice in a row. */
export function boundaryEdges(coords: Float64Array, ringEnds: ArrayLike<number>): BoundaryEdges {
  const count = ringEnds[ringEnds.length - 1]!;
  // Plain arrays: a typed one lies outside the heap, and making it costs more than the search of a common parcel.
  const at: number[] = [];
  const previous: number[] = [];
  let convex = ringEnds.length === 1;
  for (let r = 0, from = 0; r < ringEnds.length; from = ringEnds[r++]!) {
    const end = ringEnds[r]!;
    for (let i = from; i < end; i++) {
      const next = i + 1 < end ? i + 1 : from;
      const e = EDGE * i;
      const ax = coords[2 * i]!;
      const ay = coords[2 * i + 1]!;
      const bx = coords[2 * next]!;
      const by = coords[2 * next + 1]!;
      const length = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
      at.push(ax, ay, bx, by, (bx - ax) / length, (by - ay) / length, length, 0);
      const before = i > from ? i - 1 : end - 1;
      previous.push(before);
      const px = coords[2 * before]!;
      const py = coords[2 * before + 1]!;
      if ((ax - px) * (by - ay) - (ay - py) * (bx - ax) < 0) {
        at[e + 7] = 1;
        convex = false;
      }
    }
  }
  const leaves = count <= FEW ? 0 : 2 ** Math.ceil(Math.log2(count / LEAF));
  const all: number[] = [];
  if (leaves === 0) for (let i = 0; i < count; i++) all.push(i);
  return {
    at,
    count,
    all,
    previous,
    leaves,
    boxes: leaves === 0 ? null : boxTree(at, count, leaves),
    convex,
  };
}

function boxTree(at: readonly number[], count: number, leaves: number): Float64Array {
  const boxes = new Float64Array(4 * (2 * leaves - 1));
  for (let k = 2 * leaves - 2; k >= 0; k--) {
    let minX = Number.POSITIVE_INFINITY;
    let minY = minX;
    let maxX = -minX;
    let maxY = -minX;
    const take = (a: number, b: number, c: number, d: number) => {
      if (a < minX) minX = a;
      if (b < minY) minY = b;
      if (c > maxX) maxX = c;
      if (d > maxY) maxY = d;
    };
    if (k < leaves - 1) {
      for (const child of [2 * k + 1, 2 * k + 2]) {
        take(boxes[4 * child]!, boxes[4 * child + 1]!, boxes[4 * child + 2]!, boxes[4 * child + 3]!);
      }
    } else {
      const [from, to] = leafRange(k - leaves + 1, count, leaves);
      for (let e = EDGE * from; e < EDGE * to; e += EDGE) {
        take(at[e]!, at[e + 1]!, at[e]!, at[e + 1]!);
        take(at[e + 2]!, at[e + 3]!, at[e + 2]!, at[e + 3]!);
      }
    }
    boxes[4 * k] = minX;
    boxes[4 * k + 1] = minY;
    boxes[4 * k + 2] = maxX;
    boxes[4 * k + 3] = maxY;
  }
  return boxes;
}

const leafRange = (leaf: number, count: number, leaves: number): readonly [number, number] => [
  Math.floor((leaf * count) / leaves),
  Math.floor(((leaf + 1) * count) / leaves),
];

/**
 * Visits edges of which the box of their run lies within `reach` of (x, y), nearer runs first by halves, until `visit` returns
 * false. All edges where there are few.
 */
export function edgesNear(
  edges: BoundaryEdges,
  x: number,
  y: number,
  reach: number,
  visit: (edge: number) => boolean,
): void {
  const { boxes, count, leaves } = edges;
  if (boxes === null) {
    for (let i = 0; i < count; i++) if (!visit(i)) return;
    return;
  }
  const stack = [0];
  const square = reach * reach;
  while (stack.length > 0) {
    const k = stack.pop()!;
    if (boxDistance(boxes, k, x, y) > square) continue;
    if (k < leaves - 1) {
      const nearer = boxDistance(boxes, 2 * k + 1, x, y) <= boxDistance(boxes, 2 * k + 2, x, y) ? 1 : 2;
      stack.push(2 * k + 3 - nearer, 2 * k + nearer);
      continue;
    }
    const [from, to] = leafRange(k - leaves + 1, count, leaves);
    for (let i = from; i < to; i++) if (!visit(i)) return;
  }
}

/** Square of the distance from a place to a box; 0 inside. */
function boxDistance(boxes: Float64Array, k: number, x: number, y: number): number {
  const dx = Math.max(boxes[4 * k]! - x, 0, x - boxes[4 * k + 2]!);
  const dy = Math.max(boxes[4 * k + 1]! - y, 0, y - boxes[4 * k + 3]!);
  return dx * dx + dy * dy;
}

/** Distance from a place to an edge. */
export function edgeDistance(at: readonly number[], edge: number, x: number, y: number): number {
  const e = EDGE * edge;
  const dx = x - at[e]!;
  const dy = y - at[e + 1]!;
  const along = dx * at[e + 4]! + dy * at[e + 5]!;
  if (along <= 0) return Math.sqrt(dx * dx + dy * dy);
  if (along >= at[e + 6]!) {
    const fx = x - at[e + 2]!;
    const fy = y - at[e + 3]!;
    return Math.sqrt(fx * fx + fy * fy);
  }
  return Math.abs(dy * at[e + 4]! - dx * at[e + 5]!);
}

/** Even-odd, ray to the east. */
export function isInside({ at, count }: BoundaryEdges, x: number, y: number): boolean {
  let inside = false;
  for (let e = 0; e < EDGE * count; e += EDGE) {
    const ay = at[e + 1]!;
    const by = at[e + 3]!;
    if (ay > y === by > y) continue;
    const ax = at[e]!;
    if (x < ((at[e + 2]! - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
