/**
 * A queue of units of work on PostgreSQL, for workers on many machines: graphile-worker in a schema of its own. The queue
 * only hands work out. Whether a unit is done is told by the file it leaves in the work folder, so a unit that is done
 * twice, or whose worker comes back from the dead, changes nothing.
 */

import { formatMessage, type Message, RefusalError } from '@thuadat/core/message/message';
import type { Database } from '@thuadat/store/db/database';
import { openPostgres } from '@thuadat/store/db/postgres';
import { refused, STORE_MESSAGES, tell } from '@thuadat/store/messages';
import type { Logger } from 'graphile-worker';

/** Not graphile-worker's own name, so that a queue another program keeps in the same database is left alone. */
export const QUEUE_SCHEMA = 'thuadat_queue';

export type Queue = {
  readonly url: string;
  readonly db: Database;
  close(): Promise<void>;
};

/** What a worker is handed: which unit of which work folder. Paths are relative to the shared folder. */
export type QueuedUnit = {
  readonly work: string;
  readonly kind: string;
  readonly name: string;
  /** What the work folder must show: another machine may see it late, or see another folder. */
  readonly stamp: string;
};

/** Opens the queue's database; makes nothing in it. Throws a sentence when the server cannot be reached. */
export async function openQueue(url: string): Promise<Queue> {
  if (!/^postgres(ql)?:\/\//.test(url)) throw refused('queue.no-server', { found: url }, { kind: 'usage' });
  const db = await openPostgres(url);
  return { url, db, close: () => db.close() };
}

/** Whether a coordinator has made the queue here. */
export async function isInstalled({ db }: Queue): Promise<boolean> {
  const [row] = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `${QUEUE_SCHEMA}._private_jobs`,
  ]);
  return row!.there;
}

/** The database is used by something else; nothing was made in it. */
export class ForeignDatabaseError extends RefusalError {
  override name = 'ForeignDatabaseError';
  constructor(reason: Message) {
    super('usage', reason, formatMessage(reason, 'en', STORE_MESSAGES));
  }
}

/**
 * Makes the queue's schema, or brings it up to date. Only in a database that is ours (it holds the store, or the queue) or
 * that holds nothing; anywhere else the owner shows consent by making the schema by hand.
 */
export async function installQueue(queue: Queue): Promise<void> {
  const [row] = await queue.db.query<{ ours: boolean; others: string | null }>(
    `select to_regclass('run_unit') is not null or to_regnamespace($1) is not null as ours,
       (select string_agg(name, ', ') from (
          select n.nspname || '.' || c.relname as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)'
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
              and d.objid = c.oid and d.deptype = 'e')
          order by 1 limit 3) list) as others`,
    [QUEUE_SCHEMA],
  );
  if (!row!.ours && row!.others !== null)
    throw new ForeignDatabaseError(
      tell('queue.foreign-database', {
        database: queue.db.label,
        tables: row!.others,
        schema: QUEUE_SCHEMA,
      }),
    );
  const { runMigrations } = await import('graphile-worker');
  await runMigrations({
    connectionString: queue.url,
    schema: QUEUE_SCHEMA,
    maxPoolSize: 2,
    logger: await quietLogger(),
  });
}

/** graphile-worker's own talk is for its developers; faults reach us as events. */
export async function quietLogger(): Promise<Logger> {
  const { Logger: QuietLogger } = await import('graphile-worker');
  return new QuietLogger(() => () => {});
}
