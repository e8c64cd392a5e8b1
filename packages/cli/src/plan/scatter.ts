/**
 * Pass 1 of `plan`: streams every source once, parses and resolves each record, and spills it to the unit of work it
 * belongs to. Memory holds counters and the sheet inventory, never records.
 */
import type { CommuneCode, IsoDate } from '@thuadat/core/code';
import { projectInPlace } from '@thuadat/core/geodesy/vn2000';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { decodePolygonal } from '@thuadat/core/geometry/wkb';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { ParcelDraft, SourceRecord } from '@thuadat/core/record';
import type { Resolver } from '@thuadat/core/resolve';
import type { CommuneUnit } from '@thuadat/core/run';
import { type SheetCount, sheetKeyText } from '@thuadat/core/sheet/key';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { Progress } from '../progress.ts';
import { layerParser, type PreparedLayer, type PreparedSource, provinceAt } from './source.ts';
import { createSpillWriter } from './spill.ts';

export type ScatterOptions = {
  readonly sources: readonly PreparedSource[];
  /** Date at which each source's codes are read. */
  readonly epochs: readonly IsoDate[];
  readonly crosswalk: Crosswalk;
  readonly profile: ProvinceProfile;
  readonly asOf: IsoDate;
  readonly resolver: Resolver;
  readonly spillFolder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

export type Scattered = {
  readonly units: ReadonlyMap<CommuneUnit, number>;
  readonly inventory: readonly SheetCount[];
  /** Ambiguous records by each commune that may get them: they hold it back from `apply`. */
  readonly waiting: ReadonlyMap<CommuneCode, number>;
  /** Records read, by source and layer. */
  readonly read: readonly (readonly number[])[];
};

const PROGRESS_STEP = 1000;

export async function scatter(options: ScatterOptions): Promise<Scattered> {
  const spills = createSpillWriter(options.spillFolder);
  const inventory = new Map<string, SheetCount & { parcels: number }>();
  const waiting = new Map<CommuneCode, number>();
  const read: number[][] = [];
  let ordinal = 0;
  for (const [index, source] of options.sources.entries()) {
    const counts: number[] = [];
    for (const [layerIndex, prepared] of source.layers.entries()) {
      const place = placer(options, index, source, prepared);
      let records = 0;
      for await (const record of prepared.layer.records()) {
        const { draft, resolved } = place(record, ++ordinal, layerIndex);
        if (resolved.status === 'resolved') count(inventory, draft, resolved.commune);
        if (resolved.status === 'ambiguous') {
          for (const { commune } of resolved.candidates)
            waiting.set(commune, (waiting.get(commune) ?? 0) + 1);
        }
        spills.append(resolved.status === 'resolved' ? resolved.commune : '.unresolved', { draft, resolved });
        if (++records % PROGRESS_STEP === 0) {
          options.progress.advance(PROGRESS_STEP);
          options.signal.throwIfAborted();
        }
      }
      options.progress.advance(records % PROGRESS_STEP);
      counts.push(records);
    }
    read.push(counts);
  }
  return { units: spills.close(), inventory: [...inventory.values()], waiting, read };
}

/** Parses and resolves the records of one layer. */
function placer(options: ScatterOptions, index: number, source: PreparedSource, prepared: PreparedLayer) {
  const { crosswalk, profile, asOf, resolver } = options;
  const epoch = options.epochs[index]!;
  const provinceOf = provinceAt(crosswalk, epoch);
  const parse = layerParser(source, prepared, profile, provinceOf);
  const needsGeometry = (commune: CommuneCode | null): boolean =>
    commune !== null && crosswalk.resolve(commune, epoch, asOf).kind === 'split';
  return (record: SourceRecord, ordinal: number, layerIndex: number) => {
    const draft = parse(record, ordinal, index, layerIndex);
    const resolved = resolver(draft, epoch, needsGeometry(draft.commune) ? inWgs84(draft) : null);
    const province = draft.commune === null ? null : provinceOf(draft.commune);
    return {
      draft: province === null || province === draft.province ? draft : { ...draft, province },
      resolved,
    };
  };
}

function inWgs84(draft: ParcelDraft): Polygonal | null {
  const polygon = draft.geometry === null ? null : decodePolygonal(draft.geometry);
  if (polygon !== null) projectInPlace(polygon.coords, draft.zone);
  return polygon;
}

function count(
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
