/** Long work seen from outside: another terminal asks how far it is, Ctrl-C stops it, a kill leaves a way to go on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SOME_DIRT } from '@thuadat/sample/generate';
import { writeProvince } from '@thuadat/sample/province-files';
import { ENGINES } from '@thuadat/testing/engines';
import { answer, buildProgram, type Ended, environment, PROGRAM, thuadat } from '@thuadat/testing/program';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from '../src/terminal/command-line.ts';
import { EXIT } from '../src/terminal/exit.ts';
import type { KeptState } from '../src/terminal/progress/kept-state.ts';
import type { Task } from '../src/terminal/tasks.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-long-'));
const here = { cwd: base };
/** Milliseconds for tests that start the program many times on a busy machine. */
const PATIENCE = 240_000;
let sources: readonly string[];

beforeAll(async () => {
  buildProgram();
  const options = { province: 'lao-cai', parcels: 12_000, seed: 11, dirt: SOME_DIRT };
  ({ sources } = await writeProvince(options, join(base, 'source'), 'geojson'));
}, PATIENCE);
afterAll(() => {
  for (const engine of ENGINES) engine.stop();
  rmSync(base, { recursive: true, force: true });
});

const planArgs = (runs: string) => [
  ...['plan', '-p', 'lao-cai', ...sources, '--runs', join(base, runs), '--workers', '2'],
  ...['-d', join(base, 'none'), '--by', 'lan', '--date', '2026-03-02', '--json'],
];

type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

function start(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: base, env: environment(env) });
  let [out, talk] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    talk += part.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (exit) => resolve({ exit, out, talk })));
  return { child, ended };
}

function keptState(runs: string): KeptState | null {
  const folder = join(base, runs);
  const work = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.work')) : undefined;
  try {
    return work === undefined ? null : JSON.parse(readFileSync(join(folder, work, 'progress.json'), 'utf8'));
  } catch {
    return null;
  }
}

async function until<T>(look: () => T | null | false, what: string): Promise<T> {
  for (let waited = 0; waited < 60_000; waited += 10) {
    const found = look();
    if (found) return found;
    await sleep(10);
  }
  throw new Error(`waited a minute for ${what}`);
}

const settling = (runs: string) =>
  until(() => {
    const state = keptState(runs);
    return state?.stage === 'settle' && state;
  }, 'the second pass');

/** Holds a process still while something looks at it from outside: on a fast machine it would be through before. */
function whileStill<T>(child: ChildProcess, look: () => T): T {
  child.kill('SIGSTOP');
  try {
    return look();
  } finally {
    child.kill('SIGCONT');
  }
}

const tasksOf = (runs: string, target = join(base, 'none')): Task[] =>
  answer<{ underWay: Task[] }>(['status', '--runs', join(base, runs), '-d', target], EXIT.ok, here).underWay;

