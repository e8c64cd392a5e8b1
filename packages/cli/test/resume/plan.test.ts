/** `plan` killed at seeded points, then the same command again until it ends: the bytes of a run that was left alone. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '@thuadat/testing/program';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXIT } from '../../src/terminal/exit.ts';
import { drawProvince } from './province.ts';
import { type Blow, bytesOf, expectRun, KILL_POINTS, PATIENCE, seeded, start } from './storm.ts';

const base = mkdtempSync(join(tmpdir(), 'thuadat-storm-'));
let sources: readonly string[];
let id: string;
let bytes: Record<string, string>;
/** Milliseconds of a plan that is left alone. */
let whole: number;

const args = (runs: string, workers: number) => [
  ...['plan', '-p', 'lao-cai', ...sources, '--runs', join(base, runs), '--workers', String(workers)],
  ...['--by', 'lan', '--date', '2026-03-02', '-d', join(base, 'none'), '--json'],
];

beforeAll(async () => {
  buildProgram();
  sources = await drawProvince(join(base, 'source'));
  const begun = performance.now();
  const ended = await start(args('quiet', 1), base);
  whole = performance.now() - begun;
  expect(ended.exit, ended.talk).toBe(EXIT.open);
  id = JSON.parse(ended.out).id;
  bytes = bytesOf(join(base, 'quiet', id));
  expect(Object.keys(bytes).length).toBeGreaterThan(12);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** What the program says at its end when nobody kills it; exit code 4 when it lost a process of its own. */
async function finish(runs: string, workers: number, how: string): Promise<void> {
  const ended = await start(args(runs, workers), base);
  expect(ended.exit, `${how}: ${ended.talk}`).toBe(EXIT.open);
  expect(JSON.parse(ended.out).id).toBe(id);
}

/** In the order in which a plan passes them. */
const PLACES = [
  ...['written', 'named', 'plan stored', 'scatter done', 'notes stored', 'settle done', 'clashes stored'],
  ...['again done', 'run whole', 'publishing', 'old run gone', 'published', 'discarded'],
];

it('goes on from every place that has a name', { timeout: PATIENCE }, async () => {
  const runs = 'named';
  const seen = new Set<string>();
  // Done twice in one folder: the second time there is an older run to be replaced.
  const rounds = { first: PLACES, 'over an older run': ['publishing', 'old run gone', 'discarded'] };
  for (const [round, places] of Object.entries(rounds)) {
    for (const place of places) {
      const ended = await start(args(runs, 1), base, { at: place });
      if (!ended.killed) expect(ended.exit, `${round}, ${place}: ${ended.talk}`).toBe(EXIT.open);
      else {
        expect(ended.talk).toContain(`ended at: ${place}`);
        seen.add(place);
      }
    }
    await finish(runs, 1, round);
    expectRun(join(base, runs), id, bytes, round);
  }
  expect([...seen].sort()).toEqual([...PLACES].sort());
});

it('goes on from seeded points, killed alone or with its worker processes', {
  timeout: PATIENCE,
}, async () => {
  const random = seeded(20261124);
  let kills = 0;
  for (let storm = 0; kills < KILL_POINTS; storm++) {
    const runs = `storm-${storm}`;
    const workers = 1 + Math.floor(random() * 2);
    const blows: Blow[] = [];
    const quiet: (() => Promise<void>)[] = [];
    for (let i = 0; i < 5; i++) {
      const blow: Blow =
        random() < 0.5
          ? { at: 4 + Math.floor(random() * 40) }
          : { after: (0.15 + 0.85 * random()) * whole, group: random() < 0.5 };
      blows.push(blow);
      const ended = await start(args(runs, workers), base, blow);
      quiet.push(ended.quiet);
      const how = `storm ${storm}, ${workers} workers, ${JSON.stringify(blows)}`;
      if (ended.killed) kills++;
      else if (/ended at: /.test(ended.talk)) {
        // A worker process ended itself: the program says so and ends too.
        kills++;
        expect(ended.exit, `${how}: ${ended.talk}`).toBe(EXIT.failed);
        expect(ended.talk).toContain('run the same command again');
      } else {
        expect(ended.exit, `${how}: ${ended.talk}`).toBe(EXIT.open);
        break;
      }
    }
    const how = `storm ${storm}, ${workers} workers, ${JSON.stringify(blows)}`;
    await finish(runs, workers, how);
    for (const gone of quiet) await gone();
    expectRun(join(base, runs), id, bytes, how);
    rmSync(join(base, runs), { recursive: true });
  }
  expect(readdirSync(base)).not.toContain('none');
});
