import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { lacks } from '../machine.test-data.ts';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';
import { faultsOf, isValid } from './validity.ts';
import { decodePolygonal, encodePolygonal, wkbFromWkt, wktFromWkb } from './wkb.ts';

const faults = (wkt: string) => faultsOf(decodePolygonal(wkbFromWkt(wkt))!);
const kinds = (wkt: string) => faults(wkt).map((fault) => fault.kind);

describe('faults of a polygon, by kind and place', () => {
  it('finds none in a valid polygon of any ring direction', () => {
    expect(faults('POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))')).toEqual([]);
    expect(faults('POLYGON((0 0,0 4,4 4,4 0,0 0),(1 1,1 2,2 2,2 1,1 1))')).toEqual([]);
    expect(faults('MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 4,5 4,5 5,4 4)))')).toEqual([]);
  });

  const cases: [string, string, string, [number, number]][] = [
    ['a bow-tie', 'POLYGON((0 0,4 4,4 0,0 4,0 0))', 'self-crossing', [2, 2]],
    [
      'edges that run along each other',
      'POLYGON((0 0,4 0,4 4,2 4,2 0,1 0,1 4,0 4,0 0))',
      'self-crossing',
      [1.5, 0],
    ],
    ['a ring that touches itself at a vertex', 'POLYGON((0 0,4 0,4 4,2 0,0 4,0 0))', 'self-touch', [2, 0]],
    ['a ring that passes a point twice', 'POLYGON((0 0,2 2,4 0,4 4,2 2,0 4,0 0))', 'self-touch', [2, 2]],
    ['a spike', 'POLYGON((0 0,4 0,4 4,4 9,4 4,0 4,0 0))', 'spike', [4, 9]],
    ['a spike inwards', 'POLYGON((0 0,4 0,4 4,2 4,2 1,2 4,0 4,0 0))', 'spike', [2, 1]],
    ['an open ring', 'POLYGON((0 0,4 0,4 4,0 4))', 'open-ring', [0, 0]],
    ['two points', 'POLYGON((0 0,4 0,0 0))', 'few-points', [0, 0]],
    ['a ring on one line', 'POLYGON((0 0,4 4,2 2,0 0))', 'zero-area', [0, 0]],
    ['NaN', 'POLYGON((0 0,4 0,nan 4,0 4,0 0))', 'not-finite', [4, 0]],
    ['a hole outside', 'POLYGON((0 0,4 0,4 4,0 4,0 0),(6 6,7 6,7 7,6 6))', 'hole-outside', [6, 6]],
    [
      'a hole across the shell',
      'POLYGON((0 0,4 0,4 4,0 4,0 0),(3 1,5 1,5 2,3 2,3 1))',
      'rings-cross',
      [4, 1],
    ],
    [
      'a hole along the shell',
      'POLYGON((0 0,4 0,4 4,0 4,0 0),(1 0,2 0,2 1,1 1,1 0))',
      'rings-cross',
      [1.5, 0],
    ],
    [
      'a hole that passes the shell at a vertex',
      'POLYGON((0 0,4 0,4 4,0 4,0 0),(3 3,4 4,5 3,3 2,3 3))',
      'rings-cross',
      [4, 2.5],
    ],
    [
      'a hole in a hole',
      'POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1),(2 2,3 2,3 3,2 2))',
      'nested-holes',
      [2, 2],
    ],
    [
      'a hole that cuts the interior apart',
      'POLYGON((0 0,4 0,4 4,0 4,0 0),(0 2,2 1,4 2,2 3,0 2))',
      'interior-cut',
      [0, 2],
    ],
    ['a part in a part', 'MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((1 1,2 1,2 2,1 1)))', 'nested-parts', [1, 1]],
    [
      'a part inscribed in a part',
      'MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 0,4 2,2 4,0 2,2 0)))',
      'nested-parts',
      [3, 1],
    ],
    [
      'parts that share a side',
      'MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 0,8 0,8 4,4 4,4 0)))',
      'parts-overlap',
      [4, 2],
    ],
    ['equal vertices in a row', 'POLYGON((0 0,4 0,4 0,4 4,0 4,0 0))', 'repeated-point', [4, 0]],
  ];
  for (const [name, wkt, kind, [x, y]] of cases) {
    it(`names ${name}`, () => {
      const all = faults(wkt);
      expect(all.find((fault) => fault.kind === kind)).toMatchObject({ kind, x, y });
    });
  }

  it('lets a part lie in a hole, a hole touch its shell once, and parts touch in a point', () => {
    expect(kinds('MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1)),((2 2,3 2,3 3,2 2)))')).toEqual(
      [],
    );
    expect(kinds('POLYGON((0 0,4 0,4 4,0 4,0 0),(0 2,2 1,2 3,0 2))')).toEqual([]);
  });

  it('reports all kinds of one polygon', () => {
    const wkt = 'POLYGON((0 0,4 4,4 0,0 4,0 0),(9 9,9 9,10 9,10 10,9 9))';
    expect(new Set(kinds(wkt))).toEqual(new Set(['self-crossing', 'repeated-point', 'hole-outside']));
    expect(kinds('POLYGON EMPTY')).toEqual(['empty']);
  });
});

