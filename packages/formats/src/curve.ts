/** Circular arcs (CircularString, CompoundCurve, CurvePolygon, MultiCurve, MultiSurface) as straight lines. */
import type { GeoJsonGeometry } from '@thuadat/core/geometry/wkb';
import { readWkbHeader, viewOf } from '@thuadat/core/geometry/wkb-header';

/** Largest angle of a chord, degrees: GDAL's default too. At a radius of 100 m a chord is off the arc by 6 cm at most. */
const STEP = 4;

type Position = readonly [number, number];
type Cursor = { at: number };

/** Null when it is neither a curve nor made of curves. */
export function straightFromWkb(wkb: Uint8Array): GeoJsonGeometry | null {
  const view = viewOf(wkb);
  const cursor = { at: 0 };
  const { kind } = readWkbHeader(view, 0);
  if (kind === 8 || kind === 9) return { type: 'LineString', coordinates: readLine(view, cursor) };
  if (kind === 10) return { type: 'Polygon', coordinates: readRings(view, cursor) };
  if (kind === 11) return { type: 'MultiLineString', coordinates: readMembers(view, cursor, readLine) };
  if (kind === 12) return { type: 'MultiPolygon', coordinates: readMembers(view, cursor, readRings) };
  return null;
}

function readMembers<T>(view: DataView, cursor: Cursor, member: (view: DataView, cursor: Cursor) => T): T[] {
  const head = readWkbHeader(view, cursor.at);
  const count = view.getUint32(head.body, head.little);
  cursor.at = head.body + 4;
  return Array.from({ length: count }, () => member(view, cursor));
}

/** A Polygon or CurvePolygon: the rings of the first are bare vertex lists, those of the second geometries. */
function readRings(view: DataView, cursor: Cursor): Position[][] {
  const head = readWkbHeader(view, cursor.at);
  if (head.kind === 10) return readMembers(view, cursor, readLine);
  const count = view.getUint32(head.body, head.little);
  cursor.at = head.body + 4;
  return Array.from({ length: count }, () => readVertices(view, cursor, head));
}

function readLine(view: DataView, cursor: Cursor): Position[] {
  const head = readWkbHeader(view, cursor.at);
  if (head.kind === 9) {
    const parts = readMembers(view, cursor, readLine);
    return parts.flatMap((part, i) => (i === 0 ? part : part.slice(1)));
  }
  cursor.at = head.body;
  const vertices = readVertices(view, cursor, head);
  return head.kind === 8 ? strokeAll(vertices) : vertices;
}

function readVertices(
  view: DataView,
  cursor: Cursor,
  head: { little: boolean; dimensions: number },
): Position[] {
  const count = view.getUint32(cursor.at, head.little);
  cursor.at += 4;
  const vertices: Position[] = [];
  for (let i = 0; i < count; i++, cursor.at += head.dimensions * 8) {
    vertices.push([view.getFloat64(cursor.at, head.little), view.getFloat64(cursor.at + 8, head.little)]);
  }
  return vertices;
}

function strokeAll(vertices: readonly Position[]): Position[] {
  const line: Position[] = vertices.slice(0, 1);
  for (let i = 0; i + 2 < vertices.length; i += 2)
    line.push(...strokeArc(vertices[i]!, vertices[i + 1]!, vertices[i + 2]!));
  return line;
}

/** Vertices after `a` of the arc from `a` through `b` to `c`, `c` exactly. `a` = `c` is a full circle around their middle. */
function strokeArc(a: Position, b: Position, c: Position): Position[] {
  const circle = a[0] === c[0] && a[1] === c[1];
  const centre = circle ? ([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const) : centreOf(a, b, c);
  if (!centre) return [b, c];
  const [x, y] = centre;
  const radius = Math.hypot(a[0] - x, a[1] - y);
  const start = Math.atan2(a[1] - y, a[0] - x);
  const turn = circle
    ? 2 * Math.PI
    : sweep(start, Math.atan2(b[1] - y, b[0] - x), Math.atan2(c[1] - y, c[0] - x));
  const steps = Math.max(2, Math.ceil(Math.abs(turn) / ((STEP * Math.PI) / 180)));
  const arc: Position[] = [];
  for (let i = 1; i < steps; i++) {
    const angle = start + (turn * i) / steps;
    arc.push([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
  }
  arc.push(c);
  return arc;
}

/** Angle from `start` to `end` by way of `middle`; positive is counter-clockwise. */
function sweep(start: number, middle: number, end: number): number {
  const full = 2 * Math.PI;
  const positive = (angle: number) => ((angle % full) + full) % full;
  const toEnd = positive(end - start);
  return positive(middle - start) < toEnd ? toEnd : toEnd - full;
}

/** Null when the three are on a line. */
function centreOf(a: Position, b: Position, c: Position): Position | null {
  // Relative to `a`: coordinates of millions of metres would cost half the digits.
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  const d = 2 * (bx * cy - by * cx);
  if (d === 0 || !Number.isFinite(d)) return null;
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0] + (cy * b2 - by * c2) / d, a[1] + (bx * c2 - cx * b2) / d];
}
