/** Anything that may come as a boundary, through `identifyOrRefuse` whole: a point inside or a reason, and no number that is none. */
import { describe, expect, test } from 'vitest';
import type { Polygonal } from '../geometry/polygonal.ts';
import { identifyOrRefuse } from './identify.ts';
import { distanceToBoundary } from './method/boundary-distance.ts';
import { box, RIGHT_ANGLED } from './right-angled.test-data.ts';
import {
  believableParcel,
  type Point,
  placed,
  polygonalOf,
  type Random,
  seededRandom,
} from './shapes.test-data.ts';

const E = 512_416.1;
const N = 2_400_346.7;
type Parts = Point[][][];
type Draw = (random: Random) => Parts;

const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

function star(random: Random, vertices: number, radius: number, x = 0, y = 0): Point[] {
  return Array.from({ length: vertices }, (_, i): Point => {
    const angle = (2 * Math.PI * (i + 0.8 * random())) / vertices;
    const r = radius * (0.2 + 0.8 * random());
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
}

/** Steps up, then down again: sound, with ridges and ties, as its corners are whole metres. */
function skyline(random: Random): Point[] {
  const ring: Point[] = [[0, 0]];
  let x = 0;
  const tops: Point[] = [];
  for (let i = whole(random, 1, 6); i > 0; i--) {
    const y = whole(random, 1, 12);
    tops.push([x, y]);
    x += whole(random, 1, 9);
    tops.push([x, y]);
  }
  ring.push([x, 0], ...tops.reverse());
  return ring;
}

function comb(random: Random): Point[] {
  const teeth = whole(random, 2, 9);
  const [width, length] = [whole(random, 1, 4), whole(random, 2, 30)];
  const top = Array.from({ length: teeth }, (_, k): Point[] => {
    const x = 2 * k * width;
    return [
      [x, length],
      [x + width, length],
      ...(k === teeth - 1
        ? []
        : ([
            [x + width, 1],
            [x + 2 * width, 1],
          ] as Point[])),
    ];
  }).flat();
  return [[0, 0], ...top, [(2 * teeth - 1) * width, 0]];
}

/** Corners anywhere on a small grid: nearly all cross, touch or fold. */
const dirty = (random: Random): Point[] =>
  Array.from({ length: whole(random, 3, 8) }, (): Point => [whole(random, 0, 5), whole(random, 0, 5)]);

function sliver(random: Random): Point[] {
  const [length, width] = [10 + 200 * random(), 0.5 * random() ** 3];
  return [
    [0, 0],
    [length, random()],
    [length, random() + width],
    [length * random(), width],
  ];
}

const nearlyTwice = (random: Random): Point[] =>
  star(random, whole(random, 3, 9), 30).flatMap((p): Point[] => [
    p,
    [p[0] + 0.002 * (random() - 0.5), p[1] + 0.002 * (random() - 0.5)],
  ]);

const rightAngled = Object.values(RIGHT_ANGLED);
const ringsOf = ({ coords }: Polygonal): Point[] =>
  Array.from(
    { length: coords.length / 2 - 1 },
    (_, i): Point => [coords[2 * i]! - E, coords[2 * i + 1]! - N],
  );

/** How many of each; 110,000 in all. */
const KINDS: readonly (readonly [string, number, Draw])[] = [
  ['stars', 25_000, (r) => [[star(r, whole(r, 3, 14), 40)]]],
  ['skylines', 20_000, (r) => [[skyline(r)]]],
  ['dirty rings', 20_000, (r) => [[dirty(r)]]],
  ['combs', 5_000, (r) => [[comb(r)]]],
  ['slivers', 8_000, (r) => [[sliver(r)]]],
  ['huge ones', 3_000, (r) => [[star(r, whole(r, 3, 9), 10 ** (3 + 2.4 * r()))]]],
  ['tiny ones', 8_000, (r) => [[star(r, whole(r, 3, 9), 10 ** (-5 + 5 * r()))]]],
  [
    'stars with holes',
    7_000,
    (r) => [[star(r, 12, 60), star(r, 4, 9, 5, 3), star(r, 5, 9, -9 * r(), -12 * r())]],
  ],
  ['several parts', 6_000, (r) => [[star(r, 6, 20, -30)], [box(9, 9, 0, 25 + 9 * r())], [skyline(r)]]],
  ['vertices nearly twice', 5_000, (r) => [[nearlyTwice(r)]]],
  ['right-angled, turned', 1_000, (r) => [rightAngled[whole(r, 0, rightAngled.length - 1)]!]],
  ['surveyed lots', 1_900, (r) => [[ringsOf(believableParcel(r, E, N))]]],
  ['stars of many vertices', 100, (r) => [[star(r, whole(r, 100, 400), 300)]]],
];

/** Anything longer is no search that ends soon, on however slow a machine. */
const GUARD = 1000;
/** The point belongs to the boundary on the 0.1 mm grid. */
const GRID = 1e-4;

type Verdict = 'issued' | 'refused' | { readonly fault: string };

function judge(p: Polygonal): Verdict {
  const start = performance.now();
  const made = identifyOrRefuse(p, 9208);
  const taken = performance.now() - start;
  if (taken > GUARD) return { fault: `took ${taken.toFixed(0)} ms` };
  // Of the exact pole the search always ends.
  if (!made.ok) return made.reason === 'search' ? { fault: 'search' } : 'refused';
  const { x, y, distance, lon, lat, parcelId } = made;
  if (![x, y, distance, lon, lat].every(Number.isFinite))
    return { fault: `no number in ${JSON.stringify(made)}` };
  if (!/^[0-9b-hjkmnp-z]{12}$/.test(parcelId)) return { fault: `code ${parcelId}` };
  const measured = distanceToBoundary(p, x, y);
  const isRight = measured > 0 && Math.abs(measured - distance) < GRID;
  return isRight ? 'issued' : { fault: `${measured} m measured, ${distance} m said` };
}

describe('whatever comes as a boundary', () => {
  test('is 110,000 of them', () => {
    expect(KINDS.reduce((sum, [, count]) => sum + count, 0)).toBe(110_000);
  });

  test.each(KINDS)(
    '%s (%i): a point inside or a reason, soon',
    (_, count, draw) => {
      const random = seededRandom(count);
      const faults: string[] = [];
      let issued = 0;
      for (let i = 0; i < count; i++) {
        const turn = i % 2 ? 6.28 * random() : 0;
        const p = polygonalOf(draw(random).map((rings) => rings.map((ring) => placed(ring, E, N, turn))));
        const verdict = judge(p);
        if (typeof verdict === 'object') faults.push(`${i}: ${verdict.fault}: ${p.coords.join(' ')}`);
        issued += Number(verdict === 'issued');
      }
      expect(faults.slice(0, 3)).toEqual([]);
      // Not by refusing everything.
      expect(issued).toBeGreaterThan(count / 100);
    },
    120_000,
  );
});
