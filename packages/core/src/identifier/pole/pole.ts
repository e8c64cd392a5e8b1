/**
 * Pole of inaccessibility of one polygon: the place farthest from its boundary, itself, not where a search stopped. A climb finds a
 * local top; then every edge and every reflex corner is asked whether a circle of that radius, less a trifle, fits anywhere
 * against it (`cover.ts`). Where one does, a climb from there finds an equal top or a better one. When all have been asked, the best
 * is proved, and all its equals have been seen. README.md in this folder explains it with a picture.
 */
import { type BoundaryEdges, boundaryEdges, EDGE, edgeDistance, isInside } from './boundary-edges.ts';
import { abovePlanes, climb, type Start, type Top } from './climb.ts';
import { type Contest, offer, TAU } from './contest.ts';
import { coverBy, coverByAll, leadsInside, placeOn, type Rim, rimAboutCorner, rimOverEdge } from './rim.ts';
import type { Stretches } from './stretches.ts';

/** Units: a stretch longer than this on which the distance is the greatest to within {@link TAU} is a ridge between parallel sides. */
const RIDGE = 1;
/** Units: what a distance may be off when it is measured again, far above rounding and below what the point is rounded to. */
const SAME_DISTANCE = 1e-3;
/** Units: a place so near a top that is known needs no climb. */
const KNOWN = 0.01;

type Search = {
  readonly boundary: BoundaryEdges;
  readonly contest: Contest;
  /** Where the polygon's origin lies in the contest. */
  readonly dx: number;
  readonly dy: number;
  /** Greatest extent. */
  readonly whole: number;
  /** Tops as good as the best, by the squares of one unit in which they lie. */
  readonly equals: Map<number, Top[]>;
  /** Edges that hold the best top: what they do not cover, few do. */
  holding: readonly number[];
  /** Edges that covered something of late, the latest first: they do so for the next edge as well. */
  readonly lately: number[];
};

/**
 * Enters the poles of a polygon in canonical form (`CanonicalPart`: whole units, shell counter-clockwise, holes clockwise, sound)
 * into the contest; (dx, dy) is its origin there. False when the best it entered is not as far inside as was said, which
 * would be a fault of this search: no identifier may come of it.
 */
export function enterPoles(
  contest: Contest,
  coords: Float64Array,
  ringEnds: ArrayLike<number>,
  dx = 0,
  dy = 0,
): boolean {
  const { width, height } = extent(coords, ringEnds[0]!);
  if (Math.min(width, height) / 2 < contest.distance - TAU) return true;
  const boundary = boundaryEdges(coords, ringEnds);
  const whole = Math.max(width, height);
  const search: Search = {
    boundary,
    contest,
    dx,
    dy,
    whole,
    equals: new Map(),
    holding: [],
    lately: [],
  };
  const before = contest.best;
  askAll(search, found(search, climb(boundary, startInside(search), whole, whole)));
  const { best } = contest;
  if (best === null || best === before) return best !== null;
  return Math.abs(clearance(boundary, best.x - dx, best.y - dy) - best.distance) < SAME_DISTANCE;
}

function askAll(search: Search, { edges }: Top): void {
  const { boundary } = search;
  const { at, count } = boundary;
  if (boundary.convex) {
    // The distance is a concave function: the top is the greatest. Equals lie along the edges that hold it alone.
    for (const edge of edges) ask(search, rimOverEdge(boundary, edge));
    return;
  }
  const stride = boundary.boxes === null ? 1 : strideOf(count);
  for (let k = 0, edge = 0; k < count; k++, edge = (edge + stride) % count) {
    ask(search, rimOverEdge(boundary, edge));
    if (at[EDGE * edge + 7] === 1) ask(search, rimAboutCorner(boundary, edge));
  }
}

