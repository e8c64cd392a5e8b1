/** The built program as a process: what a user starts, with what it says and how it ends. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const PROGRAM = join(root, 'packages/cli/bin/thuadat.js');

/** A builder that has not ended after this many milliseconds is taken for dead. */
const STALE = 120_000;

/** Builds when a source is newer; test files run side by side, so one builds and the others wait. */
export function buildProgram(): void {
  const lock = join(root, 'node_modules/.cache/thuadat-build.lock');
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (Date.now() - since > STALE) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

export type Ended = { readonly exit: number | null; readonly out: string; readonly talk: string };

export type RunOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments to start it through, such as `setpriv`. */
  readonly through?: readonly string[];
};

/** English unless told, since the tests read what is said; no terminal, so no bars and no colour. */
export function thuadat(args: readonly string[], { cwd, env = {}, through = [] }: RunOptions): Ended {
  const command = [...through, process.execPath, PROGRAM, ...args];
  const { status, stdout, stderr, error } = spawnSync(command[0]!, command.slice(1), {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    timeout: 100_000,
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { exit: status, out: stdout, talk: stderr };
}

export const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const { THUADAT_DATABASE: _, ...rest } = process.env;
  return { ...rest, THUADAT_LANG: 'en', NO_COLOR: '1', ...more };
};

/** Runs a command with `--json`, checks how it ends, and gives what it printed. */
export function answer<T>(args: readonly string[], exit: number, options: RunOptions): T {
  const ended = thuadat([...args, '--json'], options);
  if (ended.exit !== exit)
    throw new Error(`${args.join(' ')} ended with ${ended.exit}, ${exit} was expected: ${ended.talk}`);
  return JSON.parse(ended.out) as T;
}
