/**
 * From a place inside to a local top of the distance to the boundary. The distance to an edge is a convex function of the place, so
 * its tangent plane lies below it; the highest place under all tangent planes is therefore at least as far from the boundary as
 * where the climb stands, whatever the step, and a climb never goes down. Where straight edges alone decide, one step is exact;
 * where corners take part the steps converge as Newton's do.
 */
import { type BoundaryEdges, EDGE, edgeDistance, edgesNear, isInside } from './boundary-edges.ts';
import { type Basis, boundBy, highest, type Planes } from './half-planes.ts';

/** A local top; `edges` are those that hold it, fewer than three where that is not known. */
export type Top = {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly edges: number[];
};

/** A place to climb from, and the planes that probably hold the top (by place among the edges, plus three), if any are known. */
export type Start = { readonly x: number; readonly y: number; readonly basis: Basis | null };

const ROUNDS = 5000;
/** Units: a step so short ends the climb. */
const STILL = 1e-9;
/** Of the extent: a gain so small is rounding. */
const ROUNDING = 1e-15;

/**
 * A place to climb from: the highest under the planes that rise from the lines of all edges, as if the polygon were convex. Of a convex
 * one it is the top; where the sides bend a little it is near it.
 */
export function abovePlanes({ at, count }: BoundaryEdges, x: number, y: number, whole: number): Start {
  const planes: Planes = [];
  boundBy(planes, 2 * whole);
  for (let e = 0; e < EDGE * count; e += EDGE) {
    const height = (y - at[e + 1]!) * at[e + 4]! - (x - at[e]!) * at[e + 5]!;
    planes.push(height, -at[e + 5]!, at[e + 4]!);
  }
  const { x: dx, y: dy, basis } = highest(planes);
  return { x: x + dx, y: y + dy, basis };
}

/**
 * The start is inside; `about` is roughly its distance to the boundary, `whole` the greatest extent (both units). `few` edges are all
 * looked at; of many only those that can matter within the next step, which then stays near.
 */
export function climb(
  boundary: BoundaryEdges,
  { x, y, basis: likely }: Start,
  about: number,
  whole: number,
): Top {
  const few = boundary.boxes === null;
  let near = few ? boundary.all : within(boundary, x, y, 3 * about);
  const planes: Planes = [];
  const reachAt = (distance: number): number => (few ? 2 * whole : distance / 2);
  let distance = takeTangents(boundary, near, planes, reachAt(about), x, y);
  let px = x;
  let py = y;
  let held = few ? likely : null;
  let edges: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { x: gx, y: gy, basis } = highest(planes, held);
    held = basis;
    const gone = Math.sqrt(gx * gx + gy * gy);
    let part = 1;
    // Within the circle about the place all is inside.
    if (gone > distance && !(few && isInside(boundary, px + gx, py + gy))) part = (0.999 * distance) / gone;
    const nextX = px + gx * part;
    const nextY = py + gy * part;
    if (!few) {
      edges = edgesOf(basis, near);
      near = within(boundary, nextX, nextY, 3 * (distance + gone * part));
      held = null;
    }
    if (gone <= STILL) break;
    const gained = takeTangents(boundary, near, planes, reachAt(distance), nextX, nextY);
    if (gained <= distance) break;
    px = nextX;
    py = nextY;
    const gain = gained - distance;
    distance = gained;
    if (gain <= ROUNDING * whole) break;
  }
  if (few && held !== null) edges = edgesOf(held, near);
  return { x: px, y: py, distance, edges };
}

/** The edges of a basis; the three steep planes are of none. */
const edgesOf = (basis: Basis, near: readonly number[]): number[] =>
  basis.filter((k) => k > 2).map((k) => near[k - 3]!);

function within(boundary: BoundaryEdges, x: number, y: number, reach: number): number[] {
  const found: number[] = [];
  edgesNear(boundary, x, y, reach, (edge) => {
    if (edgeDistance(boundary.at, edge, x, y) <= reach) found.push(edge);
    return true;
  });
  return found;
}

/** Sets the planes to the tangent planes of the distances to the edges about (x, y), and returns the least of these distances. */
function takeTangents(
  { at }: BoundaryEdges,
  near: readonly number[],
  planes: Planes,
  reach: number,
  x: number,
  y: number,
): number {
  boundBy(planes, reach);
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < near.length; k++) {
    const e = EDGE * near[k]!;
    let dx = x - at[e]!;
    let dy = y - at[e + 1]!;
    const ux = at[e + 4]!;
    const uy = at[e + 5]!;
    const along = dx * ux + dy * uy;
    let distance: number;
    if (along > 0 && along < at[e + 6]!) {
      const across = dy * ux - dx * uy;
      distance = Math.abs(across);
      dx = across < 0 ? uy : -uy;
      dy = across < 0 ? -ux : ux;
    } else {
      if (along > 0) {
        dx = x - at[e + 2]!;
        dy = y - at[e + 3]!;
      }
      distance = Math.sqrt(dx * dx + dy * dy);
      dx /= distance;
      dy /= distance;
    }
    if (distance < least) least = distance;
    planes.push(distance, dx, dy);
  }
  return least;
}
