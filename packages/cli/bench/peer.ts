/**
 * The same work the way a GIS department does it today: GDAL's ogr2ogr into PostGIS, then SQL. It does less than ours:
 * no overlaps, no text, no audit, no registry, no file of what was done.
 */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import { VN2000_TO_WGS84 } from '@thuadat/core/geodesy/datum';
import pg from 'pg';
import type { Stage } from './job.ts';

const EVE = '2025-06-30' as IsoDate;
const AS_OF = '2025-07-01' as IsoDate;
const ZONE = 9208;
/** PostGIS 3.3 does not ship the zone. */
const ZONE_TEXT =
  '+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 ' +
  `+towgs84=${VN2000_TO_WGS84.towgs84} +units=m +no_defs`;

/** Seconds it took; null where there is no ogr2ogr. */
function ogr2ogr(...options: string[]): number | null {
  const start = performance.now();
  try {
    execFileSync('ogr2ogr', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return (performance.now() - start) / 1000;
}

/** Seconds ogr2ogr takes to read the sources into memory; null without it. */
export function ogrRead(sources: readonly string[]): number | null {
  let seconds = 0;
  for (const path of sources) {
    const took = ogr2ogr('-f', 'Memory', 'nowhere', path);
    if (took === null) return null;
    seconds += took;
  }
  return seconds;
}

const STEPS: Readonly<Record<string, string>> = {
  assign: `
    create table peer_parcel as
    select c.new_commune, dense_rank() over (partition by c.new_commune
             order by p."xaId", p."soHieuToBanDo", p."tyLe") as new_sheet,
           p."soThuTuThua" as parcel, p."xaId" as old_commune, p."soHieuToBanDo" as old_sheet, p."tyLe" as scale,
           p."dienTichPhapLy" as area, p."loaiDat" as land_use, p."tenChu" as holder, p."diaChi" as address,
           case when st_isvalid(p.geom) and st_area(p.geom) > 0 then
             st_geohash(st_transform((st_maximuminscribedcircle(p.geom)).center, 4326), 12) end as parcel_id,
           p.geom
    from (select *, st_setsrid(wkb_geometry, ${ZONE}) as geom from peer_source) p
    left join peer_crosswalk c on c.old_commune = lpad(p."xaId", 5, '0')`,
  check: `
    create table peer_issue as
    select 'geometry' as kind, parcel_id, st_isvalidreason(geom) as reason from peer_parcel where not st_isvalid(geom)
    union all
    select 'key', min(parcel_id), new_commune || ' ' || new_sheet || ' ' || parcel
      from peer_parcel group by new_commune, new_sheet, parcel having count(*) > 1
    union all
    select 'identifier', parcel_id, count(*)::text from peer_parcel group by parcel_id having count(*) > 1`,
  index: `
    create index on peer_parcel (new_commune, new_sheet, parcel);
    create index on peer_parcel (old_commune, old_sheet, parcel);
    create index on peer_parcel (parcel_id);
    create index on peer_parcel using gist (geom);
    analyze peer_parcel`,
};

/** Loads the first `parcels` records of the sources and does the work; null without ogr2ogr. */
export async function peerPipeline(
  address: string,
  sources: readonly string[],
  parcels: number,
): Promise<Stage[] | null> {
  const url = new URL(address);
  const target = `PG:host='${url.searchParams.get('host')}' port=${url.port} user=${url.username} dbname=${basename(url.pathname)}`;
  const client = new pg.Client(address);
  await client.connect();
  try {
    let load = 0;
    for (const path of sources) {
      const limit = `${Math.ceil(parcels / sources.length)}`;
      const seconds = ogr2ogr(
        ...['-f', 'PostgreSQL', target, path, '-append', '-nln', 'peer_source', '-limit', limit],
        ...['-a_srs', 'EPSG:4326', '-lco', 'GEOMETRY_NAME=wkb_geometry', '-lco', 'SPATIAL_INDEX=NONE'],
        ...['-lco', 'LAUNDER=NO', '-nlt', 'GEOMETRY', '--config', 'PG_USE_COPY', 'YES'],
      );
      if (seconds === null) return null;
      load += seconds;
    }
    await crosswalkTable(client);
    const { rows } = await client.query('select count(*)::int as n from peer_source');
    const records: number = rows[0].n;
    const stages: Stage[] = [{ name: 'load', records, seconds: load }];
    for (const [name, sql] of Object.entries(STEPS)) {
      const start = performance.now();
      await client.query(sql);
      stages.push({ name, records, seconds: (performance.now() - start) / 1000 });
    }
    return stages;
  } finally {
    await client.end();
  }
}

async function crosswalkTable(client: pg.Client): Promise<void> {
  await client.query(
    `insert into spatial_ref_sys (srid, auth_name, auth_srid, proj4text) values ($1, 'bench', $1, $2)
     on conflict (srid) do update set auth_name = 'bench', proj4text = $2, srtext = null`,
    [ZONE, ZONE_TEXT],
  );
  const crosswalk = loadCrosswalk();
  const pairs = crosswalk.units.flatMap(({ code, from, to }) => {
    if (from > EVE || (to !== null && to <= EVE)) return [];
    const found = crosswalk.resolve(code, EVE, AS_OF);
    return found.kind === 'merged' || found.kind === 'exact' ? [[code, found.unit.code]] : [];
  });
  await client.query('create table peer_crosswalk (old_commune text primary key, new_commune text)');
  await client.query('insert into peer_crosswalk select * from unnest($1::text[], $2::text[])', [
    pairs.map(([old]) => old),
    pairs.map(([, next]) => next),
  ]);
}
