/** Polygons as bad as they come: on small grids, where everything touches, crosses and covers everything all the time. */
import type { Point, Rings } from './plain-validity.test-data.ts';

const whole = (next: () => number, below: number): number => Math.floor(next() * below);

function box(next: () => number, size: number): Point[] {
  const [x, y] = [whole(next, size), whole(next, size)];
  const [w, h] = [1 + whole(next, size), 1 + whole(next, size)];
  return [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
}

function diamond(next: () => number, size: number): Point[] {
  const [x, y, r] = [whole(next, size), whole(next, size), 1 + whole(next, 3)];
  return [
    [x - r, y],
    [x, y - r],
    [x + r, y],
    [x, y + r],
  ];
}

/** No vertex twice in a row; at least three. */
function scribble(next: () => number, size: number): Point[] {
  for (;;) {
    const ring = Array.from(
      { length: 3 + whole(next, 5) },
      (): Point => [whole(next, size), whole(next, size)],
    );
    const kept = ring.filter(([x, y], i) => {
      const after = ring[(i + 1) % ring.length]!;
      return x !== after[0] || y !== after[1];
    });
    if (kept.length >= 3) return kept;
  }
}

function turned(next: () => number, ring: readonly Point[]): Point[] {
  const start = whole(next, ring.length);
  const run = [...ring.slice(start), ...ring.slice(0, start)];
  return next() < 0.5 ? run : run.reverse();
}

/** One to three polygons of one to four rings; half of the time all in one large shell. */
export function dirtyPolygons(next: () => number): Rings[] {
  const size = 3 + whole(next, 6);
  const makers = [scribble, box, diamond];
  const ring = () => turned(next, makers[whole(next, 3)]!(next, size));
  const rings = () => Array.from({ length: 1 + whole(next, 4) }, ring);
  if (next() < 0.4) {
    const frame: Point[] = [
      [-9, -9],
      [19, -9],
      [19, 19],
      [-9, 19],
    ];
    return [[frame, ...rings()]];
  }
  return Array.from({ length: 1 + whole(next, 3) }, rings);
}

/** The same polygons written down in another way: rings from another vertex and the other way round, holes and parts in another order. */
export function rewritten(next: () => number, polygons: readonly Rings[]): Rings[] {
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => [next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  return shuffled(polygons).map(([shell, ...holes]) =>
    [shell!, ...shuffled(holes)].map((ring) => turned(next, ring)),
  );
}
