/** One record of a run with everything known of it. */

import type { KeyView, LonLatBox, NamedCode, ParcelView, RegistryView, Status } from '@thuadat/api/map';
import { projection } from '@thuadat/core/geodesy/vn2000';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import type { IdentifierRules } from '@thuadat/core/identifier/method-text';
import type { IssueCode, Severity } from '@thuadat/core/issue/index';
import type { RunManifest } from '@thuadat/core/run';
import type { IdState } from '@thuadat/core/stages';
import type { Database } from '../db/database.ts';
import { issuesOfParcel } from './issue.ts';

/** Who can name a code at a date; the store knows only the names a run carries. */
export type Gazetteer = {
  commune(code: string, asOf: string | null): string | null;
  province(code: string, asOf: string | null): string | null;
};

type ParcelRow = {
  unit: string;
  status: Status;
  reason: IssueCode | null;
  source: number;
  layer: number;
  record: number;
  old_province: string | null;
  old_commune: string | null;
  old_epoch: string | null;
  old_sheet: string | null;
  old_scale: string | null;
  old_series: string | null;
  old_parcel: string | null;
  resolved_by: string | null;
  share: number | null;
  candidates: ParcelView['candidates'];
  new_commune: string | null;
  new_sheet: string | null;
  new_parcel: string | null;
  parcel_id: string | null;
  id_state: IdState;
  lon: number | null;
  lat: number | null;
  area_m2: number | null;
  area_legal_m2: number | null;
  land_use: string | null;
  address: string | null;
  digital_address: string | null;
  zone: number;
  severity: Severity | null;
  raw: [string, string | null][];
  min_x: number | null;
  min_y: number | null;
  max_x: number | null;
  max_y: number | null;
  manifest: RunManifest;
  old_name: string | null;
  new_name: string | null;
};

const PARCEL = `
  select a.unit, a.status, a.reason, a.source, a.layer, a.record::float8 as record,
         a.old_province, a.old_commune, a.old_epoch::text as old_epoch, a.old_sheet, a.old_scale, a.old_series, a.old_parcel,
         a.resolved_by, a.share, a.candidates, a.new_commune, a.new_sheet, a.new_parcel, a.parcel_id, a.id_state,
         a.lon, a.lat, a.area_m2, a.area_legal_m2, a.land_use, a.address, a.digital_address, a.zone, a.severity, a.raw,
         ST_XMin(a.geom) as min_x, ST_YMin(a.geom) as min_y, ST_XMax(a.geom) as max_x, ST_YMax(a.geom) as max_y,
         r.manifest, b.name as old_name, u.name as new_name
  from assignment a
  join run r on r.id = a.run_id
  left join boundary b on b.run_id = a.run_id and b.kind = 'old' and b.code = a.old_commune
  left join run_unit u on u.run_id = a.run_id and u.unit = a.new_commune
  where a.run_id = $1 and a.ordinal = $2`;

export async function readParcel(
  db: Database,
  runId: string,
  ordinal: number,
  gazetteer: Gazetteer,
): Promise<ParcelView | null> {
  const [row] = await db.query<ParcelRow>(PARCEL, [runId, ordinal]);
  if (!row) return null;
  const [issues, registry, madeBy] = await Promise.all([
    issuesOfParcel(db, runId, ordinal),
    readRegistry(db, row),
    readRules(db, row),
  ]);
  const source = row.manifest.sources[row.source];
  return {
    ordinal,
    unit: row.unit,
    status: row.status,
    reason: row.reason,
    severity: row.severity,
    old: oldKey(row, gazetteer),
    new: newKey(row, gazetteer),
    resolvedBy: row.resolved_by,
    share: row.share,
    candidates: row.candidates.map((candidate) => ({
      ...candidate,
      name: gazetteer.commune(candidate.commune, row.manifest.asOf),
    })),
    parcelId: row.parcel_id,
    idState: row.id_state,
    madeBy,
    point: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
    extent: extentOf(row),
    areaM2: row.area_m2,
    areaLegalM2: row.area_legal_m2,
    landUse: row.land_use,
    address: row.address,
    digitalAddress: row.digital_address,
    zone: row.zone,
    source: {
      name: source?.name ?? String(row.source),
      layer: source?.layers[row.layer]?.name ?? String(row.layer),
      record: row.record,
    },
    raw: row.raw,
    issues,
    registry,
  };
}

