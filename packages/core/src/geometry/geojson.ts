/** GeoJSON geometries of every kind to and from WKB. For files and the map; parcels use the flat form. */
import { GEOMETRY_MESSAGES } from '../message/geometry.ts';
import { refusal, type ValuesOf } from '../message/message.ts';
import type { Polygonal } from './polygonal.ts';
import { readWkbHeader, viewOf, wkbKindName } from './wkb-header.ts';

export type GeoJsonGeometry =
  | { readonly type: string; readonly coordinates: unknown }
  | { readonly type: KindOfMembers; readonly geometries: readonly GeoJsonGeometry[] };

type Position = readonly number[];

/** Nesting of `coordinates`: 0 = one position. */
const DEPTH: Readonly<Record<string, { kind: number; depth: number }>> = {
  Point: { kind: 1, depth: 0 },
  LineString: { kind: 2, depth: 1 },
  Polygon: { kind: 3, depth: 2 },
  MultiPoint: { kind: 4, depth: 1 },
  MultiLineString: { kind: 5, depth: 2 },
  MultiPolygon: { kind: 6, depth: 3 },
};

/** Kinds that WKB has and GeoJSON has not: written where a text names them, never read as coordinates. */
const ARC = { kind: 8, depth: 1 };
const TRIANGLE = { kind: 17, depth: 2 };
const WRITTEN: typeof DEPTH = { ...DEPTH, CircularString: ARC, Triangle: TRIANGLE };
const OF_MEMBERS = {
  GeometryCollection: 7,
  CompoundCurve: 9,
  CurvePolygon: 10,
  MultiCurve: 11,
  MultiSurface: 12,
  PolyhedralSurface: 15,
  TIN: 16,
} as const;

/** Kinds made of geometries: the collection, and those that WKT has besides. */
export type KindOfMembers = keyof typeof OF_MEMBERS;

/** Kind of the members of a multi-geometry, which carry a head of their own in WKB. */
const MEMBER: Readonly<Record<number, number>> = { 4: 1, 5: 2, 6: 3 };

class WkbWriter {
  private bytes = new Uint8Array(256);
  private view = viewOf(this.bytes);
  private at = 0;

  private room(extra: number): void {
    if (this.at + extra <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + extra));
    grown.set(this.bytes);
    this.bytes = grown;
    this.view = viewOf(grown);
  }
  head(kind: number): void {
    this.room(5);
    this.bytes[this.at] = 1;
    this.view.setUint32(this.at + 1, kind, true);
    this.at += 5;
  }
  count(n: number): void {
    this.room(4);
    this.view.setUint32(this.at, n, true);
    this.at += 4;
  }
  position(x: number, y: number): void {
    this.room(16);
    this.view.setFloat64(this.at, x, true);
    this.view.setFloat64(this.at + 8, y, true);
    this.at += 16;
  }
  done(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }
}

/**
 * Little-endian ISO WKB, two dimensions, also of curves and surfaces by their names in WKT. Throws a sentence when it is
 * no geometry.
 */
export function wkbFromGeoJson(geometry: GeoJsonGeometry): Uint8Array {
  const writer = new WkbWriter();
  write(writer, geometry);
  return writer.done();
}

function write(writer: WkbWriter, geometry: GeoJsonGeometry): void {
  if ('geometries' in geometry) {
    // What comes of a file's JSON may name anything.
    if (!Object.hasOwn(OF_MEMBERS, geometry.type))
      throw unusable('geojson.type-unknown', { type: geometry.type });
    if (!Array.isArray(geometry.geometries))
      throw unusable('geojson.no-array', { value: shown(geometry.geometries) });
    writer.head(OF_MEMBERS[geometry.type]);
    writer.count(geometry.geometries.length);
    for (const member of geometry.geometries) write(writer, member);
    return;
  }
  const shape = Object.hasOwn(WRITTEN, geometry.type) ? WRITTEN[geometry.type] : undefined;
  if (!shape) throw unusable('geojson.type-unknown', { type: geometry.type });
  writer.head(shape.kind);
  nest(writer, geometry.coordinates, shape.depth, MEMBER[shape.kind] ?? 0);
}

