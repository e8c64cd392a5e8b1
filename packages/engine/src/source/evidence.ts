/**
 * What the records of a source show about themselves, gathered while they stream by: of which date their codes are, and
 * whether their coordinates lie in the province. Plain data of bounded size, so that parts read apart add up to what one
 * reader would have seen.
 */

import { oldZones } from '@thuadat/core/assign/identity';
import { boxOf } from '@thuadat/core/geometry/measure';
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import { createEpochDetector, type EpochVerdict, previousDay } from '@thuadat/core/inspect/epoch';
import type { EpochFacts } from '@thuadat/core/inspect/epoch-evidence';
import {
  createGeoreference,
  type GeoreferenceVerdict,
  type InCommune,
} from '@thuadat/core/inspect/georeference';
import { layerIssues } from '@thuadat/core/inspect/layer-issues';
import type { Issue } from '@thuadat/core/issue/index';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { ParcelDraft, SourceRecord } from '@thuadat/core/stages';
import type { Crosswalk } from '@thuadat/core/unit/event';
import {
  epochFacts,
  layerParser,
  type PreparedLayer,
  type PreparedSource,
  provinceAt,
  SAMPLE,
} from './prepare-source.ts';
import { systemIssue } from './reproject.ts';

/** Facts as a record shows them, and how many records of the part show the same. */
type Shown = { readonly facts: readonly EpochFacts[]; readonly records: number };
/** Middle of a parcel's box, its zone, its old commune and the zone of its old province. */
type Place = readonly [x: number, y: number, zone: number, commune: string | null, legal: number];
type Placed = Pick<ParcelDraft, 'geometry' | 'zone' | 'commune' | 'province'>;

export type Evidence = {
  readonly records: number;
  readonly shown: readonly Shown[];
  readonly places: readonly Place[];
};

/** Records named as examples of the same facts: the verdict names no more of a kind. */
const EXAMPLES = 5;
/** Distinct facts remembered; beyond that (a column that differs in each record) each counts for itself. */
const DISTINCT = 50_000;
/** Coordinates are looked at in each of a layer's first records, then in one of this many. */
const STRIDE = 32;

export type EvidenceGatherer = {
  add(record: SourceRecord, draft: () => Placed): void;
  result(): Evidence;
};

/** `first`: the part begins the layer. */
export function gatherEvidence(
  prepared: PreparedLayer,
  profile: ProvinceProfile,
  first: boolean,
): EvidenceGatherer {
  const legal = oldZones(profile);
  const read = epochFacts(prepared);
  const known = new Map<string, { facts: EpochFacts[]; records: number }>();
  const shown: { facts: EpochFacts[]; records: number }[] = [];
  const places: Place[] = [];
  let records = 0;
  return {
    add(record, draft) {
      const key = read.key(record);
      let same = known.get(key);
      if (!same) {
        same = { facts: [], records: 0 };
        shown.push(same);
        if (known.size < DISTINCT) known.set(key, same);
      }
      same.records++;
      if (same.facts.length < EXAMPLES) same.facts.push(read.facts(record));
      if (record.geometry !== null && ((first && records < SAMPLE) || records % STRIDE === 0)) {
        const place = placeOf(draft(), legal);
        if (place) places.push(place);
      }
      records++;
    },
    result: () => ({ records, shown, places }),
  };
}

function placeOf(draft: Placed, legalZone: (draft: Placed) => number): Place | null {
  const { geometry, zone, commune } = draft;
  const polygonal = geometry === null ? null : decodePolygonal(geometry);
  if (polygonal === null) return null;
  const [minX, minY, maxX, maxY] = boxOf(polygonal);
  // An empty polygon, or one without numbers, is nowhere; `check` names it.
  if (!(minX <= maxX && minY <= maxY)) return null;
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2];
  const legal = legalZone(draft);
  // JSON has no infinity; either is outside any province.
  return Number.isFinite(x + y) ? [x, y, zone, commune, legal] : [Number.MAX_VALUE, 0, zone, commune, legal];
}

/** What all records of a source show, before anything is resolved. */
export type Survey = {
  readonly epoch: EpochVerdict;
  /** One a layer. */
  readonly georeference: readonly GeoreferenceVerdict[];
  /** Records, one a layer. */
  readonly records: readonly number[];
};

export type SurveyOptions = {
  readonly crosswalk: Crosswalk;
  readonly profile: ProvinceProfile;
  readonly inCommune?: InCommune;
  readonly nearProved?: InCommune;
  readonly minInside?: number;
};

/** The verdict over a source; `layers` holds each layer's parts in order. */
export function judge(
  source: PreparedSource,
  layers: readonly (readonly Evidence[])[],
  options: SurveyOptions,
): Survey {
  const detector = createEpochDetector(options.crosswalk, options.profile);
  const georeference = layers.map((parts, i) => {
    for (const { shown } of parts) {
      for (const [facts, records] of inOrder(shown)) detector.add(facts, records);
    }
    return georeferenceOf(source, source.layers[i]!, parts, options);
  });
  const records = layers.map((parts) => parts.reduce((sum, part) => sum + part.records, 0));
  return { epoch: detector.verdict(), georeference, records };
}

/** The named records in the order of the file, the last of each facts standing for those that are not named. */
function inOrder(shown: readonly Shown[]): [EpochFacts, number][] {
  const all = shown.flatMap(({ facts, records }) =>
    facts.map((each, i): [EpochFacts, number] => [
      each,
      i < facts.length - 1 ? 1 : records - facts.length + 1,
    ]),
  );
  return all.sort(([a], [b]) => a.record - b.record);
}

function georeferenceOf(
  source: PreparedSource,
  { layer, settings }: PreparedLayer,
  parts: readonly Evidence[],
  { profile, inCommune, nearProved, minInside }: SurveyOptions,
): GeoreferenceVerdict {
  const crsFrom = settings.crs !== undefined ? 'config' : layer.crs.value.epsg ? 'declared' : null;
  const places = createGeoreference({
    profile,
    sourceName: source.file.name,
    layerName: layer.name,
    crsFrom,
    ...(inCommune ? { inCommune } : {}),
    ...(nearProved ? { nearProved } : {}),
    ...(minInside === undefined ? {} : { minInside }),
  });
  for (const part of parts) for (const place of part.places) places.add(...place);
  return places.verdict();
}

/** Reads up to `limit` records of each layer of a source. */
export async function sampleSource(
  source: PreparedSource,
  { crosswalk, profile }: SurveyOptions,
  limit = Number.POSITIVE_INFINITY,
): Promise<Evidence[][]> {
  const layers: Evidence[][] = [];
  for (const [index, prepared] of source.layers.entries()) {
    const gatherer = gatherEvidence(prepared, profile, true);
    const parse = layerParser(
      source,
      prepared,
      profile,
      provinceAt(crosswalk, previousDay(profile.effective)),
    );
    let seen = 0;
    for await (const record of prepared.layer.records()) {
      gatherer.add(record, () => parse(record, 0, 0, index));
      if (++seen >= limit) break;
    }
    layers.push([gatherer.result()]);
  }
  return layers;
}

/** What is to be said of a source as a whole: all that `inspect` warns of. */
export const sourceIssues = (
  { file, layers }: PreparedSource,
  { georeference }: Survey,
  profile: ProvinceProfile,
): Issue[] =>
  layers.flatMap((prepared, i) => [
    ...layerIssues(file.name, prepared.layer.name, prepared.problems, prepared.texts),
    ...(prepared.foreign ? [systemIssue(file.name, prepared, profile)!] : []),
    ...(georeference[i]?.issue ? [georeference[i].issue] : []),
  ]);
