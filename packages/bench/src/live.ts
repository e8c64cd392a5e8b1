/**
 * A live database: 50 people look parcels up while `apply` commits a run beside them. The first half of the run's communes
 * is in force when the clock starts; the look-ups ask for those by old key, new key and identifier, once without and once
 * while the other half goes in.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import { openRunFolder, type RunFolder } from '@thuadat/run/run-folder';
import { applyRun } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { lookup } from '@thuadat/store/registry/lookup';
import { runJob } from './job.ts';

type Latency = {
  readonly lookups: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
};

export type LiveResult = {
  readonly quiet: Latency;
  readonly busy: Latency;
  /** Parcels that `apply` put in force meanwhile, and its seconds. */
  readonly parcels: number;
  readonly seconds: number;
};

export type LiveOptions = {
  /** Address of a fresh database; its server must take 60 connections. */
  readonly target: string;
  /** Folder of a planned run. */
  readonly run: string;
  readonly seed: number;
  readonly say: (line: string) => void;
};

const CLIENTS = 50;
/** Milliseconds between two look-ups of one person: 100 to 200. */
const PAUSE = 100;
const QUIET_SECONDS = 10;
const TARGET = 50;
const NOW = { date: '2026-04-01' as IsoDate, instant: '2026-04-01T00:00:00.000Z' };

export async function benchLive({ target, run, seed, say }: LiveOptions): Promise<LiveResult> {
  const folder = await openRunFolder(run);
  const questions = await halfInForce(target, folder);
  say(`\nLive database: ${CLIENTS} clients, a look-up each ${PAUSE} to ${2 * PAUSE} ms`);
  const clients: Database[] = [];
  try {
    for (let n = 0; n < CLIENTS; n++) clients.push(await openDatabase(target));
    const quiet = await ask(clients, questions, seed, wait(QUIET_SECONDS * 1000));
    say(line('without apply', quiet));
    const applied = runJob({ kind: 'apply', run, target });
    const busy = await ask(clients, questions, seed + 1, applied);
    say(line('while applying', busy));
    const [stage] = (await applied).stages;
    const result = { quiet, busy, parcels: stage!.records, seconds: stage!.seconds };
    say(`apply meanwhile: ${result.parcels} parcels in ${result.seconds.toFixed(1)} s`);
    say(`${busy.p99 <= TARGET ? 'held  ' : 'MISSED'}  p99 while applying ≤ ${TARGET} ms`);
    return result;
  } finally {
    await Promise.all(clients.map((db) => db.close()));
  }
}

const line = (what: string, { lookups, p50, p95, p99, most }: Latency): string =>
  `${what}: ${lookups} look-ups, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${most.toFixed(0)} ms`;

/** Puts every other commune in force; gives keys and identifiers to ask for. */
async function halfInForce(target: string, folder: RunFolder): Promise<string[]> {
  const db = await openDatabase(target);
  try {
    await migrate(db, NOW.instant);
    const onlyUnits = folder.manifest.communes.map(({ unit }) => unit).filter((_, n) => n % 2 === 0);
    await applyRun(db, folder, { by: 'bench', now: NOW, onlyUnits });
    const rows = await db.query<{ old: string; new: string; id: string | null }>(
      `select concat_ws('/', old_commune, old_sheet, old_parcel) as old,
         concat_ws('/', new_commune, new_sheet, new_parcel) as new, parcel_id as id
       from registry where seq % (select max(seq) / 3000 + 1 from registry) = 0 order by seq`,
    );
    return rows.flatMap((row, n) => [row.old, row.new, row.id ?? row.old][n % 3]!);
  } finally {
    await db.close();
  }
}

/** Every client asks until `until` settles. */
async function ask(
  clients: readonly Database[],
  questions: readonly string[],
  seed: number,
  until: Promise<unknown>,
): Promise<Latency> {
  const options = { crosswalk: loadCrosswalk(), asOf: NOW.date };
  const times: number[] = [];
  let over = false;
  const end = until.finally(() => {
    over = true;
  });
  const client = async (db: Database, n: number) => {
    const random = sequence(seed * CLIENTS + n);
    // The first look-up of a connection loads the server's caches; nobody measures a person who has just arrived.
    await lookup(db, questions[0]!, options);
    while (!over) {
      await wait(PAUSE + random() * PAUSE);
      const question = questions[Math.floor(random() * questions.length)]!;
      const started = performance.now();
      const { parcels } = await lookup(db, question, options);
      times.push(performance.now() - started);
      if (parcels.length === 0) throw new Error(`${question} is in force but was not found`);
    }
  };
  await Promise.all([end, ...clients.map(client)]);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { lookups: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

/** Seeded, 0 to 1. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
