/** A real run to review: the demo's data of one province, planned and brought in as a specialist would. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProfile, loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import { silentProgress } from '@thuadat/core/progress';
import { parseConfig } from '@thuadat/engine/config/parse-config';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import type { ReviewState } from '@thuadat/engine/settle/reviewed';
import { planRun } from '@thuadat/engine/work/plan';
import { openRunFolder } from '@thuadat/run/run-folder';
import { applyRun } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';

export const AT = '2026-03-02T02:00:00.000Z';
export const options = { by: 'lan', now: { date: '2026-03-02' as IsoDate, instant: AT } };
const samples = fileURLToPath(new URL('../../../data-samples/demo', import.meta.url));

export type Sample = {
  readonly runs: string;
  plan(reviewed?: ReviewState): Promise<string>;
  close(): Promise<void>;
};

/** Plans land in one folder, so that several can be compared. */
export async function openSample(province: 'ca-mau' | 'lao-cai'): Promise<Sample> {
  const runs = await mkdtemp(join(tmpdir(), 'thuadat-review-'));
  const folder = join(samples, province);
  const names = (await readdir(folder)).sort();
  const paths = names
    .filter((name) => /\.(shp|geojson|csv)$/.test(name) && !/^(boundaries|truth)/.test(name))
    .map((name) => join(folder, name));
  return {
    runs,
    async plan(reviewed) {
      const { path } = await planRun({
        profile: findProfile(province)!,
        crosswalk: loadCrosswalk(),
        paths,
        config: await configOf(folder),
        oldBoundaries: join(folder, 'boundaries-old.geojson'),
        runs,
        registry: EMPTY_REGISTRY,
        by: 'lan',
        at: AT,
        workers: 1,
        progress: silentProgress,
        signal: new AbortController().signal,
        ...(reviewed ? { reviewed } : {}),
      });
      return path;
    },
    close: () => rm(runs, { recursive: true, force: true }),
  };
}

/** With the boundaries it names beside it. */
async function configOf(folder: string): Promise<Config> {
  const { config } = parseConfig(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')));
  const boundaries = config!.boundaries!;
  return { ...config!, boundaries: { ...boundaries, path: join(folder, boundaries.path) } };
}

/** Brings the province in for review; nothing is put in force. */
export async function stageSample(db: Database, sample: Sample): Promise<string> {
  await migrate(db, AT);
  const folder = await openRunFolder(await sample.plan());
  await applyRun(db, folder, { ...options, stageOnly: true });
  return folder.manifest.id;
}
