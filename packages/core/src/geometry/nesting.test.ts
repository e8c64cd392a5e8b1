import { describe, expect, it } from 'vitest';
import { polygonalOf } from '../identifier/shapes.test-data.ts';
import { dirtyPolygons } from './dirty.test-data.ts';
import type { Point, Rings } from './plain-validity.test-data.ts';
import { isPlainlyValid } from './plain-validity.test-data.ts';
import { random } from './random.test-data.ts';
import { faultsOf, isValid } from './validity.ts';

const kinds = (polygons: readonly Rings[]): string[] =>
  faultsOf(polygonalOf(polygons)).map(({ kind }) => kind);

const box = (x: number, y: number, width: number, height = width): Point[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Vertices on the sides, which change nothing but the way of looking. */
const dense = (ring: readonly Point[], pieces: number): Point[] =>
  ring.flatMap(([x, y], i) => {
    const [toX, toY] = ring[(i + 1) % ring.length]!;
    return times(pieces, (k): Point => [x + ((toX - x) * k) / pieces, y + ((toY - y) * k) / pieces]);
  });

describe('which ring lies in which', () => {
  it('is found through trees as by looking at all: rings of hundreds of vertices', () => {
    const next = random(31);
    let valid = 0;
    for (let i = 0; i < 3000; i++) {
      const polygons = dirtyPolygons(next);
      // Sides of whole units in 32 pieces: on the grid still.
      const many = polygons.map((rings) => rings.map((ring) => dense(ring, 32)));
      const found = isValid(polygonalOf(many));
      expect(found, JSON.stringify(polygons)).toBe(isValid(polygonalOf(polygons)));
      valid += Number(found);
    }
    expect(valid).toBeGreaterThan(100);
  });

  it('is found through trees as by looking at all: dozens of holes and parts', () => {
    const next = random(32);
    let valid = 0;
    for (let i = 0; i < 60; i++) {
      const cells = times(49, (k): Point => [4 * (k % 7), 4 * Math.floor(k / 7)]);
      const inCells = cells.map(([x, y]) => box(x + 1, y + 1, 1 + Math.floor(next() * 2)));
      const stray = next() < 0.5 ? [box(Math.floor(next() * 30), Math.floor(next() * 30), 1)] : [];
      const polygons: Rings[] =
        next() < 0.5
          ? [[box(-1, -1, 31), ...inCells, ...stray]]
          : [[box(-1, -1, 31), box(0, 0, 29)], ...[...inCells, ...stray].map((ring) => [ring])];
      expect(isValid(polygonalOf(polygons)), JSON.stringify(stray)).toBe(isPlainlyValid(polygons));
      valid += Number(isValid(polygonalOf(polygons)));
    }
    expect(valid).toBeGreaterThan(10);
  }, 60_000);

  // No more than ten million edges are looked at, far fewer than there are pairs of rings: a verdict shows that they sufficed.
  it('takes no look at each pair of 16,000 holes, in a block, in a row, or in a chain', () => {
    const block = times(16_000, (i) => box(1 + 2 * (i % 127), 1 + 2 * Math.floor(i / 127), 1));
    expect(kinds([[box(0, 0, 300), ...block]])).toEqual([]);
    const row = times(16_000, (i) => box(1 + 2 * i, 1, 1));
    expect(kinds([[box(0, 0, 40_000, 4), ...row]])).toEqual([]);
    const chain = times(16_000, (i): Point[] => [
      [i, 0],
      [i + 0.5, -1],
      [i + 1, 0],
      [i + 0.5, 1],
    ]);
    expect(kinds([[box(-1, -5, 16_010, 10), ...chain]])).toEqual([]);
    expect(kinds([[box(0, -5, 16_000, 10), ...chain]])).toEqual(['interior-cut']);
    expect(kinds([[box(0, 0, 300), ...block, box(7.25, 7.25, 0.5)]])).toEqual(['nested-holes']);
  });

  it('takes no look at each pair of 2,000 holes and 20,000 sides of a comb, upright, lying or turned', () => {
    const teeth = times(5000, (i): Point[] => [
      [2 * i, 1],
      [2 * i, 500],
      [2 * i + 1, 500],
      [2 * i + 1, 1],
    ]).flat();
    const comb: Point[] = [...teeth, [10_000, 1], [10_000, 0], [0, 0]];
    const holes = times(2000, (i) => box(2 * i + 0.25, 5, 0.5));
    const turned = (c: number, s: number): Rings =>
      [comb, ...holes].map((ring) => ring.map(([x, y]): Point => [c * x - s * y, s * x + c * y]));
    expect(kinds([turned(1, 0)])).toEqual([]);
    expect(kinds([turned(0, 1)])).toEqual([]);
    expect(kinds([[turned(0.8, 0.6)[0]!]])).toEqual([]);
  });

  it('takes no look at each pair of 10,000 parts, in a block or on a chessboard', () => {
    const block = times(10_000, (i) => [box(2 * (i % 100), 2 * Math.floor(i / 100), 1)]);
    expect(kinds(block)).toEqual([]);
    expect(kinds([...block, [box(0.25, 0.25, 0.5)]])).toEqual(['nested-parts']);
    const board = times(10_000, (i) => {
      const row = Math.floor(i / 100);
      return [box(2 * (i % 100) + (row % 2), row, 1)];
    });
    expect(kinds(board)).toEqual([]);
  });

  it('gives up openly on 10,000 triangles on one point, and on thousands of rings round each other', () => {
    const fan = times(10_000, (i): Rings => {
      const [a, b] = [(2 * Math.PI * i) / 10_000, (2 * Math.PI * i) / 10_000 + 2e-4];
      return [
        [
          [0, 0],
          [400 * Math.cos(a), 400 * Math.sin(a)],
          [400 * Math.cos(b), 400 * Math.sin(b)],
        ],
      ];
    });
    expect(kinds(fan)).toEqual(['too-complex']);
    const rings = times(
      3000,
      (i): Rings => [box(i, i, 9000 - 2 * i), box(i + 0.3, i + 0.3, 9000 - 2 * i - 0.6)],
    );
    expect(kinds(rings)).toEqual(['too-complex']);
  });
});
