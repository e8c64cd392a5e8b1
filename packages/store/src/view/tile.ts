/** Parcels of a run inside a box of one VN-2000 zone, for the tile encoder. */

import type { Status } from '@thuadat/api/map';
import type { Severity } from '@thuadat/core/issue/index';
import type { Database } from '../db/database.ts';

export type TileParcel = {
  readonly ordinal: number;
  readonly status: Status;
  readonly severity: Severity | null;
  /** Coordinates verbatim, in the zone's metres. */
  readonly wkb: Uint8Array;
};

/** With what is written on it, and where. */
export type NamedParcel = TileParcel & {
  readonly old_sheet: string | null;
  readonly old_parcel: string | null;
  readonly new_sheet: string | null;
  readonly new_parcel: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
};

const COLUMNS = "ordinal::float8 as ordinal, status, severity, ST_AsBinary(geom, 'NDR') as wkb";
const NAMES = 'old_sheet, old_parcel, new_sheet, new_parcel, lon, lat';

const inBox = (columns: string, order: string): string =>
  `select ${columns}
   from assignment
   where run_id = $1 and zone = $2 and geom && ST_MakeEnvelope($3, $4, $5, $6, $2)
     and ($8::text[] is null or unit = any($8::text[]))
     and ($9::text[] is null or severity in ('blocking', 'error')
       or (unit, coalesce(new_sheet, '')) not in (select * from unnest($9::text[], $10::text[])))
   ${order} limit $7`;

const GRAVEST =
  "order by case severity when 'blocking' then 0 when 'error' then 1 when 'warning' then 2 else 3 end, assignment.ordinal";

export type ParcelBox = {
  readonly zone: number;
  /** minX, minY, maxX, maxY in the zone's metres. */
  readonly box: readonly [number, number, number, number];
  /** At most so many; where there are more, those with the gravest issues, so that a cut never hides a problem. */
  readonly limit: number;
  /** Only these; null = all. */
  readonly units: readonly string[] | null;
  /** Of these sheets only those with an error. */
  readonly without: readonly { readonly unit: string; readonly sheet: string }[];
};

/** By their ordinals. */
export const parcelsInBox = (db: Database, runId: string, box: ParcelBox): Promise<TileParcel[]> =>
  find<TileParcel>(db, runId, box, COLUMNS);

/** The same with their names: six more columns a row, a third of what the answer costs. */
export const namedParcelsInBox = (db: Database, runId: string, box: ParcelBox): Promise<NamedParcel[]> =>
  find<NamedParcel>(db, runId, box, `${COLUMNS}, ${NAMES}`);

async function find<T extends TileParcel>(
  db: Database,
  runId: string,
  { zone, box, limit, units, without }: ParcelBox,
  columns: string,
): Promise<T[]> {
  const left = without.length > 0;
  const [leftUnits, leftSheets] = [without.map(({ unit }) => unit), without.map(({ sheet }) => sheet)];
  const params = (most: number) => [
    ...[runId, zone, ...box, most, units && [...units]],
    ...[left ? leftUnits : null, left ? leftSheets : null],
  ];
  // Sorting in the database costs twice the finding, and is needed only where something is left out.
  const found = await db.query<T>(inBox(columns, ''), params(limit + 1), 'kept');
  if (found.length > limit) return db.query<T>(inBox(columns, GRAVEST), params(limit), 'kept');
  return found.sort((a, b) => a.ordinal - b.ordinal);
}
