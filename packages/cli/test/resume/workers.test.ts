/** One plan by four workers on one queue, two of them killed while units are in hand: the bytes of a plan done alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENGINES } from '@thuadat/testing/engines';
import { buildProgram, environment, PROGRAM } from '@thuadat/testing/program';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/terminal/exit.ts';
import { drawProvince } from './province.ts';
import { bytesOf, expectRun, KILL_POINTS, PATIENCE, seeded, start } from './storm.ts';

const postgres = ENGINES.find(({ name }) => name === 'postgres');

describe.skipIf(!postgres)('workers on one queue', () => {
  const base = mkdtempSync(join(tmpdir(), 'thuadat-workers-'));
  const shared = join(base, 'shared');
  const workers: ChildProcess[] = [];
  let sources: readonly string[];
  let queue: string;

  const plan = (runs: string, ...more: string[]) =>
    start(
      [
        ...['plan', '-p', 'lao-cai', ...sources, '--runs', runs, '--by', 'lan', '--date', '2026-03-02'],
        ...['-d', join(base, 'none'), '--json', ...more],
      ],
      base,
    );

  beforeAll(async () => {
    buildProgram();
    mkdirSync(shared);
    sources = await drawProvince(join(shared, 'source'));
    queue = await postgres!.target();
  });
  afterAll(() => {
    for (const worker of workers) worker.kill('SIGKILL');
    postgres!.stop();
    rmSync(base, { recursive: true, force: true });
  });

  /** Waits for work, or for the queue to be made by the first plan. Its unit processes end with it. */
  async function startWorker(): Promise<ChildProcess> {
    const args = ['worker', '-d', queue, '--shared', shared, '--concurrency', '1', '--json'];
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: base,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    workers.push(child);
    await new Promise<void>((ready, fail) => {
      child.stderr!.on('data', (part: Buffer) => /Ready|no queue/.test(part.toString()) && ready());
      child.on('exit', (code) => fail(new Error(`the worker ended with ${code}`)));
    });
    return child;
  }

  const lives = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

  /** Units in the hands of workers; none while the first plan is still making the queue. */
  async function unitsAtHand(client: pg.Client): Promise<number> {
    const UNDEFINED = ['42P01', '3F000', '42703'];
    const { rows } = await client
      .query('select count(*)::int as units from thuadat_queue.jobs where locked_by is not null')
      .catch((fault: { code: string }) => {
        if (!UNDEFINED.includes(fault.code)) throw fault;
        return { rows: [{ units: 0 }] };
      });
    return rows[0]!.units;
  }

  it('write the same run when two of four are killed', { timeout: PATIENCE }, async () => {
    const alone = await plan(join(shared, 'alone'), '--workers', '1');
    expect(alone.exit, alone.talk).toBe(EXIT.open);
    const { id } = JSON.parse(alone.out);
    const bytes = bytesOf(join(shared, 'alone', id));

    const random = seeded(23);
    const client = new pg.Client(queue);
    await client.connect();
    try {
      for (let kills = 0, round = 0; kills < Math.max(2, KILL_POINTS / 6); round++) {
        while (workers.filter(lives).length < 4) await startWorker();
        const runs = join(shared, `round-${round}`);
        const planning = plan(runs, '--queue', queue, '--shared', shared);
        while ((await unitsAtHand(client)) === 0) await sleep(5);
        await sleep(random() * 700);
        const first = Math.floor(random() * 3);
        for (const victim of workers.filter(lives).slice(first, first + 2)) {
          victim.kill('SIGKILL');
          kills++;
        }
        const ended = await planning;
        const how = `round ${round}: ${ended.talk}`;
        expect(ended.exit, how).toBe(EXIT.open);
        expectRun(runs, id, bytes, how);
        expect(await unitsAtHand(client), how).toBe(0);
      }
    } finally {
      await client.end();
    }
  });
});
