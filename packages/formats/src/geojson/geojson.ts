/** GeoJSON and GeoJSONSeq. Opening reads the file once through, for its columns, count and encoding; memory stays flat. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { type GeoJsonGeometry, wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import type { SourceRecord } from '@thuadat/core/stages';
import { decodeBytes, givenEncoding, judgeEncoding, newTally, readsUtf8, tally } from '../byte-text.ts';
import { crsOfName, unknownCrs } from '../crs.ts';
import {
  type DeclaredCrs,
  type Detected,
  detailOf,
  excerpt,
  type Format,
  type FormatError,
  formatError,
  isDamage,
} from '../format.ts';
import { tell } from '../messages.ts';
import { createGeoJsonScanner } from './geojson-scan.ts';
import { createJsonColumns, type JsonColumns } from './json-columns.ts';
import { jsonMembers, type Member, memberText } from './json-members.ts';

export const geojson: Format = {
  id: 'geojson',
  label: 'GeoJSON, GeoJSONSeq',
  extensions: ['.geojson', '.json', '.geojsonl', '.geojsons', '.ndjson', '.jsonl'],
  async open(path, options) {
    const file = basename(path);
    const survey = await surveyFile(path, file);
    const encoding =
      options.encoding === undefined ? judgeEncoding(null, survey.tally) : givenEncoding(options.encoding);
    const utf8 = readsUtf8(encoding);
    const name = typeof survey.shell.name === 'string' ? survey.shell.name : basename(path, extname(path));
    const layer = {
      name,
      fields: survey.columns.fields,
      count: survey.count,
      crs: declaredCrs(survey),
      notes: survey.count === 0 ? [tell('layer.empty', {})] : [],
      records: () => readRecords(path, file, survey.columns, utf8),
    };
    return { format: 'geojson', layers: [layer], encoding, close: async () => {} };
  },
};

type Survey = Awaited<ReturnType<typeof surveyFile>>;
type Shell = { readonly type?: unknown; readonly name?: unknown; readonly crs?: unknown };
type Feature = { readonly properties: readonly Member[]; readonly geometry: GeoJsonGeometry | null };

async function surveyFile(path: string, file: string) {
  const columns = createJsonColumns();
  const seen = newTally();
  const shells: string[] = [];
  let count = 0;
  let firstPosition: readonly number[] | null = null;
  for await (const { record, bytes, byte } of featureBytes(path, file, shells)) {
    count = record;
    tally(seen, bytes, () => tell('place.record', { record }));
    const feature = readFeature(decodeBytes(bytes, true), { file, record, byte }, firstPosition === null);
    firstPosition ??= feature.geometry && positionOf(feature.geometry);
    columns.columnsOf(feature.properties);
  }
  return { columns, tally: seen, count, firstPosition, shell: readShell(shells, file, count) };
}

function readShell(shells: readonly string[], file: string, count: number): Shell {
  if (shells.length === 0) {
    if (count > 0) return {};
    throw formatError({ file }, 'geojson.no-object', {});
  }
  try {
    return JSON.parse(shells[0]!) as Shell;
  } catch (cause) {
    throw formatError({ file }, 'geojson.shell', {}, cause);
  }
}

type At = { readonly file: string; readonly record: number; readonly byte: number };

async function* featureBytes(path: string, file: string, shells: string[] = []) {
  const scanner = createGeoJsonScanner();
  let record = 0;
  let first = true;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const chunk = first ? withoutMark(piece, file) : piece;
    first = false;
    for (const feature of scanner.push(chunk)) yield { record: ++record, ...feature };
  }
  const { openAt, stray, shells: found } = scanner.end();
  shells.push(...found);
  if (openAt !== null) throw formatError({ file, record: record + 1, byte: openAt }, 'geojson.cut', {});
  if (stray !== null) throw formatError({ file, byte: stray }, 'geojson.stray', {});
}

/** Blanks a UTF-8 byte-order mark and GeoJSONSeq's record separator, so that offsets stay true. */
function withoutMark(chunk: Buffer, file: string): Buffer {
  if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)) {
    throw formatError({ file, byte: 0 }, 'geojson.utf16', {});
  }
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? blank(chunk, 3) : chunk;
}

