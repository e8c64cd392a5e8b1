/** The benchmark of a province at a tiny size: what it prints and keeps has its form; how fast it is, is no matter of a test. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from '@thuadat/bench/result';
import { postgresBinaries } from '@thuadat/testing/postgres-cluster';
import { buildProgram, environment } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../dist/bench.js', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'thuadat-bench-test-'));

describe('the benchmark of a province', () => {
  let said = '';
  let result: BenchResult;
  beforeAll(() => {
    buildProgram();
    const sizes = [
      '--parcels',
      '1500',
      '--small',
      '800',
      '--peer',
      '800',
      '--workers',
      '2',
      '--without',
      'live',
    ];
    const ended = spawnSync(process.execPath, [BENCH, 'province', ...sizes, '--profile', '--out', out], {
      encoding: 'utf8',
      env: environment(),
      timeout: 200_000,
    });
    said = ended.stdout + ended.stderr;
    if (!existsSync(join(out, 'bench.json'))) throw new Error(said);
    result = JSON.parse(readFileSync(join(out, 'bench.json'), 'utf8')) as BenchResult;
  }, 220_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it('fails in no part', () => {
    expect(result.failures, said).toEqual([]);
  });

  it('measures plan and apply at both sizes, with records, seconds and memory', () => {
    const plans = result.rows.filter(({ name }) => name.startsWith('plan,'));
    expect(plans).toHaveLength(2);
    const [small, large] = plans;
    expect(large!.records).toBeGreaterThan(small!.records);
    for (const row of result.rows) {
      expect(row.records, row.name).toBeGreaterThan(0);
      expect(row.seconds, row.name).toBeGreaterThan(0);
    }
    expect(plans.every(({ rss }) => rss !== null && rss > 2 ** 20)).toBe(true);
  });

  it.skipIf(!postgresBinaries())('measures the server too where one applies', () => {
    const applied = result.rows.filter(({ name }) => name.startsWith('apply'));
    expect(applied).toHaveLength(2);
    expect(applied.every(({ serverRss }) => serverRss !== null && serverRss > 2 ** 20)).toBe(true);
  });

  it('says where the time goes, and the floor', () => {
    const plan = result.stages.find(({ name }) => name === 'plan')!;
    expect(plan.cpu).toBeGreaterThan(0);
    expect(plan.read).toBeGreaterThan(0);
    expect(plan.written).toBeGreaterThan(0);
    expect(plan.kernelFloor).toBeGreaterThan(0);
    const shares = result.profile.reduce((sum, { share }) => sum + share, 0);
    expect(shares).toBeCloseTo(1, 6);
  });

  it('keeps a chart and prints the same rows', () => {
    const svg = readFileSync(join(out, 'benchmarks.svg'), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const { name } of result.rows) expect(said).toContain(name);
  });

  it.skipIf(!postgresBinaries())('gives the peer parallel workers and a ratio', () => {
    const row = result.rows.find(({ peer }) => peer !== null);
    if (!row) return expect(said).toContain('NOT COMPARED'); // without ogr2ogr
    expect(row.peer!.seconds).toBeGreaterThan(0);
    expect(said).toMatch(/ran with [12] parallel workers/);
  });
});
