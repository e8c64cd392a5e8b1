import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SILENCE } from '@thuadat/engine/work/process-life';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openProgress } from '../progress.ts';
import { type KeptState, keepState, lifeOf, readKept, whoWorks } from './kept-state.ts';
import { barView, EAGER, jsonView, PATIENT } from './views.ts';

let folder: string;
let written: string[];
const stream = { columns: 80, write: (text: string) => written.push(text) };
const lines = () => written.map((line) => JSON.parse(line));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thuadat-progress-'));
  written = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

it('tells a stage in lines of JSON: one at its start, few between, one at its end', () => {
  const progress = openProgress(jsonView(EAGER, stream));
  progress.stage('scatter', 1000);
  for (let second = 0; second < 10; second++) {
    progress.advance(100);
    vi.advanceTimersByTime(1_000);
  }
  progress.stop();
  const told = lines();
  expect(told.map(({ event }) => event)).toEqual([
    'start',
    ...Array(told.length - 2).fill('progress'),
    'end',
  ]);
  expect(told.length).toBeGreaterThanOrEqual(5);
  expect(told.length).toBeLessThanOrEqual(7);
  expect(Object.keys(told[1])).toEqual([
    ...['at', 'event', 'stage', 'done', 'total', 'rate', 'eta', 'rss', 'elapsed'],
  ]);
  expect(told.at(-1)).toMatchObject({ stage: 'scatter', done: 1000, total: 1000, rate: 100, eta: 0 });
  expect(told.at(-1).rss).toBeGreaterThan(10_000_000);
});

it('stays silent about short work when it was not asked, and speaks of long work every ten seconds', () => {
  const progress = openProgress(jsonView(PATIENT, stream));
  progress.stage('survey', null);
  vi.advanceTimersByTime(9_000);
  progress.stage('settle', 100);
  vi.advanceTimersByTime(61_000);
  progress.stop();
  const told = lines();
  expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['settle']));
  expect(told[0].event).toBe('start');
  expect(told.at(-1).event).toBe('end');
  expect(told.length).toBeLessThanOrEqual(8);
});

it('draws one line in place and leaves one for each stage', () => {
  const progress = openProgress(barView(stream));
  progress.stage('scatter', 100);
  vi.advanceTimersByTime(1_000);
  progress.advance(100);
  progress.stage('settle', 100);
  progress.advance(40);
  progress.stop();
  const text = written.join('');
  expect(text.split('\n')).toHaveLength(3);
  expect(text.split('\n')[0]!.split('\r').at(-1)).toMatch(/✓/);
  expect(text.split('\n')[1]!.split('\r').at(-1)).toMatch(/■ .* 40\/100 /);
});

it('keeps its state in a file, at most once a second, whole each time, and says at last that it ended', () => {
  const path = join(folder, 'progress.json');
  const progress = openProgress(jsonView(PATIENT, stream));
  progress.keep(path);
  expect(readKept(path)).toMatchObject({ stage: 'start', pid: process.pid, ended: false });
  progress.stage('scatter', 1000);
  progress.stage('settle', 1000, 400);
  const seen = new Set<string>();
  for (let tick = 0; tick < 50; tick++) {
    progress.advance(5);
    vi.advanceTimersByTime(100);
    seen.add(readFileSync(path, 'utf8'));
  }
  expect(seen.size).toBeGreaterThanOrEqual(4);
  expect(seen.size).toBeLessThanOrEqual(7);
  const state = readKept(path)!;
  expect(state).toMatchObject({ stage: 'settle', total: 1000, already: 400, host: hostname(), ended: false });
  expect(state.finished.map(({ stage }) => stage)).toEqual(['scatter']);
  expect(lifeOf(state, Date.now())).toBe('running');
  progress.stop();
  expect(readKept(path)).toMatchObject({ stage: 'settle', done: 650, ended: true });
  expect(lifeOf(readKept(path)!, Date.now())).toBe('stopped');
  expect(readdirSync(folder)).toEqual(['progress.json']);
});

it('does not break the work when the folder is gone', () => {
  const progress = openProgress(jsonView(PATIENT, stream));
  progress.keep(join(folder, 'gone', 'progress.json'));
  progress.stage('settle', 10);
  vi.advanceTimersByTime(3_000);
  progress.stop();
  expect(readdirSync(folder)).toEqual([]);
});

it('tells the dead from the living, and waits a minute for another machine', () => {
  const at = new Date().toISOString();
  const state = { ...whoWorks(), at, ended: false };
  const now = Date.parse(at);
  expect(lifeOf(state, now)).toBe('running');
  expect(lifeOf({ ...state, mark: '1' }, now)).toBe(state.mark === null ? 'running' : 'dead');
  expect(lifeOf({ ...state, pid: 2 ** 22 + 1, mark: null }, now)).toBe('dead');
  expect(lifeOf({ ...state, host: 'elsewhere' }, now + SILENCE - 1)).toBe('running');
  expect(lifeOf({ ...state, host: 'elsewhere' }, now + SILENCE)).toBe('silent');
});

it('takes a file that is none for none', () => {
  const path = join(folder, 'progress.json');
  expect(readKept(path)).toBeNull();
  writeFileSync(path, '{"stage":"set');
  expect(readKept(path)).toBeNull();
  keepState(path, { stage: 'settle', pid: 1 } as KeptState);
  expect(readKept(path)).toMatchObject({ stage: 'settle' });
});
