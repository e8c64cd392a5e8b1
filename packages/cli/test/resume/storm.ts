/** Starts the built program again and again and ends it the hard way at seeded points, until it is let through. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, PROGRAM } from '@thuadat/testing/program';
import { expect } from 'vitest';

/** Points at which the program is killed: a few in every test run, 200 and more with THUADAT_KILL_POINTS=200. */
export const KILL_POINTS = Number(process.env.THUADAT_KILL_POINTS ?? 12);
/** Milliseconds for a test with that many kills on a busy machine. */
export const PATIENCE = 60_000 + KILL_POINTS * 12_000;

/** Numbers from 0 to 1; a failure can be run again with its seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export type Blow = {
  /** Place or number of the place passed at which a process of the program ends itself, as in crash-point.ts. */
  readonly at?: string | number;
  /** Milliseconds after which it is killed from outside. */
  readonly after?: number;
  /** With its worker processes, as a power cut would; else these outlive it for a moment. */
  readonly group?: boolean;
};

export type Outcome = {
  readonly exit: number | null;
  readonly killed: boolean;
  readonly out: string;
  readonly talk: string;
  /** Ends when no process of this start is left. */
  readonly quiet: () => Promise<void>;
};

/** One start of the program. */
export function start(args: readonly string[], cwd: string, blow: Blow = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = environment(blow.at === undefined ? {} : { THUADAT_CRASH_AT: String(blow.at) });
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env, detached: true });
    const group = -child.pid!;
    let [out, talk] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      talk += part.toString();
    });
    const timer =
      blow.after === undefined
        ? undefined
        : setTimeout(() => signal(blow.group ? group : child.pid!, 'SIGKILL'), blow.after);
    child.on('error', reject);
    child.on('exit', (exit, how) => {
      clearTimeout(timer);
      const killed = how === 'SIGKILL';
      resolve({ exit, killed, out, talk, quiet: () => untilGone(group) });
    });
  });
}

function signal(pid: number, how: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, how);
  } catch {
    return false;
  }
}

async function untilGone(group: number): Promise<void> {
  for (let waited = 0; signal(group, 0); waited += 20) {
    if (waited > 30_000) throw new Error(`processes of group ${-group} are still there`);
    await sleep(20);
  }
}

/** SHA-256 of every file in a folder, by path. */
export function bytesOf(folder: string): Record<string, string> {
  const hashes: [string, string][] = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [
      path.slice(folder.length + 1),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]);
  return Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The folder of runs holds this one run, byte for byte, and nothing that a killed program left. */
export function expectRun(runs: string, id: string, bytes: Record<string, string>, how: string): void {
  expect(readdirSync(runs), how).toEqual([id]);
  expect(bytesOf(join(runs, id)), how).toEqual(bytes);
}
