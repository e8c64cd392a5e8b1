/** An exported table opened for reading: its description, and its rows from any place of them, a megabyte at a time. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import { detailOf, formatError, type RecordRange } from '../format.ts';
import { tell } from '../messages.ts';
import { readPgCopyHead, readSidecar } from './pg-copy-file.ts';
import { DAMAGED, ENDED, type FieldPlaces, fieldPlaces, INCOMPLETE, walkRow } from './pg-copy-rows.ts';
import { VALUE_READERS } from './pg-copy-values.ts';
import { type TableDescription, type TableSnapshot, tableName } from './table-snapshot.ts';

const CHUNK = 1 << 20;

export type PgCopyFile = {
  readonly file: string;
  readonly description: TableDescription;
  /** Null = the file came without it: rows are neither counted nor can they be read from the middle. */
  readonly snapshot: TableSnapshot | null;
  readonly handle: FileHandle;
  readonly size: number;
  /** Offset of the first row. */
  readonly body: number;
  /** Closing twice is harmless. */
  close(): Promise<void>;
};

export async function openPgCopy(path: string): Promise<PgCopyFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const head = await readPgCopyHead(path, (offset, length) => readAt(handle, offset, length));
    return {
      ...head,
      file: basename(path),
      snapshot: await readSidecar(path, size),
      handle,
      size,
      close: async () => {
        if (handle.fd >= 0) await handle.close();
      },
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** Texts of the key of every row, in order. */
export function keyBatches(file: PgCopyFile): AsyncGenerator<readonly (readonly string[])[]> {
  const { columns, key } = file.description;
  const parts = key.map((name) => {
    const at = columns.findIndex((column) => column.name === name);
    const { copiedAs } = columns[at]!;
    return { at, read: VALUE_READERS[copiedAs === 'geometry' ? 'bytea' : copiedAs] };
  });
  return rowBatches(file, (bytes, { starts, lengths }) =>
    parts.map(({ at, read }) => read(bytes, starts[at]!, lengths[at]!)),
  );
}

export type RowMaker<T> = (bytes: Buffer, places: FieldPlaces, record: number) => T;

/** A row that is cut at the end of a megabyte is read again with what follows. */
export async function* rowBatches<T>(
  source: PgCopyFile,
  make: RowMaker<T>,
  range?: RecordRange,
): AsyncGenerator<readonly T[]> {
  const { description, handle, size } = source;
  const places = fieldPlaces(description.columns.length);
  const [from, to] = [range?.from ?? 0, range?.to ?? Number.POSITIVE_INFINITY];
  let { row, byte } = startOf(source, from);
  let want = CHUNK;
  while (row < to) {
    const bytes = await readAt(handle, byte, want);
    const batch: T[] = [];
    let at = 0;
    let end = INCOMPLETE;
    while (row < to) {
      end = walkRow(bytes, at, places);
      if (end < 0) break;
      row++;
      if (row > from) batch.push(makeOrFail(() => make(bytes, places, row), source, row));
      at = end;
    }
    byte += at;
    if (batch.length > 0) yield batch;
    if (end === ENDED) return requireAll(source, row);
    if (end === DAMAGED) throw damaged(source, row, tell('copy.no-row', {}));
    if (end === INCOMPLETE && byte + bytes.length - at >= size)
      throw damaged(source, row, tell('copy.cut', {}));
    want = at === 0 ? want * 2 : CHUNK;
  }
}

/** The nearest mark at or before a row. */
function startOf({ snapshot, body }: PgCopyFile, from: number): { row: number; byte: number } {
  const marks = snapshot?.marks;
  const mark = marks ? Math.min(Math.floor(from / marks.every), marks.offsets.length - 1) : 0;
  return marks && mark > 0 ? { row: mark * marks.every, byte: marks.offsets[mark]! } : { row: 0, byte: body };
}

function makeOrFail<T>(make: () => T, { file, description }: PgCopyFile, record: number): T {
  try {
    return make();
  } catch (cause) {
    const layer = tableName(description);
    throw formatError({ file, layer, record }, 'copy.value', { detail: detailOf(cause) }, cause);
  }
}

function requireAll(source: PgCopyFile, read: number): void {
  const expected = source.snapshot?.rows ?? read;
  if (read !== expected) throw damaged(source, read, tell('copy.short', { read, expected }));
}

const damaged = ({ file }: PgCopyFile, row: number, detail: Message): Error =>
  formatError({ file, record: row + 1 }, 'copy.damaged', { detail });

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
