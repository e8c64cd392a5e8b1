/** The verb `plan`: computes a whole run and writes its folder, and nothing else. */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CommuneCode, IsoDate, ParcelId } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import { candidatesOf, type Decision, formatDecisionProblem, parseDecisions } from '@thuadat/core/decision';
import { previousDay } from '@thuadat/core/epoch';
import { boundaryIndex } from '@thuadat/core/geometry/overlay';
import type { InCommune } from '@thuadat/core/georeference';
import { parcelIdOfBits } from '@thuadat/core/identifier/geohash';
import type { ProvinceProfile } from '@thuadat/core/profile';
import { createResolver, shareRuleAt } from '@thuadat/core/resolve';
import type { CommuneUnit, RunManifest, SourceInfo } from '@thuadat/core/run';
import { sheetKeyText } from '@thuadat/core/sheet/key';
import { planSheets, type SheetPlan } from '@thuadat/core/sheet/plan';
import type { Crosswalk } from '@thuadat/core/unit/event';
import { boundariesFile } from '@thuadat/store/run-folder';
import { CommandError, EXIT } from '../exit.ts';
import { count, say } from '../language.ts';
import type { Progress } from '../progress.ts';
import {
  type Boundaries,
  boundariesHash,
  newBoundaries,
  readBoundaries,
  writeBoundaries,
} from './boundaries.ts';
import { clashesBetween } from './clashes.ts';
import { fingerprint, hashOf } from './fingerprint.ts';
import { buildManifest } from './manifest.ts';
import { readTable } from './reference.ts';
import type { RegistryState } from './registry.ts';
import { type Scattered, scatter } from './scatter.ts';
import type { SettleContext, UnitJob } from './settle.ts';
import { settleAll } from './settle-pool.ts';
import {
  listSources,
  type PreparedSource,
  prepareSource,
  requireRoles,
  requireSurvey,
  survey,
} from './source.ts';

export const TOOL = 'thuadat 0.1.0';

export type PlanOptions = {
  readonly profile: ProvinceProfile;
  readonly crosswalk: Crosswalk;
  readonly paths: readonly string[];
  readonly config: Config;
  readonly oldBoundaries?: string;
  readonly runs: string;
  readonly registry: RegistryState;
  readonly workers?: number;
  readonly by: string;
  readonly at: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly onNotice?: (text: string) => void;
};

export type Planned = { readonly path: string; readonly manifest: RunManifest; readonly sheets: SheetPlan };

/** Throws a {@link CommandError} when a source is refused; then nothing is written. */
export async function planRun(options: PlanOptions): Promise<Planned> {
  const { profile, crosswalk, config, progress, signal } = options;
  const asOf = config.asOf ?? profile.effective;
  const files = await listSources(options.paths);
  refuseApplied(files, options.registry);
  const layers = await readLayers(options, asOf);
  const sources: PreparedSource[] = [];
  try {
    for (const file of files) sources.push(await prepareSource(file, config));
    sources.forEach(requireRoles);
    const surveyed = await surveyAll(sources, options, layers);
    const decisions = await readDecisions(config, crosswalk, surveyed.epochs, asOf, options.onNotice);
    const inputs = await inputsOf(options, asOf, surveyed.infos, layers, decisions);
    const id = `${profile.id}-${hashOf(inputs).slice(0, 12)}`;
    const work = await workFolder(options.runs, id);
    try {
      progress.stage('scatter', surveyed.records);
      const resolver = createResolver({
        crosswalk,
        profile,
        asOf,
        boundaries: sharesIn(layers),
        decisions,
        ...splitRules(config, asOf),
        at: (draft) => ({
          source: files[draft.source]!.name,
          layer: sources[draft.source]!.layers[draft.layer]!.layer.name,
          record: draft.record,
        }),
      });
      const spillFolder = join(work, 'spill');
      const scattered = await scatter({
        ...options,
        sources,
        epochs: surveyed.epochs,
        asOf,
        resolver,
        spillFolder,
      });
      const sheets = await sheetPlan(options, scattered, surveyed.epochs, asOf);
      const run = await settleRun(options, {
        id,
        asOf,
        work,
        scattered,
        sheets,
        layers,
        sources,
        ...surveyed,
      });
      await rm(spillFolder, { recursive: true });
      const path = await publish(work, join(options.runs, id));
      return { path, manifest: run, sheets };
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      throw signal.aborted ? stopped() : error;
    }
  } finally {
    progress.stop();
    for (const source of sources) await source.open.close();
  }
}

const stopped = (): CommandError =>
  new CommandError(
    say(
      'Đã dừng theo yêu cầu; chưa ghi gì. Chạy lại cùng lệnh để lập kế hoạch.',
      'Stopped; nothing was written. Run the same command again.',
    ),
    EXIT.stopped,
  );

