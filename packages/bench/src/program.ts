/** The built program started as a user starts it, watched from outside while it works. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { less, NO_USAGE, type Peak, type Usage, watchTree } from './process-tree.ts';

type StageUse = { readonly name: string; readonly seconds: number; readonly use: Usage };

export type Ran = {
  readonly seconds: number;
  readonly use: Usage;
  readonly peak: Peak;
  /** In order; what comes before the first that the program names is called `start`. */
  readonly stages: readonly StageUse[];
  readonly out: string;
};

export type RunOptions = {
  /** Where it runs: its `.thuadat` is made there. */
  readonly cwd: string;
  /** Exit codes that count as done; 1 = done, matters are open. */
  readonly accept?: readonly number[];
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Folder of runs, whose progress files tell the stage. */
  readonly runs?: string;
  /** Ends the program at once. */
  readonly signal?: AbortSignal;
};

/** `thuadat.js` lies beside the built benchmark. */
const programPath = (): string => join(dirname(process.argv[1]!), 'thuadat.js');

export const runProgram = (args: readonly string[], options: RunOptions): Promise<Ran> =>
  startProgram(args, options).ended;

export type Started = {
  readonly ended: Promise<Ran>;
  /** Asks it to end, as Ctrl-C does. */
  stop(): void;
};

export function startProgram(args: readonly string[], options: RunOptions): Started {
  const { THUADAT_DATABASE: _, ...environment } = process.env;
  const start = performance.now();
  const child = spawn(process.execPath, [...(options.node ?? []), programPath(), ...args], {
    cwd: options.cwd,
    env: { ...environment, THUADAT_LANG: 'en', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  options.signal?.addEventListener('abort', kill);
  const watch = watchTree(child.pid!, { onSample: () => clock.enter(toldStage(options.runs)) });
  const clock = stageClock(start, watch.usage);
  let out = '';
  let talk = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    talk = (talk + chunk).slice(-20_000);
    for (const line of String(chunk).split('\n')) clock.enter(stageInLine(line));
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('exit', kill);
      const seconds = (performance.now() - start) / 1000;
      const { stages, use } = clock.stop();
      const peak = watch.stop();
      if ((options.accept ?? [0, 1]).includes(code ?? -1)) resolve({ seconds, use, peak, stages, out });
      else
        reject(
          new Error(`thuadat ${args[0]} ended with ${signal ?? `exit code ${code}`}: ${lastLines(talk)}`),
        );
    });
  });
  return { ended, stop: () => void child.kill('SIGTERM') };
}

/** What it said before it ended, without its lines of progress. */
const lastLines = (talk: string): string =>
  talk
    .split('\n')
    .filter((line) => line && !line.startsWith('{'))
    .slice(-8)
    .join('\n');

/** Shares time and use out over stages; a stage begins when the program says so on standard error or in its folder. */
function stageClock(start: number, usage: () => Usage) {
  const stages: { name: string; from: number; at: Usage }[] = [{ name: 'start', from: start, at: NO_USAGE }];
  return {
    enter(name: string | null) {
      if (name === null || stages.some((stage) => stage.name === name)) return;
      stages.push({ name, from: performance.now(), at: usage() });
    },
    stop() {
      const end = performance.now();
      const last = usage();
      return {
        use: last,
        stages: stages.map(({ name, from, at }, i) => ({
          name,
          seconds: ((stages[i + 1]?.from ?? end) - from) / 1000,
          use: less(stages[i + 1]?.at ?? last, at),
        })),
      };
    },
  };
}

function stageInLine(text: string): string | null {
  if (!text.startsWith('{')) return null;
  try {
    const { stage } = JSON.parse(text) as { stage?: unknown };
    return typeof stage === 'string' ? stage : null;
  } catch {
    return null;
  }
}

/** How far a plan is, by the state that it keeps for `status`, else by what its work folder holds. */
function toldStage(runs: string | undefined): string | null {
  if (runs === undefined || !existsSync(runs)) return null;
  const name = readdirSync(runs).find((each) => each.endsWith('.work'));
  if (name === undefined) return null;
  const work = join(runs, name);
  try {
    const told = stageInLine(readFileSync(join(work, 'progress.json'), 'utf8'));
    if (told !== null) return told;
  } catch {
    // It keeps none.
  }
  if (existsSync(join(work, 'settle.json'))) return 'settle';
  return existsSync(join(work, 'plan.json')) ? 'scatter' : 'survey';
}