it('is shown to another terminal while it runs, and after a kill with the command that goes on', {
  timeout: PATIENCE,
}, async () => {
  const runs = 'killed';
  const { child, ended } = start(planArgs(runs));
  await settling(runs);
  const [task, ...others] = whileStill(child, () => {
    const seen = tasksOf(runs);
    child.kill('SIGKILL');
    return seen;
  });
  expect(others).toEqual([]);
  expect(task).toMatchObject({ kind: 'plan', life: 'running', pid: child.pid });
  expect(task!.rss).toBeGreaterThan(50 << 20);
  await ended;
  const [dead] = tasksOf(runs);
  expect(dead).toMatchObject({ kind: 'plan', life: 'dead', stage: 'settle', cwd: base });
  expect(dead!.command).toBe(`thuadat ${planArgs(runs).join(' ')}`);
  const screen = thuadat(['status', '--runs', join(base, runs), '-d', join(base, 'none')], here).out;
  expect(screen).toContain(`process ${child.pid}`);
  expect(screen).toContain('Go on with the same command');
  expect(screen).toContain(dead!.command);
  const again = thuadat(planArgs(runs), here);
  expect([EXIT.ok, EXIT.open]).toContain(again.exit);
  expect(tasksOf(runs)).toEqual([]);
  expect(readdirSync(join(base, runs))).toEqual([JSON.parse(again.out).id]);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'ends within a second of %s, says what is kept and how to go on',
  { timeout: PATIENCE },
  async (signal) => {
    const runs = signal;
    const { child, ended } = start(planArgs(runs));
    await settling(runs);
    const begun = performance.now();
    child.kill(signal);
    const { exit, talk } = await ended;
    // One second of work, and what a busy machine adds.
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(exit).toBe(EXIT.stopped);
    expect(talk).toContain('What was done is kept');
    expect(talk).toContain(`thuadat ${planArgs(runs).join(' ')}`);
    expect(talk).not.toMatch(/\n\s+at /);
    expect(tasksOf(runs)[0]).toMatchObject({ life: 'stopped' });
    expect(readdirSync(join(base, runs)).every((name) => name.endsWith('.work'))).toBe(true);
  },
);

it('ends at once when it is asked twice', { timeout: PATIENCE }, async () => {
  const runs = 'twice';
  const { child, ended } = start(planArgs(runs));
  await settling(runs);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect((await ended).exit).toBe(EXIT.stopped);
});

it('tells its stages in lines of JSON when asked, and nothing when asked for silence', {
  timeout: PATIENCE,
}, () => {
  const told = thuadat([...planArgs('json'), '--progress', 'json'], here).talk;
  const lines = told
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  for (const stage of ['scatter', 'settle']) {
    const own = lines.filter((line) => line.stage === stage);
    expect(own[0]).toMatchObject({ event: 'start', done: 0 });
    expect(own.at(-1)).toMatchObject({ event: 'end' });
    expect(own.at(-1).done).toBe(own.at(-1).total);
  }
  expect(thuadat([...planArgs('none'), '--progress', 'none'], here).talk).not.toContain('{');
  expect(thuadat(['plan', '--progress', 'loud', 'x'], here).exit).toBe(EXIT.usage);
});

it.each(ENGINES)(
  'shows an apply under way on $name, stops it and goes on',
  { timeout: PATIENCE },
  async (engine) => {
    const target = await engine.target();
    const runs = 'json';
    if (!existsSync(join(base, runs))) thuadat(planArgs(runs), here);
    const run = readdirSync(join(base, runs)).find((name) => !name.startsWith('.'))!;
    const args = ['apply', join(base, runs, run), '-d', target, '--json'];
    const { child, ended } = start(args);
    const path = join(base, runs, `.applying-${run}.json`);
    await until(() => existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).done > 0, 'some of it');
    const tasks = whileStill(child, () => {
      const seen = tasksOf(runs, target);
      child.kill('SIGTERM');
      return seen;
    });
    const { exit, talk } = await ended;
    if (exit === EXIT.stopped) {
      expect(tasks[0]).toMatchObject({ kind: 'apply', name: run, life: 'running', pid: child.pid });
      expect(tasks[0]!.total).toBeGreaterThan(0);
      expect(talk).toContain(commandLine(args));
      expect(talk).toMatch(/\d+ communes are through and kept/);
      const [stopped] = tasksOf(runs, target);
      expect(stopped).toMatchObject({ kind: 'apply', name: run });
      expect(stopped!.life).not.toBe('running');
      // Brought in, or in force already.
      const through = Number(/(\d+) communes are through/.exec(talk)![1]);
      expect(stopped!.communes!.done).toBeGreaterThanOrEqual(through);
    }
    expect(existsSync(path)).toBe(false);
    const rest = answer<{ counts: Record<string, number> }>(args.slice(0, -1), EXIT.open, here);
    expect(rest.counts.failed).toBe(0);
    expect(tasksOf(runs, target)).toEqual([]);
  },
);

it('looks into no database that is not there, and draws what is under way again and again', {
  timeout: PATIENCE,
}, async () => {
  const place = join(base, 'nothing');
  const told = thuadat(['status', '-d', place, '--runs', join(base, 'json')], here);
  expect(told.exit).toBe(EXIT.ok);
  expect(told.out).toContain('There is no database');
  expect(existsSync(place)).toBe(false);
  const { child, ended } = start(['status', '--watch', '--json', '-d', place, '--runs', join(base, 'json')]);
  await sleep(3_500);
  child.kill('SIGINT');
  const { exit, out } = await ended;
  expect(exit).toBe(EXIT.ok);
  const lines = out.trim().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(2);
  expect(JSON.parse(lines[0]!)).toMatchObject({ underWay: [] });
});
