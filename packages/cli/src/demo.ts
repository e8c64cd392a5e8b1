/** `npm run demo`: inspect → plan → apply → export on the sample data, embedded database, then the map. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import { silentProgress } from '@thuadat/core/progress';
import { EMPTY_REGISTRY } from '@thuadat/engine/settle/registry';
import { planRun } from '@thuadat/engine/work/plan';
import { exportRun } from '@thuadat/export/export';
import { openRunFolder } from '@thuadat/run/run-folder';
import { applyRun } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { printApply } from './commands/apply.ts';
import { inspect } from './commands/inspect.ts';
import { chooseProfile } from './commands/plan.ts';
import { serveDatabase } from './commands/serve.ts';
import { clock } from './commands/session.ts';
import { readConfig } from './config-file.ts';
import { chooseLanguage, count, say } from './terminal/language.ts';
import { bold, dim, green, out } from './terminal/print.ts';
import { explain } from './words/failure.ts';
import { printPlan } from './words/report.ts';

/** Works in a folder of its own, made anew each time, so that it shows the same every time. */
const FOLDER = join('.thuadat', 'demo');
const PROVINCES = ['lao-cai', 'ca-mau'];
const samples = fileURLToPath(new URL('../../../data-samples/demo', import.meta.url));

async function demo(): Promise<void> {
  const started = performance.now();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  // The database's engine starts while the plans are made: neither needs the other, and a newcomer waits for both.
  const now = clock(undefined);
  const opening = openMigrated(now.instant);
  opening.catch(() => {}); // told where it is awaited
  const plans = PROVINCES.map(planProvince);
  for (const { planning } of plans) planning.catch(() => {});
  try {
    for (const plan of plans) await showPlan(plan);
    const db = await opening;
    for (const { planning } of plans) await showApply(db, (await planning).path, now);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    out(`${green('✓')} ${bold(say(`Xong trong ${seconds} giây`, `Done in ${seconds} s`))}`);
    if (!process.argv.includes('--once')) await serveDatabase(db, { host: '127.0.0.1', port: 8484 });
  } finally {
    await Promise.allSettled(plans.map(({ planning }) => planning));
    await opening.then(
      (db) => db.close(),
      () => {},
    );
  }
}

async function openMigrated(at: string): Promise<Database> {
  const db = await openDatabase(join(FOLDER, 'db'));
  await migrate(db, at);
  return db;
}

/** Sources in the sample folder; those in `gdal/` show other formats and are not planned. */
async function sourcesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.(shp|geojson|csv)$/.test(name) && !/^(boundaries|truth)/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

type ProvincePlan = {
  readonly province: string;
  readonly planning: ReturnType<typeof planRun>;
};

const folderOf = (province: string): string => join(samples, province);
const configOf = (province: string): string => join(folderOf(province), 'config.json');

/** Begins a province's plan. One process each: two provinces side by side are two already. */
function planProvince(province: string): ProvincePlan {
  const plan = async () =>
    planRun({
      profile: chooseProfile(province),
      crosswalk: loadCrosswalk(),
      paths: await sourcesOf(folderOf(province)),
      config: await readConfig(configOf(province)),
      oldBoundaries: join(folderOf(province), 'boundaries-old.geojson'),
      runs: join(FOLDER, 'runs'),
      registry: EMPTY_REGISTRY,
      workers: 1,
      by: 'demo',
      at: new Date().toISOString(),
      progress: silentProgress,
      signal: new AbortController().signal,
    });
  return { province, planning: plan() };
}

async function showPlan({ province, planning }: ProvincePlan): Promise<void> {
  out(bold(`— ${chooseProfile(province).name} —`));
  out();
  await inspect(await sourcesOf(folderOf(province)), { config: configOf(province), brief: true });
  const { path, manifest } = await planning;
  await printPlan(manifest, path, {}, { communes: 6, issues: 8 });
}

async function showApply(db: Database, path: string, now: { date: IsoDate; instant: string }): Promise<void> {
  const folder = await openRunFolder(path);
  printApply(await applyRun(db, folder, { by: 'demo', now }), folder.manifest, {});
  const target = join(FOLDER, 'export', folder.manifest.id);
  const exported = await exportRun(db, folder.manifest.id, {
    dir: target,
    format: 'geojson',
    date: now.date,
  });
  out(
    `  ${green('✓')} ${say(`Đã xuất ${count(exported.files.length)} tệp`, `${count(exported.files.length)} files exported`)} ${dim(target)}`,
  );
  out();
}

chooseLanguage(process.argv.slice(2), process.env);
if (!existsSync(samples)) {
  process.exitCode = explain(new Error(`${samples} is missing: the demo runs in a clone of the project.`));
} else {
  await demo().catch((error) => {
    process.exitCode = explain(error);
  });
}