/** Law: never migrate twice. */
function refuseApplied(files: Awaited<ReturnType<typeof listSources>>, registry: RegistryState): void {
  for (const file of files) {
    const run = registry.appliedSources.get(file.sha256);
    if (run === undefined) continue;
    throw new CommandError(
      say(
        `${file.name} đã được áp dụng trong lượt chạy ${run}. Không chuyển lần thứ hai: hoàn tác lượt đó trước (thuadat revert ${run}) hoặc bỏ tệp này ra.`,
        `${file.name} was applied by run ${run}. It is not migrated twice: revert that run first (thuadat revert ${run}), or leave the file out.`,
      ),
      EXIT.refused,
    );
  }
}

async function readLayers(
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

type Surveyed = {
  readonly epochs: readonly IsoDate[];
  readonly infos: readonly SourceInfo[];
  readonly records: number;
};

async function surveyAll(
  sources: readonly PreparedSource[],
  options: PlanOptions,
  layers: readonly Boundaries[],
): Promise<Surveyed> {
  const { profile, crosswalk, config, progress, signal } = options;
  const known = sources.flatMap(({ layers: own }) => own.map(({ layer }) => layer.count));
  progress.stage('survey', known.every((n) => n !== null) ? known.reduce((sum, n) => sum + n!, 0) : null);
  const inCommune = communeTest(layers, crosswalk, profile);
  const minInside = config.rules.georeference.minInside;
  const epochs: IsoDate[] = [];
  const infos: SourceInfo[] = [];
  let records = 0;
  for (const source of sources) {
    let pending = 0;
    const seen = await survey(source, {
      crosswalk,
      profile,
      ...(inCommune ? { inCommune } : {}),
      ...(minInside === undefined ? {} : { minInside }),
      onRecord: () => {
        if (++pending < 1000) return;
        progress.advance(pending);
        pending = 0;
        signal.throwIfAborted();
      },
    });
    epochs.push(requireSurvey(source, seen, profile));
    infos.push(describe(source, epochs.at(-1)!, seen.records));
    records += seen.records.reduce((sum, n) => sum + n, 0);
  }
  if (records === 0) {
    throw new CommandError(
      say(
        'Các tệp nguồn không có bản ghi nào. Kiểm tra lại tệp.',
        'The sources hold no record. Check the files.',
      ),
      EXIT.refused,
    );
  }
  return { epochs, infos, records };
}

/**
 * Commune boundaries place a parcel well enough to tell a wrong zone: those of the old commune, else those of all the
 * new communes it went to. Null where neither is known.
 */
function communeTest(
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

function describe(
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
    layers: layers.map(({ layer, roles, settings }, i) => ({
      name: layer.name,
      fields: layer.fields,
      roles,
      crs: typeof settings.crs === 'number' ? settings.crs : (layer.crs.value.epsg ?? 0),
      records: records[i] ?? 0,
    })),
  };
}

async function readDecisions(
  config: Config,
  crosswalk: Crosswalk,
  epochs: readonly IsoDate[],
  asOf: IsoDate,
  onNotice?: (text: string) => void,
): Promise<readonly Decision[]> {
  if (!config.decisions) return [];
  const { decisions, problems } = parseDecisions(await readText(config.decisions), {
    crosswalk,
    epochs: [...new Set(epochs)],
    asOf,
  });
  const errors = problems.filter(({ grade }) => grade === 'error');
  if (errors.length > 0) {
    const lines = errors.slice(0, 10).map(formatDecisionProblem);
    throw new CommandError(`${config.decisions}:\n  ${lines.join('\n  ')}`, EXIT.refused);
  }
  const open = problems.filter(({ grade }) => grade === 'open').length;
  if (open > 0)
    onNotice?.(
      say(
        `${config.decisions}: còn ${count(open)} dòng chưa quyết định`,
        `${config.decisions}: ${count(open)} rows are still open`,
      ),
    );
  return decisions;
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause) => {
    throw new CommandError(
      say(`${path}: không đọc được. Kiểm tra đường dẫn.`, `${path}: cannot be read. Check the path.`),
      EXIT.usage,
      { cause },
    );
  });
}

/** What the result depends on; its hash names the run. */
async function inputsOf(
  { profile, crosswalk, config, registry }: PlanOptions,
  asOf: IsoDate,
  sources: readonly SourceInfo[],
  layers: readonly Boundaries[],
  decisions: readonly Decision[],
) {
  const { table, ...sheetPlan } = config.sheetPlan;
  return {
    tool: TOOL,
    profile: profile.id,
    asOf,
    crosswalk: crosswalk.hash,
    sources: sources.map(({ name, sha256, epoch }) => ({ name, sha256, epoch })),
    config: { sources: config.sources, sheetPlan, rules: config.rules },
    table: table === undefined ? null : (await fingerprint(table)).sha256,
    boundaries: boundariesHash(layers),
    decisions,
    registry: registry.hash,
  };
}

function sharesIn(layers: readonly Boundaries[]) {
  const boundaries = newBoundaries(layers);
  return boundaries.length > 0 ? boundaryIndex(boundaries).shares : null;
}

/** The user's thresholds over those in force. */
function splitRules(config: Config, asOf: IsoDate) {
  const { minShare, maxOther } = config.rules.split;
  if (minShare === undefined && maxOther === undefined) return {};
  const rule = shareRuleAt(asOf);
  return { rules: [{ ...rule, minShare: minShare ?? rule.minShare, maxOther: maxOther ?? rule.maxOther }] };
}

