/** A PostgreSQL server (15 or later) with PostGIS, through `pg`. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { refused, tell } from '../messages.ts';
import {
  BusyError,
  type CopyFormat,
  type Database,
  databaseError,
  driverText,
  instantText,
  type Row,
} from './database.ts';
import { listenOn } from './postgres-listen.ts';

/** Type → value, alike on both drivers (see database.ts). */
const PARSERS: Record<number, (text: string) => unknown> = {
  20: Number,
  1082: (text) => text,
  1114: (text) => text,
  1184: instantText,
};
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    PARSERS[id] ?? pg.types.getTypeParser(id, format as 'text'),
} as pg.CustomTypesConfig;

/** Opens a pool on a `postgres://` address; throws a sentence naming the address, without its password, when it fails. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 6,
    // A person who looks at a map for a minute is answered by connections that have their statements planned.
    idleTimeoutMillis: 600_000,
    types,
    options: '-c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=1 -c client_encoding=UTF8',
    application_name: 'thuadat',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const label = labelOf(url);
  const guard: Guard = { lost: false };
  const self: Database = {
    ...statements(pool, label),
    copyIn: (table, columns, chunks, format) =>
      withClient(pool, (client) => copyIn(client, table, columns, chunks, format)),
    stream: (sql, params, batch) => streamAlone(pool, sql, params, batch),
    transaction: (work) => withClient(pool, (client) => inTransaction(client, self, guard, work)),
    exclusive: (name, work) => withClient(pool, (client) => exclusive(client, name, label, guard, work)),
    listen: (channel, hearing) => listenOn(url, channel, hearing),
    checkpoint: async () => {}, // the server's own business
    close: () => pool.end(),
  };
  try {
    await self.query('select 1');
  } catch (cause) {
    await pool.end();
    const detail = driverText(cause);
    throw refused('database.no-connection', { database: label, detail }, { kind: 'failed', cause });
  }
  return self;
}

function labelOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    const host = searchParams.get('host') ?? (hostname || 'localhost');
    return `postgres ${host}${port ? `:${port}` : ''}${pathname}`;
  } catch {
    return 'postgres';
  }
}

/** The pool listens only to idle connections; one that is lost while in use fails its query and must not end the process. */
async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw databaseError(cause, 'connect');
  });
  client.removeListener('error', ignore);
  client.on('error', ignore);
  return client;
}
const ignore = () => {};

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let broken = false;
  try {
    return await work(client);
  } catch (fault) {
    // A connection whose state is unknown is thrown away rather than reused.
    broken = (await client.query('select 1').catch(() => null)) === null;
    throw fault;
  } finally {
    client.release(broken);
  }
}

async function inTransaction<T>(
  client: pg.PoolClient,
  self: Database,
  guard: Guard,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  const on = statements(client, self.label);
  try {
    await on.script('begin');
    const value = await work({
      ...self,
      ...on,
      copyIn: (table, columns, chunks, format) => copyIn(client, table, columns, chunks, format),
      stream: (sql, params, batch) => streamCursor(client, sql, params, batch),
      transaction: nested,
    });
    if (guard.lost) throw databaseError(refused('database.lock-lost', { database: self.label }), 'commit');
    await on.script('commit');
    return value;
  } catch (fault) {
    await client.query('rollback').catch(() => {}); // a lost connection rolls back by itself
    throw fault;
  }
}

async function nested(): Promise<never> {
  throw new Error('a transaction inside a transaction was asked for; pass the outer one on');
}

/** Set when the connection that holds a lock is gone: others may hold it now, so nothing more is committed. */
type Guard = { lost: boolean };

/** A session lock: it ends with the connection, so a killed process leaves none behind. */
async function exclusive<T>(
  client: pg.PoolClient,
  name: string,
  label: string,
  guard: Guard,
  work: () => Promise<T>,
): Promise<T> {
  const key = `thuadat.${name}`;
  const on = statements(client, label);
  const sql = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken';
  const [row] = await on.query<{ taken: boolean }>(sql, [key]);
  if (!row!.taken) throw new BusyError(tell('database.work-running', { work: name, database: label }));
  const lose = () => {
    guard.lost = true;
  };
  client.once('end', lose);
  try {
    return await work();
  } finally {
    client.removeListener('end', lose);
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => {});
  }
}

const names = new Map<string, string>();

/** One text, one name, on every connection. */
function statementName(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    name = `kept_${names.size + 1}`;
    names.set(sql, name);
  }
  return name;
}

function statements(
  on: pg.Pool | pg.PoolClient,
  label: string,
): Pick<Database, 'kind' | 'label' | 'query' | 'script'> {
  return {
    kind: 'postgres',
    label,
    async query<T extends Row>(sql: string, params: readonly unknown[] = [], kept?: 'kept') {
      try {
        const name = kept && statementName(sql);
        return (await on.query({ ...(name ? { name } : {}), text: sql, values: [...params] })).rows as T[];
      } catch (cause) {
        throw databaseError(cause, sql);
      }
    },
    async script(sql) {
      try {
        await on.query(sql);
      } catch (cause) {
        throw databaseError(cause, sql);
      }
    },
  };
}

async function copyIn(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  chunks: AsyncIterable<Uint8Array>,
  format: CopyFormat = 'text',
): Promise<number> {
  const sql = `copy ${table} (${columns.join(', ')}) from stdin with (format ${format})`;
  const sink = client.query(copyFrom(sql));
  try {
    await pipeline(Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 20 }), sink);
  } catch (cause) {
    throw databaseError(cause, sql);
  }
  return sink.rowCount;
}

let cursors = 0;

async function* streamCursor<T extends Row>(
  client: pg.PoolClient,
  sql: string,
  params: readonly unknown[] = [],
  batch = 1000,
): AsyncIterable<T> {
  const name = `stream_${++cursors}`;
  try {
    await client.query(`declare ${name} no scroll cursor for ${sql}`, [...params]);
  } catch (cause) {
    throw databaseError(cause, sql);
  }
  try {
    for (;;) {
      const { rows } = await client.query(`fetch ${batch} from ${name}`);
      yield* rows as T[];
      if (rows.length < batch) return;
    }
  } finally {
    await client.query(`close ${name}`).catch(() => {}); // fails only in a transaction that has already failed
  }
}

async function* streamAlone<T extends Row>(
  pool: pg.Pool,
  sql: string,
  params?: readonly unknown[],
  batch?: number,
): AsyncIterable<T> {
  const client = await connect(pool);
  try {
    await client.query('begin read only');
    yield* streamCursor<T>(client, sql, params, batch);
  } finally {
    const ended = await client.query('rollback').catch(() => null);
    client.release(ended === null);
  }
}
