import { openDatabase } from '@thuadat/store/db/open';
import { ENGINES } from '@thuadat/testing/engines';
import { afterAll, describe, expect, it } from 'vitest';
import { stoppable } from './stoppable.ts';

describe.each(ENGINES)('work on $name that is stopped', (engine) => {
  afterAll(() => engine.stop());

  it('ends between two statements and leaves nothing of its transaction', async () => {
    const db = await openDatabase(await engine.target());
    const stop = new AbortController();
    const work = stoppable(db, stop.signal).transaction(async (tx) => {
      await tx.script('create table begun (n int)');
      stop.abort(new Error('stopped'));
      await tx.query('select 1');
    });
    await expect(work).rejects.toThrow('stopped');
    expect(await db.query("select to_regclass('begun') as name")).toEqual([{ name: null }]);
    await db.close();
  });

  // The embedded engine hears nothing before its statement has ended.
  if (engine.name === 'pglite') return;

  it('ends in the middle of a long statement', async () => {
    const db = await openDatabase(await engine.target());
    const stop = new AbortController();
    const began = performance.now();
    const work = stoppable(db, stop.signal).transaction((tx) => tx.script('select pg_sleep(50)'));
    setTimeout(() => stop.abort(new Error('stopped')), 300);
    await expect(work).rejects.toMatchObject({ state: '57014' });
    expect(performance.now() - began).toBeLessThan(40_000);
    await db.close();
  });
});
