import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projection } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { boundaryFault } from './boundary.ts';
import { canonicalise, UNITS } from './canonical.ts';
import { identify } from './identify.ts';
import { foundText } from './refusal.ts';
import { believableParcel, type Point, polygonalOf, seededRandom } from './shapes.test-data.ts';

const ringOf = ({ coords }: Polygonal): Point[] =>
  Array.from({ length: coords.length / 2 - 1 }, (_, i): Point => [coords[2 * i]!, coords[2 * i + 1]!]);

/** A ring that is not closed here. */
const asGiven = (ring: readonly Point[]): Polygonal => ({
  coords: Float64Array.from(ring.flat()),
  ringEnds: Uint32Array.of(ring.length),
  polygonEnds: Uint32Array.of(1),
});

/** Where parcels are, metres. */
const E = 419_700;
const N = 2_486_900;

const verdict = (rings: readonly (readonly Point[])[]): string => {
  const placed = rings.map((ring) => ring.map(([x, y]): Point => [E + x, N + y]));
  const canonical = canonicalise(polygonalOf([placed]));
  if (!canonical.ok) return canonical.reason;
  return boundaryFault(canonical.parts)?.reason ?? 'sound';
};

describe('one parcel has one form', () => {
  test('whatever its first vertex, direction, repeated vertices, closing and noise', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(60), fc.boolean(), fc.nat(60), (seed, start, reverse, twice) => {
        const random = seededRandom(seed);
        const p = believableParcel(random, 571_000, 1_015_000);
        const ring = ringOf(p);
        const turned = ring.map((_, i) => ring[(i + start) % ring.length]!);
        turned.splice(twice % ring.length, 0, turned[twice % ring.length]!);
        if (reverse) turned.reverse();
        const noisy = turned.map(
          ([x, y]): Point => [x + 4e-5 * (random() - 0.5), y + 4e-5 * (random() - 0.5)],
        );
        // The last vertex is the first again, but for the same noise.
        const [x, y] = ring[start % ring.length]!;
        const nearlyClosed = [...(reverse ? [...noisy].reverse() : noisy), [x + 4e-5, y - 4e-5] as const];
        expect(canonicalise(polygonalOf([[noisy]]))).toEqual(canonicalise(p));
        expect(canonicalise(asGiven(nearlyClosed))).toEqual(canonicalise(p));
        expect(identify(asGiven(nearlyClosed), 9207)).toEqual(identify(p, 9207));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  test('is made of whole numbers from zero, the shell counter-clockwise from its least vertex', () => {
    const canonical = canonicalise(
      polygonalOf([
        [
          [
            [E + 0.5, N + 0.25],
            [E + 0.5, N + 20.25],
            [E + 20.5, N + 20.25],
            [E + 20.5, N + 0.25],
          ],
        ],
      ]),
    );
    if (!canonical.ok) throw new Error(canonical.reason);
    const side = 20 * UNITS;
    expect(canonical.parts).toEqual([
      {
        coords: Float64Array.of(0, 0, side, 0, side, side, 0, side),
        ringEnds: [4],
        originX: E * UNITS + 5000,
        originY: N * UNITS + 2500,
      },
    ]);
  });

  test('the input is left as it was', () => {
    const p = believableParcel(seededRandom(9), 571_000, 1_015_000);
    const before = structuredClone(p);
    identify(p, 9207);
    identify(p, 9207, 32648);
    expect(p).toEqual(before);
  });
});

/** Exact on small whole numbers: the two closed segments have a point in common. */
function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  const within = (p: Point, q: Point, r: Point) =>
    side(p, q, r) === 0 &&
    Math.min(p[0], q[0]) <= r[0] &&
    r[0] <= Math.max(p[0], q[0]) &&
    Math.min(p[1], q[1]) <= r[1] &&
    r[1] <= Math.max(p[1], q[1]);
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
  return within(a, b, c) || within(a, b, d) || within(c, d, a) || within(c, d, b);
}

/** Simple by definition: edges that are not neighbours have no common point, neighbours only their vertex. */
function isSimple(ring: readonly Point[]): boolean {
  const n = ring.length;
  const at = (i: number) => ring[i % n]!;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const after = j === i + 1;
      const before = i === 0 && j === n - 1;
      if (!after && !before) {
        if (meet(at(i), at(i + 1), at(j), at(j + 1))) return false;
        continue;
      }
      // Neighbours overlap only when they turn back on one line.
      const [p, q, r] = after ? [at(i), at(j), at(j + 1)] : [at(j), at(i), at(i + 1)];
      const cross = (q[0] - p[0]) * (r[1] - q[1]) - (q[1] - p[1]) * (r[0] - q[0]);
      const dot = (q[0] - p[0]) * (r[0] - q[0]) + (q[1] - p[1]) * (r[1] - q[1]);
      if (cross === 0 && dot < 0) return false;
    }
  }
  return true;
}

