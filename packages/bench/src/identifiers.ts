/**
 * Identifiers: ours on one thread against PostGIS on the same parcels in the same run, and the two kernels against
 * the libraries they stand in for. Everything is seeded; each pair is timed turn about, three times, and the best of
 * each counts, so that a busy machine does not decide.
 */

import { VN2000_TO_WGS84 } from '@thuadat/core/geodesy/datum';
import { projectInPlace, projection } from '@thuadat/core/geodesy/vn2000';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { encodePolygonal } from '@thuadat/core/geometry/wkb';
import { canonicalise, UNITS } from '@thuadat/core/identifier/canonical';
import { identify } from '@thuadat/core/identifier/identify';
import { newContest } from '@thuadat/core/identifier/pole/contest';
import { enterPoles } from '@thuadat/core/identifier/pole/pole';
import { believableParcel, seededRandom } from '@thuadat/core/identifier/shapes.test-data';
import pg from 'pg';
import polylabel from 'polylabel';
import proj4 from 'proj4';
import { benchShapes } from './identifier-shapes.ts';

/** Parcels a second. */
export type IdentifierBench = {
  readonly parcels: number;
  readonly ours: number;
  readonly postgis: number | null;
  readonly ratio: number | null;
  readonly pole: { readonly ours: number; readonly polylabel: number };
  readonly projection: { readonly ours: number; readonly proj4: number };
};

const ZONE = 9208;
const POSTGIS =
  'SELECT ST_GeoHash(ST_Transform((ST_MaximumInscribedCircle(geom)).center, 4326), 12) AS id FROM bench_parcel';
/** The shift as PostGIS wants it; the zone is not in the table that PostGIS 3.3 ships. */
const PROJ4_TEXT =
  '+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 ' +
  `+towgs84=${VN2000_TO_WGS84.towgs84} +units=m +no_defs`;

/** Least seconds of three turns of each, taken turn about. */
async function race(turns: readonly (() => unknown)[]): Promise<number[]> {
  const best = turns.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 3; round++) {
    for (const [i, turn] of turns.entries()) {
      const start = performance.now();
      await turn();
      best[i] = Math.min(best[i]!, (performance.now() - start) / 1000);
    }
  }
  return best;
}

/**
 * `database` is the address of an empty PostgreSQL database with PostGIS; null leaves PostGIS out (and says so).
 * `say` takes the lines of the report.
 */
export async function benchIdentifier(
  database: string | null,
  { parcels: count = 50_000, seed = 2026, say = console.log as (line: string) => void } = {},
): Promise<IdentifierBench> {
  const random = seededRandom(seed);
  const parcels = Array.from({ length: count }, () => believableParcel(random, 420_000, 2_480_000));
  const vertices = parcels.reduce((sum, p) => sum + p.coords.length / 2 - 1, 0) / count;
  say(`${count} parcels, seed ${seed}, ${vertices.toFixed(1)} vertices each, EPSG:${ZONE}`);
  const pole = await benchPole(parcels.slice(0, 5000), say);
  benchShapes(say);
  const plane = await benchProjection(parcels, say);
  const client = database === null ? null : await load(database, parcels);
  let issued = 0;
  const ours = () => {
    issued = 0;
    for (const p of parcels) if (identify(p, ZONE)) issued++;
  };
  const theirs = client ? [() => client.query(POSTGIS)] : [];
  const [ourSeconds, theirSeconds] = await race([ours, ...theirs]);
  await client?.end();
  const rate = count / ourSeconds!;
  say(`identify(), one thread, exact: ${rate.toFixed(0)} parcels/s, ${issued} issued`);
  const postgis = theirSeconds === undefined ? null : count / theirSeconds;
  const ratio = postgis === null ? null : rate / postgis;
  if (postgis === null) say('PostGIS: SKIPPED, no server');
  else
    say(
      `PostGIS, one back end, to 1/1000 of the extent: ${postgis.toFixed(0)} parcels/s; ratio ${ratio!.toFixed(2)}`,
    );
  return { parcels: count, ours: rate, postgis, ratio, pole, projection: plane };
}

async function load(database: string, parcels: readonly Polygonal[]): Promise<pg.Client> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query('SET max_parallel_workers_per_gather = 0');
  await client.query(
    `INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text) VALUES ($1, 'thuadat', $1, $2)
     ON CONFLICT (srid) DO UPDATE SET auth_name = 'thuadat', proj4text = $2, srtext = NULL`,
    [ZONE, PROJ4_TEXT],
  );
  await client.query('CREATE TEMP TABLE bench_parcel (geom geometry)');
  for (let from = 0; from < parcels.length; from += 1000) {
    const batch = parcels
      .slice(from, from + 1000)
      .map((p) => Buffer.from(encodePolygonal(p)).toString('hex'));
    await client.query(
      `INSERT INTO bench_parcel SELECT ST_GeomFromWKB(decode(hex, 'hex'), ${ZONE}) FROM unnest($1::text[]) AS hex`,
      [batch],
    );
  }
  await client.query('ANALYZE bench_parcel');
  return client;
}

async function benchPole(parcels: readonly Polygonal[], say: (line: string) => void) {
  const parts = parcels.flatMap((p) => {
    const canonical = canonicalise(p);
    return canonical.ok ? canonical.parts : [];
  });
  const rings = parts.map((part) => [
    Array.from({ length: part.coords.length / 2 }, (_, i) => [part.coords[2 * i]!, part.coords[2 * i + 1]!]),
  ]);
  // The library at 1 cm: finer, it needs seconds for a single nearly rectangular lot. Ours is exact.
  const step = 0.01 * UNITS;
  const [ours, library] = await race([
    () => {
      for (const part of parts) enterPoles(newContest(0, 0), part.coords, part.ringEnds);
    },
    () => {
      for (const ring of rings) polylabel(ring, step);
    },
  ]);
  const result = { ours: parts.length / ours!, polylabel: parts.length / library! };
  say(
    `pole: ours, exact, ${result.ours.toFixed(0)}/s, polylabel to 1 cm ${result.polylabel.toFixed(0)}/s; ` +
      `ratio ${(result.ours / result.polylabel).toFixed(2)}`,
  );
  return result;
}

async function benchProjection(parcels: readonly Polygonal[], say: (line: string) => void) {
  const coords = Float64Array.from(parcels.slice(0, 5000).flatMap((p) => [...p.coords]));
  const scratch = coords.slice();
  const forward = proj4(PROJ4_TEXT, 'EPSG:4326').forward;
  const [ours, library] = await race([
    () => {
      scratch.set(coords);
      projectInPlace(scratch, ZONE);
    },
    () => {
      for (let i = 0; i < coords.length; i += 2) {
        const [x, y] = forward([coords[i]!, coords[i + 1]!]);
        scratch[i] = x!;
        scratch[i + 1] = y!;
      }
    },
  ]);
  projection(ZONE);
  const points = coords.length / 2;
  const result = { ours: points / ours!, proj4: points / library! };
  say(
    `VN-2000 to WGS84: ours ${(result.ours / 1e6).toFixed(2)} M points/s, proj4 ${(result.proj4 / 1e6).toFixed(2)} M; ` +
      `ratio ${(result.ours / result.proj4).toFixed(2)}`,
  );
  return result;
}
