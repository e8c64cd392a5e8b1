/**
 * A small sample tells which hypotheses are worth trying on all parcels. First the points of the zone's own plane in every frame: a
 * constant offset (datum shift, exchanged axes) leaves only its own frame near the codes, and costs no new point. Then, as far as codes
 * are left unexplained, the other planes, with the shifts whose constant offset fits.
 */

import { toLonLatBy } from '../identifier/method/datum-rule.ts';
import { type DatumRule, type IdentifierMethod, type PlaneRule, partRules } from '../identifier/method.ts';
import { coverOf, FEWEST, leadersOf, NOISE, unexplainedBy } from './cover.ts';
import { AXES, DATUMS, framed, isWgs84Plane, methodKey, pointRules, siblings } from './hypothesis.ts';
import { spread, type UsableParcel } from './parcel.ts';
import { type Predictor, planeOpener, predictor } from './prediction.ts';
import type { RaceOptions } from './race.ts';
import { newTally, offsetOf, ranked, type Tally, tallyParcel, UNTRIED } from './tally.ts';

/** Parcels of the sample; enough to see a share of a tenth. */
const SAMPLE = 200;
/** Of these the other planes, one by one, are tried on. */
const PLANE_SAMPLE = 60;
/** Parcels of the sample that every point rule is tried on: one that makes a tenth of the codes shows in 98 of 100 cases. */
const FIRST = 40;

export type SurveyOptions = RaceOptions & {
  /** EPSG codes of other planes a program may have used. */
  readonly planes: readonly number[];
};

export type Survey = {
  readonly sample: readonly UsableParcel[];
  /** Best first. */
  readonly tallies: readonly Tally[];
};

export async function surveySample(usable: readonly UsableParcel[], options: SurveyOptions): Promise<Survey> {
  const single = usable.filter(({ parts }) => parts === 1);
  // Which part bears the point is asked later, of the parcels that have several; unless all have.
  const sample = spread(single.length >= FEWEST ? single : usable, SAMPLE);
  const withParts = sample.some(({ parts }) => parts > 1);
  const trial = openTrial(sample, options);
  const rules = pointRules('zone', options.geos !== null).flatMap((rule) =>
    withParts ? partRules(rule.point).map((part) => ({ ...rule, part })) : [rule],
  );
  const everything = [...sample.keys()];
  const few = spread(everything, FIRST);
  const datums = differentDatums(sample);
  for (const rule of rules) {
    await options.advance?.(0);
    const frames = framesOf(rule, datums);
    const first = frames.map((method) => trial.run(method, few));
    // Of a point that reproduces not one code of the first few no more is asked.
    if (first.some(({ reproduced }) => reproduced > 0))
      for (const method of frames) trial.run(method, everything);
  }
  trySiblings(trial);
  const unexplained = unexplainedBy(coverOf(trial.tallies()), sample.length);
  await surveyPlanes(trial, sample, unexplained, datums, options);
  trySiblings(trial);
  return { sample, tallies: trial.tallies() };
}

/** Polylabel on the canonical form: it gives most of the codes that the given form gives, which leads to it. */
function trySiblings(trial: Trial): void {
  for (const { method } of leadersOf(trial.tallies())) for (const each of siblings(method)) trial.run(each);
}

const framesOf = (rule: IdentifierMethod, datums: readonly DatumRule[]): IdentifierMethod[] =>
  AXES.flatMap((axes) => datums.map((datum) => framed(rule, datum, axes)));

/** Outside the area of EPSG:5194 what PROJ takes by default is EPSG:6960 itself. */
function differentDatums(sample: readonly UsableParcel[]): DatumRule[] {
  const differs = sample.some(({ parcel: { zone, given } }) => {
    const at = (datum: DatumRule) => toLonLatBy(datum, zone)(given.coords[0]!, given.coords[1]!)[1];
    return at('proj-default') !== at('EPSG:6960');
  });
  return DATUMS.filter((datum) => differs || datum !== 'proj-default');
}

type Trial = {
  readonly size: number;
  /** On these parcels of the sample, or all; what was tried already is not tried again. */
  run(method: IdentifierMethod, indexes?: readonly number[]): Tally;
  /** Best first. */
  tallies(): Tally[];
};

function openTrial(
  sample: readonly UsableParcel[],
  { geos, points }: Pick<SurveyOptions, 'geos' | 'points'>,
): Trial {
  const predict: Predictor = predictor(sample, geos, planeOpener(), points);
  const tallies = new Map<string, Tally>();
  return {
    size: sample.length,
    run(method, indexes) {
      const key = methodKey(method);
      const tally = tallies.get(key) ?? newTally(method, sample.length);
      tallies.set(key, tally);
      for (const index of indexes ?? sample.keys()) {
        if (tally.outcome[index] === UNTRIED) tallyParcel(tally, sample[index]!, index, predict);
      }
      return tally;
    },
    tallies: () => ranked(tallies.values()),
  };
}

async function surveyPlanes(
  trial: Trial,
  sample: readonly UsableParcel[],
  unexplained: readonly number[],
  datums: readonly DatumRule[],
  { geos, planes, advance }: SurveyOptions,
): Promise<void> {
  const everything = [...Array(trial.size).keys()];
  const inFull = unexplained.length > NOISE * trial.size;
  const indexes = spread(inFull ? unexplained : everything, PLANE_SAMPLE);
  const best = trial.tallies()[0]!.method;
  const fitting = fittingDatums(trial, datums);
  const others = planes.filter((plane) => sample.some(({ parcel }) => parcel.zone !== plane));
  for (const plane of [...others, 'degrees', 'web-mercator'] as PlaneRule[]) {
    const rules: IdentifierMethod[] = inFull
      ? pointRules(plane, geos !== null)
      : [{ point: 'pole', plane }, ...(plane === 'degrees' ? [] : [{ ...best, plane }])];
    for (const rule of rules) {
      await advance?.(0);
      for (const method of framesOf(rule, isWgs84Plane(plane) ? fitting : datums)) trial.run(method, indexes);
    }
  }
  for (const { method } of leadersOf(trial.tallies())) trial.run(method);
}

/**
 * Shifts after which the codes lie about the exact poles without a constant offset. The median of the offsets is known to some
 * 1.25·σ/√n, σ from their scatter; other point rules than the pole lie about it evenly enough.
 */
function fittingDatums(trial: Trial, datums: readonly DatumRule[]): DatumRule[] {
  const offsets = datums
    .map((datum) => {
      const offset = AXES.map((axes) => offsetOf(trial.run(framed({ point: 'pole' }, datum, axes))));
      // Of exchanged codes the north alone is known.
      const off = Math.min(...offset.map(({ east, north }) => Math.hypot(east, north)));
      const doubt =
        0.05 + (4 * 1.25 * 1.48 * Math.min(...offset.map(({ scatter }) => scatter))) / Math.sqrt(trial.size);
      return { datum, off, doubt };
    })
    .sort((a, b) => a.off - b.off);
  const nearest = offsets[0]!;
  // A rule may lie beside the pole by metres, always to one side (the corner of the box): that hides a shift of half a metre.
  return offsets
    .filter(({ off, doubt }) => off <= nearest.off + doubt)
    .slice(0, MOST_DATUMS)
    .map(({ datum }) => datum);
}

const MOST_DATUMS = 4;
