/** The peer: GDAL's ogr2ogr into PostGIS by COPY, then SQL. The same files, server and cores as ours. */
import { basename } from 'node:path';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import pg from 'pg';
import { ogr2ogr, ogrTarget } from './ogr2ogr.ts';
import { ASSIGN, OVERLAPS, PARALLEL, STEPS, type Step, ZONE } from './peer-sql.ts';

const EVE = '2025-06-30' as IsoDate;
const AS_OF = '2025-07-01' as IsoDate;

type Stage = { readonly name: string; readonly seconds: number };

type PeerResult = {
  readonly records: number;
  /** Without `overlaps`. */
  readonly seconds: number;
  readonly stages: readonly Stage[];
  readonly overlaps: Stage;
  /** Workers that the planner gives the step with the inscribed circle, beside the leader. */
  readonly workers: number;
};

async function timed(name: string, work: () => Promise<void>): Promise<Stage> {
  const start = performance.now();
  await work();
  return { name, seconds: (performance.now() - start) / 1000 };
}

/** Null where there is no ogr2ogr. */
export async function peerPipeline(
  address: string,
  sources: readonly string[],
  boundaries: string,
): Promise<PeerResult | null> {
  const session = await openSession(address);
  try {
    await prepare(session);
    let loaded = false;
    const stages = [
      await timed('ogr2ogr, COPY', async () => {
        loaded = await load(address, sources, boundaries);
      }),
    ];
    if (!loaded) return null;
    const { rows } = await session.query('select count(*)::int as n from peer_source');
    let workers = 0;
    for (const step of STEPS) {
      if (step.sql.flat().some((sql) => sql.includes(ASSIGN))) workers = await plannedWorkers(session);
      stages.push(await timed(step.name, () => runStep(address, step)));
    }
    await expectDone(session);
    const overlaps = await timed(OVERLAPS.name, () => runStep(address, OVERLAPS));
    const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
    return { records: rows[0].n, seconds, stages, overlaps, workers };
  } finally {
    await session.end();
  }
}

async function openSession(address: string): Promise<pg.Client> {
  const client = new pg.Client(address);
  await client.connect();
  for (const sql of PARALLEL) await client.query(sql);
  return client;
}

async function runStep(address: string, { sql }: Step): Promise<void> {
  await Promise.all(
    sql.map(async (statements) => {
      const session = await openSession(address);
      try {
        for (const statement of statements) await session.query(statement);
      } finally {
        await session.end();
      }
    }),
  );
}

/** What the planner says of the statement that the peer's time goes into. */
async function plannedWorkers(session: pg.Client): Promise<number> {
  const { rows } = await session.query(`explain ${ASSIGN}`);
  const text = rows.map((row) => row['QUERY PLAN']).join('\n');
  return Number(/Workers Planned: (\d+)/.exec(text)?.[1] ?? 0);
}

/** A peer that leaves its parcels where they were would be quick. */
async function expectDone(session: pg.Client): Promise<void> {
  const { rows } = await session.query(
    `select avg((new_commune is not null and new_sheet is not null)::int)::float8 as placed,
       avg((parcel_id is not null)::int)::float8 as identified from peer_parcel`,
  );
  const { placed, identified } = rows[0] as { placed: number; identified: number };
  if (placed < 0.99 || identified < 0.99)
    throw new Error(
      `the peer placed ${placed} and identified ${identified} of its parcels; at least 0.99 is expected`,
    );
}

/** The table is made first, so that the sources can be copied in at the same time. */
async function load(address: string, sources: readonly string[], boundaries: string): Promise<boolean> {
  const into = ogrTarget(address);
  const shape = ['-lco', 'GEOMETRY_NAME=geom', '-lco', 'SPATIAL_INDEX=NONE', '-lco', 'LAUNDER=NO'];
  const parcels = ['-a_srs', `EPSG:${ZONE}`, '-nln', 'peer_source', '-nlt', 'GEOMETRY'];
  const empty = ['-lco', 'UNLOGGED=ON', '-lco', 'FID=ogc_fid', '-limit', '0'];
  if (!(await ogr2ogr(...into, sources[0]!, ...parcels, ...shape, ...empty))) return false;
  const append = [...parcels, '-append', '-unsetFid', '-gt', '100000'];
  await Promise.all(sources.map((path) => ogr2ogr(...into, path, ...append)));
  const outlines = ['-t_srs', `EPSG:${ZONE}`, '-nln', 'peer_boundary', '-nlt', 'GEOMETRY'];
  const columns = ['-lco', 'GEOMETRY_NAME=geom', '-lco', 'LAUNDER=NO', '-sql', boundarySql(boundaries)];
  return ogr2ogr(...into, boundaries, ...outlines, ...columns);
}

const boundarySql = (path: string): string => {
  const layer = basename(path).replace(/\.[^.]*$/, '');
  return `select "maXa" as code from "${layer}"`;
};

/** The zone, and the crosswalk with each code as the sources may write it: with its zero, without, and as a float. */
async function prepare(session: pg.Client): Promise<void> {
  await session.query(
    `insert into spatial_ref_sys (srid, auth_name, auth_srid, proj4text) values ($1, 'EPSG', $1, $2)
     on conflict (srid) do nothing`,
    [ZONE, '+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs'],
  );
  const crosswalk = loadCrosswalk();
  const pairs = crosswalk.units.flatMap(({ code, from, to }) => {
    if (from > EVE || (to !== null && to <= EVE)) return [];
    const found = crosswalk.resolve(code, EVE, AS_OF);
    return found.kind === 'merged' || found.kind === 'exact' ? [[code, found.unit.code] as const] : [];
  });
  await session.query(
    'create table peer_crosswalk (written text primary key, old_commune text, new_commune text)',
  );
  await session.query(
    `insert into peer_crosswalk
     select written, old, new
     from unnest($1::text[], $2::text[]) as pair (old, new),
          unnest(array[old, ltrim(old, '0'), old || '.0', ltrim(old, '0') || '.0']) as written
     on conflict do nothing`,
    [pairs.map(([old]) => old), pairs.map(([, next]) => next)],
  );
}
