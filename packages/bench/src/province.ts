/** A province end to end as a user starts it, `thuadat plan` and `thuadat apply`, beside PostGIS SQL on the same files. */
import { join } from 'node:path';
import { type Bench, inWorkplace } from './bench.ts';
import { peerPipeline } from './peer.ts';
import { watchTree } from './process-tree.ts';
import { type Ran, runProgram } from './program.ts';
import { mib, whole } from './report.ts';
import { type SampleProvince, sampleProvince } from './sample.ts';
import type { Server } from './server.ts';
import { sizeTable } from './sizes.ts';

/** Targets in minutes are those of a whole province; ratios are held at any size. */
const WHOLE_PROVINCE = 5_000_000;
const PLAN_SECONDS = 360;
const APPLY_SECONDS = 240;
const PLAN_RSS = 2 * 2 ** 30;
const PEER = 3;
const GROWTH = 1.15;
/** Least share of the records that must end in force: the drawn province holds nothing that blocks a commune. */
const IN_FORCE = 0.97;
/** A date, not the clock: the same seed writes the same run. */
const WHO_AND_WHEN = ['--json', '--by', 'bench', '--date', '2026-01-01'];

type Planned = Ran & {
  readonly records: number;
  /** The run's folder. */
  readonly run: string;
};

export async function planProvince(
  { sources, boundaries }: SampleProvince,
  cwd: string,
  workers: number,
): Promise<Planned> {
  const inputs = [...sources, '-p', 'lao-cai', '-b', boundaries, '--runs', join(cwd, 'runs')];
  const args = ['--progress', 'json', 'plan', ...inputs, '--workers', `${workers}`, ...WHO_AND_WHEN];
  const ran = await runProgram(args, cwd);
  const { path, counts } = JSON.parse(ran.out) as { path: string; counts: { read: number } };
  return { ...ran, records: counts.read, run: path };
}

type Migrated = {
  readonly planned: Planned;
  readonly applied: (Ran & { readonly serverRss: number; readonly address: string }) | null;
};

export async function benchProvince(bench: Bench): Promise<void> {
  const { options, server, report } = bench;
  const { parcels } = options;
  const small = Math.min(options.small, parcels);
  const first = await inWorkplace((cwd) => migrate(bench, small, cwd));
  if (server && first.applied) await compare(bench, server, first);
  const last = parcels === small ? first : await inWorkplace((cwd) => migrate(bench, parcels, cwd));
  const { planned, applied } = last;
  if (applied) report.say(`\n${await sizeTable(applied.address, planned.records)}\n`);
  if (parcels >= WHOLE_PROVINCE) {
    const minutes = (name: string, { seconds }: Ran, most: number) =>
      report.target(`${name} ≤ ${most / 60} min`, `${seconds.toFixed(0)} s`, seconds <= most);
    minutes('plan', planned, PLAN_SECONDS);
    if (applied) minutes('apply', applied, APPLY_SECONDS);
  }
  report.target('plan, all processes together ≤ 2 GiB', mib(planned.rss), planned.rss <= PLAN_RSS);
  if (last !== first) {
    judgeGrowth(bench, 'plan', first, first.planned, last, planned);
    if (first.applied && applied) judgeGrowth(bench, 'apply', first, first.applied, last, applied);
  }
}

async function migrate({ options, server, report }: Bench, size: number, cwd: string): Promise<Migrated> {
  const { workers, seed } = options;
  report.say(`Drawing ${whole(size)} parcels, seed ${seed} …`);
  const sample = sampleProvince(size, seed);
  const planned = await planProvince(sample, cwd, workers);
  const { records } = planned;
  for (const { name, seconds } of planned.stages) report.row({ name: `plan: ${name}`, records, seconds });
  report.row({ name: `plan, ${workers} workers`, records, seconds: planned.seconds, rss: planned.rss });
  if (!server) return { planned, applied: null };
  const address = await server.cluster.database();
  await server.settle();
  const stopWatch = watchTree(server.pid, { shared: true });
  const args = ['apply', planned.run, '-d', address, ...WHO_AND_WHEN];
  const ran = await runProgram(args, cwd).finally(stopWatch);
  const { counts, parcels } = JSON.parse(ran.out) as { counts: { failed: number }; parcels: number };
  if (counts.failed > 0 || parcels < IN_FORCE * records)
    throw new Error(`${parcels} of ${records} records are in force: ${JSON.stringify(counts)}`);
  const applied = { ...ran, serverRss: stopWatch(), address };
  const { seconds, rss, serverRss } = applied;
  report.row({ name: 'apply into PostgreSQL', records, seconds, rss, serverRss });
  return { planned, applied };
}

/** Ours beside good PostGIS SQL on the small province. */
async function compare({ options, report }: Bench, server: Server, { planned, applied }: Migrated) {
  const { records } = planned;
  const { sources, boundaries } = sampleProvince(Math.min(options.small, options.parcels), options.seed);
  await server.settle();
  const peer = await peerPipeline(await server.cluster.database(), sources, boundaries);
  if (peer === null) {
    report.say('*** ogr2ogr is not installed: PostGIS is NOT COMPARED (apt-get install gdal-bin) ***');
    return;
  }
  for (const { name, seconds } of [...peer.stages, peer.overlaps])
    report.row({ name: `peer: ${name}`, records: peer.records, seconds });
  report.say(
    `The peer's ST_MaximumInscribedCircle ran with ${peer.workers} parallel workers beside the leader.`,
  );
  if (peer.workers === 0)
    throw new Error('the planner gave the costly step no parallel workers: not a fair peer');
  const ours = {
    records,
    seconds: planned.seconds + applied!.seconds,
    rss: Math.max(planned.rss, applied!.rss),
    serverRss: applied!.serverRss,
  };
  const its = { name: 'ogr2ogr + PostGIS SQL', records: peer.records, seconds: peer.seconds };
  const overlaps = { ...its, seconds: its.seconds + peer.overlaps.seconds };
  report.row({ name: 'plan + apply', ...ours, peer: its });
  report.row({ name: 'the same, the peer finding overlaps too', ...ours, peer: overlaps });
  const ratio = peer.seconds / peer.records / (ours.seconds / records);
  report.target('migration ≥ 3 × PostGIS SQL', `${ratio.toFixed(2)} ×`, ratio >= PEER);
}

function judgeGrowth({ report }: Bench, verb: string, few: Migrated, small: Ran, many: Migrated, large: Ran) {
  const [from, to] = [few.planned.records, many.planned.records];
  const growth = large.seconds / to / (small.seconds / from);
  const percent = (factor: number) => `${factor >= 1 ? '+' : ''}${(100 * (factor - 1)).toFixed(0)} %`;
  const found = `${percent(growth)} a parcel from ${from} to ${to}; peak RSS ${percent(large.rss / small.rss)}`;
  report.target(`${verb} grows linearly within 15 %`, found, growth <= GROWTH);
}
