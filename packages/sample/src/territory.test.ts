import { area } from '@thuadat/core/geometry/measure';
import { decodePolygonal, wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import { describe, expect, test } from 'vitest';
import { boundaryGeoJson, newOutlines, oldOutlines } from './boundary.ts';
import { hilbertWalk } from './curve.ts';
import { territoriesOf } from './generate.ts';
import { sampleProfile } from './province.ts';
import { unionRings } from './union.ts';

const PROVINCES = [
  { id: 'lao-cai', old: 319, heirs: 99, split: 0 },
  { id: 'ca-mau', old: 164, heirs: 64, split: 19 },
];

describe('territories', () => {
  test.each(PROVINCES)('give $old old communes of $id to $heirs new ones', ({ id, old, heirs, split }) => {
    const territories = territoriesOf({ province: id, seed: 3, parcels: 1 });
    expect(territories).toHaveLength(old);
    expect(territories.filter(({ pieces }) => pieces.length > 1)).toHaveLength(split);
    expect(newOutlines(territories)).toHaveLength(heirs);
  });

  test.each(PROVINCES)('lose and double no ground when $id is merged', ({ id }) => {
    const territories = territoriesOf({ province: id, seed: 3, parcels: 1, straddle: 0.5 });
    const total = (text: string): number =>
      (JSON.parse(text).features as { geometry: Parameters<typeof wkbFromGeoJson>[0] }[]).reduce(
        (sum, { geometry }) => sum + area(decodePolygonal(wkbFromGeoJson(geometry))!),
        0,
      );
    const before = total(boundaryGeoJson(oldOutlines(territories)));
    const after = total(boundaryGeoJson(newOutlines(territories)));
    expect(after).toBeCloseTo(before, 9);
  });

  test('lie inside the extent of the province', () => {
    for (const { id } of PROVINCES) {
      const [west, south, east, north] = sampleProfile(id).extent;
      for (const { ring } of territoriesOf({ province: id, seed: 3, parcels: 1 }))
        for (const [lon, lat] of ring) {
          expect(lon > west && lon < east).toBe(true);
          expect(lat > south && lat < north).toBe(true);
        }
    }
  });
});

describe('the walk over the lattice', () => {
  test.each([
    [1, 7],
    [8, 8],
    [13, 12],
    [9, 19],
  ])('visits every cell of %i × %i once, step by step', (w, h) => {
    const cells = hilbertWalk(w, h);
    expect(new Set(cells.map(String)).size).toBe(w * h);
    const jumps = cells.slice(1).filter(([x, y], i) => {
      const [a, b] = cells[i]!;
      return Math.abs(x - a) + Math.abs(y - b) !== 1;
    });
    // An odd width beside an even height costs one diagonal step.
    expect(jumps.length).toBeLessThanOrEqual(1);
  });
});

describe('unions', () => {
  test('keep a hole, and two parts that touch in a point', () => {
    const square = (x: number, y: number): [number, number][] => [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
    ];
    const ring = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => square(x, y)));
    const hollow = unionRings(ring.filter((_, i) => i !== 4));
    expect(hollow).toHaveLength(1);
    expect(hollow[0]).toHaveLength(2);
    expect(unionRings([square(0, 0), square(1, 1)])).toHaveLength(2);
  });
});
