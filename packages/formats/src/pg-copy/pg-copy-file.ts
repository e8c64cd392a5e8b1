/**
 * The file `<table>-<hash>.pgcopy`: PostgreSQL's own COPY BINARY, which any server reads back, with the table's
 * description as JSON in the header's extension area, which servers skip. So the file explains itself, and its hash
 * covers the columns' names and types too. Beside it lies `<file>.json`: where it comes from, and where its rows begin.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatError } from '../format.ts';
import { COPIED_AS, type TableDescription, type TableSnapshot } from './table-snapshot.ts';

export const PG_COPY_MARK = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Mark, flags and length of the extension area: what a server sends before its rows. */
export const PG_COPY_HEAD = PG_COPY_MARK.length + 8;
/** The number of fields that ends the rows. */
export const PG_COPY_END = -1;

/** A description is some kilobytes; more is damage. */
const MAX_EXTENSION = 1 << 24;

export const sidecarOf = (path: string): string => `${path}.json`;

/** Keys in a fixed order, so that one table gives one header. */
export function encodePgCopyHead(told: TableDescription): Buffer {
  const { schema, table, query, columns, key, geometry } = told;
  const plain = {
    thuadat: 1,
    schema,
    table,
    query,
    columns: columns.map(({ name, type, copiedAs }) => ({ name, type, copiedAs })),
    key: [...key],
    geometry: geometry && {
      column: geometry.column,
      srid: geometry.srid,
      epsg: geometry.epsg,
      crs: geometry.crs,
    },
  };
  const extension = Buffer.from(JSON.stringify(plain), 'utf8');
  const head = Buffer.alloc(PG_COPY_HEAD);
  PG_COPY_MARK.copy(head);
  head.writeUInt32BE(extension.length, PG_COPY_MARK.length + 4);
  return Buffer.concat([head, extension]);
}

export type PgCopyHead = {
  readonly description: TableDescription;
  /** Offset of the first row. */
  readonly body: number;
};

/** `read` gives that many bytes from the offset, fewer at the end of the file. */
export async function readPgCopyHead(
  path: string,
  read: (offset: number, length: number) => Promise<Buffer>,
): Promise<PgCopyHead> {
  const file = basename(path);
  const head = await read(0, PG_COPY_HEAD);
  const flags = head.length < PG_COPY_HEAD ? 1 << 16 : head.readUInt32BE(PG_COPY_MARK.length);
  const length = head.length < PG_COPY_HEAD ? 0 : head.readUInt32BE(PG_COPY_MARK.length + 4);
  if (!head.subarray(0, PG_COPY_MARK.length).equals(PG_COPY_MARK) || flags >= 1 << 16) {
    throw formatError({ file, byte: 0 }, 'copy.header', {});
  }
  if (length === 0 || length > MAX_EXTENSION) {
    throw formatError({ file, byte: PG_COPY_MARK.length + 4 }, 'copy.bare', {});
  }
  const extension = await read(PG_COPY_HEAD, length);
  const description = parseDescription(extension.toString('utf8'));
  if (extension.length < length || description === null) {
    throw formatError({ file, byte: PG_COPY_HEAD }, 'copy.description', {});
  }
  return { description, body: PG_COPY_HEAD + length };
}

function parseDescription(text: string): TableDescription | null {
  const value = parseJson(text) as (Partial<TableDescription> & { thuadat?: unknown }) | null;
  const known = new Set<string>(COPIED_AS);
  const whole =
    value?.thuadat === 1 &&
    Array.isArray(value.key) &&
    Array.isArray(value.columns) &&
    value.columns.length > 0 &&
    value.columns.every(({ name, copiedAs }) => typeof name === 'string' && known.has(copiedAs));
  return whole ? (value as TableDescription) : null;
}

/** Null when it is missing, unreadable, or of another file: then the rows are read without knowing where they begin. */
export async function readSidecar(path: string, bytes: number): Promise<TableSnapshot | null> {
  const text = await readFile(sidecarOf(path), 'utf8').catch(() => null);
  const value = text === null ? null : (parseJson(text) as Partial<TableSnapshot> | null);
  const whole =
    value?.bytes === bytes &&
    typeof value.rows === 'number' &&
    Array.isArray(value.marks?.offsets) &&
    Number(value.marks.every) > 0;
  return whole ? (value as TableSnapshot) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
