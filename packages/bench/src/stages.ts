/** The measured work itself: the same functions that the commands call. */
import { findProfile, loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import { EMPTY_CONFIG } from '@thuadat/core/config';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import { identify } from '@thuadat/core/identifier/identify';
import type { Progress } from '@thuadat/core/progress';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { openSource } from '@thuadat/formats/registry';
import { openRunFolder } from '@thuadat/run/run-folder';
import { applyRun } from '@thuadat/store/apply/apply';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { benchIdentifier } from './identifiers.ts';
import { type Done, type Job, peakRss, type Stage } from './job.ts';
import { ZONE } from './peer-sql.ts';
import { copySources } from './reading-copy.ts';

/** A date, not the clock: the same seed writes the same run. */
const AT = '2026-01-01T00:00:00.000Z';

export async function doJob(job: Job): Promise<Done> {
  const { stages, run } = await work(job);
  return { stages, peakRss: peakRss(), ...(run ? { run } : {}) };
}

async function work(job: Job): Promise<{ stages: Stage[]; run?: string }> {
  switch (job.kind) {
    case 'identifiers': {
      await benchIdentifier(job.database, { seed: job.seed });
      return { stages: [] };
    }
    case 'read':
      return { stages: [await timed('read', () => readAll(job.sources))] };
    case 'copy':
      return { stages: [await timed('copy', () => copySources(job.target, job.tasks))] };
    case 'plan':
      return plan(job);
    case 'kernel':
      return { stages: [await kernel(job.sources, job.parcels)] };
    case 'apply':
      return { stages: [await timed('apply', () => apply(job.run, job.target))] };
  }
}

async function timed(name: string, work: () => Promise<number>): Promise<Stage> {
  const start = performance.now();
  const records = await work();
  return { name, records, seconds: (performance.now() - start) / 1000 };
}

async function readAll(paths: readonly string[]): Promise<number> {
  let records = 0;
  for (const path of paths) {
    const source = await openSource(path, {});
    for (const layer of source.layers) for await (const _ of layer.records()) records++;
    await source.close();
  }
  return records;
}

/** The identifiers of the first parcels of each source, three times; the best counts. */
async function kernel(paths: readonly string[], parcels: number): Promise<Stage> {
  const shapes: Polygonal[] = [];
  for (const path of paths) {
    const source = await openSource(path, {});
    let wanted = Math.ceil(parcels / paths.length);
    for (const layer of source.layers) {
      if (wanted === 0) break;
      for await (const { geometry } of layer.records()) {
        const shape = geometry && decodePolygonal(geometry);
        if (shape) shapes.push(shape);
        if (--wanted === 0) break;
      }
    }
    await source.close();
  }
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    for (const shape of shapes) identify(shape, ZONE);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { name: 'identify', records: shapes.length, seconds };
}

async function plan(job: Extract<Job, { kind: 'plan' }>): Promise<{ stages: Stage[]; run: string }> {
  const profile = findProfile('lao-cai')!;
  const clock = stageClock();
  const start = performance.now();
  const { path, manifest } = await planRun({
    profile,
    crosswalk: loadCrosswalk(),
    paths: job.sources,
    config: { ...EMPTY_CONFIG, boundaries: { path: job.boundaries } },
    runs: job.runs,
    registry: EMPTY_REGISTRY,
    workers: job.workers,
    by: 'bench',
    at: AT,
    progress: clock.progress,
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - start) / 1000;
  const records = manifest.counts.read;
  const parts = clock.parts().map((part) => ({ ...part, records }));
  return { stages: [...parts, { name: 'plan', records, seconds }], run: path };
}

/** Times the stages by the progress they show; what comes before the first is its preparation. */
function stageClock(): { progress: Progress; parts(): { name: string; seconds: number }[] } {
  const marks: { name: string; at: number }[] = [];
  let end = 0;
  const progress: Progress = {
    stage: (name) => void marks.push({ name, at: performance.now() }),
    advance() {},
    keep() {},
    stop() {
      end = performance.now();
    },
  };
  const parts = () =>
    marks.map(({ name, at }, i) => ({ name, seconds: ((marks[i + 1]?.at ?? end) - at) / 1000 }));
  return { progress, parts };
}

async function apply(run: string, target: string): Promise<number> {
  const folder = await openRunFolder(run);
  const db = await openDatabase(target);
  try {
    await migrate(db, AT);
    const { counts, parcels } = await applyRun(db, folder, {
      by: 'bench',
      now: { date: AT.slice(0, 10) as IsoDate, instant: AT },
    });
    if (counts.failed > 0 || parcels === 0) throw new Error(`apply: ${JSON.stringify(counts)}`);
    return folder.manifest.counts.read;
  } finally {
    await db.close();
  }
}
