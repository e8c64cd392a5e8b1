import { describe, expect, it } from 'vitest';
import { intersectionArea } from './common-area.ts';
import { commonPolygon } from './common-polygon.ts';
import { area, perimeter } from './measure.ts';
import { boundaryPieces } from './pieces.ts';
import type { Polygonal } from './polygonal.ts';
import { random, starPolygon } from './random.test-data.ts';
import { isValid } from './validity.ts';
import { decodePolygonal, encodePolygonal, wkbFromWkt, wktFromWkb } from './wkb.ts';

const poly = (wkt: string): Polygonal => decodePolygonal(wkbFromWkt(wkt))!;
const common = (a: Polygonal, b: Polygonal) => commonPolygon(a, b, intersectionArea(a, b));
const SQUARE = poly('POLYGON((0 0,4 0,4 4,0 4,0 0))');

describe('the polygon in common', () => {
  it('is exact where sides run along each other, with holes and several parts', () => {
    const cases: [string, number, number, number][] = [
      ['POLYGON((2 0,6 0,6 4,2 4,2 0))', 8, 12, 1],
      ['POLYGON((4 0,4 4,0 4,0 0,4 0))', 16, 16, 1],
      ['POLYGON((0 0,0 4,4 4,4 0,0 0))', 16, 16, 1],
      ['POLYGON((1 1,3 1,3 3,1 3,1 1))', 4, 8, 1],
      ['POLYGON((-1 -1,9 -1,9 9,-1 9,-1 -1),(1 1,3 1,3 3,1 3,1 1))', 12, 24, 1],
      ['POLYGON((-1 -1,5 -1,5 1,1 1,1 3,5 3,5 5,-1 5,-1 -1))', 10, 22, 1],
      ['POLYGON((1 -1,5 -1,5 5,1 5,1 3,5 3,5 1,1 1,1 -1))', 6, 16, 2],
    ];
    for (const [wkt, size, round, parts] of cases) {
      const shape = common(SQUARE, poly(wkt))!;
      expect([area(shape), perimeter(shape), shape.polygonEnds.length], wkt).toEqual([size, round, parts]);
      expect(isValid(shape)).toBe(true);
      expect(area(common(poly(wkt), SQUARE)!)).toBe(size);
    }
    expect(common(SQUARE, poly('POLYGON((4 0,8 0,8 4,4 4,4 0))'))).toBeNull();
  });

  it('agrees with the area kernel and with GEOS on stars, almost always without the slow clipper', async () => {
    const gdal = await import('gdal-async').then(
      (module) => module.default,
      () => null,
    );
    const next = random(8);
    const star = () =>
      starPolygon(next, 4 + Math.floor(next() * 9), 420_000 + next() * 20, 2_486_000 + next() * 20, 15);
    let drawn = 0;
    for (let round = 0; round < 300; round++) {
      const [a, b] = [star(), star()];
      const size = intersectionArea(a, b);
      if (size < 0.1) continue;
      drawn++;
      const shape = commonPolygon(a, b, size)!;
      expect(area(shape)).toBeCloseTo(size, 3);
      if (!gdal) continue;
      const theirs = gdal.Geometry.fromWKB(Buffer.from(encodePolygonal(a))).intersection(
        gdal.Geometry.fromWKB(Buffer.from(encodePolygonal(b))),
      )!;
      const ours = gdal.Geometry.fromWKB(Buffer.from(encodePolygonal(shape)));
      expect(ours.isValid(), wktFromWkb(encodePolygonal(shape))!).toBe(true);
      const apart = theirs.symDifference(ours) as { getArea?(): number };
      expect(apart.getArea?.() ?? 0).toBeLessThan(1e-3);
    }
    expect(drawn).toBeGreaterThan(200);
  });

  it('gives up in time on two huge boundaries', () => {
    const next = random(2);
    expect(boundaryPieces(starPolygon(next, 5000, 0, 0, 9), starPolygon(next, 5000, 1, 1, 9))).toBeNull();
  });
});
