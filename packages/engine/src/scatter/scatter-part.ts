/**
 * Pass 1 of `plan`, one part of a source: streams its records, parses and resolves each, and spills it to the unit of work
 * it belongs to. Memory holds counters and the sheet inventory, never records.
 */

import { type SheetCount, sheetKeyText } from '@thuadat/core/assign/sheet/key';
import type { CommuneCode } from '@thuadat/core/code';
import { createResolver, polygonInWgs84, type Resolver, shareRuleAt } from '@thuadat/core/resolve/index';
import type { ParcelDraft, SourceRecord } from '@thuadat/core/stages';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { Layer, RecordRange } from '@thuadat/formats/format';
import { boundariesFile } from '@thuadat/run/run-folder';
import { byReview, hashOfRecord, reviewsOf } from '../settle/reviewed.ts';
import { storedBoundaries } from '../source/boundaries.ts';
import { type Evidence, gatherEvidence } from '../source/evidence.ts';
import { layerParser, type PreparedSource, provinceAt } from '../source/prepare-source.ts';
import { type Part, type PlanContext, reopenSource } from '../work/context.ts';
import { finish, partFile, runInWork, spillFile, unfinished, writeWhole } from '../work/work-folder.ts';
import { createSpillWriter, type SpilledUnit } from './spill.ts';

/** What a part leaves beside its spill. */
export type ScatteredPart = {
  readonly records: number;
  readonly units: readonly SpilledUnit[];
  readonly inventory: readonly SheetCount[];
  /** Ambiguous records by each commune that may get them: they hold it back from `apply`. */
  readonly waiting: readonly (readonly [CommuneCode, number])[];
  readonly evidence: Evidence;
};

export type Scatterer = {
  scatter(part: Part, onAdvance: (records: number) => void): Promise<void>;
  close(): Promise<void>;
};

/** Opens each source once for all parts that this process is given. */
export function createScatterer(work: string, context: PlanContext, crosswalk: Crosswalk): Scatterer {
  const open = new Map<number, PreparedSource>();
  const resolver = resolverOf(work, context, crosswalk);
  return {
    async scatter(part, onAdvance) {
      let source = open.get(part.source);
      if (!source) {
        source = await reopenSource(context.sources[part.source]!, work);
        open.set(part.source, source);
      }
      const place = placer(context, crosswalk, resolver, part, source);
      await scatterPart(work, part, source, context, place, onAdvance);
    },
    async close() {
      for (const source of open.values()) await source.open.close();
    },
  };
}

function resolverOf(work: string, context: PlanContext, crosswalk: Crosswalk): Resolver {
  const { profile, asOf, decisions, sources, config } = context;
  const { minShare, maxOther } = config.rules.split;
  const rule = shareRuleAt(asOf);
  const rules = [{ ...rule, minShare: minShare ?? rule.minShare, maxOther: maxOther ?? rule.maxOther }];
  return createResolver({
    crosswalk,
    profile,
    asOf,
    decisions,
    boundaries: context.boundaries ? storedBoundaries(boundariesFile(runInWork(work))).shares : null,
    ...(minShare === undefined && maxOther === undefined ? {} : { rules }),
    at: (draft) => {
      const { file, layers } = sources[draft.source]!;
      return { source: file.name, layer: layers[draft.layer]!.name, record: draft.record };
    },
  });
}

type Placer = (
  record: SourceRecord,
  ordinal: number,
) => {
  readonly draft: ParcelDraft;
  readonly resolved: ReturnType<Resolver>;
};

const atOf = (source: string, layer: string, { record }: ParcelDraft) => ({ source, layer, record });

