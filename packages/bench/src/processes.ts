/**
 * What a second process brings: scatter and settle, the stages whose units of work are shared out, by one and by two
 * `thuadat worker` processes that take them from the queue in PostgreSQL. Without a server: by `--workers` 1 and 2.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Planned, planProvince, runsIn, workers, workplace } from './migration.ts';
import type { Bench } from './part.ts';
import { type Started, startProgram } from './program.ts';
import type { SampleProvince } from './sample.ts';
import type { Server } from './server.ts';

const SHARED_OUT = /scatter|settle/;

/** How many times faster two are. */
export async function processRows(bench: Bench, sample: SampleProvince): Promise<number> {
  const { server } = bench;
  const seconds: number[] = [];
  for (const processes of [1, 2]) {
    const place = workplace();
    try {
      const planned = server
        ? await byQueue(sample, place.path, processes, server)
        : await planProvince(sample, place.path, workers(processes));
      seconds.push(sharedOut(planned));
      const who = server ? 'thuadat worker' : 'process';
      const name = `scatter + settle, ${processes} × ${who}`;
      const { records, peak } = planned;
      bench.row({ name, records, seconds: seconds.at(-1)!, rss: peak.rss, serverRss: null, peer: null });
    } finally {
      place.done();
    }
  }
  return seconds[0]! / seconds[1]!;
}

/** `plan --queue` in one process, `thuadat worker` in others; its memory is that of all of them. */
async function byQueue(
  sample: SampleProvince,
  cwd: string,
  processes: number,
  server: Server,
): Promise<Planned> {
  const queue = await server.cluster.database();
  const given = new AbortController();
  const planning = planProvince(sample, cwd, ['--queue', queue], { signal: given.signal });
  const takers: Started[] = [];
  try {
    // A plan that fails before there is a queue ends the waiting.
    await Promise.race([queueIsMade(queue, given.signal), planning]);
    const args = ['worker', '-d', queue, '--shared', runsIn(cwd), '--concurrency', '1', '--json'];
    for (let i = 0; i < processes; i++) takers.push(startProgram(args, { cwd, accept: [0, 130] }));
    const planned = await Promise.race([planning, ...takers.map(tooSoon)]);
    for (const taker of takers) taker.stop();
    const ended = await Promise.all(takers.map((taker) => taker.ended));
    const rss = ended.reduce((sum, { peak }) => sum + peak.rss, planned.peak.rss);
    return { ...planned, peak: { rss, processes: processes + planned.peak.processes } };
  } finally {
    given.abort();
    for (const taker of takers) taker.stop();
  }
}

/** `plan` makes the queue's schema before anything else. */
async function queueIsMade(address: string, signal: AbortSignal): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    while (!signal.aborted) {
      const { rows } = await client.query("select to_regnamespace('thuadat_queue') is not null as made");
      if (rows[0].made) return;
      await sleep(100);
    }
  } finally {
    await client.end();
  }
}

/** A worker that ends while there is work would leave the plan waiting for ever. */
const tooSoon = async ({ ended }: Started): Promise<never> => {
  await ended;
  throw new Error('a worker ended before the plan did');
};

/** The whole where the program does not tell its stages. */
function sharedOut({ stages, seconds }: Planned): number {
  const parts = stages.filter(({ name }) => SHARED_OUT.test(name));
  return parts.length === 0 ? seconds : parts.reduce((sum, part) => sum + part.seconds, 0);
}
