/**
 * A commune's own map: settlements are laid out on a plain (u, v) plane in metres and bent into the zone's plane by a
 * smooth warp, so that streets curve and no parcel is a rectangle. Equal (u, v) give equal coordinates to the last
 * bit: parcels that share nodes share them exactly.
 */
import { cosine, sine } from '@thuadat/core/geodesy/elementary';
import type { Random } from './random.ts';

export type Point = readonly [number, number];

type Wave = {
  readonly ku: number;
  readonly kv: number;
  readonly phase: number;
  readonly du: number;
  readonly dv: number;
};

export type Frame = {
  readonly centre: Point;
  readonly cos: number;
  readonly sin: number;
  readonly waves: readonly Wave[];
};

/** Coordinates are surveyed to the millimetre. */
export const millimetre = (n: number): number => Math.round(n * 1000) / 1000;

/** A smooth wave of period 1 and height 1, by parabolas: only operations that IEEE 754 fixes to the last bit. */
export function wave(t: number): number {
  const s = t - Math.floor(t);
  return s < 0.5 ? 16 * s * (0.5 - s) : -16 * (s - 0.5) * (1 - s);
}

/**
 * Streets of the delta follow canals and bend little; those of the hills follow the slopes. Slopes of the waves add
 * up to less than 0.6, so the warp never folds.
 */
export function drawFrame(centre: Point, bend: number, random: Random): Frame {
  const angle = random.between(-0.35, 0.35);
  const waves = [900, 520, 310].map((length, i): Wave => {
    const direction = random.between(-1.5, 1.5);
    const height = (bend * length) / 900 / (i + 1);
    const side = random.between(-1.5, 1.5);
    return {
      ku: cosine(direction) / length,
      kv: sine(direction) / length,
      phase: random.next(),
      du: height * cosine(side),
      dv: height * sine(side),
    };
  });
  return { centre, cos: cosine(angle), sin: sine(angle), waves };
}

/** (u, v) → easting, northing in the zone. */
export function place(frame: Frame, u: number, v: number): Point {
  let a = u;
  let b = v;
  for (const w of frame.waves) {
    const h = wave(u * w.ku + v * w.kv + w.phase);
    a += h * w.du;
    b += h * w.dv;
  }
  return [
    millimetre(frame.centre[0] + a * frame.cos - b * frame.sin),
    millimetre(frame.centre[1] + a * frame.sin + b * frame.cos),
  ];
}
