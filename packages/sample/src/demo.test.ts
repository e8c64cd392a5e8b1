import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeDemo } from './demo.ts';

const COMMITTED = join(import.meta.dirname, '../../../data-samples');
const drawn = mkdtempSync(join(tmpdir(), 'thuadat-demo-'));
afterAll(() => rmSync(drawn, { recursive: true, force: true }));

function filesUnder(folder: string, root = folder): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path, root) : [relative(root, path)];
  });
}

describe('the demo', () => {
  test('is what the generator draws, byte by byte', async () => {
    await writeDemo(drawn, { gdal: false });
    const files = filesUnder(drawn);
    expect(files.length).toBeGreaterThan(10);
    const differing = files.filter(
      (file) => !readFileSync(join(drawn, file)).equals(readFileSync(join(COMMITTED, 'demo', file))),
    );
    expect(differing).toEqual([]);
  });

  test('stays small with the cases and vectors beside it', () => {
    const bytes = filesUnder(COMMITTED).reduce((sum, file) => sum + statSync(join(COMMITTED, file)).size, 0);
    expect(bytes).toBeLessThan(18_000_000);
  });

  test('says in its README what the answer book says', () => {
    const readme = readFileSync(join(COMMITTED, 'README.md'), 'utf8');
    for (const province of ['lao-cai', 'ca-mau']) {
      const truth = JSON.parse(readFileSync(join(COMMITTED, 'demo', province, 'truth.json'), 'utf8'));
      const communes = new Set(Object.keys(truth.moves).map((move) => move.split('→')[1]));
      expect(readme).toContain(`| \`demo/${province}\` | 10,000 parcels of ${communes.size} new communes:`);
    }
    const lines = readFileSync(join(COMMITTED, 'demo', 'ca-mau', 'truth.csv'), 'utf8').split('\r\n');
    const shares = lines
      .filter((line) => line.split(',')[2] === 'straddle')
      .map((line) => Math.max(...[...line.matchAll(/:([\d.]+)/g)].map(([, share]) => Number(share))));
    const waiting = shares.filter((share) => share < 0.95).length;
    expect(readme).toContain(`through ${shares.length} parcels, ${waiting} of which have less than 95 %`);
  });

  test('counts in its answer book what its list names', () => {
    for (const province of ['lao-cai', 'ca-mau']) {
      const folder = join(COMMITTED, 'demo', province);
      const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
      const lines = readFileSync(join(folder, 'truth.csv'), 'utf8').trim().split('\r\n').slice(1);
      const counted: Record<string, number> = {};
      for (const line of lines) {
        const kind = line.split(',')[2]!;
        counted[kind] = (counted[kind] ?? 0) + 1;
      }
      expect(counted).toEqual(truth.faults);
      const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
      expect(sum(truth.moves)).toBe(sum(truth.records));
    }
  });
});
