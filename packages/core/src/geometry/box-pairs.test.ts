import { expect, it } from 'vitest';
import { forBoxPairs } from './box-pairs.ts';
import { random } from './random.test-data.ts';

function bruteForce(boxes: Float64Array): string[] {
  const found: string[] = [];
  const n = boxes.length / 4;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [a, b] = [boxes.subarray(i * 4), boxes.subarray(j * 4)];
      if (a[0]! <= b[2]! && a[2]! >= b[0]! && a[1]! <= b[3]! && a[3]! >= b[1]!) found.push(`${i} ${j}`);
    }
  }
  return found.sort();
}

function pairs(boxes: Float64Array): string[] {
  const found: string[] = [];
  forBoxPairs(boxes, (i, j) => found.push(`${i} ${j}`));
  return found.sort();
}

it('finds each touching pair once, whatever the sizes and however the boxes are spread', () => {
  const next = random(3);
  for (let round = 0; round < 120; round++) {
    const count = Math.floor(next() * 160);
    const spread = [5, 40, 4000][round % 3]!;
    const boxes = new Float64Array(count * 4);
    for (let i = 0; i < count; i++) {
      const large = next() < 0.05 ? 300 : 1;
      const far = next() < 0.02 ? 1e7 : 0;
      // Whole numbers, so that sides touch; some boxes are points, some the same box again.
      const x = Math.floor(next() * spread) + 420_000 - far;
      const y = Math.floor(next() * spread) - 50 + far;
      boxes.set([x, y, x + Math.floor(next() * 4) * large, y + Math.floor(next() * 4) * large], i * 4);
      if (i > 0 && next() < 0.1) boxes.copyWithin(i * 4, (i - 1) * 4, i * 4);
    }
    expect(pairs(boxes)).toEqual(bruteForce(boxes));
  }
});

it('does without a pair when there is none', () => {
  expect(pairs(new Float64Array(0))).toEqual([]);
  expect(pairs(Float64Array.of(0, 0, 1, 1))).toEqual([]);
  expect(pairs(Float64Array.of(0, 0, 1, 1, 1, 1, 2, 2))).toEqual(['0 1']);
});
