import polylabel from 'polylabel';
import { describe, expect, test } from 'vitest';
import type { Polygonal } from '../geometry/polygonal.ts';
import { type CanonicalPart, canonicalise, UNITS } from './canonical.ts';
import { PRECISION } from './point.ts';
import { poleOfInaccessibility, TAU } from './pole.ts';
import { believableParcel, type Point, placed, polygonalOf, seededRandom } from './shapes.test-data.ts';

function partOf(p: Polygonal): CanonicalPart {
  const canonical = canonicalise(p);
  if (!canonical.ok) throw new Error(canonical.reason);
  return canonical.parts[0]!;
}

const ringsOf = ({ coords, ringEnds }: CanonicalPart): Point[][] =>
  ringEnds.map((end, r) => {
    const from = r === 0 ? 0 : ringEnds[r - 1]!;
    return Array.from(
      { length: end - from },
      (_, i): Point => [coords[2 * (from + i)]!, coords[2 * (from + i) + 1]!],
    );
  });

/** Signed distance as polylabel computes it, edge by edge. */
function distanceAt(rings: readonly Point[][], x: number, y: number): number {
  let inside = false;
  let least = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      let [px, py] = [ax, ay];
      const dx = bx - ax;
      const dy = by - ay;
      const t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
      if (t > 1) [px, py] = [bx, by];
      else if (t > 0) [px, py] = [ax + dx * t, ay + dy * t];
      least = Math.min(least, (x - px) * (x - px) + (y - py) * (y - py));
    }
  }
  return least === 0 ? 0 : (inside ? 1 : -1) * Math.sqrt(least);
}

type Cell = { x: number; y: number; h: number; d: number; max: number };

/** IDENTIFIER.md §3 word for word: every cell, every edge, nothing left out. */
function byThePage(rings: readonly Point[][], step: number): { x: number; y: number; distance: number } {
  const shell = rings[0]!;
  const xs = shell.map(([x]) => x);
  const ys = shell.map(([, y]) => y);
  const [minX, minY, maxX, maxY] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const size = Math.max(step, Math.min(maxX - minX, maxY - minY));
  if (size === step) return { x: minX, y: minY, distance: 0 };
  const cellAt = (x: number, y: number, h: number): Cell => {
    const d = distanceAt(rings, x, y);
    return { x, y, h, d, max: d + h * Math.SQRT2 };
  };
  let [area, sumX, sumY] = [0, 0, 0];
  for (let i = 0, j = shell.length - 1; i < shell.length; j = i++) {
    const [ax, ay] = shell[i]!;
    const [bx, by] = shell[j]!;
    const f = ax * by - bx * ay;
    sumX += (ax + bx) * f;
    sumY += (ay + by) * f;
    area += f * 3;
  }
  let best = cellAt(sumX / area, sumY / area, 0);
  if (best.d < 0) best = { x: shell[0]![0], y: shell[0]![1], h: 0, d: 0, max: 0 };
  const queue: Cell[] = [];
  const take = (x: number, y: number, h: number) => {
    const cell = cellAt(x, y, h);
    if (cell.d > best.d + TAU) best = cell;
    if (h > 0 && cell.max > best.d + step) queue.push(cell);
  };
  take(minX + (maxX - minX) / 2, minY + (maxY - minY) / 2, 0);
  for (let x = minX; x < maxX; x += size)
    for (let y = minY; y < maxY; y += size) take(x + size / 2, y + size / 2, size / 2);
  for (;;) {
    let first = -1;
    queue.forEach((c, i) => {
      const b = queue[first];
      if (!b || c.max > b.max || (c.max === b.max && (c.x < b.x || (c.x === b.x && c.y < b.y)))) first = i;
    });
    const cell = queue[first];
    if (!cell || cell.max - best.d <= step) break;
    queue[first] = queue.at(-1)!;
    queue.pop();
    const h = cell.h / 2;
    take(cell.x - h, cell.y - h, h);
    take(cell.x + h, cell.y - h, h);
    take(cell.x - h, cell.y + h, h);
    take(cell.x + h, cell.y + h, h);
  }
  return { x: best.x, y: best.y, distance: best.d };
}