function extent(coords: Float64Array, end: number): { readonly width: number; readonly height: number } {
  let minX = Number.POSITIVE_INFINITY;
  let minY = minX;
  let maxX = -minX;
  let maxY = -minX;
  for (let i = 0; i < 2 * end; i += 2) {
    const x = coords[i]!;
    const y = coords[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { width: maxX - minX, height: maxY - minY };
}

/** The highest place over all edges' lines, or the area centroid, where that is inside; else a place beside the longest edge. */
function startInside({ boundary, contest, dx, dy, whole }: Search): Start {
  const x = contest.centreX - dx;
  const y = contest.centreY - dy;
  const above = abovePlanes(boundary, x, y, whole);
  if (clearance(boundary, above.x, above.y) > 0) return above;
  if (clearance(boundary, x, y) > 0) return { x, y, basis: null };
  return besideLongest(boundary);
}

/** Distance to the boundary of a place inside; 0 of any other. */
function clearance(boundary: BoundaryEdges, x: number, y: number): number {
  return isInside(boundary, x, y) ? leastDistance(boundary, x, y, -1) : 0;
}

function leastDistance({ at, count }: BoundaryEdges, x: number, y: number, except: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) if (i !== except) least = Math.min(least, edgeDistance(at, i, x, y));
  return least;
}

/** Over the middle of the longest edge, as far as half the way to the next one; beside the middle where another ring touches it there. */
function besideLongest(boundary: BoundaryEdges): Start {
  const { at, count } = boundary;
  let longest = 0;
  for (let i = 1; i < count; i++) if (at[EDGE * i + 6]! > at[EDGE * longest + 6]!) longest = i;
  const e = EDGE * longest;
  for (let part = 0.5; ; part *= 0.9) {
    const mx = at[e]! + (at[e + 2]! - at[e]!) * part;
    const my = at[e + 1]! + (at[e + 3]! - at[e + 1]!) * part;
    const clear = leastDistance(boundary, mx, my, longest);
    if (clear > 0 || part < 1e-3)
      return { x: mx - (at[e + 5]! * clear) / 2, y: my + (at[e + 4]! * clear) / 2, basis: null };
  }
}

/** Steps of so many go through all edges, each far from the one before: tops that rise along the boundary are not all climbed. */
function strideOf(count: number): number {
  let stride = Math.max(1, Math.floor(count * 0.6180339887));
  while (divisor(stride, count) > 1) stride++;
  return stride;
}

function divisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

function found(search: Search, top: Top): Top {
  const { contest, equals, dx, dy } = search;
  if (top.distance > contest.distance + TAU || search.holding.length === 0) {
    search.holding = top.edges;
    equals.clear();
  }
  if (top.distance >= contest.distance - TAU) {
    const square = squareOf(top.x, top.y);
    const inSquare = equals.get(square);
    if (inSquare) inSquare.push(top);
    else equals.set(square, [top]);
  }
  offer(contest, { x: top.x + dx, y: top.y + dy, distance: top.distance });
  return top;
}

/** Asks for circles that touch an edge between its ends, or a reflex corner; again while better ones are found. */
function ask(search: Search, rim: Rim): void {
  const { boundary, contest, lately } = search;
  for (;;) {
    const before = contest.distance;
    const r = before - TAU;
    const open: Stretches = [rim.from, rim.to];
    coverBy(boundary, rim, r, search.holding, open);
    // What the edges of the best top leave open is mostly the top itself.
    if (open.length === 2 && lengthOn(rim, r, open[0]!, open[1]!) < KNOWN) {
      const [x, y] = placeOn(rim, r, open[0]!);
      if (isKnown(search, x, y)) return;
    }
    coverBy(boundary, rim, r, lately, open);
    if (open.length > 0) coverByAll(boundary, rim, r, lately, open);
    if (open.length === 0) return;
    for (let k = 0; k < open.length; k += 2) climbFrom(search, rim, r, open[k]!, open[k + 1]!);
    if (contest.distance <= before + TAU) return;
  }
}

const lengthOn = (rim: Rim, r: number, from: number, to: number): number => (to - from) * (rim.isArc ? r : 1);

/** Climbs from the middle of a stretch that is open; of a ridge the place nearest to the centre is taken. */
function climbFrom(search: Search, rim: Rim, r: number, from: number, to: number): void {
  const { boundary, contest, whole, dx, dy } = search;
  const [x, y] = placeOn(rim, r, (from + to) / 2);
  const isRidge = !rim.isArc && to - from > RIDGE;
  if (!isRidge && isKnown(search, x, y)) return;
  // Where rings touch in a corner, part of the arc about it is outside.
  if (rim.isArc && !leadsInside(boundary, rim, (from + to) / 2)) return;
  const before = contest.distance;
  const top = climb(boundary, { x, y, basis: null }, r, whole);
  if (!isRidge || top.distance > before + TAU) {
    found(search, top);
    return;
  }
  // Of a ridge lower than what another stretch led to, nothing is wanted; what rises above it is asked again.
  if (before > r + 2 * TAU) return;
  const wanted = (contest.centreX - dx - rim.x) * rim.ux + (contest.centreY - dy - rim.y) * rim.uy;
  const [px, py] = placeOn(rim, contest.distance, Math.min(to, Math.max(from, wanted)));
  offer(contest, { x: px + dx, y: py + dy, distance: contest.distance });
}

/** Whether a top as good as the best is so near that a climb would only find it again. */
function isKnown({ equals }: Search, x: number, y: number): boolean {
  if (equals.size === 0) return false;
  for (let west = -KNOWN; west <= KNOWN; west += 2 * KNOWN) {
    for (let south = -KNOWN; south <= KNOWN; south += 2 * KNOWN) {
      const tops = equals.get(squareOf(x + west, y + south));
      if (tops?.some((top) => Math.abs(top.x - x) < KNOWN && Math.abs(top.y - y) < KNOWN)) return true;
    }
  }
  return false;
}

const squareOf = (x: number, y: number): number => Math.floor(x) * 2 ** 26 + Math.floor(y);
