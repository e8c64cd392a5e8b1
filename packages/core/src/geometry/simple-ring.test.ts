import { expect, it } from 'vitest';
import { newFaultList } from './fault.ts';
import { ANYWHERE, gridRing } from './grid.ts';
import type { Polygonal } from './polygonal.ts';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';
import { isSimpleRing } from './simple-ring.ts';
import { faultsOf, isHarmless, searchFaults } from './validity.ts';

/** Of the one ring; false for a broken one. */
function isSimple({ coords }: Polygonal): boolean {
  const ring = gridRing(coords, 0, coords.length / 2, ANYWHERE, newFaultList());
  return ring !== null && isSimpleRing(ring);
}

const isSound = (p: Polygonal): boolean => searchFaults(p).every(({ kind }) => isHarmless(kind));

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
    simple += Number(isSimple(ring));
    expect(isSimple(ring)).toBe(isSound(ring));
    expect(faultsOf(ring)).toEqual(searchFaults(ring));
  }
  expect(simple).toBeGreaterThan(1000);
});

it('knows sound rings of up to 160 edges by itself', () => {
  const next = random(8);
  for (let i = 0; i < 2000; i++) {
    const star = starPolygon(next, 3 + (i % 158), 420_000, 2_480_000, 30);
    expect(isSimple(star)).toBe(isSound(star));
  }
});

it('leaves folded rings to the full search', () => {
  const ring = (...numbers: number[]) => isSimpleRing(Float64Array.from(numbers));
  expect(ring(0, 0, 4, 0, 4, 4, 0, 4)).toBe(true);
  expect(ring(0, 0, 2, 0, 4, 0, 4, 4, 0, 4)).toBe(true);
  expect(ring(0, 0, 4, 0, 4, 4, 4, 9, 4, 4, 0, 4)).toBe(false);
  expect(ring(4, 9, 4, 4, 0, 4, 0, 0, 4, 0, 4, 4)).toBe(false);
});
