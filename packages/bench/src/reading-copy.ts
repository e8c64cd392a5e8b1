/** All columns of a source as they stand into a table of PostgreSQL: what ogr2ogr does, through our readers. */

import type { SourceRecord } from '@thuadat/core/stages';
import type { Layer } from '@thuadat/formats/format';
import { openSource } from '@thuadat/formats/registry';
import { COPY_HEADER, COPY_TRAILER, CopyRows } from '@thuadat/run/copy-binary';
import type { Database } from '@thuadat/store/db/database';
import { openDatabase } from '@thuadat/store/db/open';

export type CopyTask = { readonly source: string; readonly table: string };

/** Bytes of rows that go to the server at a time. */
const PIECE = 1 << 20;
/** EWKB: this bit of the type says that a coordinate system's number follows. */
const HAS_SRID = 0x20000000;

/** Copies one layer a source into a table that exists; returns the records. */
export async function copySources(target: string, tasks: readonly CopyTask[]): Promise<number> {
  const db = await openDatabase(target);
  try {
    let records = 0;
    for (const { source: path, table } of tasks) {
      const source = await openSource(path);
      const columns = await columnsOf(db, table);
      const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
      records += await db.copyIn(table, names, copyBytes(source.layers[0]!, columns), 'binary');
      await source.close();
    }
    return records;
  } finally {
    await db.close();
  }
}

type Column = { readonly name: string; readonly type: string; readonly srid: number };

const columnsOf = (db: Database, table: string): Promise<Column[]> =>
  db.query<Column>(
    `select attname as name, format_type(atttypid, null) as type, greatest(postgis_typmod_srid(atttypmod), 0) as srid
     from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );

type Write = (rows: CopyRows, record: SourceRecord) => void;

function writerOf({ name, type, srid }: Column, layer: Layer): Write {
  if (type === 'geometry') return (rows, { geometry }) => writeGeometry(rows, geometry, srid);
  const at = layer.fields.indexOf(name);
  // The column that no attribute fills is the feature's number.
  if (at < 0) return (rows, { record }) => rows.int4(record);
  const value = ({ values }: SourceRecord) => values[at] ?? null;
  if (type === 'integer') return (rows, record) => rows.int4(numberOf(value(record)));
  if (type === 'double precision') return (rows, record) => rows.float8(numberOf(value(record)));
  if (type === 'character varying' || type === 'text') return (rows, record) => rows.text(value(record));
  throw new Error(
    `column "${name}" is of type ${type}: the benchmark knows text, integer and double precision.`,
  );
}

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

const head = new Uint8Array(9);
const headView = new DataView(head.buffer);

function writeGeometry(rows: CopyRows, wkb: Uint8Array | null, srid: number): void {
  if (wkb === null) {
    rows.null();
    return;
  }
  head[0] = 1;
  headView.setUint32(1, (wkb[1]! | HAS_SRID) >>> 0, true);
  headView.setUint32(5, srid, true);
  const from = rows.open();
  rows.raw(head);
  rows.raw(wkb.subarray(5));
  rows.close(from);
}

async function* copyBytes(layer: Layer, columns: readonly Column[]): AsyncIterable<Uint8Array> {
  const writers = columns.map((column) => writerOf(column, layer));
  const rows = new CopyRows();
  yield COPY_HEADER;
  for await (const batch of batchesOf(layer)) {
    for (const record of batch) {
      rows.row(writers.length);
      for (let i = 0; i < writers.length; i++) writers[i]!(rows, record);
    }
    if (rows.length < PIECE) continue;
    yield Buffer.from(rows.bytes.subarray(0, rows.length));
    rows.clear();
  }
  if (rows.length > 0) yield Buffer.from(rows.bytes.subarray(0, rows.length));
  yield COPY_TRAILER;
}

async function* batchesOf(layer: Layer): AsyncIterable<readonly SourceRecord[]> {
  if (layer.recordBatches) yield* layer.recordBatches();
  else for await (const record of layer.records()) yield [record];
}
