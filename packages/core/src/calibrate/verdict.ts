/** What the measurements say, or why they say nothing. */
import { projection } from '../geodesy/vn2000.ts';
import { ZONES } from '../geodesy/zone.ts';
import { CELL_REACH } from '../identifier/carried.ts';
import { distanceToBoundary } from '../identifier/method/boundary-distance.ts';
import { fromLonLatBy } from '../identifier/method/datum-rule.ts';
import type { IdentifierMethod } from '../identifier/method.ts';
import { compareSimplicity } from './hypothesis.ts';
import type { UsableParcel } from './parcel.ts';
import { metresADegree } from './prediction.ts';
import { coverOf, FEWEST, type SurveyOptions, unexplainedBy } from './survey.ts';
import { isSame, lead, median, offsetOf, REPRODUCED, shareOf, type Tally, typicalMiss } from './tally.ts';

export type Found = {
  readonly method: IdentifierMethod;
  readonly reproduced: number;
  readonly parcels: number;
  /** Metres. */
  readonly miss: number;
};

export type Verdict =
  | { readonly kind: 'too-few'; readonly found: number; readonly needed: number }
  /** `equals` reproduce the very same codes, so the parcels do not tell them apart. */
  | ({ readonly kind: 'proposed'; readonly equals: readonly IdentifierMethod[] } & Found)
  /** Each reproduces codes that those before it do not; `reproduced` counts these alone. */
  | { readonly kind: 'mixed'; readonly methods: readonly Found[] }
  /** The boundaries are not those from which the codes were made. */
  | ({ readonly kind: 'geometry' } & Displacement)
  /** The codes are in their parcels, and no hypothesis gives enough of them. */
  | { readonly kind: 'none'; readonly nearest: Found };

export type Displacement = {
  /** Share of the codes whose cell lies in or at its parcel. */
  readonly inside: number;
  /** Metres, middle distance from the code to the parcel, 0 inside. */
  readonly distance: number;
  /** Metres east and north by which all codes lie beside, when they do so alike. */
  readonly shift: readonly [east: number, north: number] | null;
  /** EPSG code of the zone in whose meridian the coordinates seem to have been read, when that explains it. */
  readonly zone: number | null;
};

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
  readonly options: SurveyOptions;
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
  const displacement = displacementOf(measured);
  if (displacement.inside < INSIDE_ENOUGH || displacement.shift !== null)
    return { kind: 'geometry', ...displacement };
  return { kind: 'none', nearest: foundOf(nearestOf(measured)) };
}

const foundOf = (tally: Tally): Found => ({
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

function exclusive(cover: readonly Tally[]): Found[] {
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
function nearestOf({ finals, tallies }: Measured): Tally {
  const best = finals[0];
  if (best && shareOf(best) >= SIZEABLE) return best;
  let nearest = tallies[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const tally of tallies) {
    const miss = typicalMiss(tally);
    if (tally.tried >= FEWEST && miss < least) {
      least = miss;
      nearest = tally;
    }
  }
  return nearest;
}

/** Where the codes lie beside the parcels, after the shift that leaves them nearest. */
function displacementOf(measured: Measured): Displacement {
  const { sample } = measured;
  const { method } = nearestOf(measured);
  const datum = method.datum ?? 'EPSG:6960';
  const distances = sample.map(({ parcel, lon, lat }) => {
    if (method.axes === 'lon-lat') return 0;
    const [x, y] = fromLonLatBy(datum, parcel.zone)(lon, lat);
    return Math.max(0, -distanceToBoundary(parcel.given, x, y));
  });
  const inside = distances.filter((distance) => distance <= CELL_REACH).length / sample.length;
  const distance = median(distances);
  const zone = distance > EXPLAINED ? misreadZone(sample) : null;
  return { inside, distance, shift: commonShift(measured), zone };
}

/** Metres: the middle of a cell is at most half its diagonal from its point; a shift is told from that. */
const NOTICEABLE = 0.1;

/** Metres of scatter for a metre of shift: the zone's grid turns against north by so much from parcel to parcel. */
const TURN = 0.002;

/**
 * All codes lie alike beside the points of one rule, shifted to WGS84 the right way: the parcels were moved, or the shift of the datum
 * is an unknown one.
 */
function commonShift({ tallies }: Measured): readonly [number, number] | null {
  const [first] = tallies
    .filter(({ tried, method: { axes, plane, datum } }) => tried >= FEWEST && !(axes || plane || datum))
    .map(offsetOf)
    .map((offset) => ({ ...offset, size: Math.hypot(offset.east, offset.north) }))
    .filter(({ scatter, size }) => scatter <= CELL_REACH + TURN * size)
    .sort((a, b) => a.size - b.size);
  return first === undefined || first.size <= NOTICEABLE ? null : [first.east, first.north];
}

/** Metres: within this of the parcel's middle in another zone, that zone explains a code that is farther away. */
const EXPLAINED = 300;

function misreadZone(sample: readonly UsableParcel[]): number | null {
  for (const { epsg, kind } of ZONES) {
    if (kind !== 'vn2000-3' && kind !== 'vn2000-6') continue;
    const misses = sample.map(({ parcel, lon, lat }) => {
      if (parcel.zone === epsg) return Number.POSITIVE_INFINITY;
      const [otherLon, otherLat] = projection(epsg).toLonLat(
        parcel.given.coords[0]!,
        parcel.given.coords[1]!,
      );
      const [eastern, northern] = metresADegree(lat);
      return Math.hypot((otherLon - lon) * eastern, (otherLat - lat) * northern);
    });
    if (median(misses) < EXPLAINED) return epsg;
  }
  return null;
}
