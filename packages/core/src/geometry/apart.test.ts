import { expect, it } from 'vitest';
import { liesApart } from './apart.ts';
import { intersectionArea } from './common-area.ts';
import { boxOf } from './measure.ts';
import type { Polygonal } from './polygonal.ts';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';

const LEAST = 0.1;

function apart(a: Polygonal, b: Polygonal): boolean {
  const [p, q] = [boxOf(a), boxOf(b)];
  const [minX, minY] = [Math.max(p[0], q[0]), Math.max(p[1], q[1])];
  const [maxX, maxY] = [Math.min(p[2], q[2]), Math.min(p[3], q[3])];
  return minX < maxX && minY < maxY && liesApart(a, b, minX, minY, maxX, maxY, LEAST);
}

it('never says apart of a pair whose common area matters', () => {
  const next = random(11);
  let told = 0;
  for (let i = 0; i < 30_000; i++) {
    const a = starPolygon(next, 3 + (i % 9), 420_000, 2_480_000, 12);
    const far = 6 + next() * 12;
    const way = next() * 7;
    const b = starPolygon(
      next,
      3 + (i % 5),
      420_000 + far * Math.cos(way),
      2_480_000 + far * Math.sin(way),
      12,
    );
    if (!apart(a, b)) continue;
    told++;
    expect(intersectionArea(a, b)).toBeLessThan(LEAST);
  }
  expect(told).toBeGreaterThan(3000);
});

it('knows neighbours that share an edge, and those that overlap by less than counts', () => {
  const lot = (x: number) => ringPolygon([[x, 0], [x + 12, 1], [x + 13, 21], [x + 1, 20]]); // biome-ignore format: a lot
  expect(apart(lot(420_000), lot(420_012))).toBe(true);
  expect(apart(lot(420_000), lot(420_011.999))).toBe(true);
  expect(apart(lot(420_000), lot(420_011.9))).toBe(false);
  expect(intersectionArea(lot(420_000), lot(420_011.9))).toBeGreaterThan(LEAST);
});
