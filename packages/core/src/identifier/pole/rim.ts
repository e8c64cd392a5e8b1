/**
 * Whether a circle of a given radius fits into a polygon, decided on the boundary. If a place is farther than r from the boundary, then
 * so is a whole region, and on the rim of that region there are places exactly r from it: places at height r over an edge, or on
 * the arc of radius r about a corner that juts in (reflex), with no other edge nearer than r. So no circle of more than r fits if and only if
 * every such segment and every such arc is covered by the capsules (all places nearer than r) of the other edges.
 */
import { type BoundaryEdges, EDGE, edgesNear } from './boundary-edges.ts';
import { TAU } from './contest.ts';
import { type Stretches, takeAway } from './stretches.ts';

/** Places at one distance from an edge or a reflex corner, whatever that distance. */
export type Rim = {
  /** The edge below, or the one that begins in the corner. */
  readonly edge: number;
  /** About a corner the parameter is an angle from the direction (ux, uy), to the left; over an edge units along it. */
  readonly isArc: boolean;
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
  readonly from: number;
  readonly to: number;
};

export function rimOverEdge({ at }: BoundaryEdges, edge: number): Rim {
  const e = EDGE * edge;
  return {
    edge,
    isArc: false,
    x: at[e]!,
    y: at[e + 1]!,
    ux: at[e + 4]!,
    uy: at[e + 5]!,
    from: 0,
    to: at[e + 6]!,
  };
}

/** About the first vertex of the edge, which juts in. */
export function rimAboutCorner({ at, previous }: BoundaryEdges, edge: number): Rim {
  const e = EDGE * edge;
  const p = EDGE * previous[edge]!;
  const ux = at[e + 4]!;
  const uy = at[e + 5]!;
  const px = at[p + 4]!;
  const py = at[p + 5]!;
  const half = Math.atan2(py * ux - px * uy, px * ux + py * uy) / 2;
  // The normal of the edge before, turned half of the way to that of this one.
  const cos = Math.cos(half);
  const sin = Math.sin(half);
  return {
    edge,
    isArc: true,
    x: at[e]!,
    y: at[e + 1]!,
    ux: px * sin - py * cos,
    uy: px * cos + py * sin,
    from: -half,
    to: half,
  };
}

/** Where the rim of radius `r` is at a parameter. */
export function placeOn(
  { isArc, x, y, ux, uy }: Rim,
  r: number,
  parameter: number,
): readonly [number, number] {
  const along = isArc ? r * Math.cos(parameter) : parameter;
  const across = isArc ? r * Math.sin(parameter) : r;
  return [x + ux * along - uy * across, y + uy * along + ux * across];
}

/**
 * Whether the way from the corner to its arc at a parameter begins inside: the first edge met when turning right from it
 * leads away from the corner. It does, unless another ring has a vertex there; no edge crosses that way where the arc is open.
 */
export function leadsInside(boundary: BoundaryEdges, { x, y, ux, uy }: Rim, parameter: number): boolean {
  const { at } = boundary;
  let least = Number.POSITIVE_INFINITY;
  let leadsAway = true;
  edgesNear(boundary, x, y, 0, (edge) => {
    const e = EDGE * edge;
    const begins = at[e] === x && at[e + 1] === y;
    if (begins || (at[e + 2] === x && at[e + 3] === y)) {
      const vx = begins ? at[e + 4]! : -at[e + 4]!;
      const vy = begins ? at[e + 5]! : -at[e + 5]!;
      const angle = Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy);
      const turned = parameter - angle + (parameter < angle ? 2 * Math.PI : 0);
      if (turned < least) {
        least = turned;
        leadsAway = begins;
      }
    }
    return true;
  });
  return leadsAway;
}

/** Edges remembered for having covered something. */
const LATELY = 3;
/** Edges tried to each side before the tree is asked. */
const BESIDE = 4;

/** Takes from the open stretches of the rim of radius `r` what the capsules of these edges cover. */
export function coverBy(
  { at }: BoundaryEdges,
  rim: Rim,
  r: number,
  edges: readonly number[],
  open: Stretches,
): void {
  for (let k = 0; k < edges.length && open.length > 0; k++) cover(at, rim, r, edges[k]!, open);
}

/** The same for all edges there are; the last ones to cover anything are remembered in `lately`. */
export function coverByAll(
  boundary: BoundaryEdges,
  rim: Rim,
  r: number,
  lately: number[],
  open: Stretches,
): void {
  const { at, count } = boundary;
  const take = (other: number): boolean => {
    if (cover(at, rim, r, other, open)) remember(lately, other);
    return open.length > 0;
  };
  if (boundary.boxes === null) {
    for (let other = 0; other < count; other++) if (!take(other)) return;
    return;
  }
  // Most is covered by what comes next along the boundary, such as the other side of a spike.
  for (let step = 1; step <= BESIDE; step++) {
    for (const other of [(rim.edge + step) % count, (rim.edge - step + count) % count]) {
      cover(at, rim, r, other, open);
      if (open.length === 0) return;
    }
  }
  const from = open[0]!;
  const to = open[open.length - 1]!;
  const [x, y] = placeOn(rim, r, (from + to) / 2);
  edgesNear(boundary, x, y, r + ((to - from) / 2) * (rim.isArc ? r : 1), take);
}

function remember(lately: number[], edge: number): void {
  lately.unshift(edge);
  if (lately.length > LATELY) lately.pop();
}