/** Parses and resolves the records of one layer; what people decided on a record goes before what the codes say. */
function placer(
  { profile, epochs, reviewed }: PlanContext,
  crosswalk: Crosswalk,
  resolver: Resolver,
  part: Part,
  source: PreparedSource,
): Placer {
  const epoch = epochs[part.source]!;
  const provinceOf = provinceAt(crosswalk, epoch);
  const parse = layerParser(source, source.layers[part.layer]!, profile, provinceOf);
  const resolve = (draft: ParcelDraft) => resolver(draft, epoch, () => polygonInWgs84(draft));
  const { name, fields } = source.layers[part.layer]!.layer;
  const reviews = reviewsOf(reviewed, source.file.name, name);
  return (record, ordinal) => {
    const draft = parse(record, ordinal, part.source, part.layer);
    const { commune } = draft;
    const review = reviews?.get(draft.record);
    const resolved =
      review && review.hash === hashOfRecord(fields, draft)
        ? byReview(draft, review, () => resolve(draft), atOf(source.file.name, name, draft))
        : resolve(draft);
    const province = commune === null ? null : provinceOf(commune);
    return {
      draft: province === null || province === draft.province ? draft : { ...draft, province },
      resolved,
    };
  };
}

const PROGRESS_STEP = 2000;

async function scatterPart(
  work: string,
  part: Part,
  source: PreparedSource,
  { profile }: PlanContext,
  place: Placer,
  onAdvance: (records: number) => void,
): Promise<void> {
  const prepared = source.layers[part.layer]!;
  const path = spillFile(work, part.name);
  const unfinishedPath = unfinished(path);
  const spill = createSpillWriter(unfinishedPath);
  const counts = createCounts();
  const gatherer = gatherEvidence(prepared, profile, isFirst(part));
  let records = 0;
  let told = 0;
  try {
    for await (const batch of batchesOf(prepared.layer, part.range)) {
      for (const record of batch) {
        const { draft, resolved } = place(record, records + 1);
        gatherer.add(record, () => draft);
        counts.add(draft, resolved);
        spill.append(resolved.status === 'resolved' ? resolved.commune : '.unresolved', records, {
          draft,
          resolved,
        });
        records++;
      }
      if (records - told < PROGRESS_STEP) continue;
      onAdvance(records - told);
      told = records;
    }
  } catch (fault) {
    spill.abandon();
    throw fault;
  }
  onAdvance(records - told);
  const units = spill.close();
  finish(unfinishedPath, path);
  const result: ScatteredPart = { records, units, ...counts.result(), evidence: gatherer.result() };
  writeWhole(partFile(work, part.name), JSON.stringify(result));
}

const isFirst = ({ name }: Part): boolean => name.endsWith('-0000');

const BATCH = 1000;

async function* batchesOf(layer: Layer, range: RecordRange | null): AsyncIterable<readonly SourceRecord[]> {
  if (layer.recordBatches) {
    yield* layer.recordBatches(range ?? undefined);
    return;
  }
  let batch: SourceRecord[] = [];
  for await (const record of layer.records(range ?? undefined)) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** The sheet inventory and who waits for ambiguous records. */
function createCounts() {
  const inventory = new Map<string, SheetCount & { parcels: number }>();
  const waiting = new Map<CommuneCode, number>();
  return {
    add(draft: ParcelDraft, resolved: ReturnType<Resolver>): void {
      if (resolved.status === 'resolved') countSheet(inventory, draft, resolved.commune);
      if (resolved.status !== 'ambiguous') return;
      for (const { commune } of resolved.candidates) waiting.set(commune, (waiting.get(commune) ?? 0) + 1);
    },
    result: () => ({ inventory: [...inventory.values()], waiting: [...waiting] }),
  };
}

function countSheet(
  inventory: Map<string, SheetCount & { parcels: number }>,
  draft: ParcelDraft,
  newCommune: CommuneCode,
): void {
  const { commune, sheet, scale, series, province } = draft;
  if (commune === null || sheet === null || province === null) return;
  const key = { newCommune, oldCommune: commune, sheet, scale, series };
  const text = sheetKeyText(key);
  const known = inventory.get(text);
  if (known) known.parcels++;
  else inventory.set(text, { ...key, oldProvince: province, parcels: 1 });
}
