/** `plan` and `apply` of a drawn province, stage by stage, beside GDAL and PostGIS doing the same work. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresCluster } from '@thuadat/testing/postgres-cluster';
import { type Done, runJob } from './job.ts';
import { ogrRead, peerPipeline } from './peer.ts';
import { type SampleProvince, sampleProvince } from './sample.ts';
import { mib, type Row, table } from './table.ts';

export type PipelineOptions = {
  /** The first size is measured in full; further ones show whether memory grows. */
  readonly sizes: readonly number[];
  readonly peerParcels: number;
  readonly seed: number;
  readonly workers: number;
  readonly cluster: PostgresCluster | null;
  readonly say: (line: string) => void;
};

/** What the issue of this benchmark asks: below 1 GiB, and no more than 20 % above the smaller size's. */
const MOST = 2 ** 30;
const GROWTH = 1.2;

export async function benchPipeline(options: PipelineOptions): Promise<boolean> {
  const { sizes, seed, say } = options;
  const peaks: Record<string, number>[] = [];
  for (const [i, size] of sizes.entries()) {
    say(`\nPipeline: ${size} parcels, seed ${seed}, GeoPackage, Lào Cai and Yên Bái`);
    const folder = mkdtempSync(join(tmpdir(), 'thuadat-bench-run-'));
    try {
      const { rows, peak } = await measure(sampleProvince(size, seed), folder, options, i === 0);
      say(table(rows));
      peaks.push(peak);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return judge(peaks, sizes, say);
}

async function measure(
  sample: SampleProvince,
  folder: string,
  options: PipelineOptions,
  full: boolean,
): Promise<{ rows: Row[]; peak: Record<string, number> }> {
  const { sources, boundaries } = sample;
  const { workers, cluster, say } = options;
  const rows: Row[] = [];
  const peak: Record<string, number> = {};
  if (full) rows.push(await reading(sources, say));
  const planned = await runJob({ kind: 'plan', sources, boundaries, runs: join(folder, 'runs'), workers });
  peak.plan = planned.peakRss;
  rows.push(...stageRows(planned, (name) => (name === 'plan' ? `plan (${workers} workers)` : `  ${name}`)));
  const plan = planned.stages.at(-1)!;
  const targets: [string, string | null][] = [['PGlite', join(folder, 'pglite')]];
  if (full) targets.push(['PostgreSQL', (await cluster?.database()) ?? null]);
  for (const [name, target] of targets) {
    if (target === null) continue;
    const applied = await runJob({ kind: 'apply', run: planned.run!, target });
    peak[`apply into ${name}`] = applied.peakRss;
    rows.push(...stageRows(applied, () => `apply into ${name}`));
    const seconds = plan.seconds + applied.stages[0]!.seconds;
    const peer = name === 'PostgreSQL' ? await peerOf(options) : null;
    rows.push({
      stage: `plan + apply, ${name}`,
      records: plan.records,
      seconds,
      peakRss: Math.max(planned.peakRss, applied.peakRss),
      ...(peer ? { peer } : {}),
    });
  }
  return { rows, peak };
}

/** Stages share one process: its peak stands in the row of the whole. */
function stageRows({ stages, peakRss }: Done, label: (name: string) => string): Row[] {
  return stages.map(({ name, records, seconds }, i) => ({
    stage: label(name),
    records,
    seconds,
    peakRss: i === stages.length - 1 ? peakRss : null,
  }));
}

async function reading(sources: readonly string[], say: (line: string) => void): Promise<Row> {
  const done = await runJob({ kind: 'read', sources });
  const row = stageRows(done, () => 'read only')[0]!;
  const seconds = ogrRead(sources);
  if (seconds === null) {
    say('*** ogr2ogr is not installed: reading is NOT COMPARED (apt-get install gdal-bin) ***');
    return row;
  }
  return { ...row, peer: { name: 'ogr2ogr into memory', perSecond: row.records / seconds } };
}

async function peerOf({ cluster, peerParcels, seed, say }: PipelineOptions) {
  const { sources, boundaries } = sampleProvince(peerParcels, seed);
  const peer = await peerPipeline(await cluster!.database(), sources, boundaries);
  if (peer === null) {
    say('*** ogr2ogr is not installed: PostGIS is NOT COMPARED (apt-get install gdal-bin) ***');
    return null;
  }
  const { stages, records, seconds } = peer;
  const parts = stages.map((stage) => `${stage.name} ${stage.seconds.toFixed(1)} s`).join(', ');
  say(`ogr2ogr + PostGIS, ${records} parcels: ${parts}`);
  return { name: 'ogr2ogr + PostGIS SQL', perSecond: records / seconds };
}

function judge(
  peaks: readonly Readonly<Record<string, number>>[],
  sizes: readonly number[],
  say: (line: string) => void,
): boolean {
  let held = true;
  const verdict = (ok: boolean, text: string) => {
    say(`${ok ? 'held  ' : 'MISSED'}  ${text}`);
    held &&= ok;
  };
  say('');
  for (const [i, peak] of peaks.entries()) {
    for (const [what, bytes] of Object.entries(peak)) {
      verdict(bytes <= MOST, `${what}, ${sizes[i]} parcels: peak RSS ${mib(bytes)} (at most ${mib(MOST)})`);
      const base = peaks[0]![what];
      if (i === 0 || base === undefined) continue;
      const growth = `${(100 * (bytes / base - 1)).toFixed(0)} % from ${sizes[0]} to ${sizes[i]} parcels`;
      verdict(bytes <= base * GROWTH, `${what}: peak RSS changes by ${growth} (at most +20 %)`);
    }
  }
  return held;
}