describe('agreement with GEOS', async () => {
  const gdal = await import('gdal-async').then(
    (module) => module.default,
    () => null,
  );
  const without = lacks('GEOS (gdal-async)', gdal !== null);

  /** Small integer grids make touching, overlapping and degenerate rings common. */
  function nasty(next: () => number): string {
    const size = 3 + Math.floor(next() * 6);
    const ring = (points: number) => {
      const list = Array.from(
        { length: points },
        () => `${Math.floor(next() * size)} ${Math.floor(next() * size)}`,
      );
      return `(${[...list, list[0]].join(',')})`;
    };
    const box = () => {
      const x = Math.floor(next() * size);
      const y = Math.floor(next() * size);
      const w = 1 + Math.floor(next() * size);
      const h = 1 + Math.floor(next() * size);
      return `(${x} ${y},${x + w} ${y},${x + w} ${y + h},${x} ${y + h},${x} ${y})`;
    };
    const diamond = () => {
      const x = Math.floor(next() * size);
      const y = Math.floor(next() * size);
      const r = 1 + Math.floor(next() * 3);
      return `(${x - r} ${y},${x} ${y - r},${x + r} ${y},${x} ${y + r},${x - r} ${y})`;
    };
    const any = () => [() => ring(3 + Math.floor(next() * 4)), box, diamond][Math.floor(next() * 3)]!();
    const polygon = () => `(${Array.from({ length: 1 + Math.floor(next() * 4) }, any).join(',')})`;
    const big = () =>
      `((-9 -9,19 -9,19 19,-9 19,-9 -9),${Array.from({ length: 1 + Math.floor(next() * 3) }, any).join(',')})`;
    if (next() < 0.5) return `POLYGON ${next() < 0.5 ? polygon() : big()}`;
    return `MULTIPOLYGON (${Array.from({ length: 1 + Math.floor(next() * 3) }, polygon).join(',')})`;
  }

  it.skipIf(without)('says valid and invalid as GEOS does on 8,000 nasty polygons', () => {
    const next = random(2026);
    const counts = { valid: 0, invalid: 0 };
    for (let round = 0; round < 8000; round++) {
      const wkt = nasty(next);
      const p = decodePolygonal(wkbFromWkt(wkt))!;
      const theirs = gdal!.Geometry.fromWKT(wkt).isValid();
      counts[theirs ? 'valid' : 'invalid']++;
      expect(isValid(p), `${wkt}: GEOS ${theirs}, ours ${JSON.stringify(faultsOf(p))}`).toBe(theirs);
    }
    expect(counts.valid).toBeGreaterThan(500);
    expect(counts.invalid).toBeGreaterThan(500);
  });

  it.skipIf(without)(
    'agrees on simple and on shaken stars at VN-2000 coordinates, with and without the tree',
    () => {
      const next = random(99);
      for (let round = 0; round < 600; round++) {
        const p = starPolygon(next, 4 + Math.floor(next() * 150), 500_000, 2_480_000, 60);
        for (let i = 2; i < p.coords.length - 2; i++) if (next() < 0.03) p.coords[i]! += (next() - 0.5) * 40;
        const theirs = gdal!.Geometry.fromWKB(Buffer.from(encodePolygonal(p))).isValid();
        expect(isValid(p), wktFromWkb(encodePolygonal(p))!).toBe(theirs);
      }
    },
  );
});

describe('speed', () => {
  it('looks through a ring of 200,000 vertices in under a second', () => {
    const next = random(1);
    const p = ringPolygon(
      Array.from({ length: 200_000 }, (_, i) => {
        const angle = (i / 200_000) * 2 * Math.PI;
        const r = 1000 + next() * 0.1;
        return [500_000 + r * Math.cos(angle), 2_480_000 + r * Math.sin(angle)] as const;
      }),
    );
    const start = performance.now();
    expect(faultsOf(p)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('gives up openly on a hedgehog of long spines', () => {
    const p = starPolygon(random(1), 40_000, 500_000, 2_480_000, 1000);
    expect(faultsOf(p)).toMatchObject([{ kind: 'too-complex' }]);
  });

  it('stops counting when a ring crosses itself everywhere', () => {
    const next = random(1);
    const p = ringPolygon(Array.from({ length: 3000 }, () => [next() * 100, next() * 100] as const));
    const start = performance.now();
    expect(faultsOf(p)).toMatchObject([{ kind: 'self-crossing', count: 10_000 }]);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
