/**
 * Tests a layer's coordinates against the province's extent before anything runs, and names the likely cause when they lie
 * elsewhere. The extent tells a wrong continent from the right one, not one zone from its neighbour (104°30′ and 104°45′
 * are 25 km apart): where several readings fit equally, all are named and none is chosen. A wrong datum shift (0.3 to 450 m)
 * cannot be seen this way at all; a commune boundary layer narrows it to some tens of metres.
 */
import type { CrsEvidence } from '../assign/crs-evidence.ts';
import { projection } from '../geodesy/vn2000.ts';
import { zoneOf } from '../geodesy/zone.ts';
import { boxOf } from '../geometry/measure.ts';
import { decodePolygonal } from '../geometry/wkb.ts';
import { type Issue, type IssueCode, issue } from '../issue/index.ts';
import { phrase, word } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { percent } from '../message/quantity.ts';
import type { ProvinceProfile } from '../profile.ts';
import {
  candidateReadings,
  describeReading,
  type Fit,
  fitOf,
  type InCommune,
  type Sample,
} from './coordinate-reading.ts';

export type { Fit, InCommune, Reading } from './coordinate-reading.ts';
export { describeReading } from './coordinate-reading.ts';

export type GeoreferenceCause =
  | 'none'
  | 'no-coordinates'
  | 'swapped-axes'
  | 'wrong-zone'
  | 'degrees'
  | 'metres'
  | 'six-degree'
  | 'zone-prefix'
  | 'mixed'
  | 'other-meridian'
  | 'undeclared'
  | 'outside';

export type GeoreferenceVerdict = {
  /** False: the source must not be planned as it is. */
  readonly ok: boolean;
  readonly cause: GeoreferenceCause;
  /** Points seen, and those the verdict rests on (a spread sample of a large layer). */
  readonly points: number;
  readonly sampled: number;
  /** As the source was going to be read, each parcel in its own zone. */
  readonly asRead: Fit;
  /** The likeliest reading that fits, when it is another one. */
  readonly likely: Fit | null;
  /** Further readings that fit as well as the best: the extent cannot tell them apart. */
  readonly alsoFit: readonly Fit[];
  /** Likely reading as a CRS the config may state; sure only where one reading fits or a boundary layer decides. */
  readonly sure: 'declared' | 'detected' | 'guessed' | 'unknown';
  /** What identifiers may be made of: see {@link CrsEvidence}. */
  readonly evidence: CrsEvidence;
  readonly issue: Issue | null;
};

export type GeoreferenceOptions = {
  readonly profile: Pick<ProvinceProfile, 'extent' | 'predecessors'>;
  readonly sourceName: string;
  readonly layerName: string;
  /** `config`: the user said so. `declared`: the file did. `null`: nobody; the zone is that of the old province. */
  readonly crsFrom: 'config' | 'declared' | null;
  /** From a boundary layer of old or new communes, where there is one. */
  readonly inCommune?: InCommune;
  /** Where parcels lie whose system is proved: neighbours of these, by old commune. */
  readonly nearProved?: InCommune;
  /** Least share inside for a reading to fit (default 0.95: some parcels lie off in any source). */
  readonly minInside?: number;
};

export type Georeference = {
  /** Middle of a parcel's box in the source's coordinates, the zone it is going to be read in, and that of its old province. */
  add(x: number, y: number, zone: number, commune: string | null, legal?: number): void;
  /** The same of a parcel's WKB, which is decoded only where the sample wants it. Null and other geometries do not count. */
  addGeometry(wkb: Uint8Array | null, zone: number, commune: string | null, legal?: number): void;
  verdict(): GeoreferenceVerdict;
};

const SAMPLES = 4096;
/** Shares that differ by less are equal: a few parcels at the rim. */
const EQUAL = 0.02;
/** Own communes are small: the right zone stands out. */
const CLEAR = 0.2;

