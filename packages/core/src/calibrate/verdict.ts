/** What the measurements say, or why they say nothing. */
import type { IdentifierMethod } from '../identifier/method.ts';
import { coverOf, FEWEST, nearestOf, unexplainedBy } from './cover.ts';
import { type Displacement, displacementOf } from './displacement.ts';
import { compareSimplicity } from './hypothesis.ts';
import type { UsableParcel } from './parcel.ts';
import { isSame, lead, REPRODUCED, shareOf, type Tally, typicalMiss } from './tally.ts';

type MethodShare = {
  readonly method: IdentifierMethod;
  readonly reproduced: number;
  readonly parcels: number;
  /** Metres. */
  readonly miss: number;
};

export type Verdict =
  | { readonly kind: 'too-few'; readonly found: number; readonly needed: number }
  /** `equals` reproduce the very same codes, so the parcels do not tell them apart. */
  | ({ readonly kind: 'proposed'; readonly equals: readonly IdentifierMethod[] } & MethodShare)
  /** Each reproduces codes that those before it do not; `reproduced` counts these alone. */
  | { readonly kind: 'mixed'; readonly methods: readonly MethodShare[] }
  /** The boundaries are not those from which the codes were made. */
  | ({ readonly kind: 'geometry' } & Displacement)
  /** The codes are in their parcels, and no hypothesis gives enough of them. */
  | { readonly kind: 'none'; readonly nearest: MethodShare };

/** Share of the codes that a method has to reproduce to be proposed. */
const ENOUGH = 0.9;
/** Share that each of several methods reproduces, beyond those before it, to be called mixed; and all of them together. */
const SIZEABLE = 0.1;
const MIXED_TOGETHER = 0.93;
/** Share of codes outside their parcels that noise explains. */
const INSIDE_ENOUGH = 0.8;

export type Measured = {
  readonly usable: readonly UsableParcel[];
  /** Tried on all parcels; best first. */
  readonly finals: readonly Tally[];
  readonly sample: readonly UsableParcel[];
  readonly tallies: readonly Tally[];
};

export function passVerdict(measured: Measured): Verdict {
  const { finals, usable } = measured;
  const solid = finals.filter(({ tried }) => tried >= FEWEST);
  const cover = coverOf(solid, SIZEABLE);
  const unexplained = unexplainedBy(cover, usable.length).length;
  if (cover.length > 1 && unexplained <= (1 - MIXED_TOGETHER) * usable.length) {
    return { kind: 'mixed', methods: exclusive(sharpened(cover, solid)) };
  }
  const best = bestOf(solid);
  if (best && shareOf(best) >= ENOUGH) return proposed(best, solid);
  const nearest = nearestFit(measured);
  const displacement = displacementOf(measured.sample, measured.tallies, nearest.method);
  if (displacement.inside < INSIDE_ENOUGH || displacement.shift !== null)
    return { kind: 'geometry', ...displacement };
  return { kind: 'none', nearest: foundOf(nearest) };
}

const foundOf = (tally: Tally): MethodShare => ({
  method: tally.method,
  reproduced: tally.reproduced,
  parcels: tally.tried,
  miss: typicalMiss(tally),
});

/** The first, unless another is ahead of it where both come to an end. */
function bestOf(tallies: readonly Tally[]): Tally | undefined {
  let best = tallies[0];
  for (const tally of tallies) if (best !== undefined && lead(tally, best) > 0) best = tally;
  return best;
}

/** The best and all that reproduce the same codes; of these the simplest is proposed. */
function proposed(best: Tally, finals: readonly Tally[]): Verdict {
  const equal = finals
    .filter((tally) => tally.tried >= FEWEST && isSame(tally, best))
    .sort((a, b) => compareSimplicity(a.method, b.method));
  const [first, ...rest] = equal;
  return { kind: 'proposed', ...foundOf(first!), equals: rest.map(({ method }) => method) };
}

/** Each of the cover changed for whichever reproduces most of what the others leave: the first was chosen by codes that are not its own. */
function sharpened(cover: readonly Tally[], tallies: readonly Tally[]): Tally[] {
  const simplest = [...tallies].sort((a, b) => compareSimplicity(a.method, b.method));
  const chosen = [...cover];
  for (const i of chosen.keys()) {
    const open = unexplainedBy(
      chosen.filter((_, j) => j !== i),
      cover[0]!.outcome.length,
    );
    const countOf = ({ outcome }: Tally) => open.filter((at) => outcome[at] === REPRODUCED).length;
    for (const tally of simplest) {
      const ahead = countOf(tally) - countOf(chosen[i]!);
      const simpler = compareSimplicity(tally.method, chosen[i]!.method) < 0;
      if (ahead > 0 || (ahead === 0 && simpler)) chosen[i] = tally;
    }
  }
  return chosen;
}

function exclusive(cover: readonly Tally[]): MethodShare[] {
  const open = new Uint8Array(cover[0]!.outcome.length).fill(1);
  return cover.map((tally) => {
    let reproduced = 0;
    for (const [i, outcome] of tally.outcome.entries()) {
      if (outcome !== REPRODUCED || open[i] === 0) continue;
      reproduced++;
      open[i] = 0;
    }
    return { ...foundOf(tally), reproduced };
  });
}

/** By share; where none reproduces a tenth, by the typical miss. */
function nearestFit({ finals, tallies }: Measured): Tally {
  const best = finals[0];
  return best && shareOf(best) >= SIZEABLE ? best : (nearestOf(tallies) ?? tallies[0]!);
}
