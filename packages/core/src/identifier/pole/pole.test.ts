import polylabel from 'polylabel';
import { describe, expect, test } from 'vitest';
import type { Polygonal } from '../../geometry/polygonal.ts';
import { canonicalise, UNITS } from '../canonical.ts';
import { locate } from '../point.ts';
import { box, RIGHT_ANGLED as SHAPES } from '../right-angled.test-data.ts';
import { believableParcel, type Point, placed, polygonalOf, seededRandom } from '../shapes.test-data.ts';
import { newContest, offer } from './contest.ts';
import { enterPoles } from './pole.ts';

const E = 571_431.3;
const N = 1_015_121.7;

const at = (rings: readonly Point[][], turn = 0): Polygonal =>
  polygonalOf([rings.map((ring) => placed(ring, E, N, turn))]);

const cases = Object.entries(SHAPES).flatMap(([name, rings]) =>
  [0, 0.3, Math.PI / 4, 2.1].map((turn) => [`${name} turned ${turn}`, at(rings, turn)] as const),
);

/** Distance to the boundary, negative outside; metres. */
function signedDistance(p: Polygonal, x: number, y: number): number {
  let inside = false;
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0, from = 0; r < p.ringEnds.length; from = p.ringEnds[r++]!) {
    for (let i = from; i < p.ringEnds[r]! - 1; i++) {
      const [ax, ay, bx, by] = p.coords.subarray(2 * i, 2 * i + 4);
      if (ay! > y !== by! > y && x < ((bx! - ax!) * (y - ay!)) / (by! - ay!) + ax!) inside = !inside;
      const square = (bx! - ax!) ** 2 + (by! - ay!) ** 2;
      const t = ((x - ax!) * (bx! - ax!) + (y - ay!) * (by! - ay!)) / square;
      const s = square > 0 ? Math.min(1, Math.max(0, t)) : 0;
      least = Math.min(least, Math.hypot(x - ax! - s * (bx! - ax!), y - ay! - s * (by! - ay!)));
    }
  }
  return inside ? least : -least;
}

/** Greatest distance over a grid, refined where it may still grow: an oracle that knows nothing of tops. */
function greatest(p: Polygonal, within: number): number {
  const xs = p.coords.filter((_, i) => i % 2 === 0);
  const ys = p.coords.filter((_, i) => i % 2 === 1);
  const [x0, y0] = [Math.min(...xs), Math.min(...ys)];
  const size = Math.max(Math.max(...xs) - x0, Math.max(...ys) - y0);
  let cells: [number, number][] = [[x0 + size / 2, y0 + size / 2]];
  let best = 0;
  for (let half = size / 2; half * Math.SQRT2 > within && cells.length < 200_000; half /= 2) {
    const measured = cells.map(([x, y]) => [x, y, signedDistance(p, x, y)] as const);
    for (const [, , d] of measured) best = Math.max(best, d);
    cells = measured
      .filter(([, , d]) => d + half * Math.SQRT2 > best)
      .flatMap(([x, y]) =>
        [-1, 1].flatMap((i) =>
          [-1, 1].map((j): [number, number] => [x + (i * half) / 2, y + (j * half) / 2]),
        ),
      );
  }
  return best;
}

function pole(p: Polygonal) {
  const located = locate(p);
  if (!located.ok) throw new Error(located.reason);
  return located;
}

