import type { IsoDate } from '@thuadat/core/code';
import { type PostgresCluster, postgresBinaries, startPostgres } from '@thuadat/testing/postgres-cluster';
import { buildRun, manyParcels, type TestUnit } from '@thuadat/testing/run-builder';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRun } from '../src/apply/apply.ts';
import { checksum } from '../src/db/checksum.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { verifyAudit } from '../src/registry/audit.ts';

const AT = '2026-02-03T04:05:06.789Z';
const options = { by: 'lan', now: { date: '2026-02-03' as IsoDate, instant: AT } };
const UNITS: readonly TestUnit[] = [
  { unit: '.unresolved', parcels: [{ status: 'rejected', parcel: '900' }] },
  ...Array.from({ length: 8 }, (_, n) => ({
    unit: `0${2600 + n}`,
    parcels: manyParcels(700, n * 2000 + 1),
    ...(n === 3 ? { blocking: 1 } : {}),
  })),
];

const bin = postgresBinaries();

describe.skipIf(bin === null)('apply into a server that goes away', () => {
  let cluster: PostgresCluster;
  beforeAll(() => {
    cluster = startPostgres(bin!);
  });
  afterAll(() => cluster.stop());

  /** Applies, harms the server after the third commune, applies again; the content at the end. */
  async function applyThrough(harm: (target: string) => Promise<void> | void): Promise<unknown> {
    const run = await buildRun('lao-cai-1', UNITS);
    const target = await cluster.database();
    const db = await openDatabase(target);
    await migrate(db, AT);
    let seen = 0;
    let harmed: Promise<void> | null = null;
    const first = applyRun(db, run, {
      ...options,
      onProgress: () => {
        if (++seen === 3) harmed = Promise.resolve(harm(target));
      },
    });
    await expect(first).rejects.toThrow(/connection .*lost.* run the same command again|held the lock/is);
    await harmed;
    await db.close().catch(() => {});
    const again = await openDatabase(target);
    const result = await applyRun(again, run, options);
    expect(result.counts).toMatchObject({ blocked: 1, staged: 1, failed: 0 });
    expect(result.counts.applied).toBeGreaterThan(0);
    expect((await verifyAudit(again)).bad).toBeNull();
    const sums = await checksum(again, 'all');
    await again.close();
    return sums;
  }

  async function undisturbed(): Promise<unknown> {
    const db = await openDatabase(await cluster.database());
    await migrate(db, AT);
    await applyRun(db, await buildRun('lao-cai-1', UNITS), options);
    const sums = await checksum(db, 'all');
    await db.close();
    return sums;
  }

  it('says to run it again when its connections are cut, and ends with the same rows', async () => {
    const cut = async (target: string) => {
      const other = new pg.Client(target);
      await other.connect();
      await other.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'thuadat' and datname = current_database()",
      );
      await other.end();
    };
    expect(await applyThrough(cut)).toEqual(await undisturbed());
  });

  it('says the same when the server is stopped and started, and ends with the same rows', async () => {
    expect(await applyThrough(() => cluster.restart())).toEqual(await undisturbed());
  });
});
