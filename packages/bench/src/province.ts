/**
 * The whole table of a province by one command: `plan` and `apply` of a small and a whole province as a user starts them,
 * good PostGIS SQL on the same files, growth, processes, and where the time goes. A part that fails is named, and the
 * others go on; what is known so far is printed and written as it comes.
 */
import { availableParallelism } from 'node:os';
import { openDatabase } from '@thuadat/store/db/open';
import { comparePeer, compareReading } from './comparison.ts';
import { measureDisk } from './disk.ts';
import { stageCosts } from './floor.ts';
import { runJob } from './job.ts';
import { benchLive } from './live.ts';
import {
  type Applied,
  applyRun,
  type Planned,
  planProvince,
  workers as withWorkers,
  workplace,
} from './migration.ts';
import {
  type Bench,
  openBench,
  type ProvinceOptions,
  rowOf,
  type SinglePart,
  type SparedPart,
} from './part.ts';
import { processRows } from './processes.ts';
import { profilePlan } from './profile.ts';
import { profileCells, ROW_TEXT, rowCells, stageCells, text } from './province-table.ts';
import { publish } from './publish.ts';
import type { BenchResult } from './result.ts';
import { sampleProvince } from './sample.ts';
import { type Server, startServer } from './server.ts';
import { sizeTable, tableSizes } from './sizes.ts';
import { machine, mib } from './table.ts';
import { judge } from './target.ts';

/** A province of one size, from its files into the database. */
export type Migrated = { readonly planned: Planned; readonly applied: Applied | null };