describe('pole of inaccessibility', () => {
  test.each(cases)('%s: no place is farther from the boundary, and ours is as far as we say', (_, p) => {
    const { x, y, distance } = pole(p);
    expect(signedDistance(p, x, y)).toBeCloseTo(distance, 6);
    const other = greatest(p, 0.002);
    expect(other).toBeLessThan(distance + 2e-7);
    expect(other).toBeGreaterThan(distance - 0.004);
  });

  test('of believable parcels is where polylabel goes as it is made finer', () => {
    const random = seededRandom(20260330);
    for (let i = 0; i < 200; i++) {
      const p = believableParcel(random, 420_000, 2_480_000);
      const { x, y, distance } = pole(p);
      const canonical = canonicalise(p);
      if (!canonical.ok) throw new Error(canonical.reason);
      const { coords, originX, originY } = canonical.parts[0]!;
      const ring = Array.from({ length: coords.length / 2 }, (_, k) => [coords[2 * k]!, coords[2 * k + 1]!]);
      const library = polylabel([ring], 0.01);
      expect(library.distance).toBeLessThan(distance * UNITS + 0.001);
      expect(library.distance).toBeGreaterThan(distance * UNITS - 0.011);
      expect(Math.hypot(library[0]! + originX - x * UNITS, library[1]! + originY - y * UNITS)).toBeLessThan(
        20,
      );
    }
  });

  test.each([
    ['square', 10, 10],
    ['rectangle', 2.5, 10],
    // Along its ridge as near as can be to the area centroid (6.1716…, 10.4253…).
    ['L', 3, 10.4253731],
    // Two equal corners of the U as near to the centroid as each other: the western.
    ['U', 5.857864376269049, 5.857864376269049],
    ['cross', 15, 15],
    // Four corners of the frame: the south-western.
    ['frame', 5.857864376269049, 5.857864376269049],
  ])('of the %s is the one of its equals that the rule names', (name, x, y) => {
    const found = pole(polygonalOf([SHAPES[name]!.map((ring) => placed(ring, 500_000, 2_000_000, 0))]));
    expect(found.x - 500_000).toBeCloseTo(x, 6);
    expect(found.y - 2_000_000).toBeCloseTo(y, 6);
  });

  test('does not hang on where a boundary begins, which way it runs, or repeated vertices', () => {
    for (const [, p] of cases) {
      if (p.ringEnds.length > 1) continue;
      const points = Array.from(
        { length: p.coords.length / 2 - 1 },
        (_, i): Point => [p.coords[2 * i]!, p.coords[2 * i + 1]!],
      );
      const turned = [...points.slice(3), ...points.slice(0, 3)].reverse().flatMap((point) => [point, point]);
      expect(pole(polygonalOf([[turned]]))).toEqual(pole(p));
    }
  });

  test('of several parts is that of the roomiest, of equals the nearest to the centroid of all', () => {
    const two = polygonalOf([[placed(box(9, 9), E, N, 0)], [placed(box(50, 8), E + 20, N, 0)]]);
    expect(pole(two)).toMatchObject({ x: E + 4.5, distance: 4.5 });
    const three = polygonalOf([
      [placed(box(8, 8), E, N, 0)],
      [placed(box(8, 8), E + 20, N, 0)],
      [placed(box(8, 8), E + 60, N, 0)],
    ]);
    expect(pole(three)).toMatchObject({ x: E + 24, y: N + 4 });
  });

  test.each([
    ['a circle that is rough by a centimetre', 5000, () => 2000],
    ['a hedgehog', 1000, (k: number) => (k % 2 ? 500 : 5000)],
  ])('of %s of many vertices is found', (_, n, radius) => {
    const random = seededRandom(4);
    const ring = Array.from({ length: n }, (_, k): Point => {
      const angle = (2 * Math.PI * k) / n;
      const r = radius(k) + 0.01 * random();
      return [450_000 + r * Math.cos(angle), 2_420_000 + r * Math.sin(angle)];
    });
    const p = polygonalOf([[ring]]);
    const { x, y, distance } = pole(p);
    expect(signedDistance(p, x, y)).toBeCloseTo(distance, 3);
  });

  test('of a comb is the middle one of as many equals as it has teeth', () => {
    const teeth = 25_000;
    const ring: Point[] = [
      [2 * teeth, 0],
      [0, 0],
    ];
    for (let k = 0; k < teeth; k++)
      ring.push([2 * k, 100], [2 * k + 1, 100], [2 * k + 1, 10], [2 * k + 2, 10]);
    const { x, distance } = pole(polygonalOf([[ring.map(([u, v]): Point => [450_000 + u, 2_420_000 + v])]]));
    expect([x, distance]).toEqual([450_000 + teeth + 0.5, 5.0125]);
  });
});

