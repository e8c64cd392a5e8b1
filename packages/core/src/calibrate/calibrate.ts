/**
 * `calibrate`: which method made the codes that parcels carry. Codes in circulation come of programs whose precision nobody published;
 * new codes beside them should be made alike, so the method is measured, and nothing is proposed unless it reproduces the codes.
 */
import type { IdentifierMethod } from '../identifier/method.ts';
import { compareSimplicity, methodKey } from './hypothesis.ts';
import { type CalibrationParcel, type Unusable, usableParcels } from './parcel.ts';
import { otherParts, type RaceOptions, raceOver } from './race.ts';
import { coverOf, FEWEST, leadersOf, type SurveyOptions, surveySample } from './survey.ts';
import { compareTallies, shareOf, type Tally, typicalMiss, wilson } from './tally.ts';
import { passVerdict, type Verdict } from './verdict.ts';

export type { CalibrationParcel } from './parcel.ts';
export type { Verdict } from './verdict.ts';

export type CalibrationOptions = SurveyOptions & RaceOptions;

export type HypothesisResult = {
  readonly method: IdentifierMethod;
  /** Parcels it was tried on; those on which it came to no end are counted apart. */
  readonly parcels: number;
  readonly unended: number;
  readonly reproduced: number;
  readonly share: number;
  /** 95 %, Wilson. */
  readonly interval: readonly [number, number];
  /** Metres, median distance of the predicted point from the middle of the code's cell. */
  readonly miss: number;
  /** Parcels whose code it does not give. */
  readonly examples: readonly {
    readonly subject: string;
    readonly carried: string;
    readonly predicted: string;
  }[];
};

/** Plain data. */
export type Calibration = {
  readonly parcels: number;
  readonly usable: number;
  readonly unusable: Unusable;
  /** Best first; what did not reproduce a code on the sample is left out, but for the nearest. */
  readonly hypotheses: readonly HypothesisResult[];
  /** Hypotheses tried, on the sample at least. */
  readonly tried: number;
  readonly verdict: Verdict;
};

/** Results shown beside those tried on all parcels. */
const SHOWN = 40;

export async function calibrate(
  parcels: readonly CalibrationParcel[],
  options: CalibrationOptions,
): Promise<Calibration> {
  const { usable, unusable } = usableParcels(parcels);
  const counts = { parcels: parcels.length, usable: usable.length, unusable };
  if (usable.length < FEWEST) {
    const verdict: Verdict = { kind: 'too-few', found: usable.length, needed: FEWEST };
    return { ...counts, hypotheses: [], tried: 0, verdict };
  }
  const { sample, tallies } = await surveySample(usable, options);
  const leaders = leadersOf(tallies).map(({ method }) => method);
  const methods = distinct([...leaders, ...otherParts(usable, leaders, options.geos)]);
  const keep = new Set(coverOf(tallies).map(({ method }) => method));
  const finals = methods.length === 0 ? [] : await raceOver(usable, methods, keep, options);
  const raced = new Set(finals.map(({ method }) => methodKey(method)));
  const others = tallies.filter(({ method }) => !raced.has(methodKey(method)));
  const shown = others.filter(({ reproduced }, i) => reproduced > 0 && i < SHOWN);
  const nearest = nearestOf(others);
  if (nearest && !shown.includes(nearest)) shown.push(nearest);
  const rows = [
    ...finals.map((tally) => ({ tally, result: resultOf(tally, usable) })),
    ...shown.map((tally) => ({ tally, result: resultOf(tally, sample) })),
  ];
  rows.sort((a, b) => compareTallies(a.tally, b.tally) || compareSimplicity(a.tally.method, b.tally.method));
  const verdict = passVerdict({ usable, finals, sample, tallies, options });
  return { ...counts, hypotheses: rows.map(({ result }) => result), tried: tallies.length, verdict };
}

function distinct(methods: readonly IdentifierMethod[]): IdentifierMethod[] {
  return [...new Map(methods.map((method) => [methodKey(method), method])).values()];
}

/** By the typical miss. */
export function nearestOf(tallies: readonly Tally[]): Tally | null {
  let nearest: Tally | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const tally of tallies) {
    const miss = typicalMiss(tally);
    if (miss < least) {
      least = miss;
      nearest = tally;
    }
  }
  return nearest;
}

export function resultOf(
  tally: Tally,
  parcels: readonly { readonly subject: string; readonly code: string }[],
): HypothesisResult {
  const { method, tried, unended, reproduced, wrong } = tally;
  return {
    method,
    parcels: tried,
    unended,
    reproduced,
    share: shareOf(tally),
    interval: wilson(reproduced, tried),
    miss: typicalMiss(tally),
    examples: wrong.map(({ index, code }) => ({
      subject: parcels[index]!.subject,
      carried: parcels[index]!.code,
      predicted: code,
    })),
  };
}
