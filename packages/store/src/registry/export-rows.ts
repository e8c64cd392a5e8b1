/** Reads what is in force of a run, a commune at a time in the order of the new keys, and what belongs to its exports. */

import type { SheetMove } from '@thuadat/core/assign/sheet/key';
import { compareNumbers } from '@thuadat/core/assign/sheet/reference-table';
import { type IssueTexts, valuesOf } from '@thuadat/core/issue/value';
import type { RunManifest } from '@thuadat/core/run';
import type { StoredIssue } from '@thuadat/run/issue-file';
import type { Database } from '../db/database.ts';

/** A parcel in force: its keys are complete, which the registry makes sure of. */
export type AppliedRow = {
  readonly unit: string;
  readonly ordinal: number;
  readonly source: number;
  readonly oldProvince: string;
  readonly oldCommune: string;
  readonly oldEpoch: string;
  readonly oldSheet: string;
  readonly oldScale: string | null;
  readonly oldSeries: string | null;
  readonly oldParcel: string;
  readonly resolvedBy: string | null;
  readonly newCommune: string;
  readonly newSheet: string;
  readonly newParcel: string;
  readonly parcelId: string | null;
  readonly idState: 'minted' | 'carried' | 'registry' | 'pending';
  /** Run that issued the identifier, or brought it in first. */
  readonly issuedIn: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly areaM2: number | null;
  readonly areaLegalM2: number | null;
  readonly landUse: string | null;
  readonly address: string | null;
  readonly digitalAddress: string | null;
  readonly zone: number;
  readonly validFrom: string;
  readonly layer: number;
  /** Columns of the source in file order; empty unless asked for. */
  readonly raw: readonly (readonly [string, string | null])[];
  /** EWKB with the zone as SRID. */
  readonly geometry: Uint8Array | null;
};

const BATCH = 2000;

const applied = (
  raw: boolean,
) => `select unit, ordinal, source, layer, ${raw ? 'raw' : "'[]'::json as raw"}, zone, lon, lat, address, digital_address as "digitalAddress",
    old_province as "oldProvince", old_commune as "oldCommune", old_epoch as "oldEpoch", old_sheet as "oldSheet",
    old_scale as "oldScale", old_series as "oldSeries", old_parcel as "oldParcel", resolved_by as "resolvedBy",
    new_commune as "newCommune", new_sheet as "newSheet", new_parcel as "newParcel", parcel_id as "parcelId",
    id_state as "idState", area_m2 as "areaM2", area_legal_m2 as "areaLegalM2", land_use as "landUse", geom::text as geometry
  from assignment where run_id = $1 and ordinal = any($2::bigint[])`;

/** What is in force of a commune, by record: one join, which the embedded engine does faster than a look-up a row. */
const IN_FORCE = `select a.ordinal, a.new_sheet as sheet, a.new_parcel as parcel, r.valid_from as "validFrom"
  from assignment a
  left join registry r on r.run_id = a.run_id and r.new_commune = a.unit and r.ordinal = a.ordinal and r.valid_to is null
  where a.run_id = $1 and a.unit = $2 and a.status = 'assigned'`;

type Key = { ordinal: number; sheet: string; parcel: string; validFrom: string | null };
type PlainRow = Omit<AppliedRow, 'geometry' | 'validFrom' | 'issuedIn'> & { geometry: string | null };

/**
 * Parcels of one commune in force through the run, by sheet, parcel and record. The order is found on the keys alone,
 * so that geometries are in memory a batch at a time. The keys are the whole commune's: 150,000 at most.
 */
