/** The edges of the polygon at hand, flat, for the search of its pole; one polygon at a time. */

/**
 * Numbers an edge: ax, ay, bx, by, bx − ax, by − ay, its length's square, its length, its direction.
 */
export const EDGE = 10;
export let edges = new Float64Array(EDGE * 256);
export let edgeCount = 0;

export const grownFloat = (old: Float64Array): Float64Array<ArrayBuffer> => {
  const grown = new Float64Array(old.length * 2);
  grown.set(old);
  return grown;
};
export const grownInt = (old: Int32Array): Int32Array<ArrayBuffer> => {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
};

/** Every edge as a → b with b the vertex before a, ring by ring, as `polylabel` has it; edges of no length add nothing. */
export function takeEdges(coords: Float64Array, ringEnds: ArrayLike<number>): void {
  const total = ringEnds[ringEnds.length - 1]!;
  while (edges.length < EDGE * total) edges = grownFloat(edges);
  edgeCount = 0;
  for (let r = 0, from = 0; r < ringEnds.length; from = ringEnds[r++]!) {
    let before = ringEnds[r]! - 1;
    for (let i = from; i < ringEnds[r]!; before = i++) {
      const at = EDGE * edgeCount;
      edges[at] = coords[2 * i]!;
      edges[at + 1] = coords[2 * i + 1]!;
      edges[at + 2] = coords[2 * before]!;
      edges[at + 3] = coords[2 * before + 1]!;
      const ex = edges[at + 2]! - edges[at]!;
      const ey = edges[at + 3]! - edges[at + 1]!;
      edges[at + 4] = ex;
      edges[at + 5] = ey;
      edges[at + 6] = ex * ex + ey * ey;
      const length = Math.sqrt(edges[at + 6]!);
      edges[at + 7] = length;
      edges[at + 8] = ex / length;
      edges[at + 9] = ey / length;
      if (edges[at] !== edges[at + 2] || edges[at + 1] !== edges[at + 3]) edgeCount++;
    }
  }
}

/** Ray to the east, even-odd over all rings. */
export function isInside(x: number, y: number): boolean {
  let inside = false;
  const e = edges;
  for (let at = 0; at < EDGE * edgeCount; at += EDGE) {
    const ay = e[at + 1]!;
    if (ay > y !== e[at + 3]! > y) {
      const ax = e[at]!;
      if (x < (e[at + 4]! * (y - ay)) / e[at + 5]! + ax) inside = !inside;
    }
  }
  return inside;
}

/** Distance of the nearest edge. */
export function nearest(x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < EDGE * edgeCount; at += EDGE) {
    let px = x - edges[at]!;
    let py = y - edges[at + 1]!;
    const t = (px * edges[at + 4]! + py * edges[at + 5]!) / edges[at + 6]!;
    if (t >= 1) {
      px = x - edges[at + 2]!;
      py = y - edges[at + 3]!;
    } else if (t > 0) {
      px -= edges[at + 4]! * t;
      py -= edges[at + 5]! * t;
    }
    const square = px * px + py * py;
    if (square < least) least = square;
  }
  return Math.sqrt(least);
}
