/**
 * WKB of parcels: the form in which geometry travels between the stages and into the database. Decodes straight into
 * flat arrays ({@link Polygonal}); Z and M are dropped, coordinates keep every bit.
 */
import type { GeoJsonGeometry } from './geojson.ts';
import { wkbFromGeoJson } from './geojson.ts';
import { decodePlain } from './plain-wkb.ts';
import type { Polygonal } from './polygonal.ts';
import { MULTI_POLYGON, POLYGON, readWkbHeader, viewOf, wkbKindName } from './wkb-header.ts';

export { type GeoJsonGeometry, geoJsonFromPolygonal, geoJsonFromWkb, wkbFromGeoJson } from './geojson.ts';
export { wkbFromWkt, wktFromWkb } from './wkt.ts';

/** Name of the geometry's kind as in GeoJSON (`Polygon`, `GeometryCollection` …); `Unreadable` when it is not WKB. */
export function wkbGeometryKind(wkb: Uint8Array): string {
  if (wkb.length < 5 || wkb[0]! > 1) return 'Unreadable';
  return wkbKindName(readWkbHeader(viewOf(wkb), 0).kind);
}

/**
 * Null when the geometry is not a Polygon or MultiPolygon, or when its bytes end early ({@link wkbGeometryKind} tells
 * which). `POLYGON EMPTY` and empty members leave no polygon; a ring without vertices stays as an empty ring.
 */
export function decodePolygonal(wkb: Uint8Array): Polygonal | null {
  return decodePlain(wkb) ?? decodeAny(wkb);
}

/** The general decoder; {@link decodePolygonal} spares it the form that nearly all parcels have. */
export function decodeAny(wkb: Uint8Array): Polygonal | null {
  const kind = wkbGeometryKind(wkb);
  if (kind !== 'Polygon' && kind !== 'MultiPolygon') return null;
  try {
    return decode(viewOf(wkb));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Two passes: count, then fill exactly sized arrays. Reads past the end throw the DataView's RangeError. */
function decode(view: DataView): Polygonal | null {
  const head = readWkbHeader(view, 0);
  const multi = head.kind === MULTI_POLYGON;
  const members = multi ? view.getUint32(head.body, head.little) : 1;
  const first = multi ? head.body + 4 : 0;
  let polygons = 0;
  let rings = 0;
  let vertices = 0;
  let at = first;
  for (let p = 0; p < members; p++) {
    const part = readWkbHeader(view, at);
    if (part.kind !== POLYGON) return null;
    const count = view.getUint32(part.body, part.little);
    at = part.body + 4;
    for (let r = 0; r < count; r++) {
      const n = view.getUint32(at, part.little);
      at += 4 + n * part.dimensions * 8;
      vertices += n;
      rings++;
      // A wrong count must not run the loop or the allocation away.
      if (at > view.byteLength) return null;
    }
    if (count > 0) polygons++;
  }
  const result = {
    coords: new Float64Array(vertices * 2),
    ringEnds: new Uint32Array(rings),
    polygonEnds: new Uint32Array(polygons),
  };
  fill(view, first, members, result);
  return result;
}

function fill(view: DataView, first: number, members: number, into: Polygonal): void {
  const { coords, ringEnds, polygonEnds } = into;
  let at = first;
  let polygon = 0;
  let ring = 0;
  let out = 0;
  for (let p = 0; p < members; p++) {
    const { little, dimensions, body } = readWkbHeader(view, at);
    const count = view.getUint32(body, little);
    const stride = dimensions * 8;
    at = body + 4;
    for (let r = 0; r < count; r++) {
      const n = view.getUint32(at, little);
      at += 4;
      for (let i = 0; i < n; i++, at += stride) {
        coords[out++] = view.getFloat64(at, little);
        coords[out++] = view.getFloat64(at + 8, little);
      }
      ringEnds[ring++] = out / 2;
    }
    if (count > 0) polygonEnds[polygon++] = ring;
  }
}

/** Little-endian ISO WKB: Polygon when there is one part (or none: `POLYGON EMPTY`), else MultiPolygon. */
export function encodePolygonal(p: Polygonal): Uint8Array {
  const parts = p.polygonEnds.length;
  const multi = parts > 1;
  const size = (multi ? 9 + 9 * parts : 9) + 4 * p.ringEnds.length + 8 * p.coords.length;
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes);
  let at = 0;
  const head = (kind: number, count: number) => {
    bytes[at] = 1;
    view.setUint32(at + 1, kind, true);
    view.setUint32(at + 5, count, true);
    at += 9;
  };
  if (multi) head(MULTI_POLYGON, parts);
  if (parts === 0) head(POLYGON, 0);
  let ring = 0;
  let i = 0;
  for (let part = 0; part < parts; part++) {
    const lastRing = p.polygonEnds[part]!;
    head(POLYGON, lastRing - ring);
    for (; ring < lastRing; ring++) {
      const end = p.ringEnds[ring]! * 2;
      view.setUint32(at, (end - i) / 2, true);
      at += 4;
      for (; i < end; i++, at += 8) view.setFloat64(at, p.coords[i]!, true);
    }
  }
  return bytes;
}

/** Null when the geometry is not a Polygon or MultiPolygon. */
export const polygonalFromGeoJson = (geometry: GeoJsonGeometry): Polygonal | null =>
  geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
    ? decodePolygonal(wkbFromGeoJson(geometry))
    : null;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** What Node's Buffer offers here; absent in the browser. */
type BufferLike = {
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'hex'): string };
};
const nodeBuffer = (globalThis as { Buffer?: BufferLike }).Buffer;

export function hexOf(bytes: Uint8Array): string {
  if (nodeBuffer) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return hexByTable(bytes);
}

/** The way without Node's Buffer. */
export function hexByTable(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i]!]!;
  return text;
}

/** Hex text of the EWKB with `srid`, as PostGIS reads it from COPY; an SRID already there is replaced. */
export function ewkbHex(wkb: Uint8Array, srid: number): string {
  const view = viewOf(wkb);
  const { little, body } = readWkbHeader(view, 0);
  const head = new Uint8Array(9);
  const headView = viewOf(head);
  head[0] = wkb[0]!;
  headView.setUint32(1, (view.getUint32(1, little) | 0x20000000) >>> 0, little);
  headView.setInt32(5, srid, little);
  return hexByTable(head) + hexOf(wkb.subarray(body));
}
