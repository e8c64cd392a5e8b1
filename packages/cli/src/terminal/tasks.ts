/** Long work as it stands: what processes keep in the folder of runs, and what the database says of runs under way. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunUnderWay } from '@thuadat/store/apply/under-way';
import { type KeptState, type Life, lifeOf, readKept } from './progress/kept-state.ts';
import type { StageState } from './progress/stage-clock.ts';

export type Task = StageState & {
  readonly kind: 'plan' | 'apply' | 'revert';
  /** Run id; of a plan that has none yet, the name of its work folder. */
  readonly name: string;
  /** Null: the engine cannot tell whether anybody is at it. */
  readonly life: Life | null;
  readonly rss: number | null;
  readonly since: string | null;
  /** Last sign of life. */
  readonly at: string | null;
  readonly host: string | null;
  readonly pid: number | null;
  /** The command that goes on, and where it was given. */
  readonly command: string;
  readonly cwd: string | null;
  readonly communes: { readonly done: number; readonly total: number } | null;
};

/** Plans and applies by what they keep in `runs`, by name. */
export function tasksInFolder(runs: string, now: number): Task[] {
  let names: string[];
  try {
    names = readdirSync(runs).sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const plan = /^\.(.+)\.work$/.exec(name)?.[1];
    if (plan !== undefined) return planTask(plan, join(runs, name), now);
    const run = /^\.applying-(.+)\.json$/.exec(name)?.[1];
    const state = run === undefined ? null : readKept(join(runs, name));
    return run === undefined || state === null ? [] : taskOf('apply', run, state, now);
  });
}

function planTask(name: string, work: string, now: number): Task[] {
  const kept = readKept(join(work, 'progress.json'));
  const holder = readHolder(join(work, 'lock.json'));
  // A process that has just begun holds the lock before it keeps its state.
  if (kept && (holder === null || holder.pid === kept.pid)) return [taskOf('plan', name, kept, now)];
  const known = kept ?? { ...UNKNOWN, cwd: resolve(work, '../..') };
  const own = holder ?? { host: known.host, pid: known.pid, mark: null, since: known.since };
  return [taskOf('plan', name, { ...known, ...own, at: own.since, ended: holder === null }, now)];
}

const UNKNOWN: KeptState = {
  ...{ stage: 'start', done: 0, total: null, already: 0, rate: null, eta: null, elapsed: 0, rss: 0 },
  ...{ at: '', since: '', started: '', host: '', pid: 0, mark: null, command: 'thuadat plan …', cwd: '' },
  ...{ ended: true, finished: [] },
};

function readHolder(path: string): Pick<KeptState, 'host' | 'pid' | 'mark' | 'since'> | null {
  try {
    const { host, pid, mark, since } = JSON.parse(readFileSync(path, 'utf8'));
    return { host, pid, mark, since };
  } catch {
    return null;
  }
}

function taskOf(kind: Task['kind'], name: string, kept: KeptState, now: number): Task {
  const { mark: _, ended: _ended, finished: _finished, started: _started, ...state } = kept;
  const life = lifeOf(kept, now);
  const over = life === 'running' ? {} : { rate: null, eta: null };
  return { kind, name, ...state, ...over, life, communes: null };
}

/** Adds what the database knows: communes of applies that keep a state here, and applies from elsewhere. */
export function withDatabaseTasks(tasks: readonly Task[], found: readonly RunUnderWay[]): Task[] {
  const byRun = new Map(found.map((each) => [each.run, each]));
  const own = tasks.flatMap((task) => {
    const run = byRun.get(task.name);
    if (task.kind === 'plan') return task;
    // The run is whole: a process that was killed at its very end left the file.
    if (!run) return task.life === 'running' ? task : [];
    byRun.delete(task.name);
    return { ...task, communes: run.communes };
  });
  return [...own, ...[...byRun.values()].map(databaseTask)];
}

function databaseTask({ run, state, communes, records, held, since, rate }: RunUnderWay): Task {
  const verb = state === 'applying' ? 'apply' : 'revert';
  const left = Math.max(0, records.total - records.done);
  return {
    ...{ kind: verb, name: run, stage: verb, done: records.done, total: records.total, already: 0 },
    ...{
      rate,
      eta: rate === null || rate === 0 ? null : left / rate,
      elapsed: 0,
      rss: null,
      since,
      at: since,
    },
    ...{ host: null, pid: null, command: `thuadat ${verb} ${run}`, cwd: null, communes },
    life: held === null ? null : held ? 'running' : 'stopped',
  };
}
