import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CommuneCode } from '../code.ts';
import { intersectionArea } from './common-area.ts';
import { area, boxOf, centroid, compactness, containsPoint, perimeter } from './measure.ts';
import { boundaryIndex } from './overlay.ts';
import type { Polygonal } from './polygonal.ts';
import { random, starPolygon } from './random.test-data.ts';
import { decodePolygonal, type GeoJsonGeometry, polygonalFromGeoJson, wkbFromWkt } from './wkb.ts';

const poly = (wkt: string): Polygonal => decodePolygonal(wkbFromWkt(wkt))!;
const code = (text: string) => text as CommuneCode;

/** Share of grid points of the box that lie in all polygons, times the box's area. */
function gridArea(polygons: readonly Polygonal[], steps: number): number {
  const [x0, y0, x1, y1] = boxOf(polygons[0]!);
  let hits = 0;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const x = x0 + ((i + 0.5) / steps) * (x1 - x0);
      const y = y0 + ((j + 0.5) / steps) * (y1 - y0);
      if (polygons.every((p) => containsPoint(p, x, y))) hits++;
    }
  }
  return (hits / steps / steps) * (x1 - x0) * (y1 - y0);
}

describe('area, box and points', () => {
  it('takes holes away whatever way the rings run', () => {
    const same = [
      'POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))',
      'POLYGON((0 0,0 4,4 4,4 0,0 0),(1 1,1 2,2 2,2 1,1 1))',
      'POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))',
    ];
    for (const wkt of same) {
      expect(area(poly(wkt))).toBe(15);
      expect(perimeter(poly(wkt))).toBe(20);
      expect(centroid(poly(wkt))![0]).toBeCloseTo((16 * 2 - 1.5) / 15, 12);
    }
    expect(compactness(poly('POLYGON((0 0,4 0,4 4,0 4,0 0))'))).toBeCloseTo(Math.PI / 4, 12);
  });

  it('keeps the area of a small parcel at VN-2000 coordinates', () => {
    const at = (x: number, y: number) => `${419735.125 + x} ${2486912.25 + y}`;
    const wkt = `POLYGON((${at(0, 0)},${at(5, 0)},${at(5, 20)},${at(0, 20)},${at(0, 0)}))`;
    expect(area(poly(wkt))).toBe(100);
  });

  it('gives a point on a shared edge to exactly one of the neighbours', () => {
    const left = poly('POLYGON((0 0,1.1 0.3,1.7 2.9,0 3,0 0))');
    const right = poly('POLYGON((1.1 0.3,4 0,4 3,1.7 2.9,1.1 0.3))');
    for (let t = 0.01; t < 1; t += 0.01) {
      const x = 1.1 + t * 0.6;
      const y = 0.3 + t * 2.6;
      expect(Number(containsPoint(left, x, y)) + Number(containsPoint(right, x, y))).toBe(1);
    }
  });

  it('ignores what is not finite in the box', () => {
    expect(boxOf(poly('POLYGON((0 0,nan 1,5 inf,3 2,0 0))'))).toEqual([0, 0, 3, 2]);
  });
});

describe('intersectionArea', () => {
  it('is exact for shared edges, nested squares, holes and parts', () => {
    const square = poly('POLYGON((0 0,4 0,4 4,0 4,0 0))');
    expect(intersectionArea(square, square)).toBe(16);
    expect(intersectionArea(square, poly('POLYGON((4 0,8 0,8 4,4 4,4 0))'))).toBe(0);
    expect(intersectionArea(square, poly('POLYGON((3 3,8 3,8 8,3 8,3 3))'))).toBe(1);
    expect(intersectionArea(square, poly('POLYGON((-1 -1,9 -1,9 9,-1 9,-1 -1),(1 1,3 1,3 3,1 3,1 1))'))).toBe(
      12,
    );
    expect(
      intersectionArea(square, poly('MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((3 3,5 3,5 5,3 5,3 3)))')),
    ).toBe(2);
  });

  it('agrees with a fine grid on random polygons, both ways round', () => {
    const next = random(7);
    for (let round = 0; round < 60; round++) {
      const a = starPolygon(next, 3 + Math.floor(next() * 12), 0, 0, 10);
      const b = starPolygon(next, 3 + Math.floor(next() * 12), next() * 10 - 5, next() * 10 - 5, 10);
      const common = intersectionArea(a, b);
      expect(common).toBeCloseTo(intersectionArea(b, a), 9);
      expect(Math.abs(common - gridArea([a, b], 200))).toBeLessThan(1);
    }
  });

  it('conserves area: the parts of a parcel on both sides of a cut add up', () => {
    const next = random(11);
    for (let round = 0; round < 200; round++) {
      const p = starPolygon(next, 4 + Math.floor(next() * 20), 500_000, 2_480_000, 50);
      const cut = 500_000 + (next() - 0.5) * 40;
      const tilt = (next() - 0.5) * 10;
      const west = poly(
        `POLYGON((499000 2479000,${cut} 2479000,${cut + tilt} 2481000,499000 2481000,499000 2479000))`,
      );
      const east = poly(
        `POLYGON((${cut} 2479000,501000 2479000,501000 2481000,${cut + tilt} 2481000,${cut} 2479000))`,
      );
      expect(Math.abs(intersectionArea(p, west) + intersectionArea(p, east) - area(p))).toBeLessThan(1e-6);
    }
  });

  it('is the same for many edges as for few', () => {
    const next = random(3);
    const a = starPolygon(next, 400, 0, 0, 10);
    const b = starPolygon(next, 300, 2, 1, 10);
    const halves = [-20, 0, 20]
      .slice(0, 2)
      .map((x) => poly(`POLYGON((${x} -20,${x + 20} -20,${x + 20} 20,${x} 20,${x} -20))`));
    expect(Math.abs(intersectionArea(a, b) - gridArea([a, b], 400))).toBeLessThan(0.5);
    const sum = halves.reduce((total, half) => total + intersectionArea(a, half), 0);
    expect(sum).toBeCloseTo(area(a), 8);
  });
});

