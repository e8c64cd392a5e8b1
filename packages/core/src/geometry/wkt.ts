/** WKT for CSV columns: every GeoJSON kind, curves and surfaces. `SRID=…;` and Z/M ordinates are read and dropped. */
import { type GeoJsonGeometry, geoJsonFromWkb, type KindOfMembers, wkbFromGeoJson } from './geojson.ts';

const TYPES: Readonly<Record<string, string>> = Object.fromEntries(
  [
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
    'PolyhedralSurface',
    'TIN',
    'Triangle',
  ].map((type) => [type.toUpperCase(), type]),
);

/** What members are that stand without a name; the rest are named. */
const NAMELESS: Readonly<Record<KindOfMembers, string | null>> = {
  GeometryCollection: null,
  CompoundCurve: 'LineString',
  CurvePolygon: 'LineString',
  MultiCurve: 'LineString',
  MultiSurface: 'Polygon',
  PolyhedralSurface: 'Polygon',
  TIN: 'Triangle',
};

type Reader = { readonly text: string; at: number };

/** Throws a sentence with the position when the text is not WKT. */
export function wkbFromWkt(text: string): Uint8Array {
  const reader: Reader = { text: text.replace(/^\s*SRID\s*=\s*\d+\s*;/i, ''), at: 0 };
  const geometry = readGeometry(reader);
  if (take(reader, /\S/y)) throw fault({ ...reader, at: reader.at - 1 }, 'the end');
  return wkbFromGeoJson(geometry);
}

/** Null for kinds without a GeoJSON name. Numbers are written so that they read back bit by bit. */
export function wktFromWkb(wkb: Uint8Array): string | null {
  const geometry = geoJsonFromWkb(wkb);
  return geometry && writeGeometry(geometry);
}

function take(reader: Reader, pattern: RegExp): string | null {
  const space = /\s*/y;
  space.lastIndex = reader.at;
  space.exec(reader.text);
  pattern.lastIndex = space.lastIndex;
  const match = pattern.exec(reader.text);
  if (!match) return null;
  reader.at = pattern.lastIndex;
  return match[0];
}

const fault = (reader: Reader, expected: string): Error =>
  new Error(
    `WKT at character ${reader.at + 1}: "${reader.text.slice(reader.at, reader.at + 20)}" found, ${expected} expected`,
  );

function readGeometry(reader: Reader): GeoJsonGeometry {
  // `PolygonZ`, `POLYGON Z`, `POLYGON ZM` all name a Polygon.
  const word = take(reader, /[a-z]+/iy)?.toUpperCase() ?? '';
  const type = TYPES[word] ?? TYPES[word.replace(/(?:ZM|Z|M)$/, '')];
  if (!type) throw fault({ ...reader, at: Math.max(0, reader.at - word.length) }, 'a geometry type');
  take(reader, /(?:ZM|Z|M)\b/iy);
  if (hasMembers(type))
    return { type, geometries: readList(reader, () => readMember(reader, NAMELESS[type])) };
  return { type, coordinates: readCoordinates(reader, type) };
}

const hasMembers = (type: string): type is KindOfMembers => Object.hasOwn(NAMELESS, type);

function readMember(reader: Reader, nameless: string | null): GeoJsonGeometry {
  if (nameless === null || !peekOpen(reader)) return readGeometry(reader);
  return { type: nameless, coordinates: readCoordinates(reader, nameless) };
}

function readCoordinates(reader: Reader, type: string): unknown {
  const position = () => readPosition(reader);
  const line = () => readList(reader, position);
  const polygon = () => readList(reader, line);
  if (type === 'Point') return readList(reader, position)[0] ?? [];
  if (type === 'LineString' || type === 'CircularString') return line();
  if (type === 'Polygon' || type === 'MultiLineString' || type === 'Triangle') return polygon();
  if (type === 'MultiPolygon') return readList(reader, polygon);
  // MULTIPOINT (1 2, 3 4) and MULTIPOINT ((1 2), (3 4)) are both in use.
  return readList(reader, () => (peekOpen(reader) ? (readList(reader, position)[0] ?? []) : position()));
}

const peekOpen = (reader: Reader): boolean => /^\s*\(/.test(reader.text.slice(reader.at, reader.at + 20));

function readList<T>(reader: Reader, item: () => T): T[] {
  if (take(reader, /EMPTY\b/iy)) return [];
  if (!take(reader, /\(/y)) throw fault(reader, '"("');
  const list: T[] = [];
  do list.push(item());
  while (take(reader, /,/y));
  if (!take(reader, /\)/y)) throw fault(reader, '"," or ")"');
  return list;
}

function readPosition(reader: Reader): number[] {
  const numbers: number[] = [];
  for (;;) {
    const text = take(reader, /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?(?:nan|inf(?:inity)?)\b/iy);
    if (text === null) break;
    numbers.push(parseOrdinate(text));
  }
  if (numbers.length < 2 || numbers.length > 4) throw fault(reader, 'two to four numbers');
  return numbers.slice(0, 2);
}

function parseOrdinate(text: string): number {
  const lower = text.toLowerCase();
  if (lower.includes('nan')) return Number.NaN;
  if (lower.includes('inf'))
    return lower.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

function writeGeometry(geometry: GeoJsonGeometry): string {
  const name = geometry.type.toUpperCase();
  if ('geometries' in geometry) {
    const members = geometry.geometries.map(writeGeometry);
    return members.length === 0 ? `${name} EMPTY` : `${name} (${members.join(', ')})`;
  }
  const list = geometry.coordinates as readonly unknown[];
  if (list.length === 0) return `${name} EMPTY`;
  return `${name} ${geometry.type === 'Point' ? `(${writeNested(list)})` : writeNested(list)}`;
}

function writeNested(value: readonly unknown[]): string {
  if (value.length === 0) return 'EMPTY';
  if (!Array.isArray(value[0])) return value.join(' ');
  return `(${value.map((inner) => writeNested(inner as readonly unknown[])).join(', ')})`;
}
