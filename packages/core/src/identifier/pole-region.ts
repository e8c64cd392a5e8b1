/**
 * Where in a polygon the distance to the boundary may exceed a bar: inside a convex polygon that straight sides cut out.
 * Only its box is handed on.
 */
import { EDGE, edges } from './pole-edges.ts';

export type Box = { minX: number; minY: number; maxX: number; maxY: number };
/** What was found last. */
export const region: Box = { minX: 0, minY: 0, maxX: 0, maxY: 0 };

/** Sides that are looked at; a hull of more is not worth it. */
const SIDES = 32;
/** Vertices of which the hull is made; the wrapping takes sides × vertices. */
const VERTICES = 64;
/** Units: above all rounding here, and far below any margin of the search. */
const ROUNDING = 1e-7;

const hull = new Float64Array(2 * SIDES);
/** The polygon about the middle of what it began with, and a spare. */
let clipX = new Float64Array(4 + SIDES);
let clipY = new Float64Array(4 + SIDES);
let spareX = new Float64Array(4 + SIDES);
let spareY = new Float64Array(4 + SIDES);

/** Corners of the shell's convex hull, counter-clockwise, by gift wrapping; 0 when there are too many to be worth it. */
function wrap(coords: Float64Array, count: number): number {
  if (count > VERTICES) return 0;
  let start = 0;
  for (let i = 1; i < count; i++) {
    const d = coords[2 * i]! - coords[2 * start]!;
    if (d < 0 || (d === 0 && coords[2 * i + 1]! < coords[2 * start + 1]!)) start = i;
  }
  let corners = 0;
  let at = start;
  do {
    if (corners === SIDES) return 0;
    const x = coords[2 * at]!;
    const y = coords[2 * at + 1]!;
    hull[2 * corners] = x;
    hull[2 * corners++ + 1] = y;
    let next = -1;
    let nx = 0;
    let ny = 0;
    for (let i = 0; i < count; i++) {
      const dx = coords[2 * i]! - x;
      const dy = coords[2 * i + 1]! - y;
      if (dx === 0 && dy === 0) continue;
      const turn = nx * dy - ny * dx;
      if (next < 0 || turn < 0 || (turn === 0 && dx * dx + dy * dy > nx * nx + ny * ny)) {
        next = i;
        nx = dx;
        ny = dy;
      }
    }
    if (next < 0) return 0;
    at = next;
  } while (coords[2 * at] !== hull[0] || coords[2 * at + 1] !== hull[1]);
  return corners;
}

/** A rectangle about the origin; returns its corners. */
function begin(w: number, h: number): number {
  clipX[0] = clipX[3] = -w;
  clipX[1] = clipX[2] = w;
  clipY[0] = clipY[1] = -h;
  clipY[2] = clipY[3] = h;
  return 4;
}

/**
 * Region of a whole polygon: nothing in it is farther from its boundary than from a side of its convex hull. False when
 * the hull has too many sides, or nothing exceeds the bar.
 */
export function hullRegion(coords: Float64Array, shellEnd: number, box: Box, bar: number): boolean {
  const sides = wrap(coords, shellEnd);
  if (sides < 3) return false;
  const midX = (box.minX + box.maxX) / 2;
  const midY = (box.minY + box.maxY) / 2;
  let corners = begin((box.maxX - box.minX) / 2, (box.maxY - box.minY) / 2);
  for (let i = 0; i < sides && corners > 0; i++) {
    const ax = hull[2 * i]!;
    const ay = hull[2 * i + 1]!;
    const next = i + 1 === sides ? 0 : i + 1;
    const ex = hull[2 * next]! - ax;
    const ey = hull[2 * next + 1]! - ay;
    const length = Math.sqrt(ex * ex + ey * ey);
    const sx = -ey / length;
    const sy = ex / length;
    corners = cut(corners, sx, sy, (midX - ax) * sx + (midY - ay) * sy - bar + 10 * ROUNDING);
  }
  if (corners > 0) setRegion(corners, midX, midY);
  return corners > 0;
}

/** As many edges as a cell's region looks at. */
const FACED = 12;

/**
 * Region of a cell (centre, half size) of which the edges in `list` from `from` on matter: those that the whole cell faces
 * bound the distance by a linear function. False when nothing in it exceeds the bar.
 */
export function cellRegion(
  x: number,
  y: number,
  h: number,
  list: Int32Array,
  from: number,
  count: number,
  bar: number,
): boolean {
  const reach = h * Math.SQRT2 * (1 + 1e-9);
  let corners = begin(h, h);
  for (let k = 0; k < Math.min(count, FACED) && corners > 0; k++) {
    const at = EDGE * list[from + k]!;
    const dx = edges[at + 8]!;
    const dy = edges[at + 9]!;
    const px = x - edges[at]!;
    const py = y - edges[at + 1]!;
    const along = px * dx + py * dy;
    if (along < reach || along + reach > edges[at + 7]!) continue;
    const across = px * dy - py * dx;
    const height = Math.abs(across);
    if (height < reach) continue;
    corners = cut(corners, across < 0 ? -dy : dy, across < 0 ? dx : -dx, height - bar + ROUNDING);
  }
  if (corners > 0) setRegion(corners, x, y);
  return corners > 0;
}

/** Cuts the polygon to where sx·x + sy·y + above ≥ 0; returns its corners, 0 when nothing is left. */
function cut(corners: number, sx: number, sy: number, above: number): number {
  let left = 0;
  let lastX = clipX[corners - 1]!;
  let lastY = clipY[corners - 1]!;
  let last = sx * lastX + sy * lastY + above;
  for (let i = 0; i < corners; i++) {
    const nextX = clipX[i]!;
    const nextY = clipY[i]!;
    const next = sx * nextX + sy * nextY + above;
    if (next < 0 !== last < 0) {
      const t = last / (last - next);
      spareX[left] = lastX + (nextX - lastX) * t;
      spareY[left++] = lastY + (nextY - lastY) * t;
    }
    if (next >= 0) {
      spareX[left] = nextX;
      spareY[left++] = nextY;
    }
    lastX = nextX;
    lastY = nextY;
    last = next;
  }
  const fullX = clipX;
  clipX = spareX;
  spareX = fullX;
  const fullY = clipY;
  clipY = spareY;
  spareY = fullY;
  return left;
}

function setRegion(corners: number, x: number, y: number): void {
  let minX = clipX[0]!;
  let maxX = minX;
  let minY = clipY[0]!;
  let maxY = minY;
  for (let i = 1; i < corners; i++) {
    const cx = clipX[i]!;
    const cy = clipY[i]!;
    if (cx < minX) minX = cx;
    else if (cx > maxX) maxX = cx;
    if (cy < minY) minY = cy;
    else if (cy > maxY) maxY = cy;
  }
  region.minX = x + minX - ROUNDING;
  region.maxX = x + maxX + ROUNDING;
  region.minY = y + minY - ROUNDING;
  region.maxY = y + maxY + ROUNDING;
}
