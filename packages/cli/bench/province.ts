/**
 * The whole table of a province by one command: `plan` and `apply` of a small and a whole province as a user starts them,
 * good PostGIS SQL on the same files, growth, processes, and where the time goes. A part that fails is named, and the
 * others go on; what is known so far is printed and written as it comes.
 */
import { availableParallelism } from 'node:os';
import { measureDisk } from './disk.ts';
import { stageCosts } from './floor.ts';
import { runJob } from './job.ts';
import { type Applied, applyRun, type Planned, planProvince, workplace } from './migration.ts';
import { peerPipeline } from './peer.ts';
import { processRows } from './processes.ts';
import { profilePlan } from './profile.ts';
import { profileCells, ROW_TEXT, rowCells, stageCells, text } from './province-table.ts';
import { publish } from './publish.ts';
import { benchReading } from './reading.ts';
import type { BenchResult, Measured } from './result.ts';
import { sampleProvince } from './sample.ts';
import { type Server, startServer } from './server.ts';
import { machine, mib } from './table.ts';
import { judge } from './target.ts';

export type ProvinceOptions = {
  readonly parcels: number;
  readonly small: number;
  readonly peer: number;
  readonly workers: number;
  readonly seed: number;
  readonly profile: boolean;
  /** Folder of bench.json and benchmarks.svg. */
  readonly out: string | null;
  /** Whether the README's section is written anew. */
  readonly readme: boolean;
  readonly command: string;
  readonly say: (line: string) => void;
};

/** A province of one size, from its files into the database. */
export type Migrated = { readonly planned: Planned; readonly applied: Applied | null };

export type Bench = {
  readonly options: ProvinceOptions;
  readonly server: Server | null;
  readonly result: BenchResult;
  /** Runs a part; null when it failed. */
  part<T>(name: string, work: () => Promise<T>): Promise<T | null>;
  row(row: Measured): void;
};

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
    await measure(openBench(options, server, result));
  } finally {
    stop();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
  say(`\n${text(rowCells(result.rows), ROW_TEXT)}`);
  say('\nWhere the time goes (the floor is the slower of disk and kernel)');
  say(text(stageCells(result.stages)));
  if (result.profile.length > 0)
    say(`\nSelf time of plan, one thread\n${text(profileCells(result.profile))}`);
  for (const note of result.notes) say(note);
  say('');
  for (const { what, found, held } of result.targets) say(`${held ? 'held  ' : 'MISSED'}  ${what}: ${found}`);
  for (const { part, message } of result.failures) say(`FAILED  ${part}: ${message}`);
  publish(result, options);
  return result.failures.length === 0 && result.targets.every(({ held }) => held);
}

function openBench(options: ProvinceOptions, server: Server | null, result: BenchResult): Bench {
  const { say, out } = options;
  const bench: Bench = {
    options,
    server,
    result,
    async part(name, work) {
      say(`\n${new Date().toISOString().slice(11, 19)} ${name}`);
      try {
        return await work();
      } catch (fault) {
        const message = fault instanceof Error ? fault.message : String(fault);
        result.failures.push({ part: name, message: message.split('\n')[0]! });
        say(`*** ${name} FAILED: ${message} ***`);
        return null;
      } finally {
        if (out !== null) publish(result, { ...options, readme: false });
      }
    },
    row(row) {
      result.rows.push(row);
      say(text(rowCells([row]), ROW_TEXT).split('\n')[1]!);
    },
  };
  say(text(rowCells([]), ROW_TEXT));
  return bench;
}

async function measure(bench: Bench): Promise<void> {
  const { result, server, options } = bench;
  const { parcels, small, peer, seed, workers, say } = options;
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
    if (size === peer && server) await comparePeer(bench, server, migrated);
  }
  const largest = migrations.get(parcels) ?? migrations.get(small);
  if (largest) {
    const cores = Math.min(workers, availableParallelism());
    const floors = { disk: result.disk, kernel: kernel ?? 0, cores };
    result.stages = stageCosts(largest.planned, largest.applied, floors);
  }
  const reading = await bench.part('reading beside ogr2ogr', () => compareReading(bench));
  const one = await bench.part('1 → 2 processes', () => processRows(bench, sampleProvince(small, seed)));
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
      const done = await planProvince(sample, place.path, workers);
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
        const done = await applyRun(planned.run, place.path, server);
        bench.row({
          ...rowOf('apply into PostgreSQL', planned.records, done.seconds, done.peak.rss),
          serverRss: done.server.rss,
        });
        return done;
      }));
    return { planned, applied };
  } finally {
    place.done();
  }
}

/** The ratio of reading into a table; null where ogr2ogr or the server is missing. */
async function compareReading({ options, server, row }: Bench): Promise<number | null> {
  const { sources } = sampleProvince(options.small, options.seed);
  const cluster = server?.cluster ?? null;
  const { rows, ratio } = await benchReading({ sources, cluster, say: () => {} });
  for (const { stage, records, seconds, peakRss, peer } of rows) {
    const its = peer && { name: peer.name, records, seconds: records / peer.perSecond };
    row({ ...rowOf(stage, records, seconds, peakRss), peer: its ?? null });
  }
  return ratio;
}

export const rowOf = (name: string, records: number, seconds: number, rss: number | null): Measured => ({
  name,
  records,
  seconds,
  rss,
  serverRss: null,
  peer: null,
});

async function comparePeer(bench: Bench, server: Server, ours: Migrated | null): Promise<void> {
  const { options, result } = bench;
  const { say, seed } = options;
  await bench.part(
    `peer: ogr2ogr + PostGIS SQL on ${options.peer.toLocaleString('en-US')} parcels`,
    async () => {
      const { sources, boundaries } = sampleProvince(options.peer, seed);
      await server.settle();
      const address = await server.cluster.database();
      const peer = await peerPipeline(address, sources, boundaries, ({ name, records, seconds }) => {
        bench.row(rowOf(`  peer: ${name}`, records, seconds, null));
      });
      if (peer === null) {
        say('*** ogr2ogr is not installed: PostGIS is NOT COMPARED (apt-get install gdal-bin) ***');
        return;
      }
      result.notes.push(
        `The peer's step with ST_MaximumInscribedCircle ran with ${peer.workers} parallel workers beside the leader.`,
      );
      if (peer.workers === 0)
        throw new Error('the planner gave the costly step no parallel workers: not a fair peer');
      if (!ours?.applied) return;
      const { planned, applied } = ours;
      bench.row({
        ...rowOf(
          'plan + apply',
          planned.records,
          planned.seconds + applied.seconds,
          Math.max(planned.peak.rss, applied.peak.rss),
        ),
        serverRss: applied.server.rss,
        peer: { name: 'ogr2ogr + PostGIS SQL', records: peer.records, seconds: peer.seconds },
      });
    },
  );
}