function blank(chunk: Buffer, count: number): Buffer {
  const copy = Buffer.from(chunk);
  copy.fill(0x20, 0, count);
  return copy;
}

function readFeature(text: string, at: At, withGeometry: boolean): Feature {
  try {
    const members = jsonMembers(text);
    const raw = (key: string) => members.find((member) => member.key === key)?.raw ?? 'null';
    if (raw('type') !== '"Feature"') throw notFeature(at, raw('type'));
    const properties = raw('properties');
    const own = properties === 'null' ? [] : jsonMembers(properties);
    // A feature's id is an attribute too, and may be the only key of the parcel.
    const id = members.find((member) => member.key === 'id');
    const geometry = withGeometry ? parseGeometry(raw('geometry')) : null;
    return { properties: id ? [...own, id] : own, geometry };
  } catch (cause) {
    if (!(cause instanceof SyntaxError || isDamage(cause))) throw cause;
    throw formatError(at, 'geojson.feature', { detail: detailOf(cause) }, cause);
  }
}

/** A coordinate that is no number (`NaN`, `null`) becomes NaN, to be found by the checks of that parcel. */
function parseGeometry(raw: string): GeoJsonGeometry | null {
  if (raw === 'null') return null;
  if (!/N|n[ua]|I/.test(raw.slice(raw.indexOf('[')))) return JSON.parse(raw) as GeoJsonGeometry;
  const plain = raw.replace(/(?<=[[,\s])-?(?:NaN|Infinity)(?=[\s,\]])/g, 'null');
  const reviver = (key: string, value: unknown) => (value === null && /^\d+$/.test(key) ? Number.NaN : value);
  return JSON.parse(plain, reviver) as GeoJsonGeometry;
}

const notFeature = (at: At, type: string): FormatError =>
  formatError(at, 'geojson.not-feature', { type: excerpt(type) });

/** The first vertex, to tell degrees from metres. */
function positionOf(geometry: GeoJsonGeometry): readonly number[] | null {
  if (!('coordinates' in geometry)) return null;
  let value: unknown = geometry.coordinates;
  while (Array.isArray(value) && Array.isArray(value[0])) value = value[0];
  return Array.isArray(value) && typeof value[0] === 'number' ? value : null;
}

function declaredCrs({ shell, firstPosition }: Survey): Detected<DeclaredCrs> {
  const crs = shell.crs as { properties?: { name?: unknown } } | null | undefined;
  const name = crs?.properties?.name;
  if (typeof name === 'string') return crsOfName(name);
  if (crs !== undefined)
    return unknownCrs(tell('crs.member-nameless', { member: excerpt(JSON.stringify(crs)) }));
  const [x = 0, y = 0] = firstPosition ?? [];
  if (Math.abs(x) > 180 || Math.abs(y) > 90)
    return unknownCrs(tell('crs.not-degrees', { x: String(x), y: String(y) }));
  return {
    value: { epsg: 4326, text: '' },
    sure: 'declared',
    why: tell('crs.rfc7946', {}),
  };
}

async function* readRecords(
  path: string,
  file: string,
  columns: JsonColumns,
  utf8: boolean,
): AsyncGenerator<SourceRecord> {
  for await (const { record, byte, bytes } of featureBytes(path, file)) {
    const text = utf8 && isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
    const feature = readFeature(text, { file, record, byte }, true);
    const values: (string | null)[] = new Array(columns.fields.length).fill(null);
    const places = columns.columnsOf(feature.properties);
    feature.properties.forEach((member, i) => {
      values[places[i]!] = memberText(member.raw);
    });
    yield { record, values, geometry: wkbOf(feature.geometry, { file, record, byte }) };
  }
}

function wkbOf(geometry: GeoJsonGeometry | null, at: At): Uint8Array | null {
  if (geometry === null) return null;
  try {
    return wkbFromGeoJson(geometry);
  } catch (cause) {
    throw formatError({ ...at, field: 'geometry' }, 'geojson.geometry', { detail: detailOf(cause) }, cause);
  }
}
