import { expect, it } from 'vitest';
import { edgeBoxes } from './edge-boxes.ts';
import { edgesOf, nearPairs } from './edges.ts';
import type { GridRing } from './grid.ts';
import { random } from './random.test-data.ts';
import { meet } from './segment-relation.ts';

/** Teeth of 100 m side by side, turned, on the grid; now and then a vertex strays. */
function comb(next: () => number, teeth: number): GridRing {
  const angle = 7 * next();
  const stray = next() < 0.5 ? Math.floor(next() * 4 * teeth) : -1;
  const points = Array.from({ length: teeth }, (_, i) => [
    [2 * i, 1],
    [2 * i, 100],
    [2 * i + 1, 100],
    [2 * i + 1, 1],
  ]).flat() as [number, number][];
  return Float64Array.from(
    points.flatMap(([x, y], i) => {
      const far = i === stray ? 30 * next() : 0;
      const [u, v] = [x + far, y - far];
      return [
        Math.round(1e4 * (4e5 + Math.cos(angle) * u - Math.sin(angle) * v)),
        Math.round(1e4 * (2e6 + Math.sin(angle) * u + Math.cos(angle) * v)),
      ];
    }),
  );
}

it('leaves out no pair of edges that meet, whatever the direction of the boxes', () => {
  const next = random(61);
  let meetings = 0;
  for (let round = 0; round < 100; round++) {
    const edges = edgesOf([comb(next, 25 + (round % 20))]);
    const seen = new Set<number>();
    expect(nearPairs(edges, (i, j) => seen.add(i * edges.count + j) !== null)).toBe(true);
    for (let i = 0; i < edges.count; i++) {
      for (let j = i + 1; j < edges.count; j++) {
        if (meet(edges.at, i, j).kind === 'none') continue;
        meetings++;
        expect(seen.has(i * edges.count + j)).toBe(true);
      }
    }
  }
  expect(meetings).toBeGreaterThan(10_000);
});

it('makes the boxes of a turned comb thin: a few pairs an edge, not all with all', () => {
  const next = random(62);
  for (let round = 0; round < 10; round++) {
    const edges = edgesOf([comb(next, 500)]);
    let pairs = 0;
    nearPairs(edges, () => {
      pairs++;
      return true;
    });
    expect(pairs).toBeLessThan(6 * edges.count);
  }
});

it('keeps upright boxes where turning gains nothing', () => {
  const square = Float64Array.of(0, 0, 9, 0, 9, 0, 9, 9, 9, 9, 0, 9, 0, 9, 0, 0);
  expect([...edgeBoxes(square)]).toEqual([0, 0, 9, 0, 9, 0, 9, 9, 0, 9, 9, 9, 0, 0, 0, 9]);
});
