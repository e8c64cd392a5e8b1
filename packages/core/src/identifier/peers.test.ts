/** The pole beside what other programs find when their precision is made as fine as they bear, and through other forms of a boundary. */
import polylabel from 'polylabel';
import { describe, expect, test } from 'vitest';
import { reprojectInPlace } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { identifyOrRefuse } from './identify.ts';
import { distanceToBoundary } from './method/boundary-distance.ts';
import { openGeos } from './method/geos.ts';
import { locate } from './point.ts';
import { believableParcel, type Point, polygonalOf, type Random, seededRandom } from './shapes.test-data.ts';

const ZONE = 9208;
const E = 420_000;
const N = 2_480_000;

function star(random: Random): Polygonal {
  const n = 5 + Math.floor(25 * random());
  const ring = Array.from({ length: n }, (_, k): Point => {
    const angle = (2 * Math.PI * (k + 0.7 * random())) / n;
    const reach = 8 + 40 * random();
    return [E + reach * Math.cos(angle), N + reach * Math.sin(angle)];
  });
  return polygonalOf([[ring]]);
}

const draw = (random: Random, i: number): Polygonal =>
  i % 2 === 0 ? believableParcel(random, E, N) : star(random);

/** Rings of the first part about a corner of its own: far from the origin polylabel's sums lose what is asked of them. */
const localRings = ({ coords, ringEnds }: Polygonal): number[][][] =>
  Array.from(ringEnds, (end, r) => {
    const ring: number[][] = [];
    for (let i = r === 0 ? 0 : ringEnds[r - 1]!; i < end; i++)
      ring.push([coords[2 * i]! - coords[0]!, coords[2 * i + 1]! - coords[1]!]);
    return ring;
  });

describe('the pole', () => {
  test('is never nearer to the boundary than what GEOS finds to 0.01 mm', async () => {
    const geos = await openGeos();
    const random = seededRandom(20261130);
    const tolerance = 1e-5;
    for (let i = 0; i < 2000; i++) {
      const p = draw(random, i);
      const ours = locate(p);
      const theirs = geos.inscribedCircle(p, tolerance);
      if (!ours.ok || theirs === null) throw new Error(`${i} has none`);
      const distance = distanceToBoundary(p, theirs[0], theirs[1]);
      // The grid of 0.1 mm may move the boundary by half of its step to either side.
      expect(ours.distance).toBeGreaterThan(distance - 1e-4);
      expect(ours.distance).toBeLessThan(distance + tolerance + 1e-4);
    }
  });

  test('is where polylabel ends when it looks to a millionth of a metre', () => {
    const random = seededRandom(20261201);
    // Stars only: where sides are parallel its search does not end.
    for (let i = 0; i < 300; i++) {
      const p = star(random);
      const ours = locate(p);
      if (!ours.ok) throw new Error(ours.reason);
      const { distance } = polylabel(localRings(p), 1e-6);
      expect(Math.abs(ours.distance - distance)).toBeLessThan(1e-4);
    }
  });
});

describe('coordinates written down in WGS84 with ten decimals, and read back', () => {
  test('give the same identifier', () => {
    const random = seededRandom(20261202);
    const tenDecimals = (v: number) => Math.round(v * 1e10) / 1e10;
    let same = 0;
    let farthest = 0;
    for (let i = 0; i < 1000; i++) {
      const p = draw(random, i);
      const degrees = { ...p, coords: reprojectInPlace(p.coords.slice(), ZONE, 4326).map(tenDecimals) };
      const given = identifyOrRefuse(p, ZONE);
      const read = identifyOrRefuse(degrees, ZONE, 4326);
      if (!given.ok || !read.ok) throw new Error(`${i} has none`);
      farthest = Math.max(farthest, Math.hypot(given.x - read.x, given.y - read.y));
      if (given.parcelId === read.parcelId) same++;
    }
    expect(same).toBe(1000);
    // Ten decimals are a hundredth of a millimetre; the rest is the grid of 0.1 mm.
    expect(farthest).toBeLessThan(2e-4);
  });
});