describe('boundaryIndex', () => {
  it('measures shares of parcels at and away from wild boundaries as the plain kernel does', () => {
    const next = random(5);
    const boundary = starPolygon(next, 3000, 0, 0, 1000);
    const index = boundaryIndex([{ code: code('00001'), polygonal: boundary }]);
    for (let round = 0; round < 500; round++) {
      const p = starPolygon(next, 5, (next() - 0.5) * 1500, (next() - 0.5) * 1500, 5 + next() * 80);
      const [only] = index.shares(p, [code('00001')]);
      expect(only!.share!).toBeCloseTo(intersectionArea(p, boundary) / area(p), 7);
    }
  });

  it('handles parcels whose box touches vertices and edges of a grid exactly', () => {
    const wkt = 'POLYGON((0 0,4 0,4 4,8 4,8 8,0 8,0 0),(1 5,2 5,2 6,1 6,1 5))';
    const turned = 'POLYGON((0 0,0 8,8 8,8 4,4 4,4 0,0 0),(1 5,2 5,2 6,1 6,1 5))';
    for (const form of [wkt, turned]) {
      const index = boundaryIndex([{ code: code('00001'), polygonal: poly(form) }]);
      for (let x = -1; x < 9; x++) {
        for (let y = -1; y < 9; y++) {
          for (const size of [1, 2, 3]) {
            const p = poly(
              `POLYGON((${x} ${y},${x + size} ${y},${x + size} ${y + size},${x} ${y + size},${x} ${y}))`,
            );
            const [only] = index.shares(p, [code('00001')]);
            expect(only!.share!).toBeCloseTo(intersectionArea(p, poly(form)) / size / size, 12);
          }
        }
      }
    }
  });

  it('names the candidates without a boundary and the communes that hold a point', () => {
    const index = boundaryIndex([
      { code: code('00001'), polygonal: poly('POLYGON((0 0,4 0,4 4,0 4,0 0))') },
      { code: code('00002'), polygonal: poly('POLYGON((4 0,8 0,8 4,4 4,4 0))') },
    ]);
    const p = poly('POLYGON((3 1,7 1,7 2,3 2,3 1))');
    expect(index.shares(p, [code('00001'), code('00002'), code('00003')])).toEqual([
      { commune: '00001', share: 0.25 },
      { commune: '00002', share: 0.75 },
      { commune: '00003', share: null },
    ]);
    expect(index.containing(4, 2)).toHaveLength(1);
    expect(index.containing(9, 2)).toEqual([]);
  });

  const real = '../shared/data/boundaries-laocai-2025.geojson';
  it.skipIf(!existsSync(real))('agrees with the plain kernel on the real communes of Lào Cai', () => {
    const file = JSON.parse(readFileSync(real, 'utf8')) as { features: { geometry: GeoJsonGeometry }[] };
    const boundaries = file.features.map((feature, i) => ({
      code: code(String(i)),
      polygonal: polygonalFromGeoJson(feature.geometry)!,
    }));
    const index = boundaryIndex(boundaries);
    const next = random(17);
    let partial = 0;
    for (const boundary of boundaries.slice(0, 30)) {
      const edge = Math.floor((next() * boundary.polygonal.coords.length) / 2) * 2;
      const [x, y] = [boundary.polygonal.coords[edge]!, boundary.polygonal.coords[edge + 1]!];
      const p = starPolygon(next, 7, x, y, 0.001);
      for (const { commune, share } of index.shares(
        p,
        boundaries.map((b) => b.code),
      )) {
        const plain = intersectionArea(p, boundaries[Number(commune)]!.polygonal) / area(p);
        expect(share!).toBeCloseTo(Math.min(1, plain), 6);
        if (share! > 0 && share! < 1) partial++;
      }
    }
    expect(partial).toBeGreaterThan(30);
  });
});
