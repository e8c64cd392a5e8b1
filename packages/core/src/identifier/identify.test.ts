import { describe, expect, test } from 'vitest';
import { projection } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { checkCarried, identifierPrefixes } from './carried.ts';
import { identify, identifyOrRefuse } from './identify.ts';

/** Rings of one or more polygons, each a list of rings of [x, y]; closed here when they are not. */
function polygonal(...polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): Polygonal {
  const ringEnds: number[] = [];
  const polygonEnds: number[] = [];
  const coords: number[] = [];
  for (const rings of polygons) {
    for (const ring of rings) {
      const [first, last] = [ring[0]!, ring.at(-1)!];
      coords.push(...ring.flat());
      if (first[0] !== last[0] || first[1] !== last[1]) coords.push(...first);
      ringEnds.push(coords.length / 2);
    }
    polygonEnds.push(ringEnds.length);
  }
  return {
    coords: Float64Array.from(coords),
    ringEnds: Uint32Array.from(ringEnds),
    polygonEnds: Uint32Array.from(polygonEnds),
  };
}

const E = 419700;
const N = 2486900;
const at = (...points: (readonly [number, number])[]): [number, number][] =>
  points.map(([x, y]) => [E + x, N + y]);
const square = (size: number, x = 0, y = 0) =>
  at([x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]);

describe('identifier of a parcel', () => {
  test('is the GeoHash of the pole of inaccessibility', () => {
    const id = identify(polygonal([square(20)]), 9208)!;
    expect([id.x, id.y, id.distance]).toEqual([E + 10, N + 10, 10]);
    expect([id.lon, id.lat]).toEqual(projection(9208).toLonLat(E + 10, N + 10));
    expect(id.parcelId).toMatch(/^w7[0-9b-z]{10}$/);
  });

  test.each([
    ['empty', polygonal()],
    ['coordinates', polygonal([at([0, 0], [10, 0], [Number.NaN, 10])])],
    ['coordinates', polygonal([at([0, 0], [10, 0], [Number.POSITIVE_INFINITY, 10])])],
    ['degenerate', polygonal([at([0, 0], [10, 0], [0, 0])])],
    ['degenerate', polygonal([at([0, 0], [0.00003, 0], [0, 0.00002], [0, 0])])],
    ['crossing', polygonal([at([0, 0], [10, 10], [10, 0], [0, 10])])],
    ['degenerate', polygonal([at([0, 0], [10, 0], [20, 0])])],
    ['crossing', polygonal([at([0, 0], [10, 0], [10, 10], [5, 0], [4, 10], [10, 0], [3, 3])])],
    ['crossing', polygonal([at([0, 0], [10, 0], [10, 10], [5, 5], [0, 0], [-10, 0])])],
    ['crossing', polygonal([at([0, 0], [10, 0], [10, 10], [5, 10], [5, 20], [5, 10], [0, 10])])],
    ['crossing', polygonal([at([0, 0], [10, 0], [5, 5], [10, 10], [0, 10], [5, 5])])],
    ['crossing', polygonal([square(20), square(10, 15, 5)])],
    ['crossing', polygonal([square(20)], [square(20)])],
    ['nesting', polygonal([square(20), square(5, 40, 5)])],
    ['nesting', polygonal([square(20), square(10, 5, 5), square(5, 7, 7)])],
    ['nesting', polygonal([square(20)], [square(5, 7, 7)])],
    ['thin', polygonal([at([0, 0], [100, 0.0002], [100, 0.0004], [0, 0.0002])])],
    ['thin', polygonal([at([0, 0], [300, 300], [300, 300.02], [0, 0.02])])],
  ] as const)('is refused as %s', (reason, p) => {
    expect(identifyOrRefuse(p, 9208)).toMatchObject({ ok: false, reason });
    expect(identify(p, 9208)).toBeNull();
  });

  test('is given to islands in lakes and to holes that touch their shell in a point', () => {
    expect(identify(polygonal([square(40), square(20, 10, 10)], [square(10, 15, 15)]), 9208)).not.toBeNull();
    expect(identify(polygonal([square(40), at([0, 20], [10, 15], [10, 25])]), 9208)).not.toBeNull();
    expect(identify(polygonal([square(10)], [square(10, 10, 10)]), 9208)).not.toBeNull();
  });

  test('is found in the zone, not in the system the data happens to be in', () => {
    const p = polygonal([at([0, 0], [31.1, 2.2], [27.3, 18.4], [11.5, 22.6])]);
    const degrees = p.coords.slice();
    for (let i = 0; i < degrees.length; i += 2) {
      const [lon, lat] = projection(9208).toLonLat(degrees[i]!, degrees[i + 1]!);
      degrees[i] = Number(lon.toFixed(10));
      degrees[i + 1] = Number(lat.toFixed(10));
    }
    expect(identify({ ...p, coords: degrees }, 9208, 4326)).toEqual(identify(p, 9208));
    expect(() => identify(p, 4326)).toThrow(/3° zone of the province expected/);
    expect(() => identify(p, 3405)).toThrow(/3° zone/);
  });
});