/** Resolves to whether nothing failed and every target was held. */
export async function benchProvince(options: ProvinceOptions): Promise<boolean> {
  const { say } = options;
  const result: BenchResult = {
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    command: options.command,
    server: null,
    disk: null,
    rows: [],
    stages: [],
    targets: [],
    profile: [],
    live: null,
    sizes: null,
    notes: [],
    failures: [],
  };
  const server = await startServer(say);
  const stop = () => server?.cluster.stop();
  const interrupted = () => {
    stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    if (server) {
      result.server = { versions: server.versions, settings: server.settings };
      say(`${server.versions}: ${server.settings}`);
    }
    const bench = openBench(options, server, result);
    await (options.only ? measureOnly(bench, options.only) : measure(bench));
  } finally {
    stop();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
  if (result.rows.length > 0) say(`\n${text(rowCells(result.rows), ROW_TEXT)}`);
  if (result.stages.length > 0)
    say(
      `\nWhere the time goes (the floor is the slower of disk and kernel)\n${text(stageCells(result.stages))}`,
    );
  if (result.profile.length > 0)
    say(`\nSelf time of plan, one thread\n${text(profileCells(result.profile))}`);
  for (const note of result.notes) say(note);
  say('');
  for (const { what, found, held } of result.targets) say(`${held ? 'held  ' : 'MISSED'}  ${what}: ${found}`);
  for (const { part, message } of result.failures) say(`FAILED  ${part}: ${message}`);
  publish(result, options);
  return result.failures.length === 0 && result.targets.every(({ held }) => held);
}

async function measureOnly(bench: Bench, only: readonly SinglePart[]): Promise<void> {
  const { server, options } = bench;
  const sample = sampleProvince(options.small, options.seed);
  let processes: number | null = null;
  if (only.includes('processes'))
    processes = await bench.part('1 → 2 processes', () => processRows(bench, sample));
  if (only.includes('live') && server) {
    const place = workplace();
    const planned = await bench.part('plan', () =>
      planProvince(sample, place.path, withWorkers(options.workers)),
    );
    if (planned) await live(bench, server, planned.run);
    place.done();
  }
  judge(bench, new Map(), { processes, reading: null });
}

async function measure(bench: Bench): Promise<void> {
  const { result, server, options } = bench;
  const { parcels, small, peer, seed, workers, say } = options;
  const wanted = (part: SparedPart) => !options.without.includes(part);
  result.disk = await bench.part('disk', async () => {
    const disk = measureDisk(parcels < 100_000 ? 64 : 1024);
    if (disk === null) say('*** dd is not installed: the disk is NOT MEASURED ***');
    else say(`write ${mib(disk.write)}/s, read ${mib(disk.read)}/s: ${disk.how}`);
    return disk;
  });
  const kernel = await bench.part('kernel: the identifier of a parcel', async () => {
    const { sources } = sampleProvince(small, seed);
    const { stages } = await runJob({ kind: 'kernel', sources, parcels: Math.min(small, 20_000) });
    const { seconds, records } = stages[0]!;
    say(`${((1e6 * seconds) / records).toFixed(1)} µs of one core`);
    return seconds / records;
  });
  const migrations = new Map<number, Migrated>();
  for (const size of [...new Set([small, peer, parcels])].sort((a, b) => a - b)) {
    const migrated = await migrate(bench, size);
    if (migrated) migrations.set(size, migrated);
    if (size === peer && server && wanted('peer')) await comparePeer(bench, server, migrated);
  }
  const largest = migrations.get(parcels) ?? migrations.get(small);
  if (largest) {
    const cores = Math.min(workers, availableParallelism());
    const floors = { disk: result.disk, kernel: kernel ?? 0, cores };
    result.stages = stageCosts(largest.planned, largest.applied, floors);
  }
  const reading = wanted('reading')
    ? await bench.part('reading beside ogr2ogr', () => compareReading(bench))
    : null;
  const one = wanted('processes')
    ? await bench.part('1 → 2 processes', () => processRows(bench, sampleProvince(small, seed)))
    : null;
  if (options.profile) {
    const profiled = await bench.part('profile of plan', () =>
      profilePlan(sampleProvince(Math.min(small, 100_000), seed)),
    );
    if (profiled) result.profile = profiled;
  }
  judge(bench, migrations, { processes: one, reading });
}

async function migrate(bench: Bench, size: number): Promise<Migrated | null> {
  const { options, server } = bench;
  const { workers, seed } = options;
  const place = workplace();
  try {
    const name = size.toLocaleString('en-US');
    const sample = await bench.part(`draw ${name} parcels`, async () => sampleProvince(size, seed));
    if (sample === null) return null;
    const planned = await bench.part(`plan of ${name} parcels`, async () => {
      const done = await planProvince(sample, place.path, withWorkers(workers));
      for (const { name: stage, seconds } of done.stages.filter((each) => each.seconds >= 0.05)) {
        if (done.stages.length > 1) bench.row(rowOf(`  ${stage}`, done.records, seconds, null));
      }
      bench.row(rowOf(`plan, ${workers} workers`, done.records, done.seconds, done.peak.rss));
      return done;
    });
    if (planned === null) return null;
    const applied =
      server &&
      (await bench.part(`apply of ${name} parcels`, async () => {
        const done = await applyRun(planned, place.path, server);
        bench.row({
          ...rowOf('apply into PostgreSQL', planned.records, done.seconds, done.peak.rss),
          serverRss: done.server.rss,
        });
        return done;
      }));
    if (applied && size === options.parcels) await weigh(bench, applied, planned.records);
    if (server && size === options.small && !options.without.includes('live'))
      await live(bench, server, planned.run);
    return { planned, applied };
  } finally {
    place.done();
  }
}

/** 50 people look parcels up while the run goes into another database. */
async function live({ options, result, part }: Bench, server: Server, run: string): Promise<void> {
  result.live = await part('look-ups while applying', async () =>
    benchLive({ target: await server.cluster.database(), run, seed: options.seed, say: options.say }),
  );
}

async function weigh({ options, result, part }: Bench, { address }: Applied, parcels: number): Promise<void> {
  await part('bytes of tables and indexes', async () => {
    const db = await openDatabase(address);
    try {
      const tables = await tableSizes(db);
      result.sizes = { parcels, tables };
      options.say(sizeTable(tables, parcels));
    } finally {
      await db.close();
    }
  });
}
