import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildProcess } from '@thuadat/testing/built-process';
import { type PostgresCluster, postgresBinaries, startPostgres } from '@thuadat/testing/postgres-cluster';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ForeignDatabaseError, installQueue, openQueue, QUEUE_SCHEMA, type Queue } from '../src/queue.ts';
import { type Batch, enqueue, UnitFailedError, waitForBatch } from '../src/queue-batch.ts';
import { runWorker, type WorkerNews } from '../src/queue-work.ts';

const bin = postgresBinaries();

describe.skipIf(bin === null)('a queue of units of work', () => {
  let cluster: PostgresCluster;
  let script: string;
  const shared = mkdtempSync(join(tmpdir(), 'thuadat-queue-'));
  beforeAll(async () => {
    cluster = startPostgres(bin!);
    script = await buildProcess('../../queue/test/queue-process.ts');
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(shared, { recursive: true, force: true });
    if (script) rmSync(dirname(script), { recursive: true, force: true });
  });

  async function freshQueue(): Promise<Queue> {
    const queue = await openQueue(await cluster.database());
    await installQueue(queue);
    onTestFinished(() => queue.close());
    return queue;
  }
  const batchOf = (work: string, names: readonly string[], version = 'v1'): Batch => {
    mkdirSync(join(shared, work), { recursive: true });
    return { plan: work, stamp: 's1', version, work, units: names.map((name) => ({ kind: 'settle', name })) };
  };
  const names = (count: number) => Array.from({ length: count }, (_, i) => String(26_000 + i));
  const isDone =
    ({ work }: Batch) =>
    ({ kind, name }: { kind: string; name: string }) =>
      existsSync(join(shared, work, `${kind}-${name}`));
  function worker(queue: Queue, version = 'v1') {
    const child = spawn(process.execPath, [script, queue.url, shared, version], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }
  const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
  const done = (batch: Batch) => readdirSync(join(shared, batch.work)).filter((name) => !/\.\d+$/.test(name));
  const jobsIn = async (queue: Queue) =>
    (await queue.db.query<{ key: string }>(`select key from ${QUEUE_SCHEMA}.jobs order by key`)).map(
      ({ key }) => key,
    );

  it('is made only where it may be', async () => {
    await expect(openQueue('./folder')).rejects.toThrow('needs a PostgreSQL server');
    const url = await cluster.database();
    const queue = await openQueue(url);
    onTestFinished(() => queue.close());
    await queue.db.script('create table customer (id int)');
    await expect(installQueue(queue)).rejects.toThrow(ForeignDatabaseError);
    await expect(installQueue(queue)).rejects.toThrow('public.customer');
    await queue.db.script(`create schema ${QUEUE_SCHEMA}`);
    await installQueue(queue);
    await installQueue(queue);
    expect(await jobsIn(queue)).toEqual([]);
  });

  it('holds a unit once however often it is handed in', async () => {
    const queue = await freshQueue();
    const batch = batchOf('twice', names(5));
    await enqueue(queue, batch);
    await Promise.all([enqueue(queue, batch), enqueue(queue, { ...batch, units: batch.units.slice(2) })]);
    expect(await jobsIn(queue)).toEqual(names(5).map((name) => `twice@s1:settle:${name}`));
    await enqueue(queue, { ...batch, stamp: 's2', units: batch.units.slice(3) });
    expect(await jobsIn(queue)).toEqual(['26003', '26004'].map((name) => `twice@s2:settle:${name}`));
  });

  it('hands units out in their order, and all are done', async () => {
    const queue = await freshQueue();
    const batch = batchOf('order', ['c', 'a', 'b']);
    const begun: string[] = [];
    const seen: string[] = [];
    await enqueue(queue, batch);
    const options = { version: 'v1', concurrency: 1, signal: new AbortController().signal, once: true };
    await runWorker(
      queue,
      async ({ work, kind, name }) => void begun.push([work, kind, name].join(' ')),
      options,
    );
    expect(begun).toEqual(['order settle c', 'order settle a', 'order settle b']);
    await waitForBatch(queue, batch, {
      signal: options.signal,
      isDone: () => true,
      onDone: ({ name }) => seen.push(name),
    });
    expect(seen).toEqual(['c', 'a', 'b']);
    expect(await jobsIn(queue)).toEqual([]);
  });

  it('tries a unit that fails again, then tells the coordinator what the worker said', async () => {
    const queue = await freshQueue();
    const batch = batchOf('fails', ['good', 'bad']);
    const stop = new AbortController();
    let tries = 0;
    const work = async ({ name }: { name: string }) => {
      if (name === 'bad') throw new Error(`no space left, try ${++tries}`);
    };
    await enqueue(queue, batch);
    const working = runWorker(queue, work, { version: 'v1', concurrency: 2, signal: stop.signal });
    const waiting = waitForBatch(queue, batch, {
      signal: stop.signal,
      isDone: ({ name }) => name === 'good',
      onDone() {},
    });
    const fault = await waiting.catch((each: unknown) => each);
    expect(fault).toBeInstanceOf(UnitFailedError);
    expect(fault).toMatchObject({ unit: { kind: 'settle', name: 'bad' }, attempts: 4 });
    expect((fault as UnitFailedError).found).toMatch(/: no space left, try 4$/);
    stop.abort();
    await working;
    // Handed in again after the cause is mended, the unit starts afresh.
    await enqueue(queue, { ...batch, units: batch.units.slice(1) });
    const [job] = await queue.db.query(`select attempts::int, last_error from ${QUEUE_SCHEMA}.jobs`);
    expect(job).toEqual({ attempts: 0, last_error: null });
  });

  it('leaves units of another version to others, and says so', async () => {
    const queue = await freshQueue();
    await enqueue(queue, batchOf('other', names(3), 'v2'));
    const stop = new AbortController();
    const news: WorkerNews[] = [];
    const onNews = (each: WorkerNews) => {
      news.push(each);
      if (each.news === 'other version') stop.abort();
    };
    const taken: string[] = [];
    const run = async ({ name }: { name: string }) => void taken.push(name);
    await runWorker(queue, run, { version: 'v1', concurrency: 1, signal: stop.signal, onNews });
    expect(news).toEqual([{ news: 'ready' }, { news: 'other version', versions: ['v2'], units: 3 }]);
    expect(taken).toEqual([]);
    expect(await jobsIn(queue)).toHaveLength(3);
  });

  it('waits for a queue that is not there yet, and makes none', async () => {
    const queue = await openQueue(await cluster.database());
    onTestFinished(() => queue.close());
    const stop = new AbortController();
    const options = { version: 'v1', concurrency: 1, signal: stop.signal };
    await runWorker(queue, async () => {}, {
      ...options,
      onNews: (news) => {
        expect(news).toEqual({ news: 'waiting', why: 'no queue' });
        stop.abort();
      },
    });
    const [row] = await queue.db.query('select to_regnamespace($1) as there', [QUEUE_SCHEMA]);
    expect(row).toEqual({ there: null });
  });

  it('gives the units of killed and of frozen workers to the living', { timeout: 60_000 }, async () => {
    const queue = await freshQueue();
    const batch = batchOf('storm', names(40));
    await enqueue(queue, batch);
    const [first, second, third] = [worker(queue), worker(queue), worker(queue)];
    const freed: string[] = [];
    let count = 0;
    const onDone = () => {
      count++;
      if (count === 4) first.kill('SIGKILL');
      if (count === 8) second.kill('SIGSTOP');
    };
    const signal = new AbortController().signal;
    await waitForBatch(queue, batch, {
      signal,
      isDone: isDone(batch),
      onDone,
      onFreed: (workers) => freed.push(...workers),
    });
    expect(done(batch)).toEqual(names(40).map((name) => `settle-${name}`));
    for (const name of names(40))
      expect(readFileSync(join(shared, 'storm', `settle-${name}`), 'utf8')).toBe(name.repeat(3));
    expect(freed.length).toBeLessThanOrEqual(2);
    second.kill('SIGCONT');
    await sleep(500);
    for (const child of [second, third]) {
      child.kill('SIGTERM');
      expect(await ended(child)).toBe(0);
    }
    expect(done(batch)).toHaveLength(40);
    expect(await jobsIn(queue)).toEqual([]);
  });
});
