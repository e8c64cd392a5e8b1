/** The new columns in a table of their own beside the old one, or with all the old columns in a copy of it. */
import { tableName } from '@thuadat/formats/pg-copy/table-snapshot';
import { quoted, quotedTable, type TableAddress } from './address.ts';
import { COPY, onServer, rowsOf, stateOf, type TableServer, WRITE } from './connection.ts';
import { tableError } from './fault.ts';
import {
  fill,
  mark,
  markerOf,
  nameOf,
  requireFree,
  requireNewColumns,
  type TargetName,
  tableColumns,
  type WriteJob,
  writeFault,
} from './target.ts';

export async function writeSideTable(
  address: TableAddress,
  target: TargetName,
  job: WriteJob,
): Promise<void> {
  await making(address, WRITE, target, async (server) => {
    requireNewColumns(nameOf(target), job.description.key, job.columns);
    const sqlName = quotedTable(target.schema, target.table);
    await server.client.query(`create table ${sqlName} (${tableColumns(job)})`);
    await fill(server, sqlName, job);
    await mark(server, target, markerOf(job, 'side', tableName(job.description)));
  });
}

/** All rows and columns as they were in the snapshot, checked, with the new columns; primary key and index of the geometry. */
export async function writeWholeCopy(
  address: TableAddress,
  target: TargetName,
  job: WriteJob,
): Promise<void> {
  const { schema, table, key, columns, geometry } = job.description;
  await making(address, COPY, target, async (server) => {
    const source = { schema: schema!, table: table! };
    requireNewColumns(nameOf(source), await columnNames(server, source), job.columns);
    await requireUnchanged(server, job);
    await fillBeside(server, job);
    const sqlName = quotedTable(target.schema, target.table);
    const added = job.columns.map((name) => `w.${quoted(name)}`).join(', ');
    await server.client.query(
      `create table ${sqlName} as select t.*, ${added} from ${quotedTable(source.schema, source.table)} t
       left join ${BESIDE} w on ${matching(key)} order by ${key.map((name) => `t.${quoted(name)}`).join(', ')}`,
    );
    const [counted] = await rowsOf<{ rows: number; matched: number }>(
      server,
      `select count(*)::int as rows, count(${quoted(job.columns[0]!)})::int as matched from ${sqlName}`,
    );
    const { rows, matched } = counted!;
    if (rows !== job.rows || matched !== job.rows) {
      const found = Math.min(rows, matched);
      throw tableError({ kind: 'counts-differ', target: nameOf(target), found, expected: job.rows });
    }
    await server.client.query(`alter table ${sqlName} add primary key (${key.map(quoted).join(', ')})`);
    const shape = columns.find(({ name }) => name === geometry?.column);
    if (shape) await server.client.query(`create index on ${sqlName} using gist (${quoted(shape.name)})`);
    await mark(server, target, markerOf(job, 'copy', tableName(job.description)));
  });
}

/** Name of the temporary table that holds the new values while they are joined. */
export const BESIDE = 'pg_temp.thuadat_write_back';

export async function fillBeside(server: TableServer, job: WriteJob): Promise<void> {
  await server.client.query(`create temp table thuadat_write_back (${tableColumns(job)}) on commit drop`);
  await fill(server, BESIDE, job);
  await server.client.query(`analyze ${BESIDE}`);
}

export const matching = (key: readonly string[]): string =>
  key.map((name) => `t.${quoted(name)} = w.${quoted(name)}`).join(' and ');

export async function columnNames(server: TableServer, { schema, table }: TargetName): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    server,
    `select attname::text as name from pg_attribute
     where attrelid = (select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and c.relname = $2) and attnum > 0 and not attisdropped order by attnum`,
    [schema, table],
  );
  return rows.map(({ name }) => name);
}

/** Every value of every row, by hash: nobody's later work is written over. */
export async function requireUnchanged(server: TableServer, job: WriteJob): Promise<void> {
  const changed = tableError({
    kind: 'table-changed',
    table: tableName(job.description),
    since: job.sha256.slice(0, 12),
  });
  const now = await job.fingerprint(server, job.description).catch((cause) => {
    // A column or the table itself is gone.
    throw ['42703', '42P01'].includes(stateOf(cause) ?? '') ? changed : cause;
  });
  if (now !== job.sha256) throw changed;
}

async function making(
  address: TableAddress,
  begin: string,
  target: TargetName,
  work: (server: TableServer) => Promise<void>,
): Promise<void> {
  await onServer(address, begin, async (server) => {
    await requireFree(server, target);
    await work(server).catch((cause: Error) => {
      throw writeFault(cause, server, target);
    });
  });
}
