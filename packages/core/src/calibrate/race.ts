/** The leading hypotheses on all parcels. Who falls behind for good drops out, with the parcels it was tried on. */

import type { GeosPoints } from '../identifier/method/geos.ts';
import { type IdentifierMethod, partRules } from '../identifier/method.ts';
import { normalMethod } from '../identifier/method-text.ts';
import { spread, type UsableParcel } from './parcel.ts';
import { type KnownPoints, planeOpener, predictor } from './prediction.ts';
import { MISSED, newTally, REPRODUCED, ranked, shareOf, type Tally, tallyParcel } from './tally.ts';

/** Parcels between two looks at who is behind; their points are kept for so long. */
const ROUND = 250;
/** Codes that the best reproduces and another does not: beyond doubt not equal. */
const BEHIND = 20;
/** Parcels on which a method may fail to come to an end before it is not tried on more. */
const UNENDED_ENOUGH = 200;

export type RaceOptions = {
  readonly geos: GeosPoints | null;
  /** Given to several calls over the same boundaries, no point is found twice; grows with each, some 20 kB a parcel. */
  readonly points?: KnownPoints;
  /** Called with the number of parcels done since, and awaited: long work lets others have a turn. */
  readonly advance?: (parcels: number) => Promise<void>;
};

/** `keep`: never drop out, whatever their share. Best first. */
export async function raceOver(
  parcels: readonly UsableParcel[],
  methods: readonly IdentifierMethod[],
  keep: ReadonlySet<IdentifierMethod>,
  { geos, points, advance }: RaceOptions,
): Promise<Tally[]> {
  const tallies = methods.map((method) => newTally(method, parcels.length));
  const planeOf = planeOpener();
  let running = tallies;
  for (let from = 0; from < parcels.length; from += ROUND) {
    const round = parcels.slice(from, from + ROUND);
    const predict = predictor(round, geos, planeOf, points);
    for (const tally of running) {
      for (const [i, parcel] of round.entries()) tallyParcel(tally, parcel, from + i, predict, i);
    }
    const best = ranked(running)[0]!;
    running = running.filter(
      (tally) =>
        tally.unended < UNENDED_ENOUGH &&
        (keep.has(tally.method) || isAbreast(tally, best, from + round.length)),
    );
    if (running.length === 0) running = [best];
    await advance?.(round.length);
  }
  return ranked(tallies);
}

function isAbreast(tally: Tally, best: Tally, done: number): boolean {
  let behind = 0;
  for (let i = 0; i < done; i++) {
    if (best.outcome[i] === REPRODUCED && tally.outcome[i] === MISSED && ++behind > BEHIND) return false;
  }
  return true;
}

/** Parcels of several parts that are looked at, and hypotheses that are tried on them. */
const MULTI_SAMPLE = 200;
const MULTI_LEADERS = 4;
/** Fewer do not tell one part from another. */
const FEWEST_MULTI = 10;

/**
 * The leading methods with another part than the usual one, where parcels of several parts speak for it: these say the same of parcels of
 * one part. Costs at most four points a parcel of {@link MULTI_SAMPLE} and leader; the whole is the cheapest of them, since no part is chosen.
 */
export function otherParts(
  usable: readonly UsableParcel[],
  leaders: readonly IdentifierMethod[],
  { geos, points }: Pick<RaceOptions, 'geos' | 'points'>,
): IdentifierMethod[] {
  const multi = spread(
    usable.filter(({ parts }) => parts > 1),
    MULTI_SAMPLE,
  );
  if (multi.length < FEWEST_MULTI || leaders.some(({ part }) => part !== undefined)) return [];
  const found: IdentifierMethod[] = [];
  for (const leader of leaders.slice(0, MULTI_LEADERS)) {
    const variants = partRules(leader.point).map((part) => normalMethod({ ...leader, part }));
    const [usual, ...others] = variants.map((method) => {
      const predict = predictor(multi, geos, planeOpener(), points);
      const tally = newTally(method, multi.length);
      for (const [i, parcel] of multi.entries()) tallyParcel(tally, parcel, i, predict);
      return tally;
    });
    for (const tally of others) if (shareOf(tally) > shareOf(usual!)) found.push(tally.method);
  }
  return found;
}
