/** What the routes ask of the database, with what is worth keeping in memory between requests. */
import type { RunView } from '@thuadat/api/map';
import type { Database } from '@thuadat/store/db/database';
import type { Gazetteer } from '@thuadat/store/view/parcel';
import { findRun, listRuns, type RunExtent, readExtent } from '@thuadat/store/view/run';
import { oldCommuneCodes } from '@thuadat/store/view/search';
import type { Body } from './body.ts';
import { createCache } from './cache.ts';
import { ProblemError } from './problem.ts';

/** Runs change only by `apply` and `revert`; a second's delay in noticing spares a query a tile. */
const RUN_MS = 1000;
const BODY_BYTES = 96 << 20;

type Place = { readonly code: string; readonly name: string };

export type Dataset = {
  readonly db: Database;
  readonly gazetteer: Gazetteer;
  /** `units`: what the asker may see; null = all. */
  runs(units: readonly string[] | null): Promise<RunView[]>;
  run(id: string): Promise<RunView>;
  extent(run: RunView): Promise<RunExtent>;
  oldCommunes(run: RunView): Promise<readonly Place[]>;
  /** Keeps a finished answer of a run as long as the run's version is the same. */
  keep(run: RunView, name: string, make: () => Promise<Body>): Promise<Body>;
};

export function createDataset(db: Database, gazetteer: Gazetteer): Dataset {
  const recent = new Map<string, { at: number; run: Promise<RunView | null> }>();
  const extents = createCache<RunExtent>(8, () => 1);
  const places = createCache<readonly Place[]>(8, () => 1);
  const bodies = createCache<Body>(
    BODY_BYTES,
    (body) => body.plain.length + (body.zipped?.length ?? 0) + 200,
  );

  async function run(id: string): Promise<RunView> {
    let entry = recent.get(id);
    if (!entry || Date.now() - entry.at > RUN_MS) {
      entry = { at: Date.now(), run: findRun(db, id) };
      recent.set(id, entry);
      entry.run.catch(() => recent.delete(id));
    }
    const found = await entry.run;
    if (!found) {
      recent.delete(id);
      throw new ProblemError(404, 'run.absent', { name: id });
    }
    return found;
  }

  return {
    db,
    gazetteer,
    runs: (units) => listRuns(db, units).then((runs) => runs.map((each) => named(each, gazetteer))),
    run,
    extent: (each) => extents.get(`${each.id} ${each.version}`, () => readExtent(db, each.id)),
    oldCommunes: (each) =>
      places.get(`${each.id} ${each.version}`, async () => {
        const before = dayBefore(each.asOf);
        const codes = await oldCommuneCodes(db, each.id);
        return codes.map((code) => ({ code, name: gazetteer.commune(code, before) ?? '' }));
      }),
    keep: (each, name, make) => bodies.get(`${each.id} ${each.version} ${name}`, make),
  };
}

const named = (run: RunView, gazetteer: Gazetteer): RunView => ({
  ...run,
  provinceName: gazetteer.province(run.province, run.asOf) ?? run.provinceName,
});

/** The last day of the old codes. */
export function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}
