/**
 * Whether a circle of a given radius fits into a polygon, decided on the boundary. If a place is farther than r from the boundary, then
 * so is a whole region, and on the rim of that region there are places exactly r from it: places at height r over an edge, or on
 * the arc of radius r about a corner that juts in (reflex), with no other edge nearer than r. So no circle of more than r fits if and only if
 * every such segment and every such arc is covered by the capsules (all places nearer than r) of the other edges.
 */
import { type BoundaryEdges, EDGE, edgeDistance, edgesNear } from './boundary-edges.ts';

/** Stretches along an edge, from, to, from, to …, units from its first vertex. */
export type Stretches = number[];

/** Edges remembered for having covered something. */
const LATELY = 3;
/** Edges tried to each side before the tree is asked. */
const BESIDE = 4;

/**
 * What of an edge's parallel at height `r` on the inside no other edge's capsule covers; `first` are tried before all others. What
 * they leave open and `isKnown` knows of is not looked at further. Then those of `lately` are tried, in which the last ones to cover anything are
 * kept.
 */
export function uncoveredOver(
  boundary: BoundaryEdges,
  edge: number,
  r: number,
  first: readonly number[],
  lately: number[],
  isKnown: (open: Stretches) => boolean,
): Stretches {
  const { at, count } = boundary;
  const e = EDGE * edge;
  let open: Stretches = [0, at[e + 6]!];
  const take = (other: number): boolean => {
    if (other !== edge) open = cover(at, e, EDGE * other, r, open);
    return open.length > 0;
  };
  for (const other of first) if (!take(other)) return open;
  if (isKnown(open)) return [];
  for (const other of lately) if (!take(other)) return open;
  if (boundary.boxes !== null) {
    // Most is covered by what comes next along the boundary, such as the other side of a spike.
    for (let step = 1; step <= BESIDE; step++) {
      if (!take((edge + step) % count) || !take((edge - step + count) % count)) return open;
    }
  }
  const ux = at[e + 4]!;
  const uy = at[e + 5]!;
  const middle = (open[0]! + open[open.length - 1]!) / 2;
  const reach = r + (open[open.length - 1]! - open[0]!) / 2;
  const x = at[e]! + ux * middle - uy * r;
  const y = at[e + 1]! + uy * middle + ux * r;
  edgesNear(boundary, x, y, reach, (other) => {
    const before = open;
    const more = take(other);
    if (open !== before) remember(lately, other);
    return more;
  });
  return open;
}

/** Takes from the stretches over edge `e` at height `r` what lies in the capsule of edge `f` (offsets into `at`). */
function cover(at: readonly number[], e: number, f: number, r: number, open: Stretches): Stretches {
  const ex = at[e]!;
  const ey = at[e + 1]!;
  const ux = at[e + 4]!;
  const uy = at[e + 5]!;
  const length = at[e + 6]!;
  // Ends of f along and across e. Ends that both have in common lie on e exactly; noise would be magnified by the root.
  let ax = at[f]! - ex;
  let ay = at[f + 1]! - ey;
  let bx = at[f + 2]! - ex;
  let by = at[f + 3]! - ey;
  const fromEnd = at[f] === at[e + 2] && at[f + 1] === at[e + 3];
  const toStart = bx === 0 && by === 0;
  let turned = ax * ux + ay * uy;
  ay = fromEnd || (ax === 0 && ay === 0) ? 0 : ay * ux - ax * uy;
  ax = fromEnd ? length : turned;
  turned = bx * ux + by * uy;
  const toEnd = at[f + 2] === at[e + 2] && at[f + 3] === at[e + 3];
  by = toStart || toEnd ? 0 : by * ux - bx * uy;
  bx = toEnd ? length : turned;
  if ((ay <= 0 && by <= 0) || (ay >= 2 * r && by >= 2 * r)) return open;
  if ((ax < bx ? ax : bx) - r >= open[open.length - 1]! || (ax < bx ? bx : ax) + r <= open[0]!) return open;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const rest = ay * (2 * r - ay);
  if (rest >= 0) {
    const half = Math.sqrt(rest);
    low = ax - half;
    high = ax + half;
  }
  const other = by * (2 * r - by);
  if (other >= 0) {
    const half = Math.sqrt(other);
    if (bx - half < low) low = bx - half;
    if (bx + half > high) high = bx + half;
  }
  // Where the line of f is r away, if that is beside f itself.
  const fl = at[f + 6]!;
  const vx = (bx - ax) / fl;
  const vy = (by - ay) / fl;
  if (vy !== 0) {
    for (let side = -r; side <= r; side += 2 * r) {
      const t = ax + (vx * (r - ay) - side) / vy;
      const foot = (t - ax) * vx + (r - ay) * vy;
      if (foot < 0 || foot > fl) continue;
      if (t < low) low = t;
      if (t > high) high = t;
    }
  }
  return low < high ? without(open, low, high) : open;
}

