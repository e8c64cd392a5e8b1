/**
 * The folder in which a plan is made. It is named after what the plan is computed from and outlives a kill: the same
 * command finds what was done and goes on. Everything in it is written under a temporary name and renamed when whole.
 *
 *   <runs>/.<profile>-<key>.work/
 *     lock.json               who is at it
 *     progress.json           how far it is, for `status`
 *     plan.json               what the units of work need: sources, epochs, decisions, parts
 *     scatter/<part>.spill    records by unit; <part>.json says where, and what the part showed
 *     settle.json             what the second pass needs besides: bases of ordinals, open sheets
 *     clashes.json            identifiers borne in two units, once known
 *     settled/<unit>.json     a unit's summary; <unit>.ids its identifiers
 *     again/<unit>.json       the same of units settled again because of a clash
 *     publishing.json         the run is whole and gets its name
 *     run/                    becomes the run's folder
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { refusal } from '@thuadat/core/message/message';
import type { CommuneUnit } from '@thuadat/core/run';
import { PLAN_MESSAGES } from '../messages.ts';
import { crashPoint } from './crash-point.ts';
import { isRunning, markOf, SILENCE } from './process-life.ts';

export const workFolder = (runs: string, profile: string, key: string): string =>
  join(runs, `.${profile}-${key}.work`);

export const planFile = (work: string): string => join(work, 'plan.json');
export const progressFile = (work: string): string => join(work, 'progress.json');
export const spillFile = (work: string, part: string): string => join(work, 'scatter', `${part}.spill`);
export const partFile = (work: string, part: string): string => join(work, 'scatter', `${part}.json`);
export const settleFile = (work: string): string => join(work, 'settle.json');
export const clashesFile = (work: string): string => join(work, 'clashes.json');
export const settledFile = (work: string, unit: CommuneUnit): string => join(work, 'settled', `${unit}.json`);
export const settledIdsFile = (work: string, unit: CommuneUnit): string =>
  join(work, 'settled', `${unit}.ids`);
export const againFile = (work: string, unit: CommuneUnit): string => join(work, 'again', `${unit}.json`);
export const scatterFolder = (work: string): string => join(work, 'scatter');
export const publishingFile = (work: string): string => join(work, 'publishing.json');
export const runInWork = (work: string): string => join(work, 'run');
export const sheetsInWork = (work: string): string => join(work, 'run', 'sheets.json');

export function makeWorkFolder(work: string): void {
  for (const name of ['scatter', 'settled', 'again', 'run/units'])
    mkdirSync(join(work, name), { recursive: true });
}

/**
 * A name beside `path` that nobody else writes to: another process or thread may be at the same unit of work, because it
 * was taken for dead. Whoever is whole first or last makes no difference: both write the same bytes.
 */
export const unfinished = (path: string): string =>
  `${path}.${hostname().replace(/[^\w-]/g, '_')}-${process.pid}-${threadId}.part`;

/**
 * Gives a file that is whole its name. It is not forced to the disk, which would cost a tenth of the plan: after a power
 * cut a name may stand before its bytes do, so whoever goes on with a folder checks what it finds (`isDone`).
 */
export function finish(part: string, path: string): void {
  crashPoint('written');
  renameSync(part, path);
  crashPoint('named');
}

export function writeWhole(path: string, bytes: string | Uint8Array): void {
  const part = unfinished(path);
  writeFileSync(part, bytes);
  finish(part, path);
}

/** Null when there is no such file, or none that was written to its end. */
export function readWhole<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (fault) {
    if (fault instanceof SyntaxError || (fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}

type Holder = {
  readonly host: string;
  readonly pid: number;
  /** Tells the process from a later one with the same number; null where the system does not say. */
  readonly mark: string | null;
  readonly since: string;
};

/** Takes the folder for this process; refuses while another plan of the same inputs is alive. Returns how to let go. */
export function lockWorkFolder(work: string, at: string): () => void {
  const path = join(work, 'lock.json');
  const holder = readWhole<Holder>(path);
  if (holder && isAlive(holder, work)) {
    throw refusal(PLAN_MESSAGES, 'refused', 'plan.under-way', {
      pid: String(holder.pid),
      host: holder.host,
      since: holder.since,
    });
  }
  const { pid } = process;
  writeWhole(path, JSON.stringify({ host: hostname(), pid, mark: markOf(pid), since: at } satisfies Holder));
  return () => rmSync(path, { force: true });
}

/** A process of another machine cannot be asked: it counts as alive while its progress file is kept. */
function isAlive({ host, pid, mark }: Holder, work: string): boolean {
  if (host !== hostname()) {
    const kept = statSync(progressFile(work), { throwIfNoEntry: false });
    return kept !== undefined && Date.now() - kept.mtimeMs < SILENCE;
  }
  return pid !== process.pid && isRunning(pid) && markOf(pid) === mark;
}