/** The sheet plan; what is wrong with a reference table goes before its own issues. */
async function sheetPlan(
  options: PlanOptions,
  scattered: Scattered,
  epochs: readonly IsoDate[],
  asOf: IsoDate,
): Promise<SheetPlan> {
  const { strategy, perCommune, keeper, rangeSize, table } = options.config.sheetPlan;
  const { inventory } = scattered;
  const graded = table === undefined ? null : await readTable(table, { ...options, inventory, epochs, asOf });
  const plan = planSheets(inventory, {
    strategy: strategy ?? (graded ? 'table' : options.profile.sheetStrategy),
    perCommune,
    ...(keeper ? { keeper } : {}),
    ...(rangeSize === undefined ? {} : { rangeSize }),
    ...(graded ? { table: graded.table } : {}),
    fixed: options.registry.sheets,
    taken: options.registry.lastSheet,
  });
  return { ...plan, issues: [...(graded?.issues ?? []), ...plan.issues] };
}

type Settling = Surveyed & {
  readonly id: string;
  readonly asOf: IsoDate;
  readonly work: string;
  readonly scattered: Scattered;
  readonly sheets: SheetPlan;
  readonly layers: readonly Boundaries[];
  readonly sources: readonly PreparedSource[];
};

async function settleRun(options: PlanOptions, run: Settling): Promise<RunManifest> {
  const { profile, crosswalk, config, progress, signal } = options;
  const { id, work, scattered, sheets, asOf } = run;
  await mkdir(join(work, 'units'), { recursive: true });
  writeBoundaries(boundariesFile(work), run.layers);
  const context: SettleContext = {
    runId: id,
    profile,
    sources: run.infos.map(({ name, epoch, layers }, i) => ({
      name,
      epoch,
      layers: layers.map((layer, j) => ({
        name: layer.name,
        fields: layer.fields,
        encodings: run.sources[i]!.layers[j]!.encodings,
      })),
    })),
    sheets: new Map(sheets.moves.map((move) => [sheetKeyText(move), move.newSheet])),
    openSheets: sheets.open,
    clashes: new Set(),
    spillFolder: join(work, 'spill'),
    runFolder: work,
    boundaries: newBoundaries(run.layers).length > 0 ? boundariesFile(work) : null,
    issued: options.registry.issued,
    severities: config.rules.severities,
    thresholds: config.rules.check,
  };
  const jobs: UnitJob[] = [...scattered.units.keys()]
    .sort()
    .map((unit) => ({ unit, name: nameOf(crosswalk, unit, asOf), waiting: waitingFor(scattered, unit) }));
  const pool = {
    workers: options.workers ?? Math.min(availableParallelism(), 8),
    signal,
    sizeOf: ({ unit }: UnitJob) => scattered.units.get(unit) ?? 0,
    onSettled: ({ unit }: UnitJob) => progress.advance(scattered.units.get(unit) ?? 0),
  };
  progress.stage('settle', run.records);
  const settled = await settleAll(context, jobs, pool);
  const clashes = clashesBetween(settled.map(({ ids }) => ids));
  if (clashes.size > 0) {
    // Rare: units whose parcels share a cell are settled again, knowing of it.
    const again = jobs.map((_, i) => i).filter((i) => holdsAny(settled[i]!.ids, clashes));
    const second = await settleAll(
      { ...context, clashes },
      again.map((i) => jobs[i]!),
      pool,
    );
    for (const [at, i] of again.entries()) settled[i] = second[at]!;
  }
  const manifest = buildManifest(options, { ...run, notices: sheets.issues }, settled, TOOL);
  await writeFile(join(work, 'sheets.json'), `${JSON.stringify(sheets.moves)}\n`);
  await writeFile(join(work, 'run.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  await writeFile(join(work, 'planned.json'), `${JSON.stringify({ at: options.at, by: options.by })}\n`);
  return manifest;
}

const nameOf = (crosswalk: Crosswalk, unit: CommuneUnit, asOf: IsoDate): string =>
  unit === '.unresolved'
    ? say('Chưa xác định xã', 'No commune yet')
    : (crosswalk.unitAt(unit, asOf)?.name ?? unit);

const waitingFor = (scattered: Scattered, unit: CommuneUnit): number =>
  unit === '.unresolved' ? 0 : (scattered.waiting.get(unit) ?? 0);

const holdsAny = (ids: BigUint64Array, clashes: ReadonlySet<ParcelId>): boolean =>
  [...ids].some((bits) => clashes.has(parcelIdOfBits(bits)));

/** A fresh folder beside the runs; what an interrupted plan of the same run left is removed. */
async function workFolder(runs: string, id: string): Promise<string> {
  await mkdir(runs, { recursive: true });
  return mkdtemp(join(runs, `.${id}-`));
}

/** A run folder is complete or absent. The same inputs give the same bytes, so an older copy may be replaced. */
async function publish(work: string, path: string): Promise<string> {
  await rm(path, { recursive: true, force: true });
  await rename(work, path);
  return path;
}