const cover = (at: readonly number[], rim: Rim, r: number, other: number, open: Stretches): boolean =>
  rim.isArc ? coverArc(at, rim, r, EDGE * other, open) : coverParallel(at, rim, r, EDGE * other, open);

/** Takes from the parallel of an edge what lies in the capsule of edge `f` (offset into `at`); whether anything did. */
function coverParallel(at: readonly number[], rim: Rim, r: number, f: number, open: Stretches): boolean {
  const { x, y, ux, uy, to: length } = rim;
  const e = EDGE * rim.edge;
  if (e === f) return false;
  // Ends of f along and across e. Ends that both have in common lie on e exactly; noise would be magnified by the root.
  let ax = at[f]! - x;
  let ay = at[f + 1]! - y;
  let bx = at[f + 2]! - x;
  let by = at[f + 3]! - y;
  const fromEnd = at[f] === at[e + 2] && at[f + 1] === at[e + 3];
  const toStart = bx === 0 && by === 0;
  let turned = ax * ux + ay * uy;
  ay = fromEnd || (ax === 0 && ay === 0) ? 0 : ay * ux - ax * uy;
  ax = fromEnd ? length : turned;
  turned = bx * ux + by * uy;
  const toEnd = at[f + 2] === at[e + 2] && at[f + 3] === at[e + 3];
  by = toStart || toEnd ? 0 : by * ux - bx * uy;
  bx = toEnd ? length : turned;
  if ((ay <= 0 && by <= 0) || (ay >= 2 * r && by >= 2 * r)) return false;
  if ((ax < bx ? ax : bx) - r >= open[open.length - 1]! || (ax < bx ? bx : ax) + r <= open[0]!) return false;
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
  return low < high && takeAway(open, low, high);
}

/**
 * The same for an arc. Seen from the corner, each place p of f within 2r covers the angles that are less than acos(|p| / 2r) from its
 * own; together one interval, which ends where an end of f covers no more, or where the line of f is r away beside f.
 */
function coverArc(at: readonly number[], rim: Rim, r: number, f: number, open: Stretches): boolean {
  const { x, y, ux, uy } = rim;
  const fl = at[f + 6]!;
  const ax = ux * (at[f]! - x) + uy * (at[f + 1]! - y);
  const ay = ux * (at[f + 1]! - y) - uy * (at[f]! - x);
  const vx = ux * at[f + 4]! + uy * at[f + 5]!;
  const vy = ux * at[f + 5]! - uy * at[f + 4]!;
  const foot = -(ax * vx + ay * vy);
  // From the middle of the arc to f: the rest of the arc is nearer or farther by no more than half of its length.
  const middle = Math.min(fl, Math.max(0, foot + r * vx));
  const mx = ax + vx * middle - r;
  const my = ay + vy * middle;
  const toMiddle = mx * mx + my * my;
  const beyond = r * (1 + rim.to);
  if (toMiddle > beyond * beyond) return false;
  const within = r * (1 - rim.to);
  if (within > 0 && toMiddle < within * within) return takeAway(open, rim.from, rim.to);
  const nearest = Math.min(fl, Math.max(0, foot));
  const nx = ax + vx * nearest;
  const ny = ay + vy * nearest;
  const square = nx * nx + ny * ny;
  if (square >= 4 * r * r) return false;
  if (square < TAU * TAU) {
    // In the corner itself, vertices being a unit apart: all to that side of it where f lies; where f goes on to both sides all, but
    // for the place that f's own rim has too.
    if (nearest > 0.5 && nearest < fl - 0.5) return takeTurned(open, 0, -Math.PI, Math.PI);
    const towards = nearest > 0.5 ? Math.atan2(-vy, -vx) : Math.atan2(vy, vx);
    return takeTurned(open, towards, -Math.PI / 2, Math.PI / 2);
  }
  // Angles from the direction of the nearest place; none of them reaches half a turn.
  const about = Math.atan2(ny, nx);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let t = 0; t <= fl; t += fl) {
    const px = ax + vx * t;
    const py = ay + vy * t;
    const d = Math.sqrt(px * px + py * py);
    if (!(d < 2 * r)) continue;
    const half = Math.acos(d / (2 * r));
    const angle = halfTurns(Math.atan2(py, px) - about);
    if (angle - half < low) low = angle - half;
    if (angle + half > high) high = angle + half;
  }
  const beside = ax * vy - ay * vx;
  const across = beside < 0 ? -1 - beside / r : 1 - beside / r;
  const along = Math.sqrt(1 - across * across);
  for (let side = -along; side <= along; side += 2 * along) {
    if (foot + r * side >= 0 && foot + r * side <= fl) {
      const angle = halfTurns(Math.atan2(across * vx + side * vy, side * vx - across * vy) - about);
      if (angle < low) low = angle;
      if (angle > high) high = angle;
    }
    if (!(along > 0)) break;
  }
  return low < high && takeTurned(open, about, low, high);
}

/** Takes away the angles from about + low to about + high, in whichever turn they are. */
function takeTurned(open: Stretches, about: number, low: number, high: number): boolean {
  let taken = takeAway(open, about + low, about + high);
  const turn = about > 0 ? -2 * Math.PI : 2 * Math.PI;
  if (open.length > 0 && takeAway(open, about + low + turn, about + high + turn)) taken = true;
  return taken;
}

/** An angle as one of −π to π. */
const halfTurns = (angle: number): number =>
  angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
