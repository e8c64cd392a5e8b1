/** Runs the published vectors against the toolkit. `UPDATE=1` writes them anew (only with a new version of the algorithm). */
import { writeFileSync } from 'node:fs';
import { projection } from '@thuadat/core/geodesy/vn2000';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { decodePolygonal, wkbFromWkt } from '@thuadat/core/geometry/wkb';
import { encodeGeohash } from '@thuadat/core/identifier/geohash';
import { identifyOrRefuse } from '@thuadat/core/identifier/identify';
import { ISSUES } from '@thuadat/core/issue/index';
import { describe, expect, test } from 'vitest';
import { drawPoints, drawShapes } from './make-vectors.ts';
import {
  PARCEL_BANNER,
  PARCEL_FILE,
  type ParcelVector,
  POINT_BANNER,
  POINT_FILE,
  type PointVector,
  readParcelVectors,
  readPointVectors,
  vectorText,
} from './vector-file.ts';

const EMPTY: Polygonal = {
  coords: new Float64Array(),
  ringEnds: new Uint32Array(),
  polygonEnds: new Uint32Array(),
};

/** NaN is no number in WKT: such a row is read as text, with the bad coordinate in its place. */
function polygonOf(wkt: string): Polygonal {
  const clean = wkt.replace(/\bnan\b/g, '123456789012345');
  const p = decodePolygonal(wkbFromWkt(clean)) ?? EMPTY;
  return { ...p, coords: p.coords.map((value) => (value === 123456789012345 ? Number.NaN : value)) };
}

type Answer = Pick<ParcelVector, 'parcelId' | 'x' | 'y' | 'distance' | 'lon' | 'lat' | 'issue'>;

function answer(zone: number, wkt: string): Answer {
  const made = identifyOrRefuse(polygonOf(wkt), zone);
  if (!made.ok) {
    const issue = `identifier.pending-${made.reason}`;
    return { parcelId: '', x: '', y: '', distance: '', lon: '', lat: '', issue };
  }
  const [x, y, distance, lon, lat] = [made.x, made.y, made.distance, made.lon, made.lat].map(String);
  return { parcelId: made.parcelId, x: x!, y: y!, distance: distance!, lon: lon!, lat: lat!, issue: '' };
}

function pointAnswer(zone: number, x: number, y: number): Pick<PointVector, 'lon' | 'lat' | 'geohash'> {
  const [lon, lat] = projection(zone).toLonLat(x, y);
  return { lon: String(lon), lat: String(lat), geohash: encodeGeohash(lat, lon) };
}

if (process.env.UPDATE === '1') {
  const parcels = drawShapes().map(({ zone, group, wkt, twin }, i) => {
    return { id: String(i + 1), zone: String(zone), ...answer(zone, wkt), twin, note: group, wkt };
  });
  writeFileSync(PARCEL_FILE, vectorText(PARCEL_BANNER, parcels));
  const points = drawPoints().map(({ zone, x, y }) => {
    return { zone: String(zone), x: String(x), y: String(y), ...pointAnswer(zone, x, y) };
  });
  writeFileSync(POINT_FILE, vectorText(POINT_BANNER, points));
}

const vectors = readParcelVectors();

describe('published vectors of the parcel identifier', () => {
  test('are at least 300, of every zone, with shapes of every kind', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(300);
    expect(new Set(vectors.map(({ zone }) => zone)).size).toBe(18);
    expect(vectors.some(({ wkt }) => wkt.split(',').length > 5000)).toBe(true);
    const reasons = new Set(vectors.map(({ issue }) => issue));
    // Not of a shape alone: bounds of a search, and what is known of the system and the province.
    const known = Object.keys(ISSUES).filter((code) => /^identifier.pending-(?!search|complex|place|undeclared|zone)/.test(code));
    expect([...reasons].filter(Boolean).sort()).toEqual(known.sort());
  });

  test.each(vectors.map((row) => [row.id, row.note, row] as const))('%s: %s', (_, __, row) => {
    const { parcelId, x, y, distance, lon, lat, issue } = row;
    expect(answer(Number(row.zone), row.wkt)).toEqual({ parcelId, x, y, distance, lon, lat, issue });
  });

  test('give one parcel one identifier, however it is written down', () => {
    const twins = [...new Set(vectors.map(({ twin }) => twin).filter(Boolean))];
    expect(twins.length).toBeGreaterThanOrEqual(4);
    for (const twin of twins) {
      const rows = vectors.filter((row) => row.twin === twin);
      expect(rows.length, twin).toBeGreaterThan(2);
      expect(new Set(rows.map(({ parcelId, x, y }) => `${parcelId} ${x} ${y}`)).size, twin).toBe(1);
      expect(rows[0]!.parcelId).not.toBe('');
    }
  });

  test('hold the identifiers of the four known points', () => {
    expect(vectors.slice(0, 4).map(({ parcelId }) => parcelId)).toEqual([
      'w7czvunjbvrf',
      'w7fe6qjqh0p3',
      'w3du0ycpqpdb',
      'w3ehvc0q0034',
    ]);
  });
});

describe('published vectors of VN-2000', () => {
  test.each(readPointVectors())('EPSG:$zone $x $y', ({ zone, x, y, lon, lat, geohash }) => {
    expect(pointAnswer(Number(zone), Number(x), Number(y))).toEqual({ lon, lat, geohash });
  });
});
