/**
 * Identifiers: ours on one thread against PostGIS on the same parcels in the same run, and the two kernels against
 * the libraries they stand in for. Everything is seeded.
 */
import { VN2000_TO_WGS84 } from '@thuadat/core/geodesy/datum';
import { projectInPlace } from '@thuadat/core/geodesy/vn2000';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { encodePolygonal } from '@thuadat/core/geometry/wkb';
import { canonicalise, UNITS } from '@thuadat/core/identifier/canonical';
import { identify } from '@thuadat/core/identifier/identify';
import { locate } from '@thuadat/core/identifier/point';
import { newContest } from '@thuadat/core/identifier/pole/contest';
import { enterPoles } from '@thuadat/core/identifier/pole/pole';
import { type Point, polygonalOf, seededRandom } from '@thuadat/core/identifier/shapes.test-data';
import pg from 'pg';
import polylabel from 'polylabel';
import proj4 from 'proj4';
import { type Bench, race } from './bench.ts';
import { parcelsOf } from './kernels.ts';
import { ZONE } from './peer-sql.ts';
import { peakRss } from './process-tree.ts';
import type { Report } from './report.ts';

const PARCELS = 50_000;
/** Those that the libraries get. */
const SOME = 5000;
const POSTGIS =
  'select ST_GeoHash(ST_Transform((ST_MaximumInscribedCircle(geom)).center, 4326), 12) as id from bench_parcel';
/** The shift as PostGIS wants it; the zone is not in the table that PostGIS 3.3 ships. */
const PROJ4_TEXT =
  '+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 ' +
  `+towgs84=${VN2000_TO_WGS84.towgs84} +units=m +no_defs`;

export async function benchIdentifiers({ options, server, report }: Bench): Promise<void> {
  const parcels = parcelsOf(seededRandom(options.seed), PARCELS);
  const client = server && (await load(await server.cluster.database(), parcels));
  await race(report, {
    name: 'identifier by the exact pole, one thread',
    records: PARCELS,
    ours: () => {
      for (const parcel of parcels) identify(parcel, ZONE);
    },
    ...(client && {
      peer: { name: 'PostGIS, one back end, to 1/1000 of the extent', run: () => client.query(POSTGIS) },
    }),
    rss: peakRss,
  });
  await client?.end();
  await benchPole(parcels.slice(0, SOME), report);
  await benchProjection(parcels.slice(0, SOME), report);
  const comb = polygonalOf([[combOf(25_000)]]);
  await race(report, {
    name: 'worst case: pole of a comb of 25,000 teeth',
    records: 1,
    ours: () => locate(comb),
  });
}

async function load(database: string, parcels: readonly Polygonal[]): Promise<pg.Client> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query('set max_parallel_workers_per_gather = 0');
  await client.query(
    `insert into spatial_ref_sys (srid, auth_name, auth_srid, proj4text) values ($1, 'thuadat', $1, $2)
     on conflict (srid) do update set auth_name = 'thuadat', proj4text = $2, srtext = null`,
    [ZONE, PROJ4_TEXT],
  );
  await client.query('create temp table bench_parcel (geom geometry)');
  for (let from = 0; from < parcels.length; from += 1000) {
    const batch = parcels
      .slice(from, from + 1000)
      .map((p) => Buffer.from(encodePolygonal(p)).toString('hex'));
    await client.query(
      `insert into bench_parcel select ST_GeomFromWKB(decode(hex, 'hex'), ${ZONE}) from unnest($1::text[]) as hex`,
      [batch],
    );
  }
  await client.query('analyze bench_parcel');
  return client;
}

async function benchPole(parcels: readonly Polygonal[], report: Report): Promise<void> {
  const parts = parcels.flatMap((parcel) => {
    const canonical = canonicalise(parcel);
    return canonical.ok ? canonical.parts : [];
  });
  const rings = parts.map(({ coords }) => [
    Array.from({ length: coords.length / 2 }, (_, i) => [coords[2 * i]!, coords[2 * i + 1]!]),
  ]);
  await race(report, {
    name: 'exact pole',
    records: parts.length,
    ours: () => {
      for (const part of parts) enterPoles(newContest(0, 0), part.coords, part.ringEnds);
    },
    peer: {
      // Finer, it needs seconds for a single nearly rectangular lot. Ours is exact.
      name: 'polylabel, to 1 cm',
      run: () => {
        for (const ring of rings) polylabel(ring, 0.01 * UNITS);
      },
    },
  });
}

async function benchProjection(parcels: readonly Polygonal[], report: Report): Promise<void> {
  const coords = Float64Array.from(parcels.flatMap((parcel) => [...parcel.coords]));
  const scratch = coords.slice();
  const { forward } = proj4(PROJ4_TEXT, 'EPSG:4326');
  await race(report, {
    name: 'VN-2000 → WGS84, points',
    records: coords.length / 2,
    ours: () => {
      scratch.set(coords);
      projectInPlace(scratch, ZONE);
    },
    peer: {
      name: 'proj4',
      run: () => {
        for (let i = 0; i < coords.length; i += 2)
          [scratch[i], scratch[i + 1]] = forward([coords[i]!, coords[i + 1]!]) as [number, number];
      },
    },
  });
}

/** All of its poles are equal: the hardest for a search. */
function combOf(teeth: number): Point[] {
  const [x, y] = [420_000, 2_480_000];
  const ring: Point[] = [
    [x + 2 * teeth, y],
    [x, y],
  ];
  for (let left = x; left < x + 2 * teeth; left += 2)
    ring.push([left, y + 100], [left + 1, y + 100], [left + 1, y + 10], [left + 2, y + 10]);
  return ring;
}
