/** Seeded shapes for tests: the same seed gives the same polygons everywhere. */
import type { Polygonal } from './polygonal.ts';

/** Mulberry32: uniform in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function ringPolygon(points: readonly (readonly [number, number])[]): Polygonal {
  return {
    coords: Float64Array.from([...points, points[0]!].flat()),
    ringEnds: Uint32Array.of(points.length + 1),
    polygonEnds: Uint32Array.of(1),
  };
}

/** A simple polygon round (x, y): radii between 0.3 and 1 of `radius` at increasing angles. */
export function starPolygon(
  next: () => number,
  points: number,
  x: number,
  y: number,
  radius: number,
): Polygonal {
  return ringPolygon(
    Array.from({ length: points }, (_, i) => {
      const angle = ((i + next() * 0.8) / points) * 2 * Math.PI;
      const r = radius * (0.3 + 0.7 * next());
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)] as const;
    }),
  );
}
