import { expect, it } from 'vitest';
import { random, ringPolygon } from '../geometry/random.test-data.ts';
import { contextOf, ORIGIN, parcelOf } from './commune.test-data.ts';
import { checkCommune } from './commune.ts';
import { overlapRule } from './overlap.ts';

type Point = readonly [number, number];

/** A wavy outline of many vertices, or the same with a hundredth of them. */
const outline = (vertices: number): Point[] =>
  Array.from({ length: vertices }, (_, i): Point => {
    const corner = Math.floor((i * 40) / vertices);
    const along = (i * 40) / vertices - corner;
    const at = (k: number): Point => {
      const angle = (2 * Math.PI * k) / 40;
      const r = 200 + 20 * (k % 2);
      return [ORIGIN[0] + 250 + r * Math.cos(angle), ORIGIN[1] + 250 + r * Math.sin(angle)];
    };
    const [from, to] = [at(corner), at((corner + 1) % 40)];
    return [from[0] + along * (to[0] - from[0]), from[1] + along * (to[1] - from[1])];
  });

it('finds the same overlaps with a boundary of 4,000 vertices as with the same one of 40', () => {
  const next = random(51);
  const boxes = Array.from({ length: 150 }, () => {
    const [x, y] = [ORIGIN[0] + next() * 500, ORIGIN[1] + next() * 500];
    const [w, h] = [2 + next() * 10, 2 + next() * 10];
    return ringPolygon([
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ]);
  });
  const found = [40, 4000].map((vertices) => {
    const parcels = [ringPolygon(outline(vertices)), ...boxes].map((p, i) => parcelOf(i + 1, p));
    return checkCommune(contextOf(parcels), [overlapRule]).filter(({ others }) => others?.includes(1));
  });
  const short = (issues: (typeof found)[0]) =>
    issues.map(({ code, ordinal, found: text }) => `${ordinal} ${code} ${text}`);
  expect(short(found[1]!)).toEqual(short(found[0]!));
  expect(found[1]!.length).toBeGreaterThan(50);
  expect(found[1]!.every(({ shape }) => shape !== undefined)).toBe(true);
});
