/** The table that `write-back` makes: its name, the comment by which it is known again, and how rows get into it. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TableDescription } from '@thuadat/formats/pg-copy/table-snapshot';
import { copyLine } from '@thuadat/run/copy-text';
import { from as copyFrom } from 'pg-copy-streams';
import { quoted, quotedTable } from './address.ts';
import { rowsOf, stateOf, type TableServer } from './connection.ts';
import { type TableError, tableError } from './fault.ts';

export type TargetName = { readonly schema: string; readonly table: string };

/** What is written: for each row of the snapshot its key and then the new values, all as text. */
export type WriteJob = {
  readonly description: TableDescription;
  /** Rows and hash of the snapshot. */
  readonly rows: number;
  readonly sha256: string;
  readonly run: string;
  /** Names of the new columns; the first is never empty. */
  readonly columns: readonly string[];
  readonly values: () => AsyncIterable<readonly (readonly (string | null)[])[]>;
  readonly fingerprint: Fingerprint;
};

/** Hash of the described rows as they are now, made like the snapshot's. */
export type Fingerprint = (server: TableServer, description: TableDescription) => Promise<string>;

/** Left on every table that is made, so that nothing else is ever dropped. */
export type Marker = {
  readonly run: string;
  readonly kind: 'side' | 'copy' | 'backup';
  readonly source: string;
  /** Of the snapshot, and what it describes: enough to undo without it. */
  readonly sha256: string;
  readonly description: TableDescription;
  readonly columns: readonly string[];
};

const MARK = 'thuadat write-back ';

export const nameOf = ({ schema, table }: TargetName): string => `${schema}.${table}`;

/** PostgreSQL cuts longer names without a word. */
function requireShort({ table }: TargetName): void {
  if (Buffer.byteLength(table) > 63) throw tableError({ kind: 'name-too-long', name: table });
}

/** Null = there is no such table. `marker` null = it is not ours. */
export async function readTarget(
  server: TableServer,
  { schema, table }: TargetName,
): Promise<{ readonly marker: Marker | null } | null> {
  const [row] = await rowsOf<{ comment: string | null }>(
    server,
    `select obj_description(c.oid, 'pg_class') as comment from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2`,
    [schema, table],
  );
  if (!row) return null;
  const text = row.comment?.startsWith(MARK) ? row.comment.slice(MARK.length) : null;
  return { marker: text === null ? null : (JSON.parse(text) as Marker) };
}

export async function requireFree(server: TableServer, target: TargetName): Promise<void> {
  requireShort(target);
  const found = await readTarget(server, target);
  if (found)
    throw tableError({ kind: 'target-exists', target: nameOf(target), ours: found.marker?.run ?? null });
}

export async function mark(server: TableServer, target: TargetName, marker: Marker): Promise<void> {
  const text = `${MARK}${JSON.stringify(marker)}`.replaceAll("'", "''");
  await server.client.query(`comment on table ${quotedTable(target.schema, target.table)} is '${text}'`);
}

export const markerOf = (job: WriteJob, kind: Marker['kind'], source: string): Marker => ({
  run: job.run,
  kind,
  source,
  sha256: job.sha256,
  description: job.description,
  columns: job.columns,
});

/** The key's columns with their types, then the new ones; the key is the primary key, so no row can come twice. */
export function tableColumns({ description, columns }: WriteJob): string {
  const types = new Map(description.columns.map(({ name, type }) => [name, type]));
  const key = description.key.map((name) => `${quoted(name)} ${types.get(name)}`);
  const added = columns.map((name) => `${quoted(name)} text`);
  return [...key, ...added, `primary key (${description.key.map(quoted).join(', ')})`].join(', ');
}

/** Fills the table; throws unless it got every row of the snapshot, once. */
export async function fill(server: TableServer, sqlName: string, job: WriteJob): Promise<void> {
  const list = [...job.description.key, ...job.columns].map(quoted).join(', ');
  const sink = server.client.query(copyFrom(`copy ${sqlName} (${list}) from stdin`));
  await pipeline(Readable.from(lines(job), { objectMode: false, highWaterMark: 1 << 20 }), sink);
  if (sink.rowCount !== job.rows) {
    throw tableError({ kind: 'counts-differ', target: sqlName, found: sink.rowCount, expected: job.rows });
  }
}

async function* lines(job: WriteJob): AsyncGenerator<Buffer> {
  for await (const batch of job.values()) yield Buffer.from(batch.map(copyLine).join(''));
}

/** Names that differ in case only would be one name to whoever writes SQL without quotes: refused too. */
export function requireNewColumns(
  table: string,
  existing: readonly string[],
  added: readonly string[],
): void {
  const taken = new Set(added.map((name) => name.toLowerCase()));
  const columns = existing.filter((name) => taken.has(name.toLowerCase()));
  if (columns.length > 0) throw tableError({ kind: 'columns-exist', table, columns });
}

/** A fault while a table is made, as what it means to the user. */
export function writeFault(cause: Error, { user }: TableServer, target: TargetName): Error | TableError {
  const state = stateOf(cause);
  if (state === '42501' && /schema/.test(cause.message))
    return tableError({ kind: 'no-create', schema: target.schema, user }, cause);
  if (state === '3F000') return tableError({ kind: 'no-create', schema: target.schema, user }, cause);
  if (state === '42501') return tableError({ kind: 'not-owner', table: nameOf(target), user }, cause);
  if (state === '55P03' || state === '40P01')
    return tableError({ kind: 'table-busy', table: nameOf(target) }, cause);
  if (state === '2BP01')
    return tableError({ kind: 'used-by-others', target: nameOf(target), found: cause.message }, cause);
  return cause;
}