/** Streaming: memory is bounded, and the sample is spread over the whole layer. */
export function createGeoreference(options: GeoreferenceOptions): Georeference {
  let samples: Sample[] = [];
  let stride = 1;
  let points = 0;
  const lawful = options.profile.predecessors[0]?.zone ?? 4326;
  const wanted = () => points++ % stride === 0;
  const keep = (sample: Sample) => {
    samples.push(sample);
    if (samples.length < SAMPLES) return;
    samples = samples.filter((_, index) => index % 2 === 0);
    stride *= 2;
  };
  return {
    add(x, y, zone, commune, legal = lawful) {
      if (wanted()) keep({ x, y, zone, legal, commune });
    },
    addGeometry(wkb, zone, commune, legal = lawful) {
      if (wkb === null || !wanted()) return;
      const polygonal = decodePolygonal(wkb);
      if (polygonal === null) return;
      const [minX, minY, maxX, maxY] = boxOf(polygonal);
      // An empty polygon, or one without numbers, is nowhere; `check` names it.
      if (!(minX <= maxX && minY <= maxY)) return;
      keep({ x: (minX + maxX) / 2, y: (minY + maxY) / 2, zone, legal, commune });
    },
    verdict: () => judge(samples, points, options),
  };
}

type Finding = Pick<GeoreferenceVerdict, 'ok' | 'cause' | 'likely' | 'alsoFit' | 'sure' | 'evidence'>;

/** What a verdict rests on. */
type Trials = {
  readonly samples: readonly Sample[];
  readonly asRead: Fit;
  /** Each parcel in the zone of its old province, of those that are read in another. */
  readonly byLaw: Fit | null;
  readonly fits: readonly Fit[];
  readonly zones: readonly number[];
};

/** `POLYGON((0 0, 0 1, 1 1, 0 0))` and the like: a parcel that was never drawn. No system has a place of the country there. */
const isPlaceholder = ({ x, y }: Sample): boolean => Math.abs(x) <= 2 && Math.abs(y) <= 2;

function judge(all: readonly Sample[], points: number, options: GeoreferenceOptions): GeoreferenceVerdict {
  const drawn = all.filter((sample) => !isPlaceholder(sample));
  const first = tryReadings(drawn, options);
  // Parcels that no reading brings into the province say nothing of the layer's system; each is named by itself.
  const placed = drawn.filter((_, i) => first.seen[i] === 1);
  const few = placed.length < drawn.length && placed.length >= drawn.length * MOST;
  const trials = few ? tryReadings(placed, options) : first;
  const finding: Finding =
    trials.samples.length === 0
      ? {
          ok: true,
          cause: 'no-coordinates',
          likely: null,
          alsoFit: [],
          sure: 'unknown',
          evidence: evidenceOf(trials, [], options),
        }
      : diagnose(trials, options);
  const { asRead } = trials;
  return {
    ...finding,
    points,
    sampled: all.length,
    asRead,
    issue: issueOf(finding, trials, points, options),
  };
}

function tryReadings(
  samples: readonly Sample[],
  { profile, inCommune }: GeoreferenceOptions,
): Trials & { readonly seen: Uint8Array } {
  const own = [...new Set(profile.predecessors.map((predecessor) => predecessor.zone))];
  const zones = [...new Set(samples.map((sample) => sample.zone))];
  const first = { epsg: zones[0] ?? own[0] ?? 4326, axes: 'xy', prefix: false } as const;
  const trial = {
    extent: profile.extent,
    inCommune: inCommune ?? null,
    seen: new Uint8Array(samples.length),
  };
  const asRead = fitOf(samples, first, trial, 'zone');
  const foreign = samples.filter(({ zone, legal }) => zone !== legal);
  const byLaw =
    foreign.length === 0
      ? null
      : fitOf(
          foreign,
          { ...first, epsg: foreign[0]!.legal },
          { ...trial, seen: new Uint8Array(foreign.length) },
          'legal',
        );
  const fits = candidateReadings(own)
    .filter(
      (reading) => zones.length > 1 || reading.epsg !== first.epsg || reading.axes === 'yx' || reading.prefix,
    )
    .map((reading) => fitOf(samples, reading, trial));
  return { samples, asRead, byLaw, fits, zones, seen: trial.seen };
}

/** Of a layer that lies as it is read but for this share, the others are named one by one; where the config states the system, half will do. */
const FEW = 0.2;
const MOST = 0.5;

