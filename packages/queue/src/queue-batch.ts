/** The coordinator's side of the queue: hands in a batch of units, waits until each is done, and frees what the dead held. */
import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE_SCHEMA, type Queue, type QueuedUnit } from './queue.ts';
import { countWorkers, freeUnitsOfDead } from './queue-life.ts';

export type Batch = {
  /** Names the plan: units of the same plan handed in twice are the same units. */
  readonly plan: string;
  /** Hash of what the units are computed from: what was handed in under another is out of date. */
  readonly stamp: string;
  /** Only workers of this very version of toolkit and data take the units: others would write other bytes. */
  readonly version: string;
  /** Work folder relative to the shared folder. */
  readonly work: string;
  /** In the order in which they are best begun. */
  readonly units: readonly { readonly kind: string; readonly name: string }[];
};

type Unit = Batch['units'][number];

export type WaitOptions = {
  readonly signal: AbortSignal;
  /** The truth about a unit: whether its file is there. */
  readonly isDone: (unit: Unit) => boolean;
  readonly onDone: (unit: Unit) => void;
  readonly onFreed?: (workers: readonly string[]) => void;
  /** Nobody has taken a unit for a while; `workers` are alive, perhaps of another version. */
  readonly onIdle?: (workers: number) => void;
};

/** A unit that no worker could do. */
export class UnitFailedError extends Error {
  override name = 'UnitFailedError';
  /** `found` null: no worker said why, each died at it. */
  constructor(
    readonly unit: Unit,
    readonly attempts: number,
    readonly found: string | null,
  ) {
    super(`${unit.kind} ${unit.name}: ${found ?? `its worker died ${attempts} times`}`);
  }
}

/** Tries of a unit, deaths of its worker included. */
const TRIES = 4;
/** Between tries; graphile-worker's own growing pauses are meant for services that come back. */
const RETRY_AFTER = '1 second';
const POLL = 250;
/** Polls between looks for dead workers; polls without a taken unit before somebody is told. */
const LOOK_EVERY = 4;
const IDLE_AFTER = 40;
/** Milliseconds for which a lost database is waited for. */
const LOST_FOR = 120_000;

export const taskName = (version: string): string => `thuadat-unit ${version}`;
const runKey = ({ plan, stamp }: Batch): string => `${plan}@${stamp}:`;
const keyOf = (batch: Batch, { kind, name }: Unit): string => `${runKey(batch)}${kind}:${name}`;

/** Hands in the units that are not in the queue; what is left of failures and of an earlier stamp goes. Done twice it does nothing the second time. */
export async function enqueue({ db }: Queue, batch: Batch): Promise<void> {
  const specs = batch.units.map((unit, i) => ({
    key: keyOf(batch, unit),
    payload: { work: batch.work, stamp: batch.stamp, kind: unit.kind, name: unit.name } satisfies QueuedUnit,
    priority: Math.min(i, 32_000),
  }));
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`thuadat.queue.${batch.plan}`]);
    await tx.query(
      `select ${QUEUE_SCHEMA}.complete_jobs(array(select id from ${QUEUE_SCHEMA}.jobs
         where locked_by is null and (attempts >= max_attempts and (key is null or starts_with(key, $1))
           or starts_with(key, $2) and not starts_with(key, $1))))`,
      [runKey(batch), `${batch.plan}@`],
    );
    await tx.query(
      `select count(*) from (select array_agg((
           $2, s.payload, null, null, ${TRIES}, s.key, s.priority, null)::${QUEUE_SCHEMA}.job_spec) as specs
         from json_to_recordset($1::json) as s(key text, payload json, priority int)
         where not exists (select from ${QUEUE_SCHEMA}.jobs j where j.key = s.key)) new,
         lateral ${QUEUE_SCHEMA}.add_jobs(new.specs) added where new.specs is not null`,
      [JSON.stringify(specs), taskName(batch.version)],
    );
  });
}

