/** Unions of territories that share their borders vertex by vertex: shared segments cancel, the rest is chained. */
import type { Point } from './frame.ts';

const key = (p: Point): string => `${p[0]},${p[1]}`;

/** Twice the signed area. */
function turn(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[(i + 1) % ring.length]!;
    sum += ax * by - bx * ay;
  }
  return sum;
}

/** Open counter-clockwise rings → GeoJSON MultiPolygon coordinates (closed rings, holes under their shell). */
export function unionRings(rings: readonly (readonly Point[])[]): Point[][][] {
  const chains = chain(segmentsLeft(rings));
  const shells = chains.filter((ring) => turn(ring) > 0);
  const polygons = shells.map((shell): Point[][] => [[...shell, shell[0]!]]);
  for (const hole of chains.filter((ring) => turn(ring) < 0)) {
    const home = shells.findIndex((shell) => inside(shell, hole[0]!));
    polygons[Math.max(home, 0)]!.push([...hole, hole[0]!]);
  }
  return polygons;
}

/** Segments that no neighbour runs the other way, by their start. */
function segmentsLeft(rings: readonly (readonly Point[])[]): Map<string, Point[][]> {
  const all = new Map<string, [Point, Point]>();
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const from = ring[i]!;
      const to = ring[(i + 1) % ring.length]!;
      if (!all.delete(`${key(to)} ${key(from)}`)) all.set(`${key(from)} ${key(to)}`, [from, to]);
    }
  }
  const byStart = new Map<string, Point[][]>();
  for (const segment of all.values()) {
    const start = key(segment[0]);
    byStart.set(start, [...(byStart.get(start) ?? []), segment]);
  }
  return byStart;
}

function chain(byStart: Map<string, Point[][]>): Point[][] {
  const rings: Point[][] = [];
  for (const [start, segments] of byStart) {
    while (segments.length > 0) {
      const ring: Point[] = [];
      let current = segments.pop()!;
      for (;;) {
        ring.push(current[0]!);
        const end = current[1]!;
        if (key(end) === start) break;
        const choices = byStart.get(key(end))!;
        current = choices.splice(leftmost(current, choices), 1)[0]!;
      }
      rings.push(ring);
    }
  }
  return rings;
}

/** Where territories touch in a point only, keep to our own side: turn as far left as can be. */
function leftmost([from, at]: readonly Point[], choices: readonly Point[][]): number {
  let best = 0;
  let bestTurn = Number.NEGATIVE_INFINITY;
  choices.forEach(([, to], i) => {
    const [ax, ay] = [at![0] - from![0], at![1] - from![1]];
    const [bx, by] = [to![0] - at![0], to![1] - at![1]];
    const angle = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    if (angle > bestTurn) [best, bestTurn] = [i, angle];
  });
  return best;
}

/** Ray casting; points on the border may go either way. */
export function inside(ring: readonly Point[], [x, y]: Point): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}