function diagnose(trials: Trials, options: GeoreferenceOptions): Finding {
  const { asRead, fits, zones } = trials;
  const least = options.minInside ?? 0.95;
  const stated = options.crsFrom === 'config';
  const top = Math.max(...fits.map((fit) => fit.inExtent));
  const good = fits.filter((fit) => fit.inExtent >= Math.min(least, 1) && fit.inExtent >= top - EQUAL);
  const evidence = evidenceOf(trials, good, options);
  const [shown, ...equals] = decidedByCommune(asRead, good);
  if (shown) {
    const sure = equals.length === 0 ? 'detected' : 'guessed';
    return { ok: false, cause: causeOf(shown, zones), likely: shown, alsoFit: equals, sure, evidence };
  }
  if (asRead.inExtent >= least || (stated && asRead.inExtent >= MOST))
    return placedWell(trials, good, evidence, options);
  const likely = good[0] ?? null;
  if (likely) {
    const alsoFit = good.slice(1).filter((fit) => causeOf(fit, zones) === causeOf(likely, zones));
    const sure = good.length === 1 ? 'detected' : 'guessed';
    return { ok: false, cause: causeOf(likely, zones), likely, alsoFit, sure, evidence };
  }
  if (asRead.inExtent >= 1 - FEW && options.minInside === undefined)
    return placedWell(trials, good, evidence, options);
  return notOne(trials, least, evidence);
}

/** No reading fits all: two systems in one layer, or none that is known. */
function notOne({ asRead, fits, zones }: Trials, least: number, evidence: CrsEvidence): Finding {
  const other = fits.find((fit) => fit.inExtent >= EQUAL && fit.inExtent + asRead.inExtent >= least);
  if (other && asRead.inExtent >= EQUAL) {
    return { ok: false, cause: 'mixed', likely: other, alsoFit: [], sure: 'unknown', evidence };
  }
  const best = [...fits].sort((a, b) => b.inExtent - a.inExtent)[0] ?? null;
  const near = best && best.inExtent >= 0.5 && best.inExtent > asRead.inExtent + CLEAR ? best : null;
  return {
    ok: false,
    cause: near ? causeOf(near, zones) : 'outside',
    likely: near,
    alsoFit: [],
    sure: near ? 'guessed' : 'unknown',
    evidence,
  };
}

/**
 * Two systems of one meridian (3° and 6°) differ by some hundred metres: in a commune's boundary both look right, and
 * only the one that the law gives as well is proved by it.
 */
function evidenceOf(
  { samples, asRead, byLaw, zones }: Trials,
  good: readonly Fit[],
  { crsFrom, nearProved }: GeoreferenceOptions,
): CrsEvidence {
  const plane = zones.some((zone) => zoneOf(zone)?.falseEasting !== 0);
  if (crsFrom === 'config' || !plane) return 'proved';
  const others = good.filter((fit) => fit.axes === 'xy' && !fit.prefix);
  const known = asRead.inCommune ?? 0;
  const lone = others.every((fit) => (fit.inCommune ?? 0) < known - CLEAR);
  if (known >= MOST && (byLaw === null || lone)) return 'proved';
  if (byLaw === null && nearProved && areNear(samples, nearProved)) return 'proved';
  if (crsFrom === null) return others.length === 0 ? 'proved' : 'guessed';
  return byLaw !== null && byLaw.inExtent < MOST ? 'proved' : 'declared';
}

/** Most parcels have proved neighbours, and nearly all of these lie beside them. */
function areNear(samples: readonly Sample[], nearProved: InCommune): boolean {
  let near = 0;
  let away = 0;
  for (const { x, y, zone, commune } of samples) {
    if (commune === null) continue;
    const beside = nearProved(...projection(zone).toLonLat(x, y), commune);
    if (beside === false) away++;
    if (beside) near++;
  }
  return near > samples.length * MOST && away <= (near + away) * EQUAL;
}

/** Readings that put clearly more parcels into their own communes than the source's own does; the best and its equals. */
function decidedByCommune(asRead: Fit, good: readonly Fit[]): Fit[] {
  const known = asRead.inCommune;
  if (known === null) return [];
  const share = (fit: Fit) => fit.inCommune ?? 0;
  const best = Math.max(0, ...good.map(share));
  if (best < 0.5 || best <= known + CLEAR) return [];
  return good.filter((fit) => share(fit) >= best - EQUAL).sort((a, b) => share(b) - share(a));
}

