/** A table or query of a PostgreSQL server, exported to a file by `plan` or `inspect`; see pg-copy-file.ts. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceRecord } from '@thuadat/core/record';
import { type TableDescription, tableName } from '@thuadat/core/table-snapshot';
import { crsOfEpsg, crsOfWkt, unknownCrs } from './crs.ts';
import { excerpt, type Format, formatError, type Layer, type RecordRange } from './format.ts';
import { type PgCopyHead, readPgCopyHead, readSidecar } from './pg-copy-file.ts';
import {
  attributeNames,
  DAMAGED,
  ENDED,
  fieldPlaces,
  INCOMPLETE,
  recordMaker,
  walkRow,
} from './pg-copy-rows.ts';

const CHUNK = 1 << 20;

export const pgCopy: Format = {
  id: 'pgcopy',
  label: 'PostgreSQL COPY',
  extensions: ['.pgcopy'],
  async open(path) {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const head = await readPgCopyHead(path, (offset, length) => readAt(handle, offset, length));
      const layer = await describe(path, handle, size, head);
      const encoding = { value: 'utf-8', sure: 'declared', why: 'PostgreSQL gives Unicode' } as const;
      return { format: 'pgcopy', layers: [layer], encoding, close: () => closeOnce(handle) };
    } catch (cause) {
      await handle.close();
      throw cause;
    }
  },
};

/** Closing twice is harmless. */
const closeOnce = async (handle: FileHandle): Promise<void> => {
  if (handle.fd >= 0) await handle.close();
};

async function describe(
  path: string,
  handle: FileHandle,
  size: number,
  { description, body }: PgCopyHead,
): Promise<Layer> {
  const file = basename(path);
  const sidecar = await readSidecar(path, size);
  const rows = { file, handle, size, body, description, expected: sidecar?.rows ?? null };
  const batches = (range?: RecordRange) => recordBatches(rows, startOf(range), range);
  const marks = sidecar?.marks;
  /** The nearest mark at or before the range. */
  const startOf = (range: RecordRange | undefined): Start => {
    const mark = marks && range ? Math.floor(range.from / marks.every) : 0;
    return mark === 0 ? { row: 0, byte: body } : { row: mark * marks!.every, byte: marks!.offsets[mark]! };
  };
  const layer: Layer = {
    name: tableName(description),
    fields: attributeNames(description),
    count: sidecar?.rows ?? null,
    crs: crsOf(description),
    notes: sidecar?.rows === 0 ? ['the layer is empty'] : [],
    async *records(range) {
      for await (const batch of batches(range)) yield* batch;
    },
    recordBatches: batches,
  };
  if (!sidecar || !marks) return layer;
  const step = (records: number) => Math.max(1, Math.round(records / marks.every)) * marks.every;
  return {
    ...layer,
    ranges: (records) => {
      const size1 = step(records);
      return Array.from({ length: Math.ceil(sidecar.rows / size1) }, (_, i) => ({
        from: i * size1,
        to: Math.min((i + 1) * size1, sidecar.rows),
      }));
    },
  };
}

function crsOf({ geometry }: TableDescription): Layer['crs'] {
  if (geometry === null) return unknownCrs('the table has no geometry column');
  const { srid, epsg, crs, column } = geometry;
  if (srid === 0) return unknownCrs(`column "${column}" has no SRID`);
  if (epsg !== null) return crsOfEpsg(epsg, `SRID=${srid}`, `SRID ${srid} of column "${column}"`);
  return crs === ''
    ? unknownCrs(`SRID ${srid} of column "${column}" is not in spatial_ref_sys`)
    : crsOfWkt(crs, `spatial_ref_sys, SRID ${srid}`);
}

type Start = { readonly row: number; readonly byte: number };
type Rows = {
  readonly file: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly body: number;
  readonly description: TableDescription;
  /** Rows that the export counted; null = not known. */
  readonly expected: number | null;
};

/** A megabyte at a time: a row that is cut at its end is read again with what follows. */
async function* recordBatches(
  rows: Rows,
  start: Start,
  range?: RecordRange,
): AsyncGenerator<readonly SourceRecord[]> {
  const { description, handle, size } = rows;
  const places = fieldPlaces(description.columns.length);
  const make = recordMaker(description);
  const [from, to] = [range?.from ?? 0, range?.to ?? Number.POSITIVE_INFINITY];
  let { row, byte } = start;
  let want = CHUNK;
  while (row < to) {
    const bytes = await readAt(handle, byte, want);
    const batch: SourceRecord[] = [];
    let at = 0;
    let end = INCOMPLETE;
    while (row < to) {
      end = walkRow(bytes, at, places);
      if (end < 0) break;
      row++;
      if (row > from) batch.push(makeOrFail(() => make(bytes, places, row), rows, row));
      at = end;
    }
    byte += at;
    if (batch.length > 0) yield batch;
    if (end === ENDED) return requireAll(rows, row);
    if (end === DAMAGED) throw damaged(rows, row, 'bytes that are no row');
    if (end === INCOMPLETE && byte + bytes.length - at >= size)
      throw damaged(rows, row, 'the end of the file inside a row');
    want = at === 0 ? want * 2 : CHUNK;
  }
}

function makeOrFail(make: () => SourceRecord, rows: Rows, record: number): SourceRecord {
  try {
    return make();
  } catch (cause) {
    const found = excerpt(cause instanceof Error ? cause.message : String(cause));
    const next = 'Look at this row in the database, correct it, and plan from the table again.';
    const layer = tableName(rows.description);
    throw formatError(
      { file: rows.file, layer, record, found, expected: 'a value of its column', next },
      cause,
    );
  }
}

function requireAll(rows: Rows, read: number): void {
  if (rows.expected !== null && read !== rows.expected)
    throw damaged(rows, read, `the end after ${read} rows, not ${rows.expected}`);
}

function damaged({ file }: Rows, row: number, found: string): Error {
  const next = 'The file was cut or changed: delete it and plan from the table again.';
  return formatError({ file, record: row + 1, found, expected: 'the rows as they were exported', next });
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
