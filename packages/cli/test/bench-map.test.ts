/** The benchmark of the map at a tiny size: what it says has its form; how fast it is, is no matter of a test. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { postgresBinaries } from '@thuadat/testing/postgres-cluster';
import { buildProgram, environment } from '@thuadat/testing/program';
import { beforeAll, describe, expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../dist/bench.js', import.meta.url));

describe.skipIf(!postgresBinaries())('the benchmark of the map', () => {
  let said = '';
  beforeAll(() => {
    buildProgram();
    // Without a browser: frames are drawn by software here and would take minutes.
    const env = environment({ CHROMIUM: '/nowhere' });
    const args = ['map', '--parcels', '1500', '--workers', '1', '--pause', '20'];
    const ended = spawnSync(process.execPath, [BENCH, ...args], {
      encoding: 'utf8',
      env,
      timeout: 200_000,
    });
    said = ended.stdout + ended.stderr;
  }, 220_000);

  it('asks ours and the peer for the same tiles, band by band', () => {
    const rows = said.split('\n').filter((line) => /^(thuadat serve|PostGIS ST_AsMVT)/.test(line));
    const asked = (who: string) =>
      rows
        .filter((line) => line.startsWith(`${who}  `))
        .map((line) => /(?:\d–?\d*|tiles\/s)\s+(\d+)\s/.exec(line)?.[1]);
    for (const how of ['', ', no pause']) {
      expect(asked(`thuadat serve${how}`), said).toHaveLength(6);
      expect(asked(`PostGIS ST_AsMVT${how}`)).toEqual(asked(`thuadat serve${how}`));
    }
  });

  it('tells memory, targets, and what it could not measure', () => {
    expect(said).toMatch(/thuadat serve, peak RSS \d+ MiB/);
    expect(said).toMatch(/(held {2}|MISSED) {2}tiles, p95 ≤ 100 ms: [\d.]+ ms/);
    expect(said).toContain('frames are NOT MEASURED');
  });
});
