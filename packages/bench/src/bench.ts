/** What every benchmark is given, and how two ways of doing the same are timed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from './report.ts';
import type { Server } from './server.ts';

export type Options = {
  /** Parcels of the drawn province, and of the one that peers get and growth is measured from. */
  readonly parcels: number;
  readonly small: number;
  /** Worker processes of `plan`. */
  readonly workers: number;
  readonly seed: number;
  /** Map: milliseconds that a person looks at a view. */
  readonly pause: number;
  /** Map: a database that holds a run; null = a province is drawn, planned and brought in. */
  readonly database: string | null;
};

export type Bench = {
  readonly options: Options;
  /** Null where no PostgreSQL is installed. */
  readonly server: Server | null;
  readonly report: Report;
};

const TURNS = 3;

/** Gives the work a folder and removes it afterwards, also when the program is ended. */
export async function inWorkplace<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'thuadat-bench-run-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

type Race = {
  readonly name: string;
  /** What each way goes through once. */
  readonly records: number;
  readonly ours: () => unknown;
  /** Where it gives a number, ours must give the same. */
  readonly peer?: { readonly name: string; readonly run: () => unknown };
  readonly rss?: () => number;
};

/** Both ways turn about, the least seconds of each: another program's load hits both. */
export async function race(report: Report, { name, records, ours, peer, rss }: Race): Promise<void> {
  const ways = peer ? [ours, peer.run] : [ours];
  const best = ways.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < TURNS; turn++) {
    const found: unknown[] = [];
    for (const [i, way] of ways.entries()) {
      const start = performance.now();
      found.push(await way());
      best[i] = Math.min(best[i]!, (performance.now() - start) / 1000);
    }
    if (typeof found[1] === 'number' && found[0] !== found[1])
      throw new Error(`${name}: ${found[0]} found, ${found[1]} expected.`);
  }
  const [seconds = 0, its = 0] = best;
  const beside = peer && { peer: { name: peer.name, records, seconds: its } };
  report.row({ name, records, seconds, ...(rss && { rss: rss() }), ...beside });
}

export type Latency = {
  readonly answers: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
};

export function latencyOf(times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { answers: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