/** Takes back what nobody has begun. Units under way end by themselves and harm nothing. */
async function withdraw({ db }: Queue, batch: Batch): Promise<void> {
  await db.query(
    `select ${QUEUE_SCHEMA}.complete_jobs(array(select id from ${QUEUE_SCHEMA}.jobs
       where locked_by is null and starts_with(key, $1)))`,
    [runKey(batch)],
  );
}

type Job = {
  readonly key: string;
  readonly taken: boolean;
  readonly over: boolean;
  readonly attempts: number;
  readonly last_error: string | null;
};

/** Ends when every unit is done. Throws {@link UnitFailedError}, the signal's reason, or what the database said. */
export async function waitForBatch(queue: Queue, batch: Batch, options: WaitOptions): Promise<void> {
  const pending = new Map(batch.units.map((unit) => [keyOf(batch, unit), unit]));
  let lostSince: number | null = null;
  let idle = 0;
  try {
    for (let poll = 0; pending.size > 0; poll++) {
      settleDone(pending, options);
      if (pending.size === 0) return;
      options.signal.throwIfAborted();
      try {
        const taken = await look(queue, batch, pending, options, poll % LOOK_EVERY === LOOK_EVERY - 1);
        lostSince = null;
        idle = taken ? 0 : idle + 1;
        if (idle % IDLE_AFTER === IDLE_AFTER - 1) options.onIdle?.(await countWorkers(queue.db));
      } catch (fault) {
        if (fault instanceof UnitFailedError) throw fault;
        lostSince ??= Date.now();
        if (Date.now() - lostSince > LOST_FOR) throw fault;
      }
      await sleep(POLL);
    }
  } finally {
    await withdraw(queue, batch).catch(() => {}); // left over, they find their work done and end
  }
}

function settleDone(pending: Map<string, Unit>, { isDone, onDone }: WaitOptions): void {
  for (const [key, unit] of pending) {
    if (!isDone(unit)) continue;
    pending.delete(key);
    onDone(unit);
  }
}

/** One look at the queue: failures, units that have gone from it undone, dead workers. Returns whether somebody is at work. */
async function look(
  queue: Queue,
  batch: Batch,
  pending: ReadonlyMap<string, Unit>,
  { isDone, onFreed }: WaitOptions,
  forDead: boolean,
): Promise<boolean> {
  const jobs = await queue.db.query<Job>(
    `select key, locked_by is not null as taken, locked_by is null and attempts >= max_attempts as over,
       attempts::int as attempts, last_error
     from ${QUEUE_SCHEMA}.jobs where starts_with(key, $1)`,
    [runKey(batch)],
  );
  for (const { key, over, attempts, last_error } of jobs) {
    const unit = pending.get(key);
    if (over && unit && !isDone(unit)) throw new UnitFailedError(unit, attempts, last_error);
  }
  if (jobs.some(({ over, taken, last_error }) => last_error !== null && !over && !taken))
    await hasten(queue, batch);
  const known = new Set(jobs.map(({ key }) => key));
  // Asked once more after the look: a unit leaves its file before it leaves the queue.
  const gone = [...pending].filter(([key, unit]) => !known.has(key) && !isDone(unit));
  if (gone.length > 0) await enqueue(queue, { ...batch, units: gone.map(([, unit]) => unit) });
  if (forDead) {
    const freed = await freeUnitsOfDead(queue.db);
    if (freed.length > 0) onFreed?.(freed);
  }
  return jobs.some(({ taken }) => taken);
}

async function hasten({ db }: Queue, batch: Batch): Promise<void> {
  await db.query(
    `select ${QUEUE_SCHEMA}.reschedule_jobs(array(select id from ${QUEUE_SCHEMA}.jobs
         where starts_with(key, $1) and locked_by is null and run_at > now() + $2::interval),
       now() + $2::interval)`,
    [runKey(batch), RETRY_AFTER],
  );
}
