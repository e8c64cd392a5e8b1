import { expect, it } from 'vitest';
import type { CommuneCode } from '../code.ts';
import { intersectionArea } from './common-area.ts';
import { area, boxOf, containsPoint } from './measure.ts';
import { boundaryIndex } from './overlay.ts';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';
import { isValid } from './validity.ts';

const CODE = '02647' as CommuneCode;

it('says of points and boxes what casting rays and measuring say, on the boundary too', () => {
  const next = random(31);
  let held = 0;
  for (let round = 0; round < 40; round++) {
    const whole = round % 2 === 0;
    const star = starPolygon(next, whole ? 5 + (round >> 2) : 5 + round * 10, 50, 50, 50);
    // Whole numbers: points then lie on vertices, edges and borders of cells.
    const boundary = whole ? { ...star, coords: star.coords.map(Math.round) } : star;
    if (!isValid(boundary)) continue;
    const index = boundaryIndex([{ code: CODE, polygonal: boundary }]);
    const place = () => (whole ? Math.floor(next() * 104) - 2 : next() * 104 - 2);
    for (let i = 0; i < 400; i++) {
      const [x, y] = [place(), place()];
      expect(index.containing(x, y).length > 0).toBe(containsPoint(boundary, x, y));
      const [w, h] = [next() * 6, next() * 6];
      const box = ringPolygon([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]); // biome-ignore format: a box
      const common = intersectionArea(box, boundary, boxOf(box), boxOf(boundary));
      expect(index.shares(box, [CODE])[0]!.share!).toBeCloseTo(common / area(box), 6);
      if (!index.holds(CODE, x, y, x + w, y + h)) continue;
      held++;
      expect(index.shares(box, [CODE])[0]!.share).toBe(1);
      expect(common / area(box)).toBeCloseTo(1, 6);
    }
  }
  expect(held).toBeGreaterThan(500);
});

it('holds a box only in a boundary it knows', () => {
  const square = ringPolygon([[0, 0], [9, 0], [9, 9], [0, 9]]); // biome-ignore format: a square
  const index = boundaryIndex([{ code: CODE, polygonal: square }]);
  expect(index.holds(CODE, 4, 4, 5, 5)).toBe(true);
  expect(index.holds(CODE, -1, 4, 5, 5)).toBe(false);
  expect(index.holds(CODE, 11, 11, 12, 12)).toBe(false);
  expect(index.holds('02650' as CommuneCode, 4, 4, 5, 5)).toBe(false);
  expect(index.holds(CODE, Number.NaN, 4, Number.NaN, 5)).toBe(false);
  expect(index.containing(Number.NaN, 4)).toEqual([]);
});
