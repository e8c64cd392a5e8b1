/**
 * The published vectors once more by code that is not ours: GEOS and PROJ inside PostGIS. `ST_MaximumInscribedCircle` stops
 * at 1/1000 of the parcel's extent, so it bounds the distance; place and code are compared exactly. Skipped, loudly, where
 * PostgreSQL is not installed.
 */
import { VN2000_TO_WGS84 } from '@thuadat/core/geodesy/datum';
import { ZONES } from '@thuadat/core/geodesy/zone';
import { encodePolygonal } from '@thuadat/core/geometry/wkb';
import { identify } from '@thuadat/core/identifier/identify';
import { LEAST_DISTANCE } from '@thuadat/core/identifier/point';
import { believableParcel, seededRandom } from '@thuadat/core/identifier/shapes.test-data';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type PostgresCluster,
  postgresBinaries,
  startPostgres,
} from '@thuadat/testing/postgres-cluster';
import { readParcelVectors, readPointVectors } from './vector-file.ts';

const bin = postgresBinaries();
let cluster: PostgresCluster;
let db: pg.Client;

/** Point and distance are rounded to 1e-7 m; GEOS measures on coordinates of 2.4e6 m: a few ulp, squared and rooted. Metres. */
const ROUNDING = 2e-7;
/** Half a grid step each way: the published point belongs to the rounded parcel, PostGIS measures the parcel as written. */
const GRID = 1e-4;

describe.skipIf(bin === null)('PostGIS on the published vectors', () => {
  beforeAll(async () => {
    cluster = startPostgres(bin!);
    db = new pg.Client(await cluster.database());
    await db.connect();
    for (const { epsg, kind, centralMeridian, k0 } of ZONES) {
      if (!kind.startsWith('vn2000-') || kind === 'vn2000-geographic') continue;
      const text = `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=${k0} +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=${VN2000_TO_WGS84.towgs84} +units=m +no_defs`;
      // Under our own authority, or PostGIS would look the code up in PROJ, whose choice of operation goes by place.
      await db.query(
        `INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text) VALUES ($1, 'thuadat', $1, $2)
         ON CONFLICT (srid) DO UPDATE SET auth_name = 'thuadat', proj4text = $2, srtext = NULL`,
        [epsg, text],
      );
    }
  });
  afterAll(async () => {
    await db?.end();
    cluster?.stop();
  });

  test('the point is inside, as far from the boundary as we say, and no circle found by GEOS is larger', async () => {
    const issued = readParcelVectors().filter(({ parcelId }) => parcelId !== '');
    for (const { id, zone, wkt, x, y, distance } of issued) {
      const { rows } = await db.query(
        `SELECT ST_IsValid(g) AS valid, ST_Contains(g, p) AS inside, ST_Distance(ST_Boundary(g), p) AS distance,
                (c).radius AS radius, greatest(ST_XMax(g) - ST_XMin(g), ST_YMax(g) - ST_YMin(g)) / 1000 AS tolerance
         FROM (SELECT g, p, ST_MaximumInscribedCircle(g) AS c
               FROM (SELECT ST_GeomFromText($1, $2) AS g, ST_SetSRID(ST_MakePoint($3, $4), $2) AS p) a) b`,
        [wkt, Number(zone), Number(x), Number(y)],
      );
      const ours = Number(distance);
      const { valid, inside, distance: measured, radius, tolerance } = rows[0];
      expect({ id, valid, inside }).toEqual({ id, valid: true, inside: true });
      expect(Math.abs(measured - ours), `vector ${id}`).toBeLessThan(GRID);
      expect(radius, `vector ${id}`).toBeLessThan(ours + GRID);
      expect(radius, `vector ${id}`).toBeGreaterThan(ours - tolerance - GRID);
    }
  });

  test('parcels refused for their boundary are invalid to GEOS too, and thin ones narrower than a cell', async () => {
    const refused = readParcelVectors().filter(({ issue }) => /crossing|nesting|thin/.test(issue));
    expect(refused.length).toBeGreaterThan(10);
    for (const { id, wkt, issue } of refused) {
      const thin = issue.endsWith('thin');
      const { rows } = await db.query(
        `SELECT ST_IsValid(g) AS valid, CASE WHEN $2 THEN (ST_MaximumInscribedCircle(g)).radius END AS radius
         FROM (SELECT ST_GeomFromText($1) AS g) a`,
        [wkt, thin],
      );
      expect(rows[0].valid, `vector ${id}`).toBe(thin);
      if (thin) expect(rows[0].radius, `vector ${id}`).toBeLessThanOrEqual(LEAST_DISTANCE);
    }
  });

  test('ST_GeoHash gives every identifier and every point vector to the last character', async () => {
    const points = [
      ...readPointVectors().map(({ lon, lat, geohash }) => ({ lon, lat, code: geohash })),
      ...readParcelVectors().flatMap(({ lon, lat, parcelId }) =>
        parcelId ? [{ lon, lat, code: parcelId }] : [],
      ),
    ];
    const { rows } = await db.query(
      `SELECT ST_GeoHash(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 12) AS code
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t (lon, lat, n) ORDER BY n`,
      [points.map(({ lon }) => Number(lon)), points.map(({ lat }) => Number(lat))],
    );
    expect(rows.map(({ code }) => code)).toEqual(points.map(({ code }) => code));
  });

  test('ST_Transform brings every VN-2000 point to the same place within 1e-11 degree, and to the same code', async () => {
    const points = [
      ...readPointVectors().map(({ zone, x, y, lon, lat, geohash }) => ({
        zone,
        x,
        y,
        lon,
        lat,
        code: geohash,
      })),
      ...readParcelVectors().flatMap((row) => (row.parcelId ? [{ ...row, code: row.parcelId }] : [])),
    ].filter(({ zone }) => !zone.startsWith('326'));
    for (const { zone, x, y, lon, lat, code } of points) {
      const { rows } = await db.query(
        `SELECT ST_X(g) AS lon, ST_Y(g) AS lat, ST_GeoHash(g, 12) AS code
         FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), $3), 4326) AS g) a`,
        [Number(x), Number(y), Number(zone)],
      );
      expect(Math.abs(rows[0].lon - Number(lon))).toBeLessThan(1e-11);
      expect(Math.abs(rows[0].lat - Number(lat))).toBeLessThan(1e-11);
      expect(rows[0].code).toBe(code);
    }
  });

  test('on 400 other parcels no circle of GEOS is larger than ours, and ours is inside', async () => {
    const random = seededRandom(400);
    for (let i = 0; i < 400; i++) {
      const p = believableParcel(random, 512_000, 2_400_000);
      const ours = identify(p, 9208)!;
      const { rows } = await db.query(
        `SELECT ST_Contains(g, p) AS inside, ST_Distance(ST_Boundary(g), p) AS distance, (ST_MaximumInscribedCircle(g)).radius AS radius
         FROM (SELECT ST_GeomFromWKB($1) AS g, ST_MakePoint($2, $3) AS p) a`,
        [Buffer.from(encodePolygonal(p)), ours.x, ours.y],
      );
      expect(rows[0].inside).toBe(true);
      expect(Math.abs(rows[0].distance - ours.distance)).toBeLessThan(ROUNDING);
      expect(rows[0].radius).toBeLessThan(ours.distance + ROUNDING);
    }
  });
});
