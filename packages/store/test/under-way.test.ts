import { ENGINES } from '@thuadat/testing/engines';
import { afterAll, describe, expect, it } from 'vitest';
import { readUnderWay } from '../src/apply/under-way.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';

afterAll(() => {
  for (const engine of ENGINES) engine.stop();
});

describe.each(ENGINES)('runs under way on $name', (engine) => {
  it('are told by their communes, with a rate only while somebody is at them', async () => {
    const target = await engine.target();
    const db = await openDatabase(target);
    const other = engine.name === 'postgres' ? await openDatabase(target) : db;
    try {
      const now = new Date();
      await migrate(db, now.toISOString());
      expect(await readUnderWay(db)).toEqual([]);
      const manifest = { communes: Array(5).fill({}), counts: { read: 5_000 } };
      const begun = new Date(now.getTime() - 10_000).toISOString();
      const add = async (
        id: string,
        state: string,
        units: readonly (readonly [string, string, number, string])[],
      ) => {
        await db.query('insert into run values ($1, $2, $3, $4, $5)', [
          ...[id, JSON.stringify(manifest), state, begun, 'lan'],
        ]);
        for (const [unit, its, blocking, at] of units) {
          const summary = JSON.stringify({ blocking, counts: { read: 1_000 } });
          await db.query('insert into run_unit values ($1, $2, $2, $3, $4, $5)', [
            id,
            unit,
            its,
            summary,
            at,
          ]);
        }
      };
      const before = new Date(now.getTime() - 3_600_000).toISOString();
      await add('a', 'applying', [
        ['1', 'applied', 0, before],
        ['2', 'applied', 0, begun],
        ['3', 'staged', 2, begun],
        ['4', 'staged', 0, begun],
      ]);
      await add('b', 'reverting', [
        ['1', 'reverted', 0, before],
        ['2', 'applied', 0, before],
      ]);
      await add('c', 'applied', [['1', 'applied', 0, before]]);
      const idle = engine.name === 'postgres' ? false : null;
      const found = await readUnderWay(other);
      expect(found).toEqual([
        {
          ...{ run: 'a', state: 'applying', held: idle, since: begun, rate: null },
          ...{ communes: { done: 3, total: 5 }, records: { done: 3_000, total: 5_000 } },
        },
        {
          ...{ run: 'b', state: 'reverting', held: idle, since: before, rate: null },
          ...{ communes: { done: 1, total: 2 }, records: { done: 1_000, total: 2_000 } },
        },
      ]);
      // The embedded engine has one connection, and nobody else to ask who is at it: said by `held: null` above.
      if (engine.name !== 'postgres') return;
      const [a, b] = await db.exclusive('apply', () => readUnderWay(other));
      // 2,000 records in the last call, which began ten seconds ago.
      expect(a!.held).toBe(true);
      expect(a!.rate).toBeGreaterThan(100);
      expect(a!.rate).toBeLessThanOrEqual(200);
      expect(b).toMatchObject({ held: false, rate: null });
      expect((await db.exclusive('something else', () => readUnderWay(other)))[0]!.held).toBe(false);
    } finally {
      await other.close();
      await db.close();
    }
  });
});