/** Inside the extent as read. Which zone it is may still be open. */
function placedWell(
  { asRead, byLaw }: Trials,
  good: readonly Fit[],
  evidence: CrsEvidence,
  { crsFrom }: GeoreferenceOptions,
): Finding {
  const plain = good.filter((fit) => fit.axes === 'xy' && !fit.prefix);
  const well = { ok: true, cause: 'none', likely: null, alsoFit: plain, evidence } as const;
  if (evidence === 'proved') {
    const sure = (asRead.inCommune ?? 0) >= MOST ? 'detected' : crsFrom === null ? 'guessed' : 'declared';
    return { ...well, sure };
  }
  if (evidence === 'guessed') return { ...well, cause: 'undeclared', sure: 'guessed' };
  if (byLaw === null) return { ...well, sure: 'declared' };
  const better = byLaw.inExtent >= asRead.inExtent + EQUAL;
  const alsoFit = plain.filter((fit) => fit.epsg !== byLaw.epsg);
  const cause = better ? 'wrong-zone' : 'other-meridian';
  return { ok: !better, cause, likely: byLaw, alsoFit, sure: 'guessed', evidence };
}

function causeOf(likely: Fit, zones: readonly number[]): GeoreferenceCause {
  const degrees = (epsg: number) => zoneOf(epsg)?.falseEasting === 0;
  const declaredDegrees = zones.every(degrees);
  if (likely.prefix) return 'zone-prefix';
  if (degrees(likely.epsg) && !declaredDegrees) return 'degrees';
  if (!degrees(likely.epsg) && declaredDegrees) return 'metres';
  if (likely.axes === 'yx') return 'swapped-axes';
  const kind = zoneOf(likely.epsg)?.kind;
  return kind === 'vn2000-6' || kind === 'wgs84-utm' ? 'six-degree' : 'wrong-zone';
}

const ISSUE_OF: Readonly<Record<Exclude<GeoreferenceCause, 'none' | 'no-coordinates'>, IssueCode>> = {
  'swapped-axes': 'georeference.swapped-axes',
  'wrong-zone': 'georeference.wrong-zone',
  degrees: 'georeference.degrees',
  metres: 'georeference.metres',
  'six-degree': 'georeference.six-degree',
  'zone-prefix': 'georeference.zone-prefix',
  mixed: 'georeference.mixed',
  'other-meridian': 'georeference.other-meridian',
  undeclared: 'georeference.undeclared',
  outside: 'georeference.outside',
};

/** `EPSG:9208 (…): 98.2 % / 1204`. */
const figures = (fit: Fit, reading: MessageValue, points: number): MessageValue =>
  phrase('reading.fit', { reading, share: percent(fit.inExtent), points });

/** The same with the share in the parcels' own communes, where boundaries are known. */
function figuresByCommune(fit: Fit, points: number): MessageValue {
  const value = figures(fit, describeReading(fit), points);
  if (fit.inCommune === null) return value;
  const note = phrase('value.counted', { what: word('role.commune'), count: percent(fit.inCommune) });
  return phrase('value.noted', { value, note });
}

function issueOf(
  { cause, likely, alsoFit }: Finding,
  { asRead, zones }: Trials,
  points: number,
  { sourceName, layerName, profile }: GeoreferenceOptions,
): Issue | null {
  if (cause === 'none' || cause === 'no-coordinates') return null;
  if (cause === 'undeclared' && alsoFit.length === 0) return null;
  const names = zones.map((zone) => `EPSG:${zone}`).join(' + ');
  const found = zones.length > 1 ? figures(asRead, names, points) : figuresByCommune(asRead, points);
  const others = alsoFit.map((fit) => `EPSG:${fit.epsg}`);
  const [west, south, east, north] = profile.extent;
  let expected: MessageValue = others;
  if (likely === null && cause !== 'undeclared')
    expected = phrase('place.extent', { west, south, east, north });
  else if (likely !== null) {
    const fit = figuresByCommune(likely, points);
    expected = others.length > 0 ? phrase('reading.equals', { fit, others }) : fit;
  }
  const at = { source: sourceName, layer: layerName, record: 0 };
  return issue(ISSUE_OF[cause], `${sourceName} / ${layerName}`, at, found, expected);
}
