/** Seeded parcels for tests, vectors and benchmarks: metres in a zone's plane, to the millimetre as surveyors record them. */
import type { Polygonal } from '../geometry/polygonal.ts';
import { boundaryFault } from './boundary.ts';
import { canonicalise } from './canonical.ts';

export type Point = readonly [number, number];
export type Random = () => number;

/** mulberry32: the same numbers on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const millimetre = (value: number): number => Math.round(value * 1000) / 1000;

/** Polygons, each a list of rings; rings are closed here. */
export function polygonalOf(polygons: readonly (readonly (readonly Point[])[])[]): Polygonal {
  const coords: number[] = [];
  const ringEnds: number[] = [];
  const polygonEnds: number[] = [];
  for (const rings of polygons) {
    for (const ring of rings) {
      for (const [x, y] of [...ring, ring[0]!]) coords.push(x, y);
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

/** Turned about its first corner and moved to x, y; to the millimetre. */
export function placed(ring: readonly Point[], x: number, y: number, turn: number): Point[] {
  // Whole numbers of a 2^20th keep the engine's sine out of the vectors.
  const c = Math.round(Math.cos(turn) * 2 ** 20) / 2 ** 20;
  const s = Math.round(Math.sin(turn) * 2 ** 20) / 2 ** 20;
  return ring.map(([u, v]) => [millimetre(x + c * u - s * v), millimetre(y + s * u + c * v)]);
}

/** A quadrilateral lot whose sides are bent: town lots of 4–8 × 12–30 m, garden and field plots up to 90 × 150 m. */
function lot(random: Random, vertices: number): Point[] {
  const town = random() < 0.5;
  const width = town ? 4 + 4 * random() : 15 + 75 * random();
  const depth = town ? 12 + 18 * random() : 20 + 130 * random();
  const skew = () => (random() - 0.5) * (town ? 0.12 : 0.35) * width;
  const corners: Point[] = [
    [skew(), skew()],
    [width + skew(), skew()],
    [width + skew(), depth + skew()],
    [skew(), depth + skew()],
  ];
  const extra = [0, 0, 0, 0];
  for (let i = 4; i < vertices; i++) extra[Math.floor(random() * 4)]!++;
  return corners.flatMap((corner, i) => {
    const next = corners[(i + 1) % 4]!;
    const along: Point[] = [corner];
    const bend = (random() - 0.5) * (town ? 0.05 : 0.2) * width;
    for (let k = 1; k <= extra[i]!; k++) {
      const t = (k + 0.6 * (random() - 0.5)) / (extra[i]! + 1);
      const off = 4 * t * (1 - t) * bend + (random() - 0.5) * (town ? 0.01 : 0.04) * width;
      const dx = next[0] - corner[0];
      const dy = next[1] - corner[1];
      const length = Math.hypot(dx, dy);
      along.push([corner[0] + t * dx - (off * dy) / length, corner[1] + t * dy + (off * dx) / length]);
    }
    return along;
  });
}

/** One believable parcel within 20 km of a place, 5 to 40 vertices; drawn again until its boundary is sound. */
export function believableParcel(random: Random, x: number, y: number): Polygonal {
  for (;;) {
    const vertices = 5 + Math.floor(36 * random() ** 2);
    const ring = placed(
      lot(random, vertices),
      x + 40000 * (random() - 0.5),
      y + 40000 * (random() - 0.5),
      6.28 * random(),
    );
    const p = polygonalOf([[ring]]);
    const canonical = canonicalise(p);
    if (canonical.ok && boundaryFault(canonical.parts) === null) return p;
  }
}
