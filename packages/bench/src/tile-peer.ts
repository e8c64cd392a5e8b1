/**
 * The same tiles as PostGIS makes them by ST_AsMVT over the same tables: what pg_tileserv and Martin ask of a database.
 * It has a connection a client, needs no HTTP and compresses nothing, which is all in its favour.
 */
import { TILE_ZOOMS } from '@thuadat/api/tile-zooms';
import pg from 'pg';
import type { Tile } from './tile-walk.ts';

export type TilePeer = { ask(tile: Tile): Promise<void>; close(): Promise<void> };

/** Margin of 96 of 4096 units, as ours. */
const ENVELOPE = 'ST_TileEnvelope($2, $3, $4, margin => 96 / 4096.0)';

const SHEETS = `
  select ST_AsMVT(t, 'sheet') as tile from (
    select unit, sheet, parcels, faulty, ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($2, $3, $4), 4096, 96) as geom
    from sheet_outline where run_id = $1 and geom && ST_Transform(${ENVELOPE}, 4326)) t`;

/** One statement a zone, because the index holds the coordinates of the source. */
const parcelsOf = (zone: number) => `
  select ST_AsMVT(t, 'parcel', 4096, 'geom', 'ordinal') as tile from (
    select ordinal, status, severity,
           ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($2, $3, $4), 4096, 96) as geom
    from assignment where run_id = $1 and zone = ${zone} and geom && ST_Transform(${ENVELOPE}, ${zone})) t`;

const labelsOf = (zone: number) => `
  select ST_AsMVT(t, 'label', 4096, 'geom', 'ordinal') as tile from (
    select ordinal, status, new_sheet as "newSheet", new_parcel as "newParcel",
           old_sheet as "oldSheet", old_parcel as "oldParcel",
           ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857), ST_TileEnvelope($2, $3, $4), 4096, 0) as geom
    from assignment where run_id = $1 and zone = ${zone} and geom && ST_Transform(${ENVELOPE}, ${zone})) t`;

export async function openTilePeer(address: string, run: string, clients: number): Promise<TilePeer> {
  const pool = new pg.Pool({ connectionString: address, max: clients });
  const zones = (
    await pool.query<{ zone: number }>('select distinct zone from assignment where run_id = $1', [run])
  ).rows.map(({ zone }) => zone);
  const { sheets, parcels, labels } = TILE_ZOOMS;
  const layersAt = (z: number): string[] => [
    ...(z >= sheets.from && z <= sheets.to ? [SHEETS] : []),
    ...(z >= parcels.from ? zones.map(parcelsOf) : []),
    ...(z >= labels.from ? zones.map(labelsOf) : []),
  ];
  return {
    async ask({ z, x, y }) {
      for (const text of layersAt(z)) await pool.query({ text, values: [run, z, x, y] });
    },
    close: () => pool.end(),
  };
}
