/**
 * Which workers are alive. graphile-worker frees the jobs of a dead worker only after four hours; here each worker holds a
 * session lock while it lives, and any worker or coordinator frees what a worker without one had taken. The server ends
 * the session of a worker that stays silent (stopped, power or network gone), so the lock goes in these cases too.
 */

import type { Database } from '@thuadat/store/db/database';
import pg from 'pg';
import { QUEUE_SCHEMA } from './queue.ts';

/** First half of the lock's key, "thua" in ASCII; the second is the hash of the worker's name. */
const LIFE_LOCK = 0x74687561;

/** Seconds without a sign of life after which a worker counts as dead. Units run in processes of their own, so silence is not work. */
export const SILENCE = 15;

/** A job younger than this is not judged: its worker may be about to show its lock. */
const GRACE = '3 seconds';

const GONE = `not exists (
  select from pg_locks l
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = ${LIFE_LOCK}::oid
    and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid
    and l.database = (select oid from pg_database where datname = current_database()))`;

export type Life = { end(): Promise<void> };

/** Shows that `worker` lives until `end`; takes up again after a lost connection. */
export function showLife(url: string, worker: string, version: string, silence = SILENCE): Life {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let ended = false;
  const lose = () => {
    const lost = client;
    client = null;
    void lost?.end().catch(() => {});
  };
  const beat = async () => {
    try {
      if (client) await client.query('select 1');
      else client = await takeLock(url, worker, version, silence, lose);
    } catch {
      lose();
    }
    if (ended) lose();
    else timer = setTimeout(beat, (silence * 1000) / 6);
  };
  void beat();
  return {
    async end() {
      ended = true;
      if (timer) clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end().catch(() => {});
    },
  };
}

/** Shared, since the server may still keep the session of the same worker's lost connection. */
async function takeLock(
  url: string,
  worker: string,
  version: string,
  silence: number,
  onLost: () => void,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `thuadat worker ${version}`.slice(0, 63),
    connectionTimeoutMillis: 5_000,
    query_timeout: silence * 1000,
  });
  client.on('error', onLost);
  await client.connect();
  await client.query(`set idle_session_timeout = '${Math.round(silence * 1000)}ms'`);
  await client.query('select pg_advisory_lock_shared($1::int, hashtext($2))', [LIFE_LOCK, worker]);
  return client;
}

/** Frees the units that dead workers had taken; returns the names of those workers. */
export async function freeUnitsOfDead(db: Database): Promise<string[]> {
  const dead = await db.query<{ worker: string }>(
    `select distinct locked_by as worker from ${QUEUE_SCHEMA}.jobs j
     where locked_by is not null and locked_at < now() - interval '${GRACE}' and ${GONE} order by 1`,
  );
  const names = dead.map(({ worker }) => worker);
  if (names.length > 0) await db.query(`select ${QUEUE_SCHEMA}.force_unlock_workers($1::text[])`, [names]);
  return names;
}

/** Workers that are alive, of any version. */
export async function countWorkers(db: Database): Promise<number> {
  const [row] = await db.query<{ workers: number }>(
    `select count(distinct objid)::int as workers from pg_locks
     where locktype = 'advisory' and granted and objsubid = 2 and classid = ${LIFE_LOCK}::oid
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return row!.workers;
}
