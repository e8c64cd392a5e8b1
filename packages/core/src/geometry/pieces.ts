/** Pieces of two boundaries that bound what the polygons have in common, each with the common interior on its left. */
import { boxOf, containsPoint, ringArea } from './measure.ts';
import type { Polygonal } from './polygonal.ts';
import { meet } from './segment-relation.ts';

/** ax, ay, bx, by. */
export type Piece = readonly [number, number, number, number];

/** Side step, in metres, by which a piece asks what lies left and right of it: more than rounding, less than any overlap reported. */
const STEP = 5e-4;

/** Pairs of edges compared at most; beyond it the caller does without. */
const MOST_PAIRS = 4_000_000;

/** Null when there are too many edges near each other. Both polygons must be valid. */
export function boundaryPieces(a: Polygonal, b: Polygonal): Piece[] | null {
  const boxA = boxOf(a);
  const boxB = boxOf(b);
  const edges: number[] = [];
  pushEdges(a, boxB, edges);
  const countA = edges.length / 4;
  pushEdges(b, boxA, edges);
  const count = edges.length / 4;
  if (countA * (count - countA) > MOST_PAIRS) return null;
  const at = Float64Array.from(edges);
  const cuts = cutsOf(at, countA);
  const pieces: Piece[] = [];
  for (let edge = 0; edge < count; edge++) {
    for (const piece of split(at, edge, cuts[edge])) {
      if (edge < countA ? bounds(piece, b, STEP) : bounds(piece, a, STEP) && bounds(piece, a, -STEP)) {
        pieces.push(piece);
      }
    }
  }
  return pieces;
}

/** Edges near the box, shells counter-clockwise and holes clockwise. */
function pushEdges(p: Polygonal, box: readonly [number, number, number, number], edges: number[]): void {
  const { coords } = p;
  let ring = 0;
  let from = 0;
  for (const lastRing of p.polygonEnds) {
    for (let shell = true; ring < lastRing; ring++, shell = false) {
      const to = p.ringEnds[ring]!;
      const forward = ringArea(coords, from, to) > 0 === shell;
      for (let i = from + 1; i < to; i++) {
        const [s, e] = forward ? [i - 1, i] : [i, i - 1];
        const [ax, ay, bx, by] = [coords[s * 2]!, coords[s * 2 + 1]!, coords[e * 2]!, coords[e * 2 + 1]!];
        if (ax === bx && ay === by) continue;
        if (Math.max(ax, bx) < box[0] || Math.min(ax, bx) > box[2]) continue;
        if (Math.max(ay, by) < box[1] || Math.min(ay, by) > box[3]) continue;
        edges.push(ax, ay, bx, by);
      }
      from = to;
    }
  }
}

/** Points (x, y …) at which each edge meets an edge of the other polygon; the same numbers on both. */
function cutsOf(at: Float64Array, countA: number): number[][] {
  const cuts: number[][] = Array.from({ length: at.length / 4 }, () => []);
  for (let i = 0; i < countA; i++) {
    for (let j = countA; j < cuts.length; j++) {
      if (apart(at, i * 4, j * 4)) continue;
      const { kind, x, y } = meet(at, i, j);
      if (kind === 'overlap') {
        // Along each other: the ends of one cut the other.
        cuts[i]!.push(at[j * 4]!, at[j * 4 + 1]!, at[j * 4 + 2]!, at[j * 4 + 3]!);
        cuts[j]!.push(at[i * 4]!, at[i * 4 + 1]!, at[i * 4 + 2]!, at[i * 4 + 3]!);
      } else if (kind !== 'none') {
        cuts[i]!.push(x, y);
        cuts[j]!.push(x, y);
      }
    }
  }
  return cuts;
}

const apart = (at: Float64Array, i: number, j: number): boolean =>
  Math.max(at[i]!, at[i + 2]!) < Math.min(at[j]!, at[j + 2]!) ||
  Math.min(at[i]!, at[i + 2]!) > Math.max(at[j]!, at[j + 2]!) ||
  Math.max(at[i + 1]!, at[i + 3]!) < Math.min(at[j + 1]!, at[j + 3]!) ||
  Math.min(at[i + 1]!, at[i + 3]!) > Math.max(at[j + 1]!, at[j + 3]!);

function split(at: Float64Array, edge: number, cuts: readonly number[] | undefined): Piece[] {
  const [ax, ay, bx, by] = [at[edge * 4]!, at[edge * 4 + 1]!, at[edge * 4 + 2]!, at[edge * 4 + 3]!];
  if (!cuts || cuts.length === 0) return [[ax, ay, bx, by]];
  const [dx, dy] = [bx - ax, by - ay];
  const whole = dx * dx + dy * dy;
  const stops: { t: number; x: number; y: number }[] = [];
  for (let i = 0; i < cuts.length; i += 2) {
    const [x, y] = [cuts[i]!, cuts[i + 1]!];
    const t = ((x - ax) * dx + (y - ay) * dy) / whole;
    if (t > 0 && t < 1) stops.push({ t, x, y });
  }
  stops.sort((p, q) => p.t - q.t);
  const pieces: Piece[] = [];
  let [x, y] = [ax, ay];
  for (const stop of [...stops, { t: 1, x: bx, y: by }]) {
    if (stop.x === x && stop.y === y) continue;
    pieces.push([x, y, stop.x, stop.y]);
    x = stop.x;
    y = stop.y;
  }
  return pieces;
}

/** The point `step` to the left of the piece's middle (right when negative) lies in `other`. */
function bounds([ax, ay, bx, by]: Piece, other: Polygonal, step: number): boolean {
  const length = Math.hypot(bx - ax, by - ay);
  const x = (ax + bx) / 2 - (step * (by - ay)) / length;
  const y = (ay + by) / 2 + (step * (bx - ax)) / length;
  return containsPoint(other, x, y);
}
