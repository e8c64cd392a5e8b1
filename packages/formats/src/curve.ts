/** Circular arcs (CircularString, CompoundCurve, CurvePolygon, MultiCurve, MultiSurface) as straight lines. */
import type { GeoJsonGeometry } from '@thuadat/core/geometry/wkb';
import { readWkbHeader, viewOf } from '@thuadat/core/geometry/wkb-header';

/** Largest angle of a chord, degrees: GDAL's default too. At a radius of 100 m a chord is off the arc by 6 cm at most. */
const STEP = 4;

type Position = readonly [number, number];
type Cursor = { at: number };

/**
 * Any WKB with its arcs straightened: curves as the lines and polygons they stand for, surfaces (polyhedra, TIN, triangles)
 * as what they are. Null of a kind that has no form here.
 */
export const straightFromWkb = (wkb: Uint8Array): GeoJsonGeometry | null => {
  try {
    return readAny(viewOf(wkb), { at: 0 });
  } catch (cause) {
    if (cause instanceof UnknownKind) return null;
    throw cause;
  }
};

class UnknownKind extends Error {}

function readAny(view: DataView, cursor: Cursor): GeoJsonGeometry {
  const { kind } = readWkbHeader(view, cursor.at);
  const members = <T>(member: (view: DataView, cursor: Cursor) => T) => readMembers(view, cursor, member);
  switch (kind) {
    case 1:
      return { type: 'Point', coordinates: readPoint(view, cursor) };
    case 2:
    case 8:
    case 9:
      return { type: 'LineString', coordinates: readLine(view, cursor) };
    case 3:
    case 10:
      return { type: 'Polygon', coordinates: readRings(view, cursor) };
    case 4:
      return { type: 'MultiPoint', coordinates: members(readPoint) };
    case 5:
    case 11:
      return { type: 'MultiLineString', coordinates: members(readLine) };
    case 6:
    case 12:
      return { type: 'MultiPolygon', coordinates: members(readRings) };
    case 7:
      return { type: 'GeometryCollection', geometries: members(readAny) };
    case 15:
      return { type: 'PolyhedralSurface', geometries: members(readAny) };
    case 16:
      return { type: 'TIN', geometries: members(readAny) };
    case 17:
      return { type: 'Triangle', coordinates: readRings(view, cursor) };
    default:
      throw new UnknownKind();
  }
}

function readPoint(view: DataView, cursor: Cursor): Position {
  const head = readWkbHeader(view, cursor.at);
  cursor.at = head.body;
  return readVertex(view, cursor, head);
}

function readMembers<T>(view: DataView, cursor: Cursor, member: (view: DataView, cursor: Cursor) => T): T[] {
  const head = readWkbHeader(view, cursor.at);
  const count = view.getUint32(head.body, head.little);
  cursor.at = head.body + 4;
  return Array.from({ length: count }, () => member(view, cursor));
}

/** A Polygon, Triangle or CurvePolygon: the rings of the last are geometries, those of the others bare vertex lists. */
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

type VertexForm = { readonly little: boolean; readonly dimensions: number };

function readVertices(view: DataView, cursor: Cursor, head: VertexForm): Position[] {
  const count = view.getUint32(cursor.at, head.little);
  cursor.at += 4;
  const vertices: Position[] = [];
  for (let i = 0; i < count; i++) vertices.push(readVertex(view, cursor, head));
  return vertices;
}

function readVertex(view: DataView, cursor: Cursor, head: VertexForm): Position {
  const vertex = [
    view.getFloat64(cursor.at, head.little),
    view.getFloat64(cursor.at + 8, head.little),
  ] as const;
  cursor.at += head.dimensions * 8;
  return vertex;
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
