/** Features of a FlatGeobuf file as records, many at a time. */
import type { SourceRecord } from '@thuadat/core/stages';
import { detailOf, malformed, type RecordRange } from '../format.ts';
import { tell } from '../messages.ts';
import { createTextCache, type TextCache } from '../text-cache.ts';
import { rootAt, targetAt } from './flatbuffer.ts';
import { damaged, type FlatFile, type FlatHeader, LEAF_OFFSET, leafAt } from './flatgeobuf-file.ts';
import { createGeometryReader } from './flatgeobuf-geometry.ts';

const BATCH = 1000;
/** Bytes of features in a batch: bounds memory when they are huge. */
const BATCH_BYTES = 4 << 20;
const CHUNK = 1 << 20;

const GEOMETRY = 0;
const PROPERTIES = 1;

/** A run of bytes of the file, moved on as features are taken from it. */
type Window = { bytes: Buffer; base: number; length: number };

/** Makes `bytes` bytes at `at` be in the window, or as many as the file has. Returns their place in it. */
function reach(source: FlatFile, window: Window, at: number, bytes: number): number {
  if (at < window.base || at + bytes > window.base + window.length) {
    if (window.bytes.length < bytes) window.bytes = Buffer.allocUnsafeSlow(bytes);
    window.base = at;
    window.length = source.read(window.bytes, window.bytes.length, at);
  }
  return at - window.base;
}

/** Records `from` to before `to`, counted from 1. Each batch holds at least one. */
export function* readFeatures(
  source: FlatFile,
  header: FlatHeader,
  layer: string,
  { from, to }: RecordRange,
): Generator<readonly SourceRecord[]> {
  const window: Window = { bytes: Buffer.allocUnsafeSlow(CHUNK), base: 0, length: 0 };
  const decode = featureDecoder(header);
  const first = Math.max(1, from);
  const last = Math.min(to - 1, header.count ?? Number.POSITIVE_INFINITY);
  let { record, at } = startOf(source, header, first);
  let batch: SourceRecord[] = [];
  let taken = 0;
  for (; record <= last; record++) {
    if (header.count === null && at === source.size) break;
    const size = sizeAt(source, window, header, layer, record, at);
    if (record >= first) {
      const place = reach(source, window, at + 4, size);
      try {
        batch.push(decode(window.bytes, place, size, record));
      } catch (cause) {
        const found = tell('flatgeobuf.feature-unreadable', { detail: detailOf(cause) });
        throw damaged(source, at, found, { layer, record });
      }
      taken += size;
    }
    at += 4 + size;
    if (batch.length < BATCH && taken < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    taken = 0;
  }
  if (batch.length > 0) yield batch;
  // Else ranges would not meet: a record would be lost or read twice.
  if (header.leaves !== null && record <= (header.count ?? 0) && startOf(source, header, record).at !== at)
    throw damaged(source, at, tell('flatgeobuf.index-differs', {}), { layer, record });
}

/** Where the index says that a record is; without an index the walk begins at the first. */
function startOf(source: FlatFile, { leaves, features, count }: FlatHeader, record: number) {
  if (leaves === null || record === 1 || record > (count ?? 0)) return { record: 1, at: features };
  const offset = Buffer.alloc(8);
  source.read(offset, 8, leafAt(leaves, record - 1) + LEAF_OFFSET);
  return { record, at: features + Number(offset.readBigUInt64LE()) };
}

function sizeAt(
  source: FlatFile,
  window: Window,
  { count }: FlatHeader,
  layer: string,
  record: number,
  at: number,
): number {
  const place = at + 4 <= source.size ? reach(source, window, at, 4) : -1;
  const size = place < 0 ? 0 : window.bytes.readUInt32LE(place);
  if (place >= 0 && size >= 8 && at + 4 + size <= source.size) return size;
  const end =
    count === null ? tell('flatgeobuf.end', { record }) : tell('flatgeobuf.end-of', { record, count });
  const found = place < 0 || size >= 8 ? end : tell('flatgeobuf.feature-size', { bytes: size });
  throw damaged(source, at, found, { layer, record });
}

type Decode = (bytes: Buffer, at: number, size: number, record: number) => SourceRecord;

function featureDecoder({ columns, kind }: FlatHeader): Decode {
  const geometries = createGeometryReader();
  const texts = createTextCache(columns.length);
  const types = Int32Array.from(columns, ({ type }) => type);
  return (bytes, at, size, record) => {
    const feature = rootAt(bytes, at);
    const table = targetAt(bytes, feature, GEOMETRY);
    const properties = targetAt(bytes, feature, PROPERTIES);
    const values = new Array<string | null>(types.length).fill(null);
    if (properties !== 0) {
      let place = properties + 4;
      const end = place + bytes.readUInt32LE(properties);
      if (end > at + size) throw malformed('flatgeobuf.attributes-beyond', {});
      while (place < end) {
        const column = bytes.readUInt16LE(place);
        const type = types[column];
        if (type === undefined)
          throw malformed('flatgeobuf.column-unknown', { column: column + 1, columns: types.length });
        const value = place + 2;
        place = value + lengthOf(bytes, value, type);
        if (place > end) throw malformed('flatgeobuf.value-long', {});
        values[column] = valueText(texts, column, bytes, value, place, type);
      }
    }
    return {
      record,
      values,
      geometry: table === 0 ? null : geometries.read(bytes, table, at, at + size, kind),
    };
  };
}

/** By type: the bytes of a value; -1 = four bytes that tell how many follow. */
const LENGTHS = [1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, -1, -1, -1, -1];
const [STRING, JSON_TEXT, DATE_TIME, BINARY] = [11, 12, 13, 14];

function lengthOf(bytes: Buffer, at: number, type: number): number {
  const length = LENGTHS[type];
  if (length === undefined) throw malformed('flatgeobuf.column-type', { type });
  return length >= 0 ? length : 4 + bytes.readUInt32LE(at);
}

/** Integers plain, reals by the shortest digits that read back, bytes in hexadecimal, texts verbatim. */
function valueText(
  texts: TextCache,
  column: number,
  bytes: Buffer,
  at: number,
  end: number,
  type: number,
): string {
  if (type === STRING || type === JSON_TEXT) return texts.read(column, bytes, at + 4, end - at - 4);
  if (type === BINARY) return bytes.toString('hex', at + 4, end);
  if (type === DATE_TIME) return dateText(texts.read(column, bytes, at + 4, end - at - 4));
  return String(numberAt(bytes, at, type));
}

/** The format has no dates without a time: they are at midnight. */
const dateText = (text: string): string =>
  /^\d{4}-\d\d-\d\dT00:00:00(?:\.0+)?Z?$/.test(text) ? text.slice(0, 10) : text;

function numberAt(bytes: Buffer, at: number, type: number): number | bigint {
  switch (type) {
    case 0:
      return bytes.readInt8(at);
    case 1:
    case 2:
      return bytes.readUInt8(at);
    case 3:
      return bytes.readInt16LE(at);
    case 4:
      return bytes.readUInt16LE(at);
    case 5:
      return bytes.readInt32LE(at);
    case 6:
      return bytes.readUInt32LE(at);
    case 7:
      return bytes.readBigInt64LE(at);
    case 8:
      return bytes.readBigUInt64LE(at);
    case 9:
      return bytes.readFloatLE(at);
    default:
      return bytes.readDoubleLE(at);
  }
}