/** Right-angled outlines of steps up and down over a floor: most of their poles are ridges or corners that tie. */
function steps(random: () => number): Point[] {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const outline: Point[] = [];
  let x = 0;
  for (let k = whole(2, 9); k > 0; k--) {
    const height = whole(5, 24);
    outline.unshift([x, height]);
    x += whole(1, 10);
    outline.unshift([x, height]);
  }
  return [[0, 0], [x, 0], ...outline];
}

/** Spikes and hollows about a middle. */
function star(random: () => number): Point[] {
  const n = 5 + Math.floor(random() * 30);
  return Array.from({ length: n }, (_, k): Point => {
    const reach = 10 + random() * (random() < 0.3 ? 200 : 20);
    return [reach * Math.cos((2 * Math.PI * k) / n), reach * Math.sin((2 * Math.PI * k) / n)];
  });
}

describe.each([
  ['steps', steps],
  ['stars', star],
])('of random %s', (_, outline) => {
  test('no place is farther, and ours is as far as we say', () => {
    const random = seededRandom(20261128);
    for (let i = 0; i < 400; i++) {
      const p = at([outline(random)], i % 3 === 0 ? 0 : 7 * random());
      const { x, y, distance } = pole(p);
      expect(signedDistance(p, x, y)).toBeCloseTo(distance, 6);
      expect(greatest(p, 0.3)).toBeLessThan(distance + 2e-7);
    }
  });
});

describe('where rings touch', () => {
  test('in a corner that juts in, the search ends', () => {
    const random = seededRandom(20261129);
    let met = 0;
    for (let i = 0; i < 150; i++) {
      const shell = star(random).map(([x, y]): Point => [5 * x, 5 * y]);
      const [x, y] = shell[Math.floor(random() * shell.length)]!;
      const hole: Point[] = [
        [x, y],
        [0.7 * x + 3 * random(), 0.7 * y + 3 * random()],
        [0.7 * x - 3 * random(), 0.7 * y - 3 * random()],
      ];
      const p = at([shell, hole], 7 * random());
      const located = locate(p);
      if (!located.ok) continue;
      met++;
      expect(signedDistance(p, located.x, located.y)).toBeCloseTo(located.distance, 6);
      expect(greatest(p, 1)).toBeLessThan(located.distance + 2e-7);
    }
    expect(met).toBeGreaterThan(50);
  });

  test('the pole is inside: part of the arc about the common corner is not', () => {
    const hole: Point[] = [
      [0, 20],
      [10, 25],
      [10, 15],
    ];
    const p = polygonalOf([[box(40, 40), hole].map((ring) => placed(ring, 500_000, 2_000_000, 0))]);
    const { x, y, distance } = pole(p);
    expect([x, y, distance]).toEqual([500_025, 2_000_020, 15]);
  });
});

describe('a contest of poles', () => {
  test('keeps the best, and of equals the one its rule names, whatever the order', () => {
    const equals = [
      { x: 5, y: 0, distance: 7 },
      { x: -5, y: 0, distance: 7 },
      { x: 0, y: 5, distance: 7 + 2 ** -22 },
      { x: 0, y: 9, distance: 7 },
      { x: 0, y: 0, distance: 6.9 },
    ];
    for (const order of [equals, [...equals].reverse()]) {
      const contest = newContest(0, 0);
      for (const each of order) offer(contest, each);
      expect(contest.best).toMatchObject({ x: -5, y: 0 });
    }
  });

  test('is not entered by a polygon too narrow to win', () => {
    const contest = newContest(0, 0);
    offer(contest, { x: 1, y: 1, distance: 500 });
    enterPoles(contest, Float64Array.of(0, 0, 100, 0, 100, 9000, 0, 9000), [4]);
    expect(contest.best).toMatchObject({ x: 1, distance: 500 });
  });
});
