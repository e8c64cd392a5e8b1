/** `apply` killed, cut off and out of disk, then the same command again: the rows of an apply that was left alone. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lacks, mayMount } from '@thuadat/core/machine.test-data';
import { checksum, type TableChecksum } from '@thuadat/store/db/checksum';
import { openDatabase } from '@thuadat/store/db/open';
import { verifyAudit } from '@thuadat/store/registry/audit';
import { ENGINES } from '@thuadat/testing/engines';
import { postgresBinaries } from '@thuadat/testing/postgres-cluster';
import { buildProgram } from '@thuadat/testing/program';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/terminal/exit.ts';
import { drawProvince } from './province.ts';
import { smallDisk } from './small-disk.ts';
import { type Blow, KILL_POINTS, type Outcome, PATIENCE, seeded, start } from './storm.ts';

const CANNOT_FILL = lacks('the right to mount a small disk', mayMount());

const base = mkdtempSync(join(tmpdir(), 'thuadat-storm-'));
let run: string;

beforeAll(async () => {
  buildProgram();
  const sources = await drawProvince(join(base, 'source'), {});
  const args = ['plan', '-p', 'lao-cai', ...sources, '--runs', join(base, 'runs'), '-d', join(base, 'none')];
  const ended = await start([...args, '--by', 'lan', '--date', '2026-03-02', '--json'], base);
  expect(ended.exit, ended.talk).toBe(EXIT.open);
  run = JSON.parse(ended.out).path;
});
afterAll(() => {
  for (const engine of ENGINES) engine.stop();
  rmSync(base, { recursive: true, force: true });
});

const apply = (target: string, blow?: Blow): Promise<Outcome> =>
  start(['apply', run, '-d', target, '--by', 'lan', '--date', '2026-03-03', '--json'], base, blow);

/** The server may still be ending the session of a program that was killed: then another is told to wait. */
async function applyToEnd(target: string, how: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const ended = await apply(target);
    if (ended.exit === EXIT.open) return;
    expect(ended.exit, `${how}: ${ended.talk}`).toBe(EXIT.failed);
    expect(ended.talk, how).toMatch(/Another apply is running|in use by process/);
    expect(tries, how).toBeLessThan(40);
    await sleep(250);
  }
}

/** All rows of all tables. */
async function rowsOf(target: string): Promise<Record<string, TableChecksum>> {
  const db = await openDatabase(target);
  try {
    expect((await verifyAudit(db)).bad).toBeNull();
    return await checksum(db, 'all');
  } finally {
    await db.close();
  }
}

