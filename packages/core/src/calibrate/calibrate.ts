/**
 * `calibrate`: which method made the codes that parcels carry. Codes in circulation come of programs whose precision nobody published;
 * new codes beside them should be made alike, so the method is measured, and nothing is proposed unless it reproduces the codes.
 */
import type { IdentifierMethod } from '../identifier/method.ts';
import type { MessageValue } from '../message/message.ts';
import { coverOf, FEWEST, leadersOf, nearestOf } from './cover.ts';
import { compareSimplicity, methodKey } from './hypothesis.ts';
import { type CalibrationParcel, type Unusable, usableParcels } from './parcel.ts';
import { otherParts, raceOver } from './race.ts';
import { type SurveyOptions, surveySample } from './survey.ts';
import { shareOf, type Tally, typicalMiss, wilson } from './tally.ts';
import { passVerdict, type Verdict } from './verdict.ts';

export type { CalibrationParcel } from './parcel.ts';
export type { Verdict } from './verdict.ts';

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
    readonly subject: MessageValue;
    readonly carried: string;
    readonly predicted: string;
  }[];
};

/** Plain data. */
export type Calibration = {
  readonly parcels: number;
  readonly usable: number;
  readonly unusable: Unusable;
  /** By the lower end of the interval; what did not reproduce a code on the sample is left out, but for the nearest. */
  readonly hypotheses: readonly HypothesisResult[];
  /** Hypotheses tried, on the sample at least. */
  readonly tried: number;
  readonly verdict: Verdict;
};

/** Results shown beside those tried on all parcels. */
const SHOWN = 40;

export async function calibrate(
  parcels: readonly CalibrationParcel[],
  options: SurveyOptions,
): Promise<Calibration> {
  const { usable, unusable } = usableParcels(parcels);
  const counts = { parcels: parcels.length, usable: usable.length, unusable };
  if (usable.length < FEWEST) {
    const verdict: Verdict = { kind: 'too-few', found: usable.length, needed: FEWEST };
    return { ...counts, hypotheses: [], tried: 0, verdict };
  }
  const { sample, tallies } = await surveySample(usable, options);
  const leaders = leadersOf(tallies).map(({ method }) => method);
  const methods = distinct([...leaders, ...otherParts(usable, leaders, options)]);
  const keep = new Set(coverOf(tallies).map(({ method }) => method));
  const finals = methods.length === 0 ? [] : await raceOver(usable, methods, keep, options);
  const raced = new Set(finals.map(({ method }) => methodKey(method)));
  const others = tallies.filter(({ method }) => !raced.has(methodKey(method)));
  const shown = others.filter(({ reproduced }, i) => reproduced > 0 && i < SHOWN);
  const nearest = nearestOf(others);
  if (nearest && !shown.includes(nearest)) shown.push(nearest);
  const rows = [
    ...finals.map((tally) => resultOf(tally, usable)),
    ...shown.map((tally) => resultOf(tally, sample)),
  ];
  // By what is sure of each: a few easy parcels do not bring a hypothesis to the top.
  rows.sort((a, b) => b.interval[0] - a.interval[0] || compareSimplicity(a.method, b.method));
  const verdict = passVerdict({ usable, finals, sample, tallies });
  return { ...counts, hypotheses: rows, tried: tallies.length, verdict };
}

function distinct(methods: readonly IdentifierMethod[]): IdentifierMethod[] {
  return [...new Map(methods.map((method) => [methodKey(method), method])).values()];
}

function resultOf(
  tally: Tally,
  parcels: readonly { readonly subject: MessageValue; readonly code: string }[],
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
