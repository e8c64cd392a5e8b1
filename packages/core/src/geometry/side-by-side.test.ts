import { expect, it } from 'vitest';
import { gridCommune } from '../check/commune.test-data.ts';
import { intersectionArea } from './common-area.ts';
import { boxOf } from './measure.ts';
import type { Polygonal } from './polygonal.ts';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';
import { liesBeside } from './side-by-side.ts';
import { isValid } from './validity.ts';

function beside(a: Polygonal, b: Polygonal): boolean {
  const [p, q] = [boxOf(a), boxOf(b)];
  const [minX, minY] = [Math.max(p[0], q[0]), Math.max(p[1], q[1])];
  const [maxX, maxY] = [Math.min(p[2], q[2]), Math.min(p[3], q[3])];
  return minX <= maxX && minY <= maxY && liesBeside(a, b, minX, minY, maxX, maxY);
}

it('knows all neighbours of a made-up survey, whatever way their rings run', () => {
  const parcels = gridCommune(12).map(({ polygonal }, i) => (i % 3 === 0 ? turned(polygonal!) : polygonal!));
  for (let i = 0; i < parcels.length; i++) {
    if (i % 12 < 11) expect(beside(parcels[i]!, parcels[i + 1]!)).toBe(true);
    if (i + 12 < parcels.length) expect(beside(parcels[i]!, parcels[i + 12]!)).toBe(true);
    // They have a corner in common, or nothing, or everything.
    if (i % 12 < 11 && i + 13 < parcels.length) expect(beside(parcels[i]!, parcels[i + 13]!)).toBe(false);
    if (i + 24 < parcels.length) expect(beside(parcels[i]!, parcels[i + 24]!)).toBe(false);
    expect(beside(parcels[i]!, parcels[i]!)).toBe(false);
    expect(beside(parcels[i]!, turned(parcels[i]!))).toBe(false);
  }
});

const points = ({ coords }: Polygonal): [number, number][] =>
  Array.from({ length: coords.length / 2 - 1 }, (_, i) => [coords[i * 2]!, coords[i * 2 + 1]!]);
const turned = (p: Polygonal): Polygonal => ringPolygon(points(p).reverse());

it('never says it of a pair that has anything in common: valid rings on a coarse grid share, touch and cover each other', () => {
  const next = random(21);
  const rings: Polygonal[] = [];
  while (rings.length < 500) {
    const ring = ringPolygon(
      Array.from({ length: 3 + Math.floor(next() * 4) }, () => [
        Math.floor(next() * 4),
        Math.floor(next() * 4),
      ]),
    );
    if (isValid(ring)) rings.push(ring);
  }
  let told = 0;
  let common = 0;
  for (const a of rings) {
    for (const b of rings) {
      const area = intersectionArea(a, b);
      if (area > 1e-9) common++;
      if (!beside(a, b)) continue;
      told++;
      expect(area).toBeLessThan(1e-12);
    }
  }
  expect(told).toBeGreaterThan(2000);
  expect(common).toBeGreaterThan(100_000);
});

it('never says it when a vertex that is not shared is moved across the border', () => {
  const next = random(22);
  for (let i = 0; i < 3000; i++) {
    const a = starPolygon(next, 4 + (i % 6), 0, 0, 10);
    // The other takes one edge of it, and goes wherever it likes.
    const [p, q] = points(a) as [[number, number], [number, number]];
    const far = Array.from({ length: 1 + (i % 3) }, (): [number, number] => [
      next() * 30 - 15,
      next() * 30 - 15,
    ]);
    const b = ringPolygon([q, p, ...far]);
    if (isValid(b) && beside(a, b)) expect(intersectionArea(a, b)).toBeLessThan(1e-9);
  }
});
