/** Sheets between commune and parcel: their outline, how many parcels, how many of them faulty. */
import type { Database } from '../db/database.ts';

export type SheetOutline = {
  readonly unit: string;
  readonly sheet: string;
  readonly parcels: number;
  readonly faulty: number;
  /** Polygon in WGS84 degrees, its centre, and its area in square degrees. */
  readonly wkb: Uint8Array;
  readonly lon: number;
  readonly lat: number;
  readonly area: number;
};

/** Inside the transaction that stages the unit. */
export async function fillSheetOutlines(tx: Database, runId: string, unit: string): Promise<void> {
  await tx.query('select outline_sheets($1, $2)', [runId, unit]);
}

/** `box`: west, south, east, north in degrees; `units`: only these, null = all. */
export const outlinesInBox = (
  db: Database,
  runId: string,
  box: readonly [number, number, number, number],
  units: readonly string[] | null,
): Promise<SheetOutline[]> =>
  db.query<SheetOutline>(
    `select unit, sheet, parcels, faulty, ST_AsBinary(geom, 'NDR') as wkb,
            ST_X(ST_Centroid(geom)) as lon, ST_Y(ST_Centroid(geom)) as lat, ST_Area(geom) as area
     from sheet_outline
     where run_id = $1 and geom && ST_MakeEnvelope($2, $3, $4, $5, 4326)
       and ($6::text[] is null or unit = any($6::text[])) order by unit, sheet`,
    [runId, ...box, units && [...units]],
    'kept',
  );