function nest(writer: WkbWriter, value: unknown, depth: number, member: number): void {
  if (!Array.isArray(value)) throw unusable('geojson.no-array', { value: shown(value) });
  if (depth === 0) {
    const [x, y] = value.length === 0 ? [Number.NaN, Number.NaN] : (value as Position);
    if (typeof x !== 'number' || typeof y !== 'number') {
      throw unusable('geojson.no-position', { value: shown(value) });
    }
    writer.position(x, y);
    return;
  }
  writer.count(value.length);
  for (const inner of value) {
    if (member) writer.head(member);
    nest(writer, inner, depth - 1, 0);
  }
}

/** At most 60 characters of it; a member that is not there has no JSON. */
const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 60);

const unusable = <Code extends keyof typeof GEOMETRY_MESSAGES>(
  code: Code,
  values: ValuesOf<typeof GEOMETRY_MESSAGES, Code>,
): Error => refusal(GEOMETRY_MESSAGES, 'refused', code, values);

/** Null for kinds GeoJSON has no name for (curves, surfaces). Throws a `RangeError` when the bytes end early. */
export function geoJsonFromWkb(wkb: Uint8Array): GeoJsonGeometry | null {
  return read(viewOf(wkb), { at: 0 });
}

type Cursor = { at: number };

function read(view: DataView, cursor: Cursor): GeoJsonGeometry | null {
  const head = readWkbHeader(view, cursor.at);
  const type = wkbKindName(head.kind);
  cursor.at = head.body;
  if (head.kind === 7) {
    const count = view.getUint32(cursor.at, head.little);
    cursor.at += 4;
    const geometries: GeoJsonGeometry[] = [];
    for (let i = 0; i < count; i++) {
      const member = read(view, cursor);
      if (!member) return null;
      geometries.push(member);
    }
    return { type: 'GeometryCollection', geometries };
  }
  const shape = DEPTH[type];
  if (!shape) return null;
  const coordinates = unnest(view, cursor, shape.depth, MEMBER[head.kind] !== undefined, head);
  return { type, coordinates };
}

function unnest(
  view: DataView,
  cursor: Cursor,
  depth: number,
  members: boolean,
  head: { little: boolean; dimensions: number },
): unknown {
  if (depth === 0) {
    const x = view.getFloat64(cursor.at, head.little);
    const y = view.getFloat64(cursor.at + 8, head.little);
    cursor.at += head.dimensions * 8;
    return Number.isNaN(x) && Number.isNaN(y) ? [] : [x, y];
  }
  const count = view.getUint32(cursor.at, head.little);
  cursor.at += 4;
  const list: unknown[] = [];
  for (let i = 0; i < count; i++) {
    let inner = head;
    if (members) {
      const own = readWkbHeader(view, cursor.at);
      cursor.at = own.body;
      inner = own;
    }
    list.push(unnest(view, cursor, depth - 1, false, inner));
  }
  return list;
}

/** Nested coordinates of flat polygons; `map` may transform each vertex (to WGS84, say). */
export function geoJsonFromPolygonal(
  p: Polygonal,
  map: (x: number, y: number) => readonly [number, number] = (x, y) => [x, y],
): { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown } {
  const polygons: (readonly [number, number])[][][] = [];
  let ring = 0;
  let vertex = 0;
  for (const lastRing of p.polygonEnds) {
    const rings: (readonly [number, number])[][] = [];
    for (; ring < lastRing; ring++) {
      const positions: (readonly [number, number])[] = [];
      for (; vertex < p.ringEnds[ring]!; vertex++) {
        positions.push(map(p.coords[vertex * 2]!, p.coords[vertex * 2 + 1]!));
      }
      rings.push(positions);
    }
    polygons.push(rings);
  }
  return polygons.length > 1
    ? { type: 'MultiPolygon', coordinates: polygons }
    : { type: 'Polygon', coordinates: polygons[0] ?? [] };
}
