/** The head of a WKB geometry: byte order, kind, dimensions. ISO (1001, 2001, 3001) and EWKB (flag bits, SRID) alike. */
export type WkbHeader = {
  readonly little: boolean;
  /** OGC type number without dimensions: 1 Point … 6 MultiPolygon, 7 GeometryCollection, 8+ curves and surfaces. */
  readonly kind: number;
  /** Ordinates a vertex: 2, 3 or 4. */
  readonly dimensions: number;
  readonly srid: number | null;
  /** Offset of the first byte after the head. */
  readonly body: number;
};

export const POLYGON = 3;
export const MULTI_POLYGON = 6;

const KINDS = [
  'Geometry',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
  'CircularString',
  'CompoundCurve',
  'CurvePolygon',
  'MultiCurve',
  'MultiSurface',
  'Curve',
  'Surface',
  'PolyhedralSurface',
  'TIN',
  'Triangle',
];

export const wkbKindName = (kind: number): string => KINDS[kind] ?? 'Unreadable';

/** Throws a `RangeError` when the bytes end inside the head. */
export function readWkbHeader(view: DataView, offset: number): WkbHeader {
  const little = view.getUint8(offset) === 1;
  const type = view.getUint32(offset + 1, little);
  const srid = type & 0x20000000 ? view.getInt32(offset + 5, little) : null;
  const number = type & 0x0fffffff;
  const iso = Math.floor(number / 1000);
  const z = (type & 0x80000000) !== 0 || iso === 1 || iso === 3;
  const m = (type & 0x40000000) !== 0 || iso === 2 || iso === 3;
  return {
    little,
    kind: number % 1000,
    dimensions: 2 + Number(z) + Number(m),
    srid,
    body: offset + (srid === null ? 5 : 9),
  };
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
