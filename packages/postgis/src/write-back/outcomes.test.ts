import type { Database } from '@thuadat/store/db/database';
import { expect, it } from 'vitest';
import { type Outcome, outcomeReader, type SourceRun } from './outcomes.ts';

type StoredRows = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** Answers the one question that is asked: rows of a run after an ordinal, at most so many. */
const holding = (held: StoredRows): Database =>
  ({
    query: async (sql: string, [run, , after]: readonly unknown[]) => {
      const limit = Number(/limit (\d+)/.exec(sql)![1]);
      return held[String(run)]!.filter(({ ordinal }) => Number(ordinal) > Number(after)).slice(0, limit);
    },
  }) as unknown as Database;

const row = (record: number, unit: string, status: string, base = 0) => ({
  ordinal: base + record,
  record,
  unit,
  status,
  newCommune: unit,
});

const run = (name: string, ...applied: string[]): SourceRun => ({
  run: name,
  source: 0,
  applied: new Set(applied),
});

const all = async (db: Database, runs: readonly SourceRun[], records: number): Promise<Outcome[]> => {
  const read = outcomeReader(db, runs);
  const found: Outcome[] = [];
  for (let record = 1; record <= records; record++) found.push(await read(record));
  return found;
};

it('gives every record its one outcome, over many batches, with gaps and an end', async () => {
  const kept = Array.from({ length: 12_345 }, (_, i) => i + 1).filter((record) => record % 7 !== 0);
  const db = holding({ a: kept.map((record) => row(record, record % 2 ? '1' : '2', 'assigned', 500)) });
  const outcomes = await all(db, [run('a', '1')], 12_400);
  for (const [i, { standing }] of outcomes.entries()) {
    const record = i + 1;
    const there = record <= 12_345 && record % 7 !== 0;
    expect(standing).toBe(there ? (record % 2 ? 'assigned' : 'blocked') : 'waiting');
  }
});

it('takes what is in force from whichever run has it, and else what the named run says', async () => {
  const db = holding({
    first: [
      row(1, '1', 'assigned'),
      row(2, '.unresolved', 'ambiguous'),
      row(3, '2', 'assigned'),
      row(4, '2', 'rejected'),
    ],
    rest: [
      row(1, '1', 'assigned'),
      row(2, '2', 'assigned'),
      row(3, '2', 'assigned'),
      row(4, '2', 'rejected'),
      row(5, '3', 'assigned'),
    ],
  });
  const outcomes = await all(db, [run('first', '1'), run('rest', '2')], 6);
  expect(outcomes.map(({ standing, newCommune }) => [standing, newCommune ?? null])).toEqual([
    ['assigned', '1'],
    ['assigned', '2'],
    ['assigned', '2'],
    ['rejected', '2'],
    ['blocked', '3'],
    ['waiting', null],
  ]);
  // The other way round the same is in force.
  const turned = await all(db, [run('rest', '2'), run('first', '1')], 4);
  expect(turned.map(({ newCommune }) => newCommune)).toEqual(['1', '2', '2', '2']);
});
