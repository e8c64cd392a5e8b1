/** Rows of a GeoPackage table as records, many at a time. */
import type { SourceRecord } from '@thuadat/core/stages';
import { detailOf, type FormatError, formatError, type RecordRange } from '../format.ts';
import { createTextCache } from '../text-cache.ts';
import { flattenWkb, wkbOfGeoPackage } from '../wkb-flat.ts';
import type { SqliteFile } from './sqlite-pages.ts';
import { numberAt, sizeOfType } from './sqlite-record.ts';
import type { Table } from './sqlite-schema.ts';
import { openRows, type RowCursor } from './sqlite-table.ts';
import { readVarint, varintEnd } from './sqlite-tree.ts';

export type FeatureTable = Table & {
  /** Name in `gpkg_contents`. */
  readonly layer: string;
  /** Column that holds the geometry; null in a table of attributes. */
  readonly geometry: string | null;
};

const BATCH = 1000;
/** Bytes of rows in a batch: bounds memory when rows are huge. */
const BATCH_BYTES = 4 << 20;

/** Where a column's value goes: its place among the values, or one of these. */
const SKIPPED = -1;
const GEOMETRY = -2;

const isGeometry = ({ geometry }: FeatureTable, name: string): boolean =>
  geometry !== null && name.toLowerCase() === geometry.toLowerCase();

/** Columns that are attributes, in the order of the table. */
export const attributesOf = (table: FeatureTable) =>
  table.columns.filter(({ name, rowid }) => !rowid && !isGeometry(table, name));

/** Each batch holds at least one record. Geometries are parts of buffers that are never written to again. */
export function* readRows(
  db: SqliteFile,
  table: FeatureTable,
  range: RecordRange,
): Generator<readonly SourceRecord[]> {
  const rows = openRows(db, table.root, range);
  const decode = rowDecoder(db, table);
  let batch: SourceRecord[] = [];
  let bytes = 0;
  while (rows.next()) {
    batch.push(decode(rows));
    bytes += rows.end - rows.start;
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  db.checkUnchanged();
  if (batch.length > 0) yield batch;
}

function rowDecoder(db: SqliteFile, table: FeatureTable): (row: RowCursor) => SourceRecord {
  const attributes = attributesOf(table);
  const missing = attributes.map((column) => column.missing);
  const texts = createTextCache(attributes.length);
  const slots = Int32Array.from(table.columns, (column) =>
    column.rowid ? SKIPPED : isGeometry(table, column.name) ? GEOMETRY : attributes.indexOf(column),
  );

  return (row) => {
    const { bytes, start, end, rowid } = row;
    const values: (string | null)[] = missing.slice();
    let geometry: Uint8Array | null = null;
    let at = varintEnd(bytes, start);
    const headEnd = start + readVarint(bytes, start);
    let body = headEnd;
    for (let column = 0; at < headEnd; column++) {
      let type = bytes[at++]!;
      if (type >= 0x80) {
        type = readVarint(bytes, at - 1);
        at = varintEnd(bytes, at - 1);
      }
      const size = sizeOfType(type);
      if (body + size > end || column >= slots.length) throw broken(db, table, rowid);
      const slot = slots[column]!;
      if (slot >= 0) {
        if (type >= 13 && (type & 1) === 1) values[slot] = texts.read(slot, bytes, body, size);
        else values[slot] = type === 0 ? null : plainText(db, table, rowid, bytes, body, type);
      } else if (slot === GEOMETRY && type !== 0) {
        geometry = geometryOf(db, table, rowid, bytes, body, size);
      }
      body += size;
    }
    return { record: rowid, values, geometry };
  };
}

/** Integers plain, reals by the shortest digits that read back, bytes in hexadecimal. */
function plainText(
  db: SqliteFile,
  table: FeatureTable,
  record: number,
  bytes: Buffer,
  at: number,
  type: number,
): string {
  if (type === 10 || type === 11) throw broken(db, table, record);
  if (type < 10) return String(numberAt(bytes, at, type));
  return bytes.toString('hex', at, at + sizeOfType(type)).toUpperCase();
}

const POLYGON_OR_SIMPLER = 3;

function geometryOf(
  db: SqliteFile,
  table: FeatureTable,
  record: number,
  bytes: Buffer,
  at: number,
  size: number,
): Uint8Array | null {
  if (size === 0) return null;
  const end = at + size;
  // "GP", an envelope of a known kind, and little-endian WKB of a flat point, line or polygon: most are.
  const envelope = (bytes[at + 3]! >> 1) & 7;
  const wkb = at + 8 + (envelope === 0 ? 0 : envelope === 1 ? 32 : envelope === 4 ? 64 : 48);
  if (
    bytes[at] === 0x47 &&
    bytes[at + 1] === 0x50 &&
    envelope <= 4 &&
    wkb + 9 <= end &&
    bytes[wkb] === 1 &&
    bytes[wkb + 1]! - 1 < POLYGON_OR_SIMPLER &&
    bytes[wkb + 1]! > 0 &&
    bytes[wkb + 2] === 0 &&
    bytes[wkb + 3] === 0 &&
    bytes[wkb + 4] === 0
  )
    return new Uint8Array(bytes.buffer, bytes.byteOffset + wkb, end - wkb);
  try {
    return flattenWkb(wkbOfGeoPackage(bytes.subarray(at, end)));
  } catch (cause) {
    const detail = detailOf(cause);
    throw formatError({ file: db.file, layer: table.layer, record }, 'gpkg.geometry', { detail }, cause);
  }
}

const broken = (db: SqliteFile, table: FeatureTable, record: number): FormatError =>
  formatError({ file: db.file, layer: table.layer, record }, 'gpkg.row', {});
