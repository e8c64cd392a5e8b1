/** Fill patterns, drawn here: hatching for rejected, dots for ambiguous, so that a status never hangs on colour alone. */
import { PALETTE } from './palette.ts';

const SIZE = 16;
export type PatternName = 'pattern-ambiguous' | 'pattern-rejected' | 'pattern-focus';

type Pixel = (x: number, y: number) => number;

/** Distance from a diagonal that repeats every `step` pixels; both divide `SIZE`, so tiles join. */
const hatch =
  (step: number, width: number): Pixel =>
  (x, y) => {
    const across = (x + y) % step;
    const distance = Math.min(across, step - across) * Math.SQRT1_2;
    return Math.max(0, Math.min(1, width - distance + 0.5));
  };

const dots: Pixel = (x, y) => {
  const shifted = Math.floor(y / 8) % 2 === 0 ? x : x + 4;
  const distance = Math.hypot((shifted % 8) - 3.5, (y % 8) - 3.5);
  return Math.max(0, Math.min(1, 1.9 - distance));
};

const PATTERNS: Record<
  PatternName,
  { readonly color: string; readonly strength: number; readonly pixel: Pixel }
> = {
  'pattern-ambiguous': { color: PALETTE.status.ambiguous.line, strength: 0.75, pixel: dots },
  'pattern-rejected': { color: PALETTE.status.rejected.line, strength: 0.8, pixel: hatch(8, 0.9) },
  'pattern-focus': { color: PALETTE.focus, strength: 0.7, pixel: hatch(8, 1) },
};

export const isPattern = (name: string): name is PatternName => Object.hasOwn(PATTERNS, name);

/** Twice the size it is shown at, for dense screens. */
export function patternImage(name: PatternName): ImageData {
  const { color, strength, pixel } = PATTERNS[name];
  const image = new ImageData(SIZE, SIZE);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      image.data.set([red!, green!, blue!, Math.round(255 * strength * pixel(x, y))], (y * SIZE + x) * 4);
    }
  }
  return image;
}
