import { expect, it } from 'vitest';
import { type Bands, newBands, pushBand } from './band.ts';
import { countBandPairs, sumBandPairs } from './band-pairs.ts';
import { areaInBox } from './common-area.ts';
import { random, ringPolygon } from './random.test-data.ts';

function bandsOf(next: () => number, count: number): Bands {
  const bands = newBands(4);
  // Whole numbers: bands begin and end where others do.
  for (let i = 0; i < count; i++) {
    const start = Math.floor(next() * 20);
    pushBand(bands, start, 1, start + 1 + Math.floor(next() ** 3 * 20), 1, 1);
  }
  return bands;
}

it('visits each pair with a stretch in common once, and no other', () => {
  const next = random(41);
  for (let round = 0; round < 200; round++) {
    const [a, b] = [bandsOf(next, Math.floor(next() * 30)), bandsOf(next, Math.floor(next() * 30))];
    const pairs: string[] = [];
    for (let i = 0; i < a.count; i++) {
      for (let j = 0; j < b.count; j++) {
        if (Math.max(a.x0[i]!, b.x0[j]!) < Math.min(a.x1[i]!, b.x1[j]!)) pairs.push(`${i} ${j}`);
      }
    }
    const visited: string[] = [];
    const visit = (i: number, j: number): number => {
      visited.push(`${i} ${j}`);
      return 1;
    };
    expect(sumBandPairs(a, b, visit)).toBe(pairs.length);
    expect(visited.sort()).toEqual(pairs.sort());
    expect(countBandPairs(a, b)).toBe(pairs.length);
  }
});

/** Teeth from west to east. */
function comb(teeth: number, x: number, y: number): readonly (readonly [number, number])[] {
  const inner = Array.from({ length: teeth }, (_, i) => [
    [x + 1, y + i],
    [x + 100, y + i],
    [x + 100, y + i + 0.5],
    [x + 1, y + i + 0.5],
  ]).flat() as [number, number][];
  return [[x, y], ...inner, [x, y + teeth]];
}

it('measures combs whose teeth all lie under each other from the side where they are short', () => {
  const teeth = 800;
  const [a, b] = [ringPolygon(comb(teeth, 0, 0)), ringPolygon(comb(teeth, 0, 0.25))];
  const box = [0, 0, 100, teeth + 1] as const;
  // Of each tooth and of the back: half a tooth's width, and all of the back but a quarter at the end.
  const common = areaInBox(a, b, box);
  expect(common).not.toBeNull();
  expect(common!).toBeCloseTo(areaInBox(a, b, box, Number.POSITIVE_INFINITY)!, 6);
  expect(common!).toBeCloseTo(teeth * 0.25 * 99 + teeth - 0.25 - 0.25, 0);
});

it('says so where the boundaries are too tangled to be measured', () => {
  const [a, b] = [ringPolygon(comb(1100, 0, 0)), ringPolygon(comb(1100, 0, 0.25))];
  expect(areaInBox(a, b, [0, 0, 100, 1101], 100)).toBeNull();
});
