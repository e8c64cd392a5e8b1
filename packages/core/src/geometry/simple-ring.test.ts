import { expect, it } from 'vitest';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';
import { isSimpleRing } from './simple-ring.ts';
import { faultsOf, searchFaults } from './validity.ts';

it('says of random rings on a coarse grid just what the full search says', () => {
  const next = random(7);
  let simple = 0;
  for (let i = 0; i < 20_000; i++) {
    const size = 3 + Math.floor(next() * 3);
    const ring = ringPolygon(
      Array.from({ length: 3 + Math.floor(next() * 6) }, () => [
        420_000 + Math.floor(next() * size),
        2_480_000 + Math.floor(next() * size) / 10,
      ]),
    );
    if (next() < 0.02)
      ring.coords[Math.floor(next() * ring.coords.length)] = [
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
      ][i % 3]!;
    const found = searchFaults(ring);
    if (isSimpleRing(ring.coords)) simple++;
    expect(isSimpleRing(ring.coords) ? [] : found).toEqual(found);
    expect(faultsOf(ring)).toEqual(found);
  }
  expect(simple).toBeGreaterThan(1000);
});

it('knows sound rings of up to 64 edges by itself', () => {
  const next = random(8);
  for (let i = 0; i < 2000; i++) {
    const star = starPolygon(next, 3 + (i % 62), 420_000, 2_480_000, 30);
    expect(isSimpleRing(star.coords)).toBe(searchFaults(star).length === 0);
  }
});

it('leaves open, repeated and folded rings to the full search', () => {
  const ring = (...numbers: number[]) => isSimpleRing(Float64Array.from(numbers));
  expect(ring(0, 0, 4, 0, 4, 4, 0, 4, 0, 0)).toBe(true);
  expect(ring(0, 0, 2, 0, 4, 0, 4, 4, 0, 4, 0, 0)).toBe(true);
  expect(ring(0, 0, 4, 0, 4, 4, 0, 4)).toBe(false);
  expect(ring(0, 0, 4, 0, 4, 0, 4, 4, 0, 0)).toBe(false);
  expect(ring(0, 0, 4, 4, 2, 2, 0, 0)).toBe(false);
  expect(ring(0, 0, 4, 0, 4, 4, 4, 9, 4, 4, 0, 4, 0, 0)).toBe(false);
  expect(ring()).toBe(false);
});
