/**
 * Rings of a polygon in WKB, straight to tile units: projected, clipped to the tile with its margin, rounded, thinned.
 * No object a vertex, none a ring. Dirty parcels are drawn as they are: a bow-tie stays a bow-tie, an open ring is closed.
 */
import { BUFFER, EXTENT, type ToTile } from './grid.ts';

const LOW = -BUFFER;
const HIGH = EXTENT + BUFFER;
/** A shell below this (twice the area, tile units) is not worth its bytes; its neighbours fill the pixel. */
const LEAST_AREA = 2;

/**
 * Takes one ring in whole tile units: x and y in turn, `length` numbers, not repeating the first point, in an array that
 * the next ring overwrites. `forward`: as it stands it turns the way the format asks for, a shell clockwise on screen and a
 * hole the other way.
 */
export type TakeRing = (points: Int32Array, length: number, forward: boolean) => void;

let scratch = new Float64Array(8192);
let clipped = new Float64Array(8192);
let rounded = new Int32Array(8192);

/** Rings of a (Multi)Polygon, each shell before its holes; none when it is of another kind or falls outside the tile. */
export function forTileRings(wkb: Uint8Array, project: ToTile, take: TakeRing): void {
  readPolygons(new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength), 0, project, take);
}

/** ISO and EWKB, both byte orders; returns the offset behind the geometry. */
function readPolygons(view: DataView, start: number, project: ToTile, take: TakeRing): number {
  const little = view.getUint8(start) === 1;
  const type = view.getUint32(start + 1, little);
  const kind = (type & 0xffff) % 1000;
  let at = start + 5 + (type & 0x2000_0000 ? 4 : 0);
  if (kind === 6) {
    const parts = view.getUint32(at, little);
    at += 4;
    for (let part = 0; part < parts; part++) at = readPolygons(view, at, project, take);
    return at;
  }
  if (kind !== 3) return view.byteLength;
  const dimensions = dimensionsOf(type);
  const count = view.getUint32(at, little);
  at += 4;
  let drawn = false;
  for (let ring = 0; ring < count; ring++) {
    const vertices = view.getUint32(at, little);
    at += 4;
    // A hole without its shell would be drawn as a polygon of its own.
    if (ring === 0 || drawn) {
      const length = roundRing(clipRing(projectRing(view, at, vertices, dimensions, little, project)));
      const area = length === 0 ? 0 : signedArea(rounded, length);
      const worth = Math.abs(area) >= (ring === 0 ? LEAST_AREA : 1);
      if (ring === 0) drawn = worth;
      if (worth) take(rounded, length, area > 0 === (ring === 0));
    }
    at += vertices * dimensions * 8;
  }
  return at;
}

const dimensionsOf = (type: number): number => {
  const iso = Math.floor((type & 0xffff) / 1000);
  const z = (type & 0x8000_0000) !== 0 || iso === 1 || iso === 3;
  const m = (type & 0x4000_0000) !== 0 || iso === 2 || iso === 3;
  return 2 + Number(z) + Number(m);
};

/** Projects one ring into `scratch`; vertices that are not numbers are left out. Returns the numbers written. */
function projectRing(
  view: DataView,
  start: number,
  vertices: number,
  dimensions: number,
  little: boolean,
  project: ToTile,
): number {
  if (scratch.length < vertices * 2 + 16) scratch = new Float64Array(vertices * 4);
  let length = 0;
  for (let vertex = 0, at = start; vertex < vertices; vertex++, at += dimensions * 8) {
    project(view.getFloat64(at, little), view.getFloat64(at + 8, little), scratch, length);
    if (Number.isFinite(scratch[length]!) && Number.isFinite(scratch[length + 1]!)) length += 2;
  }
  return length;
}

/** Clips `scratch` to the tile with its margin, side after side (Sutherland and Hodgman); most rings need none. */
function clipRing(length: number): number {
  let inside = true;
  for (let at = 0; at < length && inside; at++) inside = scratch[at]! >= LOW && scratch[at]! <= HIGH;
  if (inside) return length;
  let rest = clipSide(length, 0, LOW, 1);
  rest = clipSide(rest, 0, HIGH, -1);
  rest = clipSide(rest, 1, LOW, 1);
  return clipSide(rest, 1, HIGH, -1);
}

/** Keeps the side of `limit` on `axis` where (value − limit) · sign ≥ 0; the result is in `scratch` again. */
function clipSide(length: number, axis: 0 | 1, limit: number, sign: 1 | -1): number {
  if (length === 0) return 0;
  if (clipped.length < length * 2 + 16) clipped = new Float64Array(length * 3 + 16);
  let written = 0;
  let previous = length - 2;
  for (let at = 0; at < length; previous = at, at += 2) {
    const here = (scratch[at + axis]! - limit) * sign;
    const before = (scratch[previous + axis]! - limit) * sign;
    if (here >= 0 !== before >= 0) {
      const part = before / (before - here);
      clipped[written] = scratch[previous]! + part * (scratch[at]! - scratch[previous]!);
      clipped[written + 1] = scratch[previous + 1]! + part * (scratch[at + 1]! - scratch[previous + 1]!);
      written += 2;
    }
    if (here >= 0) {
      clipped[written] = scratch[at]!;
      clipped[written + 1] = scratch[at + 1]!;
      written += 2;
    }
  }
  [scratch, clipped] = [clipped, scratch];
  return written;
}

/** Whole units without repeats into `rounded`; 0 when fewer than three points are left. */
function roundRing(length: number): number {
  if (rounded.length < length) rounded = new Int32Array(length * 2);
  let written = 0;
  for (let at = 0; at < length; at += 2) {
    const x = Math.round(scratch[at]!);
    const y = Math.round(scratch[at + 1]!);
    if (written > 0 && rounded[written - 2] === x && rounded[written - 1] === y) continue;
    rounded[written++] = x;
    rounded[written++] = y;
  }
  while (written > 2 && rounded[written - 2] === rounded[0] && rounded[written - 1] === rounded[1])
    written -= 2;
  return written >= 6 ? written : 0;
}

/** Twice the area; above 0 is clockwise on screen (y down). */
function signedArea(points: Int32Array, length: number): number {
  let sum = 0;
  for (let at = 0, before = length - 2; at < length; before = at, at += 2) {
    sum += points[before]! * points[at + 1]! - points[at]! * points[before + 1]!;
  }
  return sum;
}
