/** One measured piece of work. Each runs in a process of its own, so that its peak memory is its own. */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { watchTree } from './process-tree.ts';
import type { CopyTask } from './reading-copy.ts';

export type Job =
  | { readonly kind: 'identifiers'; readonly database: string | null; readonly seed: number }
  | { readonly kind: 'read'; readonly sources: readonly string[] }
  | { readonly kind: 'copy'; readonly target: string; readonly tasks: readonly CopyTask[] }
  | { readonly kind: 'kernel'; readonly sources: readonly string[]; readonly parcels: number }
  | {
      readonly kind: 'plan';
      readonly sources: readonly string[];
      readonly boundaries: string;
      readonly runs: string;
      readonly workers: number;
    }
  | { readonly kind: 'apply'; readonly run: string; readonly target: string };

export type Stage = { readonly name: string; readonly records: number; readonly seconds: number };

export type Done = {
  readonly stages: readonly Stage[];
  /** Bytes, of the process and those it started together. */
  readonly peakRss: number;
  /** The run folder a plan wrote. */
  readonly run?: string;
};

/** The argument that makes this program a child which waits for its job. */
export const CHILD = '--job';

export function runJob(job: Job): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = fork(process.argv[1]!, [CHILD], { execArgv: [] });
    const watch = watchTree(child.pid!);
    let done: Done | null = null;
    child.on('message', (message: Done) => {
      done = message;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const { rss } = watch.stop();
      if (done && code === 0) resolve({ ...done, peakRss: Math.max(done.peakRss, rss) });
      else reject(new Error(`The ${job.kind} process ended with ${signal ?? `exit code ${code}`}.`));
    });
    child.send(job);
  });
}

/**
 * The kernel's own high-water mark. `getrusage` will not do: a forked process starts with its parent's peak. Where
 * there is no /proc it is the best there is.
 */
export function peakRss(): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line) return Number(line[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
