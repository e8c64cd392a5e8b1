/** The state of long work in a file, written whole and renamed, for `thuadat status` in another terminal. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRunning, markOf, SILENCE } from '@thuadat/engine/work/process-life';
import { commandLine } from '../command-line.ts';
import type { StageState } from './stage-clock.ts';

export type KeptState = StageState & {
  readonly rss: number;
  /** Instants: of this state, of the stage's beginning and of the command's. */
  readonly at: string;
  readonly since: string;
  readonly started: string;
  readonly host: string;
  readonly pid: number;
  /** Tells the process from a later one with the same number; null where the system does not say. */
  readonly mark: string | null;
  /** As typed, without passwords. */
  readonly command: string;
  readonly cwd: string;
  /** The process let go of the work: it is done, or was stopped. */
  readonly ended: boolean;
  /** Stages before this one. */
  readonly finished: readonly Pick<StageState, 'stage' | 'done' | 'elapsed' | 'rate'>[];
};

/** Where `apply` keeps its state: the embedded database lets nobody else look at it meanwhile. */
export const applyingFile = (runs: string, run: string): string => join(runs, `.applying-${run}.json`);

export const whoWorks = () => ({
  host: hostname(),
  pid: process.pid,
  mark: markOf(process.pid),
  command: commandLine(),
  cwd: process.cwd(),
});

/** Showing progress never breaks the work: a folder that is gone or a full disk is passed over. */
export function keepState(path: string, state: KeptState): void {
  const part = `${path}.${state.pid}.part`;
  try {
    writeFileSync(part, JSON.stringify(state));
    renameSync(part, path);
  } catch {
    try {
      rmSync(part, { force: true });
    } catch {
      // the folder is gone
    }
  }
}

/** Null when there is none, or none that can be read. */
export function readKept(path: string): KeptState | null {
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as KeptState;
    return typeof state.stage === 'string' && typeof state.pid === 'number' ? state : null;
  } catch {
    return null;
  }
}

/** `stopped`: it let go in order. `dead`: it was killed. `silent`: on another machine, and has not been heard of for long. */
export type Life = 'running' | 'stopped' | 'dead' | 'silent';

export function lifeOf(state: Pick<KeptState, 'ended' | 'host' | 'pid' | 'mark' | 'at'>, now: number): Life {
  if (state.ended) return 'stopped';
  if (state.host !== hostname()) return now - Date.parse(state.at) < SILENCE ? 'running' : 'silent';
  return isRunning(state.pid) && markOf(state.pid) === state.mark ? 'running' : 'dead';
}
