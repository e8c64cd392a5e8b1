/** The built programs started as a user starts them, watched from outside while they work. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { watchTree } from './process-tree.ts';

export type Ran = {
  readonly seconds: number;
  /** Bytes at the peak, of the program and all that it started together. */
  readonly rss: number;
  /** In order, by its lines of progress; what comes before the first is called `start`. */
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  readonly out: string;
};

export type Started = {
  readonly ended: Promise<Ran>;
  /** The first match in what it says; fails when it ends without. */
  said(pattern: RegExp): Promise<string>;
  /** Asks it to end, as Ctrl-C does. */
  stop(): void;
};

export const runProgram = (args: readonly string[], cwd: string): Promise<Ran> =>
  startProgram(args, cwd).ended;

/** `cwd`: where it runs, its `.thuadat` is made there. `script` lies beside the built benchmark. */
export function startProgram(args: readonly string[], cwd: string, script = 'thuadat.js'): Started {
  const { THUADAT_DATABASE: _, ...environment } = process.env;
  const start = performance.now();
  const child = spawn(process.execPath, [join(dirname(process.argv[1]!), script), ...args], {
    cwd,
    env: { ...environment, THUADAT_LANG: 'en', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stopWatch = watchTree(child.pid!);
  const marks: { name: string; at: number }[] = [{ name: 'start', at: start }];
  let out = '';
  let talk = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    talk = (talk + chunk).slice(-20_000);
    for (const [, name] of String(chunk).matchAll(/^\{.*"stage":"([^"]+)"/gm))
      if (!marks.some((mark) => mark.name === name)) marks.push({ name: name!, at: performance.now() });
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killed) => {
      process.off('exit', kill);
      const end = performance.now();
      const rss = stopWatch();
      const stages = marks.map(({ name, at }, i) => ({
        name,
        seconds: ((marks[i + 1]?.at ?? end) - at) / 1000,
      }));
      // 1 = done, matters are open.
      if (code === 0 || code === 1) resolve({ seconds: (end - start) / 1000, rss, stages, out });
      else reject(new Error(`${args[0]} ended with ${killed ?? `exit code ${code}`}: ${lastLines(talk)}`));
    });
  });
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const listen = () => {
        const [found] = pattern.exec(out + talk) ?? [];
        if (found) resolve(found);
      };
      for (const stream of [child.stdout, child.stderr]) stream.on('data', listen);
      ended.then(({ out: all }) => reject(new Error(`${args[0]} ended without ${pattern}: ${all}`)), reject);
    });
  return { ended, said, stop: () => void child.kill('SIGTERM') };
}

/** What it said before it ended, without its lines of progress. */
const lastLines = (talk: string): string =>
  talk
    .split('\n')
    .filter((line) => line && !line.startsWith('{'))
    .slice(-8)
    .join('\n');

/** Work that the benchmark does itself, in a process of its own, so that its peak memory is its own. */
export type Job =
  | { readonly kind: 'read'; readonly sources: readonly string[] }
  | { readonly kind: 'copy'; readonly sources: readonly string[]; readonly target: string };

/** The argument that makes the benchmark a process that does one job and prints what it took. */
export const JOB = '--job';

export async function runJob(job: Job): Promise<{ records: number; seconds: number; rss: number }> {
  const { out, rss } = await startProgram([JOB, JSON.stringify(job)], tmpdir(), 'bench.js').ended;
  return { ...(JSON.parse(out) as { records: number; seconds: number }), rss };
}
