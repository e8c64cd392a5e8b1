/**
 * What the units of work of a plan need, as plain data in the work folder: another process or another machine
 * that sees the folder has all of it. Paths are relative to the folder, so that it may be mounted elsewhere.
 */
import { isAbsolute, join, relative } from 'node:path';
import { type ExtraLog, loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import { refusal } from '@thuadat/core/message/message';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { Decision } from '@thuadat/core/resolve/decision';
import type { Crosswalk } from '@thuadat/core/unit/event';
import type { Layer, OpenOptions, RecordRange } from '@thuadat/formats/format';
import { openSource } from '@thuadat/formats/registry';
import type { ReviewedRecord } from '@thuadat/store/review/reviewed';
import { PLAN_MESSAGES } from '../messages.ts';
import type { Evidence } from '../source/evidence.ts';
import {
  openOptions,
  type PreparedLayer,
  type PreparedSource,
  type Settings,
  type SourceFile,
  withAttributes,
} from '../source/prepare-source.ts';
import { readableLayer } from '../source/reproject.ts';
import { partFile, planFile, readWhole } from './work-folder.ts';

export const TOOL = 'thuadat 0.1.0';

/** A stretch of one layer that is read and scattered by itself; null range = the whole layer. */
export type Part = {
  readonly name: string;
  readonly source: number;
  readonly layer: number;
  readonly range: RecordRange | null;
  /** Records as far as known beforehand: for progress and the order of work. */
  readonly size: number;
};

type StoredSource = {
  readonly file: SourceFile;
  readonly options: OpenOptions;
  readonly layers: readonly (Omit<PreparedLayer, 'layer'> & Pick<Layer, 'name' | 'fields'>)[];
};

export type PlanContext = {
  readonly tool: string;
  readonly profile: ProvinceProfile;
  readonly crosswalk: string;
  readonly log: ExtraLog | null;
  readonly asOf: IsoDate;
  readonly config: Config;
  readonly sources: readonly StoredSource[];
  /** Date at which each source's codes are read. */
  readonly epochs: readonly IsoDate[];
  readonly decisions: readonly Decision[];
  /** Records that people decided on in review. */
  readonly reviewed: readonly ReviewedRecord[];
  /** Whether the run folder holds boundaries of new communes. */
  readonly boundaries: boolean;
  readonly parts: readonly Part[];
};

export function storeSource({ file, layers }: PreparedSource, config: Config, work: string): StoredSource {
  return {
    file: { ...file, path: relative(work, file.path) },
    options: openOptions(file, config),
    layers: layers.map(({ layer: { name, fields }, settings, ...stored }) => ({
      ...{ name, fields, ...stored },
      settings: withTable(settings, (path) => relative(work, path)),
    })),
  };
}

/** The settings with the path of the table of attributes, if any, made another. */
const withTable = (settings: Settings, path: (file: string) => string): Settings =>
  settings.attributes
    ? { ...settings, attributes: { ...settings.attributes, file: path(settings.attributes.file) } }
    : settings;

/** Opens a source again as it was found at first, without judging anything anew. */
export async function reopenSource(stored: StoredSource, work: string): Promise<PreparedSource> {
  const here = (path: string) => (isAbsolute(path) ? path : join(work, path));
  const path = here(stored.file.path);
  const open = await openSource(path, stored.options);
  const layers: PreparedLayer[] = [];
  for (const each of stored.layers) {
    const settings = withTable(each.settings, here);
    const plain = readableLayer(open.layers[each.index]!, each.foreign);
    const layer = await withAttributes(plain, settings, stored.file.name, each.subNumbers);
    layers.push({ ...each, settings, layer });
  }
  return { file: { ...stored.file, path }, open, layers };
}

/** The plan in a work folder and the crosswalk it was made with; refuses one of another version of the toolkit. */
export function openPlan(work: string): { readonly context: PlanContext; readonly crosswalk: Crosswalk } {
  const context = readWhole<PlanContext>(planFile(work));
  if (context === null) throw new Error(`${planFile(work)} is missing: the plan was finished or taken away.`);
  const crosswalk = context.log ? loadCrosswalk(context.log) : loadCrosswalk();
  if (context.tool !== TOOL || context.crosswalk !== crosswalk.hash) {
    throw refusal(PLAN_MESSAGES, 'refused', 'plan.other-version', {
      tool: context.tool,
      crosswalk: context.crosswalk.slice(0, 8),
      ownTool: TOOL,
      ownCrosswalk: crosswalk.hash.slice(0, 8),
    });
  }
  return { context, crosswalk };
}

/** Records a part: about three seconds of work, which is what a kill costs. */
const PART = 100_000;

/** Cuts the layers into parts, in the order of sources, layers and records. */
export function cutParts(sources: readonly PreparedSource[]): Part[] {
  return sources.flatMap(({ layers }, source) =>
    layers.flatMap(({ layer: { count, ranges } }, layer) => {
      const cut = count !== null && count > PART && ranges ? ranges(PART) : [null];
      return cut.map((range, i) => ({
        name: [source, layer, i].map((n) => String(n).padStart(4, '0')).join('-'),
        source,
        layer,
        range,
        size: count === null ? 0 : Math.ceil(count / cut.length),
      }));
    }),
  );
}

/** The evidence of a source's layers, each part's in order; read from what the parts left. */
export const evidenceOf = (work: string, { parts, sources }: PlanContext, source: number): Evidence[][] =>
  sources[source]!.layers.map((_, layer) =>
    parts
      .filter((part) => part.source === source && part.layer === layer)
      .map((part) => readWhole<{ evidence: Evidence }>(partFile(work, part.name))!.evidence),
  );
