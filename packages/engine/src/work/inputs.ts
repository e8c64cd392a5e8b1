/** What a plan is computed from besides the records: boundaries, decisions, and the hash of it all. */
import { existsSync } from 'node:fs';
import type { CommuneCode, IsoDate } from '@thuadat/core/code';
import type { Config, SourceConfig } from '@thuadat/core/config';
import { boundaryIndex } from '@thuadat/core/geometry/overlay';
import { algorithmOf } from '@thuadat/core/identifier/provenance';
import { previousDay } from '@thuadat/core/inspect/epoch';
import type { InCommune } from '@thuadat/core/inspect/georeference';
import { type Message, message, refusal } from '@thuadat/core/message/message';
import type { ProvinceProfile } from '@thuadat/core/profile';
import { candidatesOf, type Decision, decisionProblem, parseDecisions } from '@thuadat/core/resolve/decision';
import type { SourceInfo } from '@thuadat/core/run';
import type { CsvTable } from '@thuadat/core/text/csv';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { readNamedTable } from '@thuadat/formats/table/table-cells';
import { fingerprint, hashOf } from '@thuadat/run/fingerprint';
import { PLAN_MESSAGES } from '../messages.ts';
import type { RegistryState } from '../settle/registry.ts';
import { type Boundaries, boundariesHash, readBoundaries } from '../source/boundaries.ts';
import type { PreparedSource, SourceFile } from '../source/prepare-source.ts';
import { TOOL } from './context.ts';
import type { PlanOptions } from './plan-in-work.ts';

/** Law: never migrate twice. */
export function refuseApplied(files: readonly SourceFile[], registry: RegistryState): void {
  for (const file of files) {
    const run = registry.appliedSources.get(file.sha256);
    if (run === undefined) continue;
    throw refusal(PLAN_MESSAGES, 'refused', 'source.applied', { file: file.name, run });
  }
}

export async function readLayers(
  { config, profile, crosswalk, oldBoundaries }: PlanOptions,
  asOf: IsoDate,
): Promise<Boundaries[]> {
  const layers: Boundaries[] = [];
  if (oldBoundaries) {
    const epoch = '2025-06-30' as IsoDate;
    layers.push(await readBoundaries({ path: oldBoundaries, epoch }, profile, crosswalk, asOf));
  }
  if (config.boundaries) layers.push(await readBoundaries(config.boundaries, profile, crosswalk, asOf));
  return layers;
}

/**
 * Commune boundaries place a parcel well enough to tell a wrong zone: those of the old commune, else those of all the
 * new communes it went to. Null where neither is known.
 */
export function communeTest(
  layers: readonly Boundaries[],
  crosswalk: Crosswalk,
  profile: ProvinceProfile,
): InCommune | null {
  const all = layers.flatMap(({ list }) => list);
  if (all.length === 0) return null;
  const old = boundaryIndex(all.filter(({ kind }) => kind === 'old'));
  const now = boundaryIndex(all.filter(({ kind }) => kind === 'new'));
  const eve = previousDay(profile.effective);
  const heirs = new Map<CommuneCode, readonly CommuneCode[]>();
  return (lon, lat, commune) => {
    const code = commune as CommuneCode;
    if (old.has(code)) return old.containing(lon, lat).includes(code);
    let known = heirs.get(code);
    if (!known) {
      known = candidatesOf(crosswalk, code, eve, profile.effective).map((unit) => unit.code);
      heirs.set(code, known);
    }
    if (known.length === 0 || !known.every((each) => now.has(each))) return null;
    return now.containing(lon, lat).some((each) => known.includes(each));
  };
}

/** A source as the manifest tells it; `records` one a layer. */
export function describe(
  { file, open, layers }: PreparedSource,
  epoch: IsoDate,
  records: readonly number[],
): SourceInfo {
  return {
    name: file.name,
    sha256: file.sha256,
    bytes: file.bytes,
    format: open.format,
    encoding: open.encoding.value,
    epoch,
    layers: layers.map(({ layer, roles, settings, foreign }, i) => ({
      name: layer.name,
      fields: layer.fields,
      roles,
      crs: typeof settings.crs === 'number' ? settings.crs : (layer.crs.value.epsg ?? 0),
      ...(foreign ? { reprojectedFrom: foreign.epsg } : {}),
      records: records[i] ?? 0,
    })),
  };
}

