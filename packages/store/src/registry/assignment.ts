/** Reads a run's rows back in record order, for exports; memory does not grow with the run. */
import type { Database } from '../db/database.ts';

export type AssignmentRow = {
  readonly unit: string;
  readonly ordinal: number;
  readonly status: 'assigned' | 'ambiguous' | 'rejected';
  readonly reason: string | null;
  readonly source: number;
  readonly layer: number;
  readonly record: number;
  readonly oldProvince: string | null;
  readonly oldCommune: string | null;
  readonly oldEpoch: string | null;
  readonly oldSheet: string | null;
  readonly oldScale: string | null;
  readonly oldSeries: string | null;
  readonly oldParcel: string | null;
  readonly resolvedBy: string | null;
  readonly share: number | null;
  readonly candidates: readonly { readonly commune: string; readonly share: number | null }[];
  readonly newCommune: string | null;
  readonly newSheet: string | null;
  readonly newParcel: string | null;
  readonly parcelId: string | null;
  readonly idState: 'minted' | 'carried' | 'registry' | 'pending';
  readonly lon: number | null;
  readonly lat: number | null;
  readonly areaM2: number | null;
  readonly areaLegalM2: number | null;
  readonly landUse: string | null;
  readonly address: string | null;
  /** `maDiaChiSo` as the platform gave it, else as the source carried it. */
  readonly digitalAddress: string | null;
  readonly zone: number;
  readonly severity: 'blocking' | 'error' | 'warning' | null;
  /** Verbatim columns in file order. */
  readonly raw: readonly (readonly [string, string | null])[];
  /** In force since; null while the commune is staged only. */
  readonly validFrom: string | null;
  /** EWKB with the zone as SRID. */
  readonly geometry: Uint8Array | null;
};

export type AssignmentFilter = {
  readonly unit?: string;
  readonly status?: AssignmentRow['status'];
  /** False leaves the geometry out, which makes tables several times faster to read. */
  readonly geometry?: boolean;
};

const FIELDS = [
  'unit, ordinal, status, reason, source, layer, record, share, candidates, lon, lat, address, zone, severity, raw',
  'old_province as "oldProvince", old_commune as "oldCommune", old_epoch as "oldEpoch", old_sheet as "oldSheet"',
  'old_scale as "oldScale", old_series as "oldSeries", old_parcel as "oldParcel", resolved_by as "resolvedBy"',
  'new_commune as "newCommune", new_sheet as "newSheet", new_parcel as "newParcel", parcel_id as "parcelId"',
  'id_state as "idState", area_m2 as "areaM2", area_legal_m2 as "areaLegalM2", land_use as "landUse"',
].join(', ');

/** Rows asked for at a time; some 2 kB each. */
const BATCH = 2000;

/** By key and not by cursor, so that the embedded engine need not put the whole answer on disk first. */
export async function* readAssignments(
  db: Database,
  runId: string,
  filter: AssignmentFilter = {},
): AsyncIterable<AssignmentRow> {
  const sql = `select ${FIELDS}, coalesce(given.code, a.digital_address) as "digitalAddress",
      reg.valid_from as "validFrom", ${filter.geometry === false ? 'null' : 'a.geom::text'} as geometry
    from (select * from assignment where run_id = $1 and ordinal > $2
      ${filter.unit === undefined ? '' : 'and unit = $4'} ${filter.status ? `and status = '${filter.status}'` : ''}
      order by ordinal limit $3) a
    left join lateral (select code from digital_address d where d.parcel_id = a.parcel_id and d.valid_to is null
      order by d.valid_from desc limit 1) given on true
    left join lateral (select r.valid_from from registry r where r.run_id = a.run_id and r.new_commune = a.unit
      and r.old_commune = a.old_commune and r.old_sheet = a.old_sheet and r.old_parcel = a.old_parcel
      and r.ordinal = a.ordinal and r.valid_to is null limit 1) reg on a.status = 'assigned'
    order by a.ordinal`;
  let last = -1;
  for (;;) {
    const params = [runId, last, BATCH, ...(filter.unit === undefined ? [] : [filter.unit])];
    const rows = await db.query<Omit<AssignmentRow, 'geometry'> & { geometry: string | null }>(sql, params);
    for (const row of rows) {
      yield { ...row, geometry: row.geometry === null ? null : Buffer.from(row.geometry, 'hex') };
    }
    if (rows.length < BATCH) return;
    last = rows.at(-1)!.ordinal;
  }
}
