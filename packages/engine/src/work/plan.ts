/**
 * The verb `plan`: computes a whole run and writes its folder, and nothing else. The work is done in a folder of its own
 * that outlives a kill; the same command goes on with what is left and ends with the same bytes.
 */
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { IsoDate } from '@thuadat/core/code';
import { message, RefusalError, refusal } from '@thuadat/core/message/message';
import { silentProgress } from '@thuadat/core/progress';
import type { RunManifest } from '@thuadat/core/run';
import { hashOf } from '@thuadat/run/fingerprint';
import { boundariesFile } from '@thuadat/run/run-folder';
import { PLAN_MESSAGES, refusalOfAll } from '../messages.ts';
import { NO_REVIEW } from '../settle/reviewed.ts';
import { planSheetsOf, settleRun } from '../settle/settle-run.ts';
import { newBoundaries, writeBoundaries } from '../source/boundaries.ts';
import { requireSurveys } from '../source/delivery.ts';
import { judgeAll } from '../source/neighbours.ts';
import {
  type PreparedSource,
  prepareSource,
  requireRoles,
  type SourceFile,
} from '../source/prepare-source.ts';
import { requireKnownSystem } from '../source/reproject.ts';
import { openSources } from '../source/source-files.ts';
import { surveySources } from '../source/survey.ts';
import { cutParts, evidenceOf, type PlanContext, storeSource, TOOL } from './context.ts';
import { crashPoint } from './crash-point.ts';
import {
  communeTest,
  configHash,
  inputsOf,
  readDecisions,
  readLayers,
  refuseApplied,
  runHash,
} from './inputs.ts';
import { dispatchMissing, type PlanInWork, type PlanOptions, type ScatteredPlan } from './plan-in-work.ts';
import { discard, type Publishing, publish, sweep } from './publish.ts';
import type { UnitOfWork } from './unit-of-work.ts';
import {
  lockWorkFolder,
  makeWorkFolder,
  planFile,
  progressFile,
  publishingFile,
  readWhole,
  runInWork,
  scatterFolder,
  workFolder,
  writeWhole,
} from './work-folder.ts';

export type Planned = { readonly path: string; readonly manifest: RunManifest };

/** Who plans from a program of their own need no progress and may not want to stop. */
export type PlanRequest = Omit<PlanOptions, 'progress' | 'signal'> &
  Partial<Pick<PlanOptions, 'progress' | 'signal'>>;

/** Throws a {@link RefusalError} when a source is refused; then nothing is left behind. */
export async function planRun(request: PlanRequest): Promise<Planned> {
  const options = { progress: silentProgress, signal: new AbortController().signal, ...request };
  try {
    return await plan(options);
  } finally {
    if (options.registry.issued !== null) await rm(options.registry.issued, { recursive: true, force: true });
  }
}

async function plan(options: PlanOptions): Promise<Planned> {
  const { profile, config } = options;
  const asOf = config.asOf ?? profile.effective;
  const runs = resolve(options.runs);
  const apart = [runs, ...(options.apart ?? []), ...(options.oldBoundaries ? [options.oldBoundaries] : [])];
  const delivered = await openSources(options.paths, { config, unpackIn: runs, apart });
  try {
    for (const note of delivered.notes) options.onNotice?.(note);
    return await planFiles(options, delivered.files, runs, asOf);
  } finally {
    await delivered.close();
  }
}

async function planFiles(
  options: PlanOptions,
  files: readonly SourceFile[],
  runs: string,
  asOf: IsoDate,
): Promise<Planned> {
  const { profile, config, progress } = options;
  refuseApplied(files, options.registry);
  const layers = await readLayers(options, asOf);
  const inputs = await inputsOf(options, { files, layers, asOf });
  const work = workFolder(runs, profile.id, hashOf(inputs).slice(0, 12));
  await mkdir(runs, { recursive: true });
  await sweep(runs);
  makeWorkFolder(work);
  const unlock = lockWorkFolder(work, options.at);
  progress.keep(progressFile(work));
  const sources: PreparedSource[] = [];
  try {
    const begun = readWhole<Publishing>(publishingFile(work));
    if (begun) return await publish(work, runs, begun.id);
    await prepareAll(files, options, sources);
    for (const source of sources) tellNotes(source, options.onNotice);
    writeBoundaries(boundariesFile(runInWork(work)), layers);
    const inCommune = communeTest(layers, options.crosswalk, profile);
    const run = { options, work, asOf, configHash: configHash(config, inputs), sources, inCommune };
    const scattered = await scatter(run, newBoundaries(layers).length > 0);
    const { context } = scattered;
    const id = `${profile.id}-${runHash(inputs, context.epochs, context.decisions).slice(0, 12)}`;
    const sheets = await planSheetsOf(options, work, context);
    await settleRun({ ...run, ...scattered, id, sheets });
    return await publish(work, runs, id);
  } catch (fault) {
    if (isRefusal(fault)) await discard(work);
    throw options.signal.aborted ? refusal(PLAN_MESSAGES, 'stopped', 'plan.stopped', {}) : fault;
  } finally {
    progress.stop();
    unlock();
    for (const source of sources) await source.open.close();
  }
}

