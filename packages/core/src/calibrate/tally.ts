/** How often a hypothesis gives the code that a parcel carries. */
import type { IdentifierMethod } from '../identifier/method.ts';
import { compareSimplicity } from './hypothesis.ts';
import type { UsableParcel } from './parcel.ts';
import type { Predictor } from './prediction.ts';

export const UNTRIED = -1;
export const MISSED = 0;
export const REPRODUCED = 1;
/** The method did not come to an end. */
const UNENDED = 2;

/** Over one list of parcels, each by its place in the list. */
export type Tally = {
  readonly method: IdentifierMethod;
  readonly outcome: Int8Array;
  /** Metres. */
  readonly east: Float64Array;
  readonly north: Float64Array;
  /** Codes predicted in error, of the first few. */
  readonly wrong: { readonly index: number; readonly code: string }[];
  reproduced: number;
  tried: number;
  unended: number;
};

const EXAMPLES = 3;

export const newTally = (method: IdentifierMethod, parcels: number): Tally => ({
  method,
  outcome: new Int8Array(parcels).fill(UNTRIED),
  east: new Float64Array(parcels).fill(Number.NaN),
  north: new Float64Array(parcels).fill(Number.NaN),
  wrong: [],
  reproduced: 0,
  tried: 0,
  unended: 0,
});

export function tallyParcel(
  tally: Tally,
  { code }: UsableParcel,
  index: number,
  predict: Predictor,
  at = index,
): void {
  const prediction = predict(tally.method, at);
  if (prediction === null) {
    tally.outcome[index] = UNENDED;
    tally.unended++;
    return;
  }
  tally.tried++;
  tally.east[index] = prediction.east;
  tally.north[index] = prediction.north;
  const same = prediction.code === code;
  tally.outcome[index] = same ? REPRODUCED : MISSED;
  if (same) tally.reproduced++;
  else if (tally.wrong.length < EXAMPLES) tally.wrong.push({ index, code: prediction.code });
}

export const shareOf = ({ reproduced, tried }: Tally): number => (tried === 0 ? 0 : reproduced / tried);

/** A parcel on which a method comes to no end is one it does not reproduce: else a method would shine by its easy parcels. */
const sureShare = ({ reproduced, tried, unended }: Tally): number =>
  tried + unended === 0 ? 0 : reproduced / (tried + unended);

/** Better first: by share, then by the parcels it was tried on, then the simpler, then by the typical miss. */
export function ranked(tallies: Iterable<Tally>): Tally[] {
  // Measured once each: a median costs more than all the rest.
  const measured = Array.from(tallies, (tally) => ({
    tally,
    share: sureShare(tally),
    miss: typicalMiss(tally),
  }));
  measured.sort(
    (a, b) =>
      b.share - a.share ||
      b.tally.tried - a.tally.tried ||
      compareSimplicity(a.tally.method, b.tally.method) ||
      a.miss - b.miss,
  );
  return measured.map(({ tally }) => tally);
}

/** Of two tallies over the same parcels, by how many codes the first is ahead where both come to an end. */
export function lead(a: Tally, b: Tally): number {
  let ahead = 0;
  for (let i = 0; i < a.outcome.length; i++) {
    if (a.outcome[i] === REPRODUCED && b.outcome[i] === MISSED) ahead++;
    else if (a.outcome[i] === MISSED && b.outcome[i] === REPRODUCED) ahead--;
  }
  return ahead;
}

/** On every parcel where both come to an end, and were tried. */
export const isSame = (a: Tally, b: Tally): boolean =>
  a.outcome.every(
    (outcome, i) => outcome === b.outcome[i] || outcome === UNENDED || b.outcome[i] === UNENDED,
  );

/** Middle of the numbers; NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Metres: middle distance from the predicted point to the middle of the code's cell. */
export function typicalMiss({ east, north }: Tally): number {
  return median(Float64Array.from(east, (value, i) => Math.hypot(value, north[i]!)));
}

/** What is constant in the misses, and how far they scatter about it (median of the deviations), metres. */
export type Offset = { readonly east: number; readonly north: number; readonly scatter: number };

export function offsetOf(tally: Tally): Offset {
  const east = median(tally.east);
  const north = median(tally.north);
  const scatter = median(
    Float64Array.from(tally.east, (x, i) => Math.hypot(x - east, tally.north[i]! - north)),
  );
  return { east, north, scatter };
}

/** Wilson's score interval of 95 % for a share (E. B. Wilson, 1927). */
export function wilson(reproduced: number, tried: number): readonly [from: number, to: number] {
  if (tried === 0) return [0, 1];
  const z = 1.959964;
  const share = reproduced / tried;
  const middle = share + (z * z) / (2 * tried);
  const half = z * Math.sqrt((share * (1 - share)) / tried + (z * z) / (4 * tried * tried));
  const scale = 1 + (z * z) / tried;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
