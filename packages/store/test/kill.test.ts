import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildProcess } from '@thuadat/testing/built-process';
import { ENGINES } from '@thuadat/testing/engines';
import { buildRun, manyParcels, type TestUnit } from '@thuadat/testing/run-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksum } from '../src/db/checksum.ts';
import { openDatabase } from '../src/db/open.ts';
import { verifyAudit } from '../src/registry/audit.ts';

/** Seeded: a failure can be run again. */
function* delays(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Runs the process to its end, or kills it the hard way `killAfter` ms after it has opened the database. */
function runProcess(
  script: string,
  args: readonly string[],
  killAfter: number | null,
): Promise<'done' | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (part: Buffer) => {
      if (output === '' && killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter);
      output += part.toString();
    });
    let faults = '';
    child.stderr.on('data', (part: Buffer) => {
      faults = (faults + part.toString()).slice(-1500);
    });
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('done');
      else reject(new Error(`the process ended with ${code}: ${faults}`));
    });
  });
}

const UNITS: readonly TestUnit[] = Array.from({ length: 12 }, (_, n) => ({
  unit: `0${2600 + n}`,
  parcels: manyParcels(1500, n * 2000 + 1),
}));

describe.each(ENGINES)('kill -9 during apply on $name', (engine) => {
  let script: string;
  beforeAll(async () => {
    script = await buildProcess('../../store/test/apply-process.ts');
  });
  afterAll(() => {
    rmSync(dirname(script), { recursive: true, force: true });
    engine.stop();
  });

  it('ends the same as an apply that was left alone', { timeout: 240_000 }, async () => {
    const run = await buildRun('lao-cai-1', UNITS);
    const [quiet, stormy] = [await engine.target(), await engine.target()];
    const started = Date.now();
    expect(await runProcess(script, [quiet, run.path], null)).toBe('done');
    const whole = Date.now() - started;
    let kills = 0;
    for (const share of delays(20260201)) {
      // The last tries are left alone, so that a slow machine ends too.
      const outcome = await runProcess(script, [stormy, run.path], kills < 6 ? share * 0.5 * whole : null);
      if (outcome === 'done') break;
      kills++;
    }
    expect(kills).toBeGreaterThan(0);
    const sums = [];
    for (const target of [quiet, stormy]) {
      const db = await openDatabase(target);
      expect((await verifyAudit(db)).bad).toBeNull();
      sums.push(await checksum(db, 'all'));
      await db.close();
    }
    expect(sums[1]).toEqual(sums[0]);
    expect(sums[0]!.registry!.rows).toBe(18_000);
  });
});
