/** Settles units on worker threads, largest first; the result is in the order of the jobs whoever did them. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type SettleContext, type SettledUnit, settleUnit, type UnitJob } from './settle.ts';

export type PoolOptions = {
  /** 1 = in this thread. */
  readonly workers: number;
  readonly signal: AbortSignal;
  /** Records of a unit, for the order of work and for progress. */
  readonly sizeOf: (job: UnitJob) => number;
  readonly onSettled: (job: UnitJob) => void;
};

/** The built worker lies beside the program or one folder above its chunks; run from source there is none. */
function workerProgram(): string | null {
  for (const path of ['./settle-worker.js', '../settle-worker.js']) {
    const file = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

export async function settleAll(
  context: SettleContext,
  jobs: readonly UnitJob[],
  options: PoolOptions,
): Promise<SettledUnit[]> {
  const program = workerProgram();
  const threads = program === null ? 1 : Math.min(options.workers, jobs.length);
  const results = new Array<SettledUnit>(jobs.length);
  const queue = jobs
    .map((_, i) => i)
    .sort((a, b) => options.sizeOf(jobs[b]!) - options.sizeOf(jobs[a]!) || a - b);
  if (threads <= 1 || program === null) {
    for (const i of queue) {
      options.signal.throwIfAborted();
      results[i] = settleUnit(context, jobs[i]!);
      options.onSettled(jobs[i]!);
      await new Promise(setImmediate);
    }
    return results;
  }
  await Promise.all(
    Array.from({ length: threads }, () => work(program, context, jobs, queue, results, options)),
  );
  return results;
}

/** One thread's life: takes the next unit until none is left. */
function work(
  program: string,
  context: SettleContext,
  jobs: readonly UnitJob[],
  queue: number[],
  results: SettledUnit[],
  options: PoolOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: context });
    let current = -1;
    const next = () => {
      const taken = options.signal.aborted ? undefined : queue.shift();
      if (taken === undefined) {
        void worker
          .terminate()
          .then(() => (options.signal.aborted ? reject(options.signal.reason) : resolve()));
        return;
      }
      current = taken;
      worker.postMessage(jobs[taken]);
    };
    worker.on('message', (settled: SettledUnit) => {
      results[current] = settled;
      options.onSettled(jobs[current]!);
      next();
    });
    worker.on('error', reject);
    next();
  });
}
