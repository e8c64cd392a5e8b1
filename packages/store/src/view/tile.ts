/** Parcels of a run inside a box of one VN-2000 zone, for the tile encoder. */
import type { Severity } from '@thuadat/core/issue';
import type { Status } from '@thuadat/core/view';
import type { Database } from '../database.ts';

export type TileParcel = {
  readonly ordinal: number;
  readonly status: Status;
  readonly severity: Severity | null;
  readonly old_sheet: string | null;
  readonly old_parcel: string | null;
  readonly new_sheet: string | null;
  readonly new_parcel: string | null;
  readonly parcel_id: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  /** Coordinates verbatim, in the zone's metres. */
  readonly wkb: Uint8Array;
};

const inBox = (order: string): string =>
  `select ordinal::float8 as ordinal, status, severity, old_sheet, old_parcel, new_sheet, new_parcel, parcel_id,
          lon, lat, ST_AsBinary(geom) as wkb
   from assignment
   where run_id = $1 and zone = $2 and geom && ST_MakeEnvelope($3, $4, $5, $6, $2)
     and ($8::text[] is null or unit = any($8::text[])) ${order} limit $7`;

const ANY = inBox('');
const GRAVEST = inBox(
  `order by case severity when 'blocking' then 0 when 'error' then 1 when 'warning' then 2 else 3 end, assignment.ordinal`,
);

/**
 * At most `limit` parcels; where there are more, those with the gravest issues, so that a cut never hides a problem. `box`
 * is minX, minY, maxX, maxY in the zone's metres; `units`: only these, null = all.
 */
export async function parcelsInBox(
  db: Database,
  runId: string,
  zone: number,
  box: readonly [number, number, number, number],
  limit: number,
  units: readonly string[] | null,
): Promise<TileParcel[]> {
  const params = (most: number) => [runId, zone, ...box, most, units && [...units]];
  // Sorting in the database costs twice the finding, and is needed only where something is left out.
  const found = await db.query<TileParcel>(ANY, params(limit + 1), 'kept');
  if (found.length > limit) return db.query<TileParcel>(GRAVEST, params(limit), 'kept');
  return found.sort((a, b) => a.ordinal - b.ordinal);
}
