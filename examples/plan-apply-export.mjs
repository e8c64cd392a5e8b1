// A commune's Shapefile → a run → an embedded database → GeoJSON. `node plan-apply-export.mjs FILE.shp FOLDER`
import { findProfile, loadCrosswalk } from '@thuadat/admin-units';
import { EMPTY_CONFIG, EMPTY_REGISTRY, openRunFolder, planRun } from '@thuadat/engine';
import { exportRun } from '@thuadat/export';
import { applyRun, migrate, openDatabase } from '@thuadat/store';

const [source, folder] = process.argv.slice(2);
const now = { date: '2026-01-15', instant: '2026-01-15T08:00:00Z' };
const { path, manifest } = await planRun({
  profile: findProfile('lao-cai'),
  crosswalk: loadCrosswalk(),
  config: EMPTY_CONFIG,
  paths: [source],
  runs: `${folder}/runs`,
  registry: EMPTY_REGISTRY, // nothing is in force yet
  by: 'example',
  at: now.instant,
});
const db = await openDatabase(`${folder}/db`);
await migrate(db, now.instant);
const { parcels } = await applyRun(db, await openRunFolder(path), { by: 'example', now });
const { files } = await exportRun(db, manifest.id, {
  dir: `${folder}/out`,
  format: 'geojson',
  date: now.date,
});
console.log(manifest.counts, parcels, files.length);
await db.close();
