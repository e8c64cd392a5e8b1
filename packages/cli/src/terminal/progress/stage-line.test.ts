import { afterEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from '../language.ts';
import type { StageState } from './stage-clock.ts';
import { bytes, duration, endedLine, runningLine } from './stage-line.ts';

const GIB = 2 ** 30;
const STAGES = [
  'read',
  'calibrate',
  'survey',
  'scatter',
  'settle',
  'again',
  'apply',
  'revert',
  'export',
  'snapshot',
  'write-back',
];

const state = (stage: string, done: number, more: Partial<StageState> = {}): StageState => ({
  ...{ stage, done, total: 5_000_000, already: 0, rate: 34_512.4, eta: 4_390, elapsed: 3_725 },
  ...more,
});

afterEach(() => void chooseLanguage([], {}));

describe.each(['vi', 'en'])('in %s', (language) => {
  it.each([80, 100, 120, 200])('fits %i columns in every stage and from first to last record', (columns) => {
    chooseLanguage(['--lang', language], {});
    for (const stage of STAGES) {
      for (const done of [0, 999, 9_999, 123_456, 4_999_999, 5_000_000]) {
        for (const more of [{}, { rate: null, eta: null }, { total: null, eta: null }]) {
          const line = runningLine(state(stage, done, more), 1.4 * GIB, columns);
          expect(line.length).toBeLessThan(columns);
          const ended = endedLine(state(stage, done, more), 1.4 * GIB, columns, true);
          expect(ended.length).toBeLessThan(columns);
        }
      }
    }
  });

  it('keeps its columns while figures grow', () => {
    chooseLanguage(['--lang', language], {});
    for (const columns of [80, 120]) {
      const lines = [0, 9_999, 1_234_567, 5_000_000].map((done) =>
        runningLine(state('settle', done), GIB, columns),
      );
      expect(new Set(lines.map((line) => line.indexOf('%'))).size).toBe(1);
      expect(new Set(lines.map((line) => line.indexOf('/s'))).size).toBe(1);
      expect(new Set(lines.map((line) => line.indexOf('iB'))).size).toBe(1);
      for (const line of lines) expect(line).toMatch(/[█░]{6,30} /);
    }
  });

  it('is cut, not wrapped, where the terminal is very narrow', () => {
    expect(runningLine(state('settle', 10), GIB, 30).length).toBeLessThan(30);
  });
});

it('tells counts in full where there is room and in short where there is not', () => {
  chooseLanguage(['--lang', 'en'], {});
  expect(runningLine(state('settle', 2_600_000), 1.2 * GIB, 120)).toMatch(
    /^ {2}settle {5}█{16}░{14} {2}52 % {2}2,600,000\/5,000,000 {3}34,512\/s {2}1:02:05 {2}ETA 1:13:10 +1\.2 GiB$/,
  );
  expect(runningLine(state('settle', 2_600_000), 1.2 * GIB, 80)).toContain('2.60M/5.00M');
  chooseLanguage([], {});
  expect(runningLine(state('settle', 2_600_000), 1.2 * GIB, 80)).toContain('2,60M/5,00M');
  expect(runningLine(state('settle', 2_600_000), 1.2 * GIB, 80)).toContain('còn 1:13:10');
});

it('marks what is through and what was stopped, and what was done before', () => {
  chooseLanguage(['--lang', 'en'], {});
  expect(endedLine(state('scatter', 5_000_000), GIB, 120, true)).toMatch(/^✓ scatter +5,000,000 /);
  expect(endedLine(state('settle', 12), GIB, 120, false)).toMatch(/^■ settle +12\/5,000,000 /);
  expect(endedLine(state('settle', 12, { already: 7 }), GIB, 120, false)).toContain(', 7 before');
});

it('tells time and memory as people read them', () => {
  chooseLanguage(['--lang', 'en'], {});
  expect([0, 59.4, 60, 3_599, 3_600, 90_061].map(duration)).toEqual([
    ...['0:00', '0:59', '1:00', '59:59', '1:00:00', '25:01:01'],
  ]);
  expect([812 * 2 ** 20, 1.24 * GIB].map(bytes)).toEqual(['812 MiB', '1.2 GiB']);
});