/** Shapes with ties, ridges, necks and holes, in metres. */
function nastyShapes(): [string, Polygonal][] {
  const box = (w: number, h: number, x = 0, y = 0): Point[] => [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
  const at = (ring: Point[], turn = 0) => placed(ring, 571_431.3, 1_015_121.7, turn);
  const ell: Point[] = [
    [0, 0],
    [30, 0],
    [30, 10],
    [10, 10],
    [10, 30],
    [0, 30],
  ];
  const you: Point[] = [
    [0, 0],
    [30, 0],
    [30, 30],
    [20, 30],
    [20, 10],
    [10, 10],
    [10, 30],
    [0, 30],
  ];
  const aitch: Point[] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [20, 10],
    [20, 0],
    [30, 0],
    [30, 30],
    [20, 30],
    [20, 20],
    [10, 20],
    [10, 30],
    [0, 30],
  ];
  const cross: Point[] = [
    [10, 0],
    [20, 0],
    [20, 10],
    [30, 10],
    [30, 20],
    [20, 20],
    [20, 30],
    [10, 30],
    [10, 20],
    [0, 20],
    [0, 10],
    [10, 10],
  ];
  const shapes: [string, Polygonal][] = [
    ['square', polygonalOf([[at(box(20, 20))]])],
    ['rectangle', polygonalOf([[at(box(5, 20))]])],
    ['L', polygonalOf([[at(ell)]])],
    ['U', polygonalOf([[at(you)]])],
    ['H', polygonalOf([[at(aitch)]])],
    ['cross', polygonalOf([[at(cross)]])],
    ['frame', polygonalOf([[at(box(30, 30)), at(box(10, 10, 10, 10))]])],
    ['two courts', polygonalOf([[at(box(50, 30)), at(box(10, 10, 10, 10)), at(box(10, 10, 30, 10))]])],
    [
      'triangle',
      polygonalOf([
        [
          at([
            [0, 0],
            [17, 3],
            [5, 29],
          ]),
        ],
      ]),
    ],
    [
      'sliver',
      polygonalOf([
        [
          at([
            [0, 0],
            [60, 0.3],
            [60, 0.5],
            [0, 0.1],
          ]),
        ],
      ]),
    ],
  ];
  for (const turn of [0.3, Math.PI / 4, 2.1]) {
    shapes.push([`rectangle turned ${turn}`, polygonalOf([[at(box(5, 20), turn)]])]);
    shapes.push([`U turned ${turn}`, polygonalOf([[at(you, turn)]])]);
    shapes.push([`frame turned ${turn}`, polygonalOf([[at(box(30, 30), turn)]])]);
  }
  return shapes;
}

const random = seededRandom(20260330);
const believable = Array.from({ length: 300 }, () => partOf(believableParcel(random, 420_000, 2_480_000)));

