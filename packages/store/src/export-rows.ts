/** Reads what is in force of a run, a commune at a time in the order of the new keys, and what belongs to its exports. */
import type { RunManifest } from '@thuadat/core/run';
import type { SheetMove } from '@thuadat/core/sheet/key';
import { compareNumbers } from '@thuadat/core/sheet/reference-table';
import type { Database } from './database.ts';

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
  /** Run that first put the identifier in force. */
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
  /** EWKB with the zone as SRID. */
  readonly geometry: Uint8Array | null;
};

const BATCH = 2000;

const APPLIED = `select a.unit, a.ordinal, a.source, a.zone, a.lon, a.lat, a.address,
    a.old_province as "oldProvince", a.old_commune as "oldCommune", a.old_epoch as "oldEpoch", a.old_sheet as "oldSheet",
    a.old_scale as "oldScale", a.old_series as "oldSeries", a.old_parcel as "oldParcel", a.resolved_by as "resolvedBy",
    a.new_commune as "newCommune", a.new_sheet as "newSheet", a.new_parcel as "newParcel", a.parcel_id as "parcelId",
    a.id_state as "idState", a.area_m2 as "areaM2", a.area_legal_m2 as "areaLegalM2", a.land_use as "landUse",
    coalesce(given.code, a.digital_address) as "digitalAddress", reg.valid_from as "validFrom",
    issued.run_id as "issuedIn", a.geom::text as geometry
  from assignment a
  join lateral (select r.valid_from from registry r where r.old_commune = a.old_commune and r.old_sheet = a.old_sheet
    and r.old_parcel = a.old_parcel and r.run_id = a.run_id and r.ordinal = a.ordinal and r.valid_to is null limit 1)
    reg on true
  left join lateral (select code from digital_address d where d.parcel_id = a.parcel_id and d.valid_to is null
    order by d.valid_from desc limit 1) given on true
  left join lateral (select r.run_id from registry r where r.parcel_id = a.parcel_id order by r.seq limit 1)
    issued on true
  where a.run_id = $1 and a.ordinal = any($2::bigint[])`;

/**
 * Parcels of one commune in force through the run, by sheet, parcel and record. The order is found on the keys alone,
 * so that geometries are in memory a batch at a time. `keys` is the whole commune's: 150,000 at most.
 */
export async function* readApplied(db: Database, runId: string, unit: string): AsyncIterable<AppliedRow> {
  const keys = await db.query<{ ordinal: number; sheet: string; parcel: string }>(
    `select ordinal, new_sheet as sheet, new_parcel as parcel from assignment
     where run_id = $1 and unit = $2 and status = 'assigned'`,
    [runId, unit],
  );
  keys.sort(
    (a, b) => compareNumbers(a.sheet, b.sheet) || compareNumbers(a.parcel, b.parcel) || a.ordinal - b.ordinal,
  );
  for (let at = 0; at < keys.length; at += BATCH) {
    const ordinals = keys.slice(at, at + BATCH).map((key) => key.ordinal);
    const rows = await db.query<Omit<AppliedRow, 'geometry'> & { geometry: string | null }>(APPLIED, [
      runId,
      ordinals,
    ]);
    const found = new Map(rows.map((row) => [row.ordinal, row]));
    for (const ordinal of ordinals) {
      const row = found.get(ordinal);
      if (!row) throw new Error(`record ${ordinal} of ${runId} is applied but not in the registry`);
      yield { ...row, geometry: row.geometry === null ? null : Buffer.from(row.geometry, 'hex') };
    }
  }
}

export type StoredIssue = {
  readonly unit: string;
  readonly ordinal: number;
  readonly seq: number;
  readonly code: string;
  readonly severity: string;
  readonly subject: string;
  readonly at: {
    readonly source?: string;
    readonly layer?: string;
    readonly record?: number;
    readonly field?: string;
  };
  readonly found: string;
  readonly expected: string;
  readonly lon: number | null;
  readonly lat: number | null;
};

const ISSUE = 'unit, ordinal, seq, code, severity, subject, at, found, expected, lon, lat';

/** All issues of a unit in their order. */
export async function* readUnitIssues(db: Database, runId: string, unit: string): AsyncIterable<StoredIssue> {
  let last = -1;
  for (;;) {
    const rows = await db.query<StoredIssue>(
      `select ${ISSUE} from issue where run_id = $1 and unit = $2 and seq > $3 order by seq limit ${BATCH}`,
      [runId, unit, last],
    );
    yield* rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1)!.seq;
  }
}

/** Issues of some records, by ordinal and seq. */
export const readRecordIssues = (
  db: Database,
  runId: string,
  ordinals: readonly number[],
): Promise<StoredIssue[]> =>
  db.query<StoredIssue>(
    `select ${ISSUE} from issue where run_id = $1 and ordinal = any($2::bigint[]) order by ordinal, unit, seq`,
    [runId, ordinals],
  );

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
