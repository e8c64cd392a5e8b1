/** What earlier runs have put in force, as far as a new plan must heed it. */
import { createHash, type Hash } from 'node:crypto';
import { type SheetInForce, sheetKeyText } from '@thuadat/core/assign/sheet/key';
import type { ParcelId, ProvinceCode } from '@thuadat/core/code';
import { appliedSources } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import { methodsIssued } from '@thuadat/store/registry/method';
import { issuedFor } from '@thuadat/store/registry/registry';
import { issuedKey, stageIssued } from './issued.ts';

export type RegistryState = {
  /** Run by SHA-256 of a source it applied to the last commune. */
  readonly appliedSources: ReadonlyMap<string, string>;
  /** New sheet numbers in force. */
  readonly sheets: readonly SheetInForce[];
  /** Folder with the identifiers ever issued, laid out by old commune: stored, never recomputed. Null without any. */
  readonly issued: string | null;
  /** Algorithms of the identifiers that runs have issued in the province, sorted. */
  readonly methods: readonly string[];
  readonly hash: string;
};

export const EMPTY_REGISTRY: RegistryState = {
  appliedSources: new Map(),
  sheets: [],
  issued: null,
  methods: [],
  hash: '',
};

/** Reads the state; `oldCommunes` are those the province's sources may hold, `runs` is where it may lay things out. */
export async function readRegistry(
  db: Database,
  province: ProvinceCode,
  oldCommunes: readonly string[],
  runs: string,
): Promise<RegistryState> {
  const sources = await finishedSources(db);
  const hash = createHash('sha256');
  const issued = await stageIssued(issuedRows(db, oldCommunes, hash), runs);
  const methods = await methodsIssued(db, province);
  for (const method of methods) hash.update(`${method}\n`);
  const sheets = await sheetsInForce(db);
  for (const row of sheets) hash.update(`${sheetKeyText(row)} ${row.newSheet}\n`);
  return {
    appliedSources: new Map(sources.map(({ sha256, runId }) => [sha256, runId])),
    sheets,
    issued,
    methods,
    hash: issued === null && sheets.length === 0 ? '' : hash.digest('hex'),
  };
}

async function* issuedRows(db: Database, oldCommunes: readonly string[], hash: Hash) {
  for await (const row of issuedFor(db, oldCommunes)) {
    const { oldEpoch, oldCommune, oldSheet, oldScale, oldSeries, oldParcel, parcelId, lon, lat } = row;
    const parts = {
      commune: oldCommune,
      sheet: oldSheet,
      scale: oldScale,
      series: oldSeries,
      parcel: oldParcel,
    };
    const key = issuedKey(oldEpoch, parts as Parameters<typeof issuedKey>[1]);
    hash.update(`${key} ${parcelId}\n`);
    yield { oldCommune, key, issued: { parcelId: parcelId as ParcelId, lon, lat } };
  }
}

const sheetsInForce = (db: Database): Promise<SheetInForce[]> =>
  db.query<SheetInForce>(
    `select distinct new_commune as "newCommune", old_commune as "oldCommune", old_sheet as sheet, old_scale as scale,
       old_series as series, new_sheet as "newSheet"
     from registry where valid_to is null order by 1, 2, 3, 4, 5, 6`,
  );

/** Sources whose run left no commune waiting: planning them again can only be a mistake. */
async function finishedSources(
  db: Database,
): Promise<readonly { readonly sha256: string; readonly runId: string }[]> {
  const waiting = await db.query<{ run_id: string }>(
    "select distinct run_id from run_unit where state = 'staged' and unit <> '.unresolved'",
  );
  const open = new Set(waiting.map(({ run_id }) => run_id));
  return (await appliedSources(db)).filter(({ runId }) => !open.has(runId));
}