describe('a boundary is sound', () => {
  const grid = fc.tuple(fc.nat(5), fc.nat(5));

  test('exactly when it is simple by definition, on grids where vertices and edges meet all the time', () => {
    let sound = 0;
    fc.assert(
      fc.property(fc.array(grid, { minLength: 3, maxLength: 8 }), (points) => {
        const ring = points.filter((p, i) => {
          const next = points[(i + 1) % points.length]!;
          return p[0] !== next[0] || p[1] !== next[1];
        });
        if (ring.length < 3) return;
        const found = verdict([ring]);
        sound += Number(found === 'sound');
        expect(found === 'sound').toBe(isSimple(ring));
      }),
      { numRuns: 6000, seed: 2 },
    );
    expect(sound).toBeGreaterThan(200);
  });

  test('by the index for many edges as by all pairs for few', () => {
    const random = seededRandom(77);
    for (let i = 0; i < 300; i++) {
      const vertices = 49 + Math.floor(80 * random());
      const ring = Array.from({ length: vertices }, (_, k): Point => {
        const a = (2 * Math.PI * k) / vertices;
        // Waves that now and then swallow each other.
        const r = 10 + 3 * Math.sin((3 + (i % 9)) * a + 4 * Math.sin(2 * a)) * (i % 3);
        return [
          Math.round(10 * (40 + r * Math.cos(a) + (i % 5) * random() * 0.4)),
          Math.round(10 * (40 + r * Math.sin(a))),
        ];
      }).filter(
        (p, k, all) => p[0] !== all[(k + 1) % all.length]![0] || p[1] !== all[(k + 1) % all.length]![1],
      );
      expect(verdict([ring]) === 'sound').toBe(isSimple(ring));
    }
  });

  test('with a hole that touches its shell once, not with one that shares a side or touches it more often', () => {
    const shell: Point[] = [
      [0, 0],
      [40, 0],
      [40, 40],
      [0, 40],
    ];
    const touching: Point[] = [
      [0, 20],
      [20, 0],
      [40, 20],
      [20, 40],
    ];
    expect(verdict([shell, touching])).toBe('cut');
    const once: Point[] = [
      [0, 20],
      [20, 10],
      [20, 30],
    ];
    expect(verdict([shell, once])).toBe('sound');
    expect(
      verdict([
        shell,
        [
          [0, 10],
          [10, 10],
          [10, 20],
          [0, 20],
        ],
      ]),
    ).toBe('crossing');
    expect(verdict([touching, shell])).toBe('nesting');
  });

  test('of 200,000 vertices', () => {
    const ring = Array.from({ length: 200_000 }, (_, i): Point => {
      const a = (2 * Math.PI * i) / 200_000;
      const r = 3000 + 20 * Math.sin(1000 * a);
      return [r * Math.cos(a), r * Math.sin(a)];
    });
    expect(verdict([ring])).toBe('sound');
  });
});

describe('a ring that does not come back to its first vertex', () => {
  const square: Point[] = [
    [E, N],
    [E + 20, N],
    [E + 20, N + 20],
    [E, N + 20],
  ];

  test('is open, and its gap is said', () => {
    expect(canonicalise(asGiven(square))).toEqual({ ok: false, reason: 'open', at: [E, N], gap: 20 });
    const gaping = canonicalise(asGiven([...square, [E + 0.3, N + 0.4]]));
    if (gaping.ok) throw new Error('an open ring has a canonical form');
    expect(gaping).toMatchObject({ reason: 'open', at: [E, N] });
    expect(gaping.gap).toBeCloseTo(0.5, 6);
    expect(foundText(gaping)).toBe('419700.000, 2486900.000 (0.5000 m)');
  });

  test('is closed when no more than noise is between them', () => {
    expect(canonicalise(asGiven([...square, [E + 4e-5, N]]))).toEqual(canonicalise(polygonalOf([[square]])));
    expect(canonicalise(asGiven([...square, [E + 6e-5, N]]))).toMatchObject({ reason: 'open' });
  });
});

describe('a place', () => {
  const box = (x: number, y: number, size = 20): Polygonal =>
    polygonalOf([
      [
        [
          [x, y],
          [x + size, y],
          [x + size, y + size],
          [x, y + size],
        ],
      ],
    ]);

  test('beyond the range in which its zone is used is none, and is named', () => {
    expect(canonicalise(box(442_749, 3_396_824, 4e6), 9208)).toEqual({
      ok: false,
      reason: 'coordinates',
      at: [442_749, 3_396_824],
    });
    expect(canonicalise(box(E, N, 4e6), 9208)).toMatchObject({ reason: 'coordinates', at: [E + 4e6, N] });
    // North and east exchanged; degrees; kilometres.
    for (const [x, y] of [
      [N, E],
      [104.5, 22.4],
      [E / 1000, N / 1000],
    ] as const)
      expect(canonicalise(box(x, y, 1e-3), 9208)).toMatchObject({ reason: 'coordinates' });
  });

  test('on the islands is one in the zones of their provinces, not in others', () => {
    // Trường Sa Lớn and Đá Tiên Nữ (Khánh Hòa, 108°15′), Hoàng Sa (Đà Nẵng, 107°45′).
    const places = [
      [9217, 111.92, 8.64],
      [9217, 114.65, 8.86],
      [5899, 111.6, 16.53],
    ] as const;
    for (const [zone, lon, lat] of places) {
      const [x, y] = projection(zone).fromLonLat(lon, lat);
      expect(canonicalise(box(x, y), zone).ok).toBe(true);
      expect(canonicalise(box(x, y)).ok).toBe(true);
      const [west, north] = projection(9208).fromLonLat(lon, lat);
      expect(canonicalise(box(west, north), 9208)).toMatchObject({ reason: 'coordinates' });
    }
  });
});
