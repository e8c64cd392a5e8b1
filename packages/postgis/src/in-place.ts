/**
 * The new columns in the old table itself: a whole backup first, everything in one transaction, and only while nobody has
 * changed the table since the snapshot. Writers wait from the lock to the end, readers from the first new column on.
 */
import { quoted, quotedTable, type TableAddress } from './address.ts';
import { onServer, rowsOf, type TableServer, WRITE } from './connection.ts';
import { tableError } from './fault.ts';
import { BESIDE, columnNames, fillBeside, matching, requireUnchanged } from './side-table.ts';
import {
  type Fingerprint,
  type Marker,
  mark,
  markerOf,
  nameOf,
  readTarget,
  requireFree,
  requireNewColumns,
  type TargetName,
  type WriteJob,
  writeFault,
} from './target.ts';

/** `<table>_truoc_<run>`: what the table was before. */
export const backupName = ({ schema, table }: TargetName, run: string): TargetName => ({
  schema,
  table: `${table}_truoc_${run.replaceAll('-', '_')}`,
});

const sourceOf = ({ description }: WriteJob): TargetName => ({
  schema: description.schema!,
  table: description.table!,
});

export async function writeInPlace(address: TableAddress, job: WriteJob): Promise<void> {
  const source = sourceOf(job);
  const backup = backupName(source, job.run);
  await changing(address, source, async (server) => {
    const { key } = job.description;
    const sqlName = quotedTable(source.schema, source.table);
    requireNewColumns(nameOf(source), await columnNames(server, source), job.columns);
    await requireFree(server, backup);
    await requireNoTriggers(server, source);
    await requireUnchanged(server, job);
    await keepWhole(server, source, backup, job);
    await fillBeside(server, job);
    const { client } = server;
    await client.query(
      `alter table ${sqlName} ${job.columns.map((name) => `add column ${quoted(name)} text`).join(', ')}`,
    );
    const sets = job.columns.map((name) => `${quoted(name)} = w.${quoted(name)}`).join(', ');
    const { rowCount } = await client.query(
      `update ${sqlName} t set ${sets} from ${BESIDE} w where ${matching(key)}`,
    );
    if (rowCount !== job.rows) {
      throw tableError({
        kind: 'counts-differ',
        target: nameOf(source),
        found: rowCount ?? 0,
        expected: job.rows,
      });
    }
    // Whatever else may act on an update, the old columns are what they were.
    await requireUnchanged(server, job);
  });
}

async function keepWhole(
  server: TableServer,
  source: TargetName,
  backup: TargetName,
  job: WriteJob,
): Promise<void> {
  const sqlName = quotedTable(backup.schema, backup.table);
  const { rowCount } = await server.client.query(
    `create table ${sqlName} as table ${quotedTable(source.schema, source.table)}`,
  );
  if (rowCount !== job.rows) {
    throw tableError({
      kind: 'counts-differ',
      target: nameOf(backup),
      found: rowCount ?? 0,
      expected: job.rows,
    });
  }
  const key = job.description.key.map(quoted).join(', ');
  await server.client.query(`alter table ${sqlName} add primary key (${key})`);
  await mark(server, backup, markerOf(job, 'backup', nameOf(source)));
}

/** Drops the new columns; the table must then be what the snapshot was, or nothing is done. The backup goes with them. */
export async function undoInPlace(
  address: TableAddress,
  source: TargetName,
  run: string,
  fingerprint: Fingerprint,
): Promise<Marker> {
  const backup = backupName(source, run);
  return changing(address, source, async (server) => {
    const found = await readTarget(server, backup);
    const marker = found?.marker;
    if (marker?.kind !== 'backup' || marker.run !== run || marker.source !== nameOf(source)) {
      const other = found && (marker?.run ?? nameOf(backup));
      throw tableError({ kind: 'nothing-to-undo', target: nameOf(source), found: other });
    }
    const drops = marker.columns.map((name) => `drop column if exists ${quoted(name)}`).join(', ');
    await server.client.query(`alter table ${quotedTable(source.schema, source.table)} ${drops}`);
    if ((await fingerprint(server, marker.description)) !== marker.sha256) {
      throw tableError({
        kind: 'changed-since-written',
        table: nameOf(source),
        backup: nameOf(backup),
        columns: marker.columns,
      });
    }
    await server.client.query(`drop table ${quotedTable(backup.schema, backup.table)}`);
    return marker;
  });
}

/** Drops a side table or copy that this run made. */
export async function undoTable(address: TableAddress, target: TargetName, run: string): Promise<Marker> {
  return onServer(address, WRITE, async (server) => {
    const found = await readTarget(server, target);
    const marker = found?.marker;
    if (!marker || marker.kind === 'backup' || marker.run !== run) {
      const other = found && (marker?.run ?? nameOf(target));
      throw tableError({ kind: 'nothing-to-undo', target: nameOf(target), found: other });
    }
    await server.client
      .query(`drop table ${quotedTable(target.schema, target.table)}`)
      .catch((cause: Error) => {
        throw writeFault(cause, server, target);
      });
    return marker;
  });
}

async function changing<T>(
  address: TableAddress,
  source: TargetName,
  work: (server: TableServer) => Promise<T>,
): Promise<T> {
  return onServer(address, WRITE, async (server) => {
    try {
      await requireOwner(server, source);
      await server.client.query("set local lock_timeout = '30s'");
      await server.client.query(
        `lock table ${quotedTable(source.schema, source.table)} in share row exclusive mode`,
      );
      return await work(server);
    } catch (cause) {
      throw writeFault(cause as Error, server, source);
    }
  });
}

async function requireOwner(server: TableServer, source: TargetName): Promise<void> {
  const [row] = await rowsOf<{ kind: string; owner: boolean }>(
    server,
    `select c.relkind as kind, pg_has_role(c.relowner, 'member') as owner
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2`,
    [source.schema, source.table],
  );
  if (!row || !['r', 'p'].includes(row.kind))
    throw tableError({ kind: 'not-a-plain-table', table: nameOf(source) });
  if (!row.owner) throw tableError({ kind: 'not-owner', table: nameOf(source), user: server.user });
}

/** Triggers and rules on update could change what is not ours. */
async function requireNoTriggers(server: TableServer, { schema, table }: TargetName): Promise<void> {
  const rows = await rowsOf<{ name: string }>(
    server,
    `select tgname as name from pg_trigger where tgrelid = $1::regclass and not tgisinternal and tgenabled <> 'D'
       and (tgtype & 16) <> 0
     union all select rulename from pg_rewrite where ev_class = $1::regclass and ev_type = '2' order by 1`,
    [quotedTable(schema, table)],
  );
  if (rows.length > 0) {
    throw tableError({
      kind: 'triggers',
      table: nameOf({ schema, table }),
      triggers: rows.map(({ name }) => name),
    });
  }
}