/** The box of the geometry, corner by corner: over one parcel the turn of the grid does not show. */
function extentOf({ min_x, min_y, max_x, max_y, zone }: ParcelRow): LonLatBox | null {
  if (min_x === null || min_y === null || max_x === null || max_y === null) return null;
  const { toLonLat } = projection(zone);
  const box = [...toLonLat(min_x, min_y), ...toLonLat(max_x, max_y)] as [number, number, number, number];
  return box.every(Number.isFinite) ? box : null;
}

const named = (code: string | null, name: (code: string) => string | null): NamedCode | null =>
  code === null ? null : { code, name: name(code) };

const oldKey = (row: ParcelRow, gazetteer: Gazetteer): KeyView => ({
  province: named(row.old_province, (code) => gazetteer.province(code, row.old_epoch)),
  commune: named(row.old_commune, (code) => gazetteer.commune(code, row.old_epoch) ?? row.old_name),
  sheet: row.old_sheet,
  scale: row.old_scale,
  series: row.old_series,
  parcel: row.old_parcel,
  asOf: row.old_epoch,
});

const newKey = (row: ParcelRow, gazetteer: Gazetteer): KeyView => ({
  province: named(row.new_commune && row.manifest.province, (code) =>
    gazetteer.province(code, row.manifest.asOf),
  ),
  commune: named(row.new_commune, (code) => row.new_name ?? gazetteer.commune(code, row.manifest.asOf)),
  sheet: row.new_sheet,
  scale: row.old_scale,
  series: null,
  parcel: row.new_parcel,
  asOf: row.manifest.asOf,
});

type Kept = { readonly version?: string; readonly method?: IdentifierMethod } | null | undefined;

/** By the run that minted the identifier: this one, or the first that put it in force. */
async function readRules(db: Database, row: ParcelRow): Promise<IdentifierRules | null> {
  if (row.id_state === 'minted') return rulesOf(row.manifest.identifier);
  if (row.id_state !== 'registry') return null;
  const [first] = await db.query<{ provenance: Kept }>(
    `select run.provenance from registry g join run on run.id = g.run_id
     where g.parcel_id = $1 and g.id_state = 'minted' and (g.valid_to is null or g.valid_to is not null)
     order by g.seq limit 1`,
    [row.parcel_id],
  );
  return rulesOf(first?.provenance);
}

/** Runs of older versions kept less. */
const rulesOf = (kept: Kept): IdentifierRules | null =>
  kept?.version === undefined ? null : { version: kept.version, method: kept.method ?? null };

/** Every name the identifier, or failing that the old key, has had in the registry, oldest first. */
async function readRegistry(db: Database, row: ParcelRow): Promise<RegistryView[]> {
  const [condition, params] = row.parcel_id
    ? // Two indexes: identifiers in force, and those closed.
      ['parcel_id = $1 and (valid_to is null or valid_to is not null)', [row.parcel_id]]
    : [
        'old_commune = $1 and old_sheet = $2 and old_parcel = $3',
        [row.old_commune, row.old_sheet, row.old_parcel],
      ];
  const rows = await db.query<Record<string, string | null>>(
    `select parcel_id, run_id, old_commune, old_sheet, old_parcel, new_commune, new_sheet, new_parcel,
            valid_from::text as valid_from, valid_to::text as valid_to, closed_by
     from registry where ${condition} order by valid_from, seq`,
    params,
  );
  return rows.map((entry) => ({
    parcelId: entry.parcel_id ?? null,
    runId: entry.run_id!,
    old: `${entry.old_commune} ${entry.old_sheet}/${entry.old_parcel}`,
    new: `${entry.new_commune} ${entry.new_sheet}/${entry.new_parcel}`,
    from: entry.valid_from!,
    to: entry.valid_to ?? null,
    closedBy: entry.closed_by ?? null,
  }));
}