/** What is left of the stretches when (low, high) is taken away. */
function without(open: Stretches, low: number, high: number): Stretches {
  let touched = false;
  for (let k = 0; k < open.length; k += 2) if (low < open[k + 1]! && high > open[k]!) touched = true;
  if (!touched) return open;
  const left: Stretches = [];
  for (let k = 0; k < open.length; k += 2) {
    const from = open[k]!;
    const to = open[k + 1]!;
    if (high <= from || low >= to) {
      left.push(from, to);
      continue;
    }
    if (low > from) left.push(from, low);
    if (high < to) left.push(high, to);
  }
  return left;
}

/** Units: a stretch of an arc so short is not halved again. */
const SHORT = 1e-4;

/**
 * Calls `visit` with places on the arc of radius `r` about a reflex corner (first vertex of `edge`) that no other edge's capsule covers,
 * until it returns false. Where `isNearTop`, no others than the edges in `first` and `lately` are tried before halving: what is left open
 * near a top is short, while all edges may be about as near there. The distance to an edge changes by no more than one goes, so a
 * stretch is covered if its middle is by more than half of it; else it is halved.
 */
export function uncoveredAbout(
  boundary: BoundaryEdges,
  edge: number,
  r: number,
  first: readonly number[],
  lately: number[],
  isNearTop: (x: number, y: number, reach: number) => boolean,
  visit: (x: number, y: number) => boolean,
): void {
  const { at, previous } = boundary;
  const e = EDGE * edge;
  const p = EDGE * previous[edge]!;
  /** Stretches still to be looked at, by the directions in which they begin and end. */
  const arcs: number[] = [-at[p + 5]!, at[p + 4]!, -at[e + 5]!, at[e + 4]!];
  while (arcs.length > 0) {
    const my = arcs.pop()!;
    const mx = arcs.pop()!;
    const ny = arcs.pop()!;
    const nx = arcs.pop()!;
    // More than 120°: outwards between the two edges, their directions' difference.
    const wide = nx * mx + ny * my < -0.5;
    let cx = wide ? ny - my : nx + mx;
    let cy = wide ? mx - nx : ny + my;
    const size = Math.sqrt(cx * cx + cy * cy);
    cx /= size;
    cy /= size;
    // An angle of up to 90° is at most 1.1107208 times the length of its chord.
    const half = r * Math.sqrt((cx - nx) * (cx - nx) + (cy - ny) * (cy - ny)) * 1.1107208;
    const x = at[e]! + r * cx;
    const y = at[e + 1]! + r * cy;
    if (isNearer(boundary, x, y, r - half, first, lately, isNearTop(x, y, 32 * half))) continue;
    if (half > SHORT) arcs.push(nx, ny, cx, cy, cx, cy, mx, my);
    else if (!visit(x, y)) return;
  }
}

/** Whether some edge is nearer than `reach`; those that were so of late are tried early, and all others only away from a top. */
function isNearer(
  boundary: BoundaryEdges,
  x: number,
  y: number,
  reach: number,
  first: readonly number[],
  lately: number[],
  onlyThese: boolean,
): boolean {
  if (reach <= 0) return false;
  const { at } = boundary;
  for (let k = 0; k < first.length; k++) if (edgeDistance(at, first[k]!, x, y) < reach) return true;
  for (let k = 0; k < lately.length; k++) if (edgeDistance(at, lately[k]!, x, y) < reach) return true;
  if (onlyThese) return false;
  let nearer = false;
  edgesNear(boundary, x, y, reach, (edge) => {
    nearer = edgeDistance(at, edge, x, y) < reach;
    if (nearer) remember(lately, edge);
    return !nearer;
  });
  return nearer;
}

function remember(lately: number[], edge: number): void {
  lately.unshift(edge);
  if (lately.length > LATELY) lately.pop();
}