export async function readDecisions(
  config: Config,
  crosswalk: Crosswalk,
  epochs: readonly IsoDate[],
  asOf: IsoDate,
  onNotice?: (notice: Message) => void,
): Promise<readonly Decision[]> {
  if (!config.decisions) return [];
  const { decisions, problems } = parseDecisions(await readDecisionTable(config.decisions), {
    crosswalk,
    epochs: [...new Set(epochs)],
    asOf,
    subNumbers: config.rules.subNumbers ?? {},
  });
  const errors = problems.filter(({ grade }) => grade === 'error');
  if (errors.length > 0) {
    const lines = errors.slice(0, 10).map(decisionProblem);
    throw refusal(PLAN_MESSAGES, 'refused', 'decisions.faults', {
      path: config.decisions,
      faults: lines.reduceRight((more, fault) =>
        message(PLAN_MESSAGES, 'decisions.several', { fault, more }),
      ),
    });
  }
  const open = problems.filter(({ grade }) => grade === 'open').length;
  if (open > 0) onNotice?.(message(PLAN_MESSAGES, 'decisions.open', { path: config.decisions, rows: open }));
  return decisions;
}

async function readDecisionTable(path: string): Promise<CsvTable> {
  if (existsSync(path)) return readNamedTable(path);
  throw refusal(PLAN_MESSAGES, 'usage', 'decisions.unreadable', { path });
}

type InputFiles = {
  readonly files: readonly SourceFile[];
  readonly layers: readonly Boundaries[];
  readonly asOf: IsoDate;
};

/** What the plan depends on and is known before a record is read; its hash names the work folder. */
export async function inputsOf(
  { profile, crosswalk, config, registry, reviewed }: PlanOptions,
  { files, layers, asOf }: InputFiles,
) {
  const { table, ...sheetPlan } = config.sheetPlan;
  const sources = await Promise.all(config.sources.map(portableSource));
  return {
    tool: TOOL,
    profile: profile.id,
    asOf,
    crosswalk: crosswalk.hash,
    sources: files.map(({ name, sha256 }) => ({ name, sha256 })),
    config: { sources, sheetPlan, rules: config.rules },
    table: table === undefined ? null : (await fingerprint(table)).sha256,
    boundaries: boundariesHash(layers),
    decisions: config.decisions === undefined ? null : (await fingerprint(config.decisions)).sha256,
    registry: registry.hash,
    identifier: algorithmOf(config.identifier.method),
    // Absent without decisions: a run is then named as it always was.
    ...(reviewed && reviewed.records.length > 0 ? { reviewed: reviewed.records } : {}),
  };
}

/** A pattern is the same whichever way its folders are separated; a table counts by what is in it. */
async function portableSource({ match, attributes, ...source }: SourceConfig): Promise<SourceConfig> {
  const portable = { ...source, match: match.replaceAll('\\', '/') };
  if (!attributes) return portable;
  const { file, ...join } = attributes;
  const print = await fingerprint(file).catch((cause: NodeJS.ErrnoException) => {
    const found = cause.code ?? cause.message;
    throw refusal(PLAN_MESSAGES, 'refused', 'source.unreadable', { path: file, found }, { cause });
  });
  return { ...portable, attributes: { ...join, file: print.sha256 } };
}

/**
 * Hash of what the config says. Files that it names count by what is in them: the same config and files give the same hash
 * in any folder and on any system.
 */
export function configHash(config: Config, inputs: Awaited<ReturnType<typeof inputsOf>>): string {
  const { boundaries, decisions: _, units: _log, output: _folder, ...rest } = config;
  const { path: _path, ...boundaryKeys } = boundaries ?? {};
  const files = { table: inputs.table, boundaries: inputs.boundaries, decisions: inputs.decisions };
  const { sources, sheetPlan: plan } = inputs.config;
  return hashOf({ ...rest, sources, sheetPlan: plan, boundaryKeys, files });
}

/** Hash of what the result depends on; it names the run. */
export const runHash = (
  { sources, ...inputs }: Awaited<ReturnType<typeof inputsOf>>,
  epochs: readonly IsoDate[],
  decisions: readonly Decision[],
): string =>
  hashOf({ ...inputs, sources: sources.map((source, i) => ({ ...source, epoch: epochs[i] })), decisions });
