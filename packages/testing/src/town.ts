/**
 * A small made-up town for looking at the map: convex blocks cut by streets, blocks cut into parcels that share their
 * edges. Seeded, so that pictures and tests are the same everywhere.
 */
export type Point = readonly [number, number];
export type Ring = readonly Point[];

export type Random = () => number;

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const areaOf = (ring: Ring): number => {
  let sum = 0;
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    sum += x * nextY - nextX * y;
  });
  return Math.abs(sum) / 2;
};

export const middleOf = (ring: Ring): Point => [
  ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
  ring.reduce((sum, [, y]) => sum + y, 0) / ring.length,
];

/** Both sides of a line through `at` in direction `angle`, each moved `gap` away from it. */
export function cut(ring: Ring, at: Point, angle: number, gap: number): [Ring, Ring] {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const side = ([x, y]: Point) => (y - at[1]) * cosine - (x - at[0]) * sine;
  return [keep(ring, (point) => side(point) - gap), keep(ring, (point) => -side(point) - gap)];
}

function keep(ring: Ring, inside: (point: Point) => number): Ring {
  const kept: Point[] = [];
  ring.forEach((here, index) => {
    const before = ring[(index + ring.length - 1) % ring.length]!;
    const [a, b] = [inside(before), inside(here)];
    if (a >= 0 !== b >= 0) {
      const part = a / (a - b);
      kept.push([before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])]);
    }
    if (b >= 0) kept.push(here);
  });
  return kept;
}

/** Direction of the longest side, and the length across it. */
function longest(ring: Ring): { angle: number; length: number } {
  let best = { angle: 0, length: 0 };
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    const length = Math.hypot(nextX - x, nextY - y);
    if (length > best.length) best = { angle: Math.atan2(nextY - y, nextX - x), length };
  });
  return best;
}

/** Cuts until pieces are below `target(middle)`; `gap(area)` is half the street's width, 0 between parcels. */
export function divide(
  ring: Ring,
  target: (middle: Point) => number,
  gap: (area: number) => number,
  random: Random,
): Ring[] {
  const area = areaOf(ring);
  const middle = middleOf(ring);
  if (ring.length < 3 || area < target(middle)) return ring.length < 3 || area < 12 ? [] : [ring];
  const { angle, length } = longest(ring);
  const shift = (random() - 0.5) * 0.24 * length;
  const at: Point = [middle[0] + Math.cos(angle) * shift, middle[1] + Math.sin(angle) * shift];
  const turned = angle + Math.PI / 2 + (random() - 0.5) * 0.16;
  return cut(ring, at, turned, gap(area)).flatMap((part) => divide(part, target, gap, random));
}
