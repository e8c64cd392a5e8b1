/** Codes of two methods never come into force beside each other unless the plan has spoken of it. */
import type { IsoDate } from '@thuadat/core/code';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import { ENGINES, emptyDatabase } from '@thuadat/testing/engines';
import { buildRun, testId } from '@thuadat/testing/run-builder';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applyRun } from '../src/apply/apply.ts';
import { revertRun } from '../src/apply/revert.ts';
import type { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { methodsIssued } from '../src/registry/method.ts';

const AT = '2026-02-03T04:05:06.789Z';
const options = { by: 'lan', now: { date: '2026-02-03' as IsoDate, instant: AT } };
const POLYLABEL: IdentifierMethod = { point: 'polylabel', precision: 1 };
const POLYLABEL_TEXT = 'thuadat-2 polylabel 1 m raw';

const parcel = (n: number) => ({ parcel: String(n), parcelId: testId(n) });
const first = () => buildRun('lao-cai-1', [{ unit: '02647', parcels: [parcel(1)] }]);
const second = (before: readonly string[] = []) =>
  buildRun('lao-cai-2', [{ unit: '02671', parcels: [parcel(2)] }], 'lao-cai-2', {
    method: POLYLABEL,
    before,
  });

describe.each(ENGINES)('methods on $name', (engine) => {
  let db: Database;
  beforeEach(async () => {
    db ??= await openDatabase(await engine.target());
    await emptyDatabase(db);
    await migrate(db, AT);
  });
  afterAll(async () => {
    await db?.close();
    engine.stop();
  });

  it('keeps with the run how its codes were made', async () => {
    await applyRun(db, await second(), options);
    const [run] = await db.query<{ provenance: unknown }>('select provenance from run');
    expect(run!.provenance).toMatchObject({
      algorithm: POLYLABEL_TEXT,
      precision: 1,
      issuer: 'thuadat 0.1.0',
    });
    expect(await methodsIssued(db, '15')).toEqual([POLYLABEL_TEXT]);
    expect(await methodsIssued(db, '96')).toEqual([]);
  });

  it('refuses a run whose plan did not know of codes of another method, and brings it in for review', async () => {
    await applyRun(db, await first(), options);
    const run = await second();
    await expect(applyRun(db, run, options)).rejects.toThrow(
      /by thuadat-2 polylabel 1 m raw, but .* made by thuadat-2 came into force/,
    );
    expect(await db.query("select id from run where id = 'lao-cai-2'")).toEqual([]);
    const staged = await applyRun(db, run, { ...options, stageOnly: true });
    expect(staged.counts).toMatchObject({ applied: 0, staged: 1 });
  });

  it('applies one whose plan has spoken of it', async () => {
    await applyRun(db, await first(), options);
    const { counts } = await applyRun(db, await second(['thuadat-2']), options);
    expect(counts.applied).toBe(1);
    expect(await methodsIssued(db, '15')).toEqual(['thuadat-2', POLYLABEL_TEXT]);
  });

  it('counts the codes of a reverted run: they come back with their parcels', async () => {
    await applyRun(db, await first(), options);
    await revertRun(db, 'lao-cai-1', options);
    expect(await methodsIssued(db, '15')).toEqual(['thuadat-2']);
    await expect(applyRun(db, await second(), options)).rejects.toThrow(/identifier.method-mixed/);
  });
});
