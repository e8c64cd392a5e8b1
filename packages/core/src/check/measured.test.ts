import { expect, it } from 'vitest';
import { reprojectInPlace } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { identifyOrRefuse } from '../identifier/identify.ts';
import { plainTextsOf } from '../issue/value.ts';
import { contextOf, localPolygon, ORIGIN, parcelOf } from './commune.test-data.ts';
import { checkCommune } from './commune.ts';
import { measure } from './measured.ts';
import { validityRule } from './validity.ts';

const WORK_ZONE = 9211;
const inSystem = (p: Polygonal, epsg: number): Polygonal => ({
  ...p,
  coords: reprojectInPlace(p.coords.slice(), 9208, epsg),
});
/** A vertex of the hole is 0.03 mm off the shell's side: on it, by the grid. */
const TOUCHING = 'POLYGON((0 0,40 0,40 40,0 40,0 0),(10 10,0.00003 20,10 30,20 20,10 10))';
const CUT = 'POLYGON((0 0,40 0,40 40,0 40,0 0),(20 0.00003,30 20,20 39.99997,10 20,20 0.00003))';

it.each([9208, 4326, 4756, 32648, 3405, 9211])(
  'finds in EPSG:%i the faults that the identifier sees in its zone',
  (epsg) => {
    for (const wkt of [TOUCHING, CUT]) {
      const p = inSystem(localPolygon(wkt), epsg);
      const measured = measure(parcelOf(1, p, { zone: epsg, identifierZone: 9208 }), WORK_ZONE);
      expect(identifyOrRefuse(p, 9208, epsg).ok).toBe(measured.sound);
      expect(measured.sound).toBe(wkt === TOUCHING);
      if (measured.sound) continue;
      const [{ kind, x, y }] = measured.faults as [(typeof measured.faults)[0]];
      expect([kind, measured.faultZone]).toEqual(['interior-cut', 9208]);
      expect([x - ORIGIN[0], y - ORIGIN[1]]).toEqual([20, expect.closeTo(40, 3)]);
    }
  },
);

it('names the coordinate as it came where it has no place in the zone', () => {
  const box = (x: number, y: number): Polygonal => ({
    coords: Float64Array.of(x, y, x + 1e-4, y, x + 1e-4, y + 1e-4, x, y),
    ringEnds: Uint32Array.of(4),
    polygonEnds: Uint32Array.of(1),
  });
  // Latitude and longitude exchanged.
  const { faults, faultZone, sound } = measure(parcelOf(1, box(22.4, 103.9), { zone: 4326 }), WORK_ZONE);
  expect(sound).toBe(false);
  expect([faultZone, faults]).toEqual([4326, [{ kind: 'outside-zone', x: 22.4, y: 103.9, count: 1 }]]);
});

it('says how wide a ring gapes, and the range that a vertex is beyond', () => {
  const gaping = localPolygon('POLYGON((0 0,20 0,20 20,0 20,0.3 0.4))');
  const far = { ...gaping, coords: gaping.coords.map((v, i) => (i === 4 ? 5e6 : v)) };
  const issues = checkCommune(contextOf([parcelOf(1, gaping), parcelOf(2, far)]), [validityRule]);
  expect(issues.map(({ code }) => code)).toEqual(['geometry.open-ring', 'geometry.outside-zone']);
  expect(issues.map(plainTextsOf).map(({ found, expected }) => [found, expected])).toEqual([
    ['E 420000.000 N 2486000.000 (0.5000 m)', 'OGC'],
    ['E 5000000.000 N 2486020.000', expect.stringMatching(/^EPSG:9208, E \d+–\d+, N \d+–\d+$/)],
  ]);
  expect(issues[1]!.at.lonLat).toBeUndefined();
});