export async function* readApplied(
  db: Database,
  runId: string,
  unit: string,
  { raw = false }: { readonly raw?: boolean } = {},
): AsyncIterable<AppliedRow> {
  const keys = await db.query<Key>(IN_FORCE, [runId, unit]);
  const lost = keys.find((key) => key.validFrom === null);
  if (lost) throw new Error(`record ${lost.ordinal} of ${runId} is applied but not in the registry`);
  keys.sort(
    (a, b) => compareNumbers(a.sheet, b.sheet) || compareNumbers(a.parcel, b.parcel) || a.ordinal - b.ordinal,
  );
  for (let at = 0; at < keys.length; at += BATCH) {
    const batch = keys.slice(at, at + BATCH);
    const rows = await db.query<PlainRow>(applied(raw), [runId, batch.map((key) => key.ordinal)]);
    const found = new Map(rows.map((row) => [row.ordinal, row]));
    const ids = rows.flatMap((row) => row.parcelId ?? []);
    const given = await givenAddresses(db, ids);
    const issued = await firstRuns(
      db,
      rows.flatMap((row) => (row.idState === 'registry' ? (row.parcelId ?? []) : [])),
    );
    for (const { ordinal, validFrom } of batch) {
      const row = found.get(ordinal)!;
      const id = row.parcelId ?? '';
      yield {
        ...row,
        validFrom: validFrom!,
        issuedIn: issued.get(id) ?? (row.parcelId === null ? null : runId),
        digitalAddress: given.get(id) ?? row.digitalAddress,
        geometry: row.geometry === null ? null : Buffer.from(row.geometry, 'hex'),
      };
    }
  }
}

/** Digital addresses in force, by identifier. */
async function givenAddresses(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; code: string }>(
    `select parcel_id as id, code from digital_address where parcel_id = any($1::text[]) and valid_to is null
     order by valid_from`,
    [ids],
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** The run that first put each identifier in force. */
async function firstRuns(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: string; run: string }>(
    `select parcel_id as id, run_id as run, seq from registry where parcel_id = any($1::text[]) and valid_to is null
     union all
     select parcel_id, run_id, seq from registry where parcel_id = any($1::text[]) and valid_to is not null
     order by seq desc`,
    [ids],
  );
  return new Map(rows.map(({ id, run }) => [id, run]));
}

const ISSUE = 'unit, ordinal, seq, code, severity, subject, at, found, expected, lon, lat, shape';

type IssueRow = Omit<StoredIssue, keyof IssueTexts> & IssueTexts;

const issueOf = (row: IssueRow): StoredIssue => ({ ...row, ...valuesOf(row) });

/** All issues of a unit in their order. */
export async function* readUnitIssues(db: Database, runId: string, unit: string): AsyncIterable<StoredIssue> {
  let last = -1;
  for (;;) {
    const rows = await db.query<IssueRow>(
      `select ${ISSUE} from issue where run_id = $1 and unit = $2 and seq > $3 order by seq limit ${BATCH}`,
      [runId, unit, last],
    );
    yield* rows.map(issueOf);
    if (rows.length < BATCH) return;
    last = rows.at(-1)!.seq;
  }
}

/** Issues of some records, by ordinal and seq. */
export async function readRecordIssues(
  db: Database,
  runId: string,
  ordinals: readonly number[],
): Promise<StoredIssue[]> {
  const rows = await db.query<IssueRow>(
    `select ${ISSUE} from issue where run_id = $1 and ordinal = any($2::bigint[]) order by ordinal, unit, seq`,
    [runId, ordinals],
  );
  return rows.map(issueOf);
}

export const readSheetMoves = (db: Database, runId: string): Promise<SheetMove[]> =>
  db.query<SheetMove>(
    `select new_commune as "newCommune", old_province as "oldProvince", old_commune as "oldCommune", sheet,
       nullif(scale, '') as scale, nullif(series, '') as series, new_sheet as "newSheet", parcels, kept
     from sheet_move where run_id = $1 order by new_commune, old_commune, sheet, scale, series`,
    [runId],
  );

export type StoredRun = {
  readonly manifest: RunManifest;
  readonly state: string;
  /** Provenance of the identifiers minted by each run in the database. */
  readonly provenance: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Where the run's units stand; a unit that was not brought in is missing. */
  readonly units: ReadonlyMap<string, 'staged' | 'applied' | 'reverted'>;
};

/** Null when the database does not hold the run. */
export async function readRun(db: Database, runId: string): Promise<StoredRun | null> {
  const [run] = await db.query<Pick<StoredRun, 'manifest' | 'state'>>(
    'select manifest, state from run where id = $1',
    [runId],
  );
  if (!run) return null;
  const made = await db.query<{ id: string; provenance: Record<string, unknown> | null }>(
    'select id, provenance from run',
  );
  const units = await db.query<{ unit: string; state: 'staged' | 'applied' | 'reverted' }>(
    'select unit, state from run_unit where run_id = $1',
    [runId],
  );
  return {
    ...run,
    provenance: new Map(made.map(({ id, provenance }) => [id, provenance ?? {}])),
    units: new Map(units.map(({ unit, state }) => [unit, state])),
  };
}