describe('a carried code', () => {
  const p = polygonal([square(20)]);
  const own = identify(p, 9208)!.parcelId;
  const options = { prefixes: ['w7', 'wk'] };
  const codeAt = (x: number, y: number) => identify(polygonal([square(2, x - 1, y - 1)]), 9208)!.parcelId;

  test('is good anywhere in the parcel, in either case', () => {
    expect(checkCarried(own, p, 9208, options)).toMatchObject({
      verdict: 'good',
      distance: 0,
      parcelId: own,
    });
    expect(checkCarried(codeAt(3, 17), p, 9208, options).verdict).toBe('good');
    expect(checkCarried(` ${own.toUpperCase()}`, p, 9208, options)).toMatchObject({
      verdict: 'good',
      parcelId: own,
      fix: 'trim',
    });
  });

  test('outside is named with its distance and the usual cause', () => {
    const near = checkCarried(codeAt(30, 10), p, 9208, options);
    expect(near.verdict).toBe('outside');
    expect(near.distance).toBeCloseTo(10, 1);
    expect(near.cause).toBeNull();
    const [lon, lat] = projection(9208).invert(104, 22);
    expect(lon + lat).toBeGreaterThan(0);
    expect(checkCarried(codeAt(10 + 224, 10), p, 9208, options).cause).toBe('no-datum-shift');
    expect(checkCarried(codeAt(10, 10), polygonal([square(20, 0, 5)]), 9208, options).verdict).toBe('good');
  });

  test('of another province, unreadable, unchecked or outside the commune is told apart', () => {
    expect(checkCarried('w3du0ycpqpdb', p, 9208, options)).toMatchObject({ verdict: 'elsewhere' });
    expect(checkCarried('w7czvunjbvra', p, 9208, options)).toMatchObject({
      verdict: 'unreadable',
      parcelId: null,
    });
    expect(checkCarried('00-12-345', p, 9208, options).verdict).toBe('unreadable');
    expect(checkCarried(own, null, 9208, options)).toMatchObject({ verdict: 'unchecked', distance: null });
    expect(checkCarried(own, p, 9208, { inCommune: () => false }).verdict).toBe('outside');
  });

  test('a hole is not the parcel', () => {
    const ring = polygonal([square(20), square(10, 5, 5)]);
    expect(checkCarried(codeAt(10, 10), ring, 9208)).toMatchObject({ verdict: 'outside' });
    expect(checkCarried(codeAt(10, 10), ring, 9208).distance).toBeCloseTo(5, 1);
  });

  test('prefixes of a box are those of the provinces', () => {
    expect(identifierPrefixes([103.4, 21.2, 105.2, 22.9])).toEqual(['w7', 'wk'].sort());
    expect(identifierPrefixes([104.4, 8.3, 106, 9.8])).toEqual(['w3']);
  });
});
