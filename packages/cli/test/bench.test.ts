/** Every benchmark at a tiny size: what it prints and keeps has its form; how fast it is, is no matter of a test. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row, Target } from '@thuadat/bench/report';
import { postgresBinaries } from '@thuadat/testing/postgres-cluster';
import { buildProgram, environment } from '@thuadat/testing/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../dist/bench.js', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'thuadat-bench-test-'));
beforeAll(buildProgram, 220_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

type Measured = { rows: Row[]; targets: Target[]; failed: string[]; said: string };

function bench(args: readonly string[]): Measured {
  const json = join(out, `${args[0]}.json`);
  const sizes = ['--parcels', '1500', '--small', '800', '--workers', '2', '--json', json];
  const ended = spawnSync(process.execPath, [BENCH, ...args, ...sizes], {
    encoding: 'utf8',
    env: environment(),
    timeout: 200_000,
  });
  const said = ended.stdout + ended.stderr;
  if (!existsSync(json)) throw new Error(said);
  return { ...(JSON.parse(readFileSync(json, 'utf8')) as Measured), said };
}

const named = ({ rows }: Measured, name: string | RegExp) =>
  rows.filter((row) => (typeof name === 'string' ? row.name === name : name.test(row.name)));

describe('the benchmark of a province', () => {
  let found: Measured;
  beforeAll(() => {
    found = bench(['province', 'reading']);
  }, 220_000);

  it('fails in no part, and prints what it keeps', () => {
    expect(found.failed, found.said).toEqual([]);
    for (const { name } of found.rows) expect(found.said).toContain(`| ${name} `);
    for (const { what } of found.targets) expect(found.said).toContain(what);
  });

  it('measures plan and apply at both sizes, with records, seconds and memory', () => {
    const [small, large, ...more] = named(found, 'plan, 2 workers');
    expect(more).toEqual([]);
    expect(large!.records).toBeGreaterThan(small!.records);
    for (const row of found.rows) {
      expect(row.records, row.name).toBeGreaterThan(0);
      expect(row.seconds, row.name).toBeGreaterThan(0);
    }
    for (const row of [small!, large!]) expect(row.rss).toBeGreaterThan(2 ** 20);
    expect(named(found, /^plan: (scatter|settle)$/)).toHaveLength(4);
  });

  it.skipIf(!postgresBinaries())('measures the server, the peers and bytes of tables', () => {
    const applied = named(found, 'apply into PostgreSQL');
    expect(applied).toHaveLength(2);
    for (const { serverRss } of applied) expect(serverRss).toBeGreaterThan(2 ** 20);
    expect(found.said).toMatch(/\| assignment +\| +\d+\.\d \|/);
    if (found.said.includes('NOT COMPARED')) return; // without ogr2ogr
    const peers = found.rows.flatMap(({ peer }) => (peer ? [peer.name] : []));
    expect(peers).toEqual(expect.arrayContaining(['ogr2ogr + PostGIS SQL', 'ogr2ogr, COPY']));
    expect(found.said).toMatch(/ran with [12] parallel workers/);
  });
});

it('the kernels are measured beside the full ways, and give the same', () => {
  const { rows, failed, said } = bench(['kernels']);
  expect(failed, said).toEqual([]);
  expect(rows.map(({ peer }) => peer?.name)).toEqual(Array(5).fill('the full way'));
}, 220_000);

describe.skipIf(!postgresBinaries())('the benchmark of the map', () => {
  it('asks ours and the peer for the same tiles, band by band', () => {
    const { targets, failed, said } = bench(['map', '--pause', '20']);
    expect(failed, said).toEqual([]);
    for (const band of ['sheets, z 10–12', 'parcels, z 13–14', 'parcels, z 17–18', 'tiles'])
      expect(targets.map(({ what }) => what)).toContain(`${band}, p95 ≤ 100 ms`);
    expect(said).toMatch(/thuadat serve, peak RSS \d+ MiB/);
  }, 220_000);
});
