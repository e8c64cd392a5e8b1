/** The worker's side of the queue: takes units, runs them, and goes on after the database was away. */
import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Runner, TaskList, WorkerEvents } from 'graphile-worker';
import { isInstalled, QUEUE_SCHEMA, type Queue, type QueuedUnit, quietLogger } from './queue.ts';
import { taskName } from './queue-batch.ts';
import { freeUnitsOfDead, type Life, SILENCE, showLife } from './queue-life.ts';

export type WorkerNews =
  | { readonly news: 'waiting'; readonly why: 'no queue' | 'no database'; readonly found?: string }
  | { readonly news: 'ready' }
  | { readonly news: 'other version'; readonly versions: readonly string[]; readonly units: number }
  | { readonly news: 'freed'; readonly workers: readonly string[] };

export type WorkerOptions = {
  /** Version of toolkit and data; units of another are left to others. */
  readonly version: string;
  readonly concurrency: number;
  /** Aborted: no new unit is taken, those at hand are finished. */
  readonly signal: AbortSignal;
  /** Ends when the queue holds nothing this worker could take. */
  readonly once?: boolean;
  readonly onNews?: (news: WorkerNews) => void;
  /** Seconds; shorter in tests. */
  readonly silence?: number;
};

/** Runs one unit; slots are numbered from 0, so that each can keep a process of its own. */
export type RunQueuedUnit = (unit: QueuedUnit, slot: number) => Promise<void>;

/** How often the database is asked for work, for dead workers and for units of another version, in milliseconds. */
const POLL = 1_000;
const LOOK = 2_000;

/** Works until the signal comes, or with `once` until nothing is left. A unit that throws is tried again, here or elsewhere. */
export async function runWorker(queue: Queue, run: RunQueuedUnit, options: WorkerOptions): Promise<void> {
  let told = '';
  const tell = (news: WorkerNews) => {
    const text = JSON.stringify(news);
    if (text !== told || news.news === 'freed') options.onNews?.(news);
    told = text;
  };
  while (!options.signal.aborted) {
    try {
      if (await isInstalled(queue)) {
        if (options.once) return await workOnce(queue, run, options, tell);
        await work(queue, run, options, tell);
        continue;
      }
      if (options.once) return;
      tell({ news: 'waiting', why: 'no queue' });
    } catch (fault) {
      if (options.once) throw fault;
      tell({ news: 'waiting', why: 'no database', found: (fault as Error).message.split('\n')[0]! });
    }
    await pause(LOOK, options.signal);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});

/** With `once`: works as usual, and ends at the first look that finds nothing to take and nothing at hand. */
async function workOnce(
  queue: Queue,
  run: RunQueuedUnit,
  options: WorkerOptions,
  tell: (news: WorkerNews) => void,
): Promise<void> {
  const empty = new AbortController();
  let atHand = 0;
  const counted: RunQueuedUnit = async (unit, slot) => {
    atHand++;
    await run(unit, slot).finally(() => atHand--);
  };
  const left = async () => {
    const [row] = await queue.db.query<{ units: number }>(
      `select count(*)::int as units from ${QUEUE_SCHEMA}.jobs
       where task_identifier = $1 and (locked_by is not null or attempts < max_attempts)`,
      [taskName(options.version)],
    );
    return row!.units;
  };
  const watch = async () => {
    while (!empty.signal.aborted && !options.signal.aborted) {
      if (atHand === 0 && (await left().catch(() => 1)) === 0) empty.abort();
      else await pause(POLL / 4, empty.signal);
    }
  };
  const watching = watch();
  const signal = AbortSignal.any([options.signal, empty.signal]);
  await work(queue, counted, { ...options, signal }, tell).finally(() => empty.abort());
  await watching;
}

/** One stay at the queue: until the signal, or until graphile-worker gives up on a lost database. */
async function work(
  queue: Queue,
  run: RunQueuedUnit,
  options: WorkerOptions,
  tell: (news: WorkerNews) => void,
): Promise<void> {
  const { signal, silence = SILENCE, version } = options;
  const lives: Life[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    lives.push(showLife(queue.url, workerPool.id, version, silence));
  });
  const runner = await start(queue, tasks(run, options), options, events);
  const stop = () => void runner.stop('asked to').catch(() => {});
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  tell({ news: 'ready' });
  const ended = new AbortController();
  const looking = lookAround(queue, options, ended.signal, tell);
  try {
    await runner.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort();
    await looking;
    for (const life of lives) await life.end();
  }
}

async function start(
  queue: Queue,
  taskList: TaskList,
  { concurrency }: WorkerOptions,
  events: WorkerEvents,
): Promise<Runner> {
  const { run } = await import('graphile-worker');
  return run({
    connectionString: queue.url,
    schema: QUEUE_SCHEMA,
    taskList,
    concurrency,
    maxPoolSize: concurrency + 2,
    pollInterval: POLL,
    noHandleSignals: true, // Ctrl-C is the command's business
    parsedCronItems: [],
    logger: await quietLogger(),
    events,
    // Answers in batches are tried again when the database is away; single ones are not.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
}

/** The task of this version, and none else: units of another version are not even taken. */
function tasks(run: RunQueuedUnit, { version, concurrency }: WorkerOptions): TaskList {
  const free = Array.from({ length: concurrency }, (_, slot) => slot);
  return {
    [taskName(version)]: async (payload) => {
      const slot = free.shift()!;
      try {
        await run(payload as QueuedUnit, slot);
      } catch (fault) {
        // The message is all that reaches the coordinator.
        throw new Error(`${hostname()}: ${(fault as Error).message}`, { cause: fault });
      } finally {
        free.unshift(slot);
      }
    },
  };
}

/** Idle or not, a worker frees what dead ones held, and says when only another version could do the work that waits. */
async function lookAround(
  { db }: Queue,
  { version }: WorkerOptions,
  signal: AbortSignal,
  tell: (news: WorkerNews) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const freed = await freeUnitsOfDead(db);
      if (freed.length > 0) tell({ news: 'freed', workers: freed });
      const others = await db.query<{ task: string; units: number }>(
        `select task_identifier as task, count(*)::int as units from ${QUEUE_SCHEMA}.jobs
         where starts_with(task_identifier, $1) and task_identifier <> $2 and attempts < max_attempts
         group by 1 order by 1`,
        [taskName(''), taskName(version)],
      );
      if (others.length > 0) {
        const versions = others.map(({ task }) => task.slice(taskName('').length));
        tell({ news: 'other version', versions, units: others.reduce((sum, { units }) => sum + units, 0) });
      }
    } catch {
      // The database is away; graphile-worker waits for it too.
    }
    await pause(LOOK, signal);
  }
}