async function withClient<T>(target: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(target);
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

describe.each(ENGINES)('apply to $name', (engine) => {
  let rows: Record<string, TableChecksum>;
  /** Milliseconds of an apply that is left alone, and the bytes of log that the server writes in it. */
  let whole: number;
  let wholeLog = 0;
  beforeAll(async () => {
    const target = await engine.target();
    const from = engine.name === 'postgres' ? await withClient(target, logEnd) : null;
    const begun = performance.now();
    const ended = await apply(target);
    whole = performance.now() - begun;
    if (from !== null) wholeLog = await withClient(target, (client) => logSince(client, from));
    expect(ended.exit, ended.talk).toBe(EXIT.open);
    rows = await rowsOf(target);
    expect(rows.registry!.rows).toBeGreaterThan(1000);
  });

  it('goes on after kill -9 at seeded moments', { timeout: PATIENCE }, async () => {
    const random = seeded(engine.name === 'pglite' ? 7 : 11);
    // Opening the embedded database costs seconds.
    const points = Math.ceil(KILL_POINTS * (engine.name === 'pglite' ? 0.2 : 0.4));
    for (let kills = 0; kills < points; ) {
      const target = await engine.target();
      const delays: number[] = [];
      for (let i = 0; i < 5 && kills < points; i++) {
        const after = Math.round((0.1 + 0.9 * random()) * whole);
        delays.push(after);
        const ended = await apply(target, { after });
        if (ended.killed) kills++;
        else if (ended.exit === EXIT.open) break;
      }
      const how = `killed after ${delays.join(', ')} ms`;
      await applyToEnd(target, how);
      expect(await rowsOf(target), how).toEqual(rows);
    }
  });

  if (engine.name !== 'postgres') return;

  it('goes on after its connections were ended', { timeout: PATIENCE }, async () => {
    const random = seeded(13);
    const target = await engine.target();
    const ends: number[] = [];
    for (let i = 0; i < 3; i++) {
      ends.push(
        await withClient(target, async (client) => {
          const from = await logEnd(client);
          const running = apply(target);
          const ended = await endOthers(client, running, from, random() * 0.25 * wholeLog);
          expectCutOff(await running);
          return ended;
        }),
      );
    }
    expect(Math.min(...ends)).toBeGreaterThan(0);
    await applyToEnd(target, 'connections ended');
    expect(await rowsOf(target)).toEqual(rows);
  });

  it('goes on after the server was restarted under it', { timeout: PATIENCE }, async () => {
    const random = seeded(17);
    const target = await engine.target();
    for (let i = 0; i < 2; i++) {
      const running = apply(target);
      await sleep((0.3 + 0.5 * random()) * whole);
      await restart(target);
      expectCutOff(await running);
    }
    await applyToEnd(target, 'server restarted');
    expect(await rowsOf(target)).toEqual(rows);
  });

  it.skipIf(CANNOT_FILL)(
    'goes on after the disk of the database was full',
    { timeout: PATIENCE },
    async () => {
      const disk = smallDisk(512 << 20);
      try {
        const target = await databaseOn(disk.folder, await engine.target());
        const ready = await start(['status', '-d', target, '--json'], base);
        expect(ready.exit, ready.talk).toBe(EXIT.ok);
        for (const room of [0.3, 1, 2]) {
          disk.resize(disk.used() + room * (1 << 20));
          const ended = await apply(target);
          expect(ended.exit, ended.talk).toBe(EXIT.failed);
          expect(ended.talk).toContain('The disk is full');
          expect(ended.talk).not.toMatch(/\n\s+at /);
        }
        disk.resize(512 << 20);
        await applyToEnd(target, 'disk full');
        expect(await rowsOf(target)).toEqual(rows);
        await withClient(target.replace('on_small_disk', 'postgres'), (client) =>
          client.query('drop database on_small_disk with (force)'),
        );
      } finally {
        disk.remove();
      }
    },
  );
});

const OTHERS = "datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";

const logEnd = async (client: pg.Client): Promise<string> =>
  (await client.query('select pg_current_wal_lsn()::text as lsn')).rows[0].lsn;

const logSince = async (client: pg.Client, from: string): Promise<number> =>
  (await client.query('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::float8 as bytes', [from])).rows[0]
    .bytes;

/**
 * Ends the sessions of the program once the server has written so much of its log: how far the work is, whatever the speed of the machine. Returns
 * how many there were; 0 when the program had ended before.
 */
async function endOthers(
  client: pg.Client,
  running: Promise<Outcome>,
  from: string,
  bytes: number,
): Promise<number> {
  let over = false;
  running.finally(() => {
    over = true;
  });
  while (!over) {
    const there = await client.query(`select 1 from pg_stat_activity where ${OTHERS}`);
    if (there.rows.length > 0 && (await logSince(client, from)) >= bytes) break;
    await sleep(5);
  }
  const { rows } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where ${OTHERS}`,
  );
  return rows.length;
}

/** It had ended before it was cut off, or came to a closed door, or says that the same command goes on; no stack. */
function expectCutOff({ exit, talk }: Outcome): void {
  if (exit === EXIT.open) return;
  expect(exit, talk).toBe(EXIT.failed);
  expect(talk).not.toMatch(/\n\s+at /);
  expect(talk).toMatch(/again|No connection to PostgreSQL/);
}

/** As a crash would: sessions are cut off and the log is replayed. */
async function restart(target: string): Promise<void> {
  const folder = await withClient(target, async (client) => {
    const { rows } = await client.query("select current_setting('data_directory') as folder");
    return rows[0].folder as string;
  });
  const command = [join(postgresBinaries()!, 'pg_ctl'), '-D', folder, '-w', '-s', '-m', 'immediate'];
  const all = [...command, '-l', join(folder, '../log'), 'restart'];
  const full = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...all] : all;
  execFileSync(full[0]!, full.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
}

/** A database whose tables lie on `folder`; the server's log stays where it was. */
async function databaseOn(folder: string, beside: string): Promise<string> {
  if (process.getuid?.() === 0) execFileSync('chown', ['postgres', folder]);
  chmodSync(folder, 0o700);
  await withClient(beside, async (client) => {
    await client.query(`create tablespace small location '${folder}'`);
    await client.query('create database on_small_disk tablespace small');
  });
  const target = beside.replace(/\/test_\d+\?/, '/on_small_disk?');
  await withClient(target, (client) => client.query('create extension postgis'));
  return target;
}