describe('pole of inaccessibility', () => {
  test.each([100, 10, 1])('is polylabel’s to the last bit on believable parcels, at %d units', (step) => {
    for (const part of believable.slice(0, step === 1 ? 60 : 300)) {
      const library = polylabel(ringsOf(part), step);
      const pole = poleOfInaccessibility(part.coords, part.ringEnds, step);
      expect([pole.x, pole.y, pole.distance]).toEqual([...library, library.distance]);
    }
  });

  test('is polylabel’s to the last bit on coordinates far from the origin and on closed rings', () => {
    const shapes = seededRandom(5);
    for (let i = 0; i < 200; i++) {
      const p = believableParcel(shapes, 420_000, 2_480_000);
      const coords = p.coords.map((metres) => metres * UNITS);
      const ring = Array.from(
        { length: coords.length / 2 },
        (_, k): Point => [coords[2 * k]!, coords[2 * k + 1]!],
      );
      const library = polylabel([ring], 100);
      const pole = poleOfInaccessibility(coords, p.ringEnds, 100);
      expect([pole.x, pole.y, pole.distance]).toEqual([...library, library.distance]);
    }
  });

  test.each(nastyShapes())('%s: what is left out of the search cannot be seen in its result', (_, p) => {
    const part = partOf(p);
    for (const step of [1000, 200]) {
      const { x, y, distance } = poleOfInaccessibility(part.coords, part.ringEnds, step);
      expect({ x, y, distance }).toEqual(byThePage(ringsOf(part), step));
    }
  });

  test('on believable parcels too, down to the precision in force', () => {
    const step = PRECISION * UNITS;
    expect(step).toBe(0.1);
    for (const part of believable.slice(0, 25)) {
      for (const each of [100, 1]) {
        const { x, y, distance } = poleOfInaccessibility(part.coords, part.ringEnds, each);
        expect({ x, y, distance }).toEqual(byThePage(ringsOf(part), each));
      }
    }
    const wide = believable.filter(
      (part) => poleOfInaccessibility(part.coords, part.ringEnds, step).probes < 600,
    );
    expect(wide.length).toBeGreaterThan(50);
    for (const part of wide.slice(0, 25)) {
      const { x, y, distance } = poleOfInaccessibility(part.coords, part.ringEnds, step);
      expect({ x, y, distance }).toEqual(byThePage(ringsOf(part), step));
    }
  });

  test('no point of a fine grid is farther from the boundary, beyond the precision', () => {
    const shapes: CanonicalPart[] = [...believable.slice(0, 60), ...nastyShapes().map(([, p]) => partOf(p))];
    for (const part of shapes) {
      const rings = ringsOf(part);
      const pole = poleOfInaccessibility(part.coords, part.ringEnds, PRECISION * UNITS);
      expect(pole.distance).toBe(distanceAt(rings, pole.x, pole.y));
      const width = Math.max(...rings[0]!.map(([x]) => x));
      const height = Math.max(...rings[0]!.map(([, y]) => y));
      // A grid over the parcel, and a closer one around the pole, where a better point would most likely be.
      for (const [x0, y0, w, h] of [
        [0, 0, width, height],
        [pole.x - width / 50, pole.y - height / 50, width / 25, height / 25],
        [pole.x - 20, pole.y - 20, 40, 40],
      ] as const) {
        for (let i = 0; i <= 40; i++)
          for (let j = 0; j <= 40; j++) {
            const d = distanceAt(rings, x0 + (w * i) / 40, y0 + (h * j) / 40);
            if (d > pole.distance + PRECISION * UNITS) expect.fail(`${d} > ${pole.distance}`);
          }
      }
    }
  });

  test('of a rectangle is its centre, however it lies', () => {
    for (const [w, h] of [
      [50_000, 200_000],
      [70_001, 70_001],
      [3, 90_000],
    ] as const) {
      const pole = poleOfInaccessibility(Float64Array.of(0, 0, w, 0, w, h, 0, h), [4], 0.1);
      expect([pole.x, pole.y, pole.distance]).toEqual([w / 2, h / 2, Math.min(w, h) / 2]);
    }
  });

  test('is the same with a bar and without one, on shapes of every kind', () => {
    const random = seededRandom(77);
    const plot = (...rings: Point[][]) => polygonalOf([rings]);
    const off = (most: number) => Math.round((random() - 0.5) * 2000 * most) / 1000;
    const kinds: ((i: number) => Polygonal)[] = [
      () => believableParcel(random, 420_000, 2_480_000),
      // Town lots: sides nearly parallel, so that the place hangs on the last bits.
      () => {
        const w = 4 + 6 * random();
        const h = 12 + 15 * random();
        return plot([
          [0, 0],
          [w + off(0.01), off(0.01)],
          [w + off(0.01), h + off(0.01)],
          [off(0.01), h],
        ]);
      },
      // Arms of nearly equal width.
      () => {
        const w = 5 + random();
        const v = w + off(0.002);
        return plot([
          [0, 0],
          [20, 0],
          [20, 15],
          [20 - v, 15],
          [20 - v, 6],
          [w, 6],
          [w, 15],
          [0, 15],
        ]);
      },
      // A frame.
      () =>
        plot(
          [
            [0, 0],
            [30, 0],
            [30, 20],
            [0, 20],
          ],
          [
            [9, 7],
            [9, 13],
            [21 + random(), 13],
            [21, 7],
          ],
        ),
      // A round plot of many sides.
      (i) => {
        const n = 5 + (i % 60);
        const r = 8 + 4 * random();
        const turn = (k: number) => (2 * Math.PI * k) / n;
        return plot(
          Array.from({ length: n }, (_, k): Point => [r * Math.cos(turn(k)), r * Math.sin(turn(k))]),
        );
      },
    ];
    let spared = 0;
    for (let i = 0; i < 1500; i++) {
      const { coords, ringEnds } = partOf(kinds[i % kinds.length]!(i));
      const whole = poleOfInaccessibility(coords, ringEnds, PRECISION * UNITS, 100, false);
      const { probes, ...pole } = poleOfInaccessibility(coords, ringEnds, PRECISION * UNITS, 100);
      expect({ ...pole, probes: whole.probes }).toEqual(whole);
      if (probes < whole.probes) spared++;
    }
    expect(spared).toBeGreaterThan(600);
  });

  test('a search leaves nothing behind for the next', () => {
    const shapes = [...believable.slice(0, 20), ...nastyShapes().map(([, p]) => partOf(p))];
    const run = (part: CanonicalPart) => poleOfInaccessibility(part.coords, part.ringEnds, 1);
    const forwards = shapes.map(run);
    expect([...shapes].reverse().map(run).reverse()).toEqual(forwards);
  });

  test('of a strip of 5 km with parallel sides takes milliseconds, not a cell a hundredth of a millimetre', () => {
    const strip = partOf(
      polygonalOf([
        [
          placed(
            [
              [0, 0],
              [5000, 0],
              [5000, 10],
              [0, 10],
            ],
            4e5,
            2e6,
            0.3,
          ),
        ],
      ]),
    );
    expect(poleOfInaccessibility(strip.coords, strip.ringEnds, 0.1).probes).toBeLessThan(400_000);
  });
});