/** Opens all files into `sources`; throws one refusal that tells what is wrong with each. */
async function prepareAll(
  files: readonly SourceFile[],
  { config, profile }: PlanOptions,
  sources: PreparedSource[],
): Promise<void> {
  const faults: RefusalError[] = [];
  for (const file of files) {
    try {
      const source = await prepareSource(file, config);
      sources.push(source);
      requireKnownSystem(source, profile);
      requireRoles(source);
    } catch (fault) {
      if (!(fault instanceof RefusalError) || !isRefusal(fault)) throw fault;
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw refusalOfAll(faults);
}

/** What a reader leaves out or found odd, `inspect` shows; who plans without it must hear it too. */
function tellNotes({ file, layers }: PreparedSource, onNotice: PlanOptions['onNotice']): void {
  for (const { layer } of layers)
    for (const note of layer.notes ?? [])
      onNotice?.(message(PLAN_MESSAGES, 'source.note', { file: file.name, layer: layer.name, note }));
}

/** The sources cannot be planned as they are: there is nothing to go on with. */
const isRefusal = (fault: unknown): boolean => fault instanceof RefusalError && fault.kind === 'refused';

/** Pass 1. Should all records together show another date than the sample did, it is done again with that. */
async function scatter(run: PlanInWork, boundaries: boolean): Promise<ScatteredPlan> {
  const { options, work, sources } = run;
  const { crosswalk, profile, config, progress, signal } = options;
  const { minInside } = config.rules.georeference;
  const surveying = {
    crosswalk,
    profile,
    ...(run.inCommune ? { inCommune: run.inCommune } : {}),
    ...(minInside === undefined ? {} : { minInside }),
  };
  const known = readWhole<PlanContext>(planFile(work));
  let epochs = known?.epochs ?? (await surveySources(sources, { ...surveying, progress, signal }));
  for (;;) {
    const context = await storePlan(run, epochs, boundaries);
    await dispatchMissing(run, 'scatter', scatterUnits(context));
    const surveys = judgeAll(
      sources,
      sources.map((_, i) => evidenceOf(work, context, i)),
      surveying,
    );
    const { epochs: proved, notices } = requireSurveys(sources, surveys, profile);
    if (surveys.every(({ records }) => records.every((n) => n === 0)))
      throw refusal(PLAN_MESSAGES, 'refused', 'source.no-records', {});
    if (proved.every((epoch, i) => epoch === epochs[i])) return { context, surveys, notices };
    await rm(scatterFolder(work), { recursive: true });
    makeWorkFolder(work);
    epochs = proved;
  }
}

async function storePlan(
  { options, work, asOf, sources }: PlanInWork,
  epochs: readonly IsoDate[],
  boundaries: boolean,
): Promise<PlanContext> {
  const { profile, crosswalk, config, log = null } = options;
  const context: PlanContext = {
    tool: TOOL,
    profile,
    crosswalk: crosswalk.hash,
    log,
    asOf,
    config,
    sources: sources.map((source) => storeSource(source, config, work)),
    epochs,
    decisions: await readDecisions(config, crosswalk, epochs, asOf, options.onNotice),
    reviewed: (options.reviewed ?? NO_REVIEW).records,
    boundaries,
    parts: cutParts(sources),
  };
  writeWhole(planFile(work), JSON.stringify(context));
  crashPoint('plan stored');
  return context;
}

const scatterUnits = ({ parts }: PlanContext): UnitOfWork[] =>
  parts.map(({ name, size }) => ({ kind: 'scatter', name, size }));
