import { readFileSync, writeFileSync } from 'node:fs';
import type { IsoDate } from '@thuadat/core/code';
import type { CommuneUnit } from '@thuadat/core/run';
import { geometryTail, isReceivable } from '@thuadat/run/assignment-file';
import { assignmentFile } from '@thuadat/run/run-folder';
import { ENGINES, emptyDatabase } from '@thuadat/testing/engines';
import { buildRun, manyParcels, resealUnit, type TestUnit } from '@thuadat/testing/run-builder';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applyRun } from '../src/apply/apply.ts';
import { revertRun } from '../src/apply/revert.ts';
import { checksum } from '../src/db/checksum.ts';
import type { Database } from '../src/db/database.ts';
import { migrate, migrations } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { readAssignments } from '../src/registry/assignment.ts';

const AT = '2026-02-03T04:05:06.789Z';
const options = { by: 'lan', now: { date: '2026-02-03' as IsoDate, instant: AT } };
const UNITS: readonly TestUnit[] = [
  { unit: '02647', parcels: manyParcels(30) },
  { unit: '02671', parcels: manyParcels(5, 1000), blocking: 2 },
  { unit: '02674', parcels: manyParcels(40, 2000) },
];

const partitions = (db: Database): Promise<{ name: string }[]> =>
  db.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent in ('assignment'::regclass, 'issue'::regclass) order by 1`,
  );

describe.each(ENGINES)('partitions on $name', (engine) => {
  let db: Database;
  beforeEach(async () => {
    db ??= await openDatabase(await engine.target());
    await emptyDatabase(db);
  });
  afterAll(async () => {
    await db?.close();
    engine.stop();
  });

  it('carries what an older database holds over into partitions, row for row', async () => {
    await migrate(db, AT, migrations().slice(0, 3));
    const run = ['lao-cai-1', 'ca-mau-1'];
    for (const id of run) {
      await db.query("insert into run values ($1, '{}', 'applied', $2, 'lan')", [id, AT]);
      await db.query(
        `insert into assignment (run_id, unit, ordinal, status, source, layer, record, candidates, id_state, zone, raw, geom)
         select $1, '02647', n, 'rejected', 0, 0, n, '[]', 'pending', 9208, '[["a","b"]]', st_setsrid(st_point(n, 2), 9208)
         from generate_series(1, 50) n`,
        [id],
      );
      await db.query(
        `insert into issue select $1, '02647', n, n, 'key.missing', 'error', 's', '{}', 'f', 'e', null, null, null, '[]'
         from generate_series(1, 7) n`,
        [id],
      );
    }
    const before = await checksum(db, 'all');
    expect(await migrate(db, AT)).toEqual(
      migrations()
        .slice(3)
        .map(({ number }) => number),
    );
    expect(await checksum(db, 'all')).toEqual(before);
    expect((await partitions(db)).map(({ name }) => name)).toEqual([
      'assignment_ca-mau-1',
      'assignment_lao-cai-1',
      'issue_ca-mau-1',
      'issue_lao-cai-1',
    ]);
  });

  it('opens partitions with a run, drops them when it is reverted, and opens them again', async () => {
    await migrate(db, AT);
    const run = await buildRun('lao-cai-1', UNITS);
    const long = await buildRun(`ca-mau-${'x'.repeat(70)}`, [
      { unit: '32001', parcels: manyParcels(3, 9000) },
    ]);
    await applyRun(db, long, options);
    const kept = await checksum(db);
    await applyRun(db, run, options);
    const applied = await checksum(db);
    expect((await partitions(db)).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^assignment_[0-9a-f]{32}$/),
      'assignment_lao-cai-1',
      expect.stringMatching(/^issue_[0-9a-f]{32}$/),
      'issue_lao-cai-1',
    ]);
    await revertRun(db, 'lao-cai-1', options);
    expect(await partitions(db)).toHaveLength(2);
    expect(await checksum(db)).toEqual(kept);
    await applyRun(db, run, options);
    expect({ ...(await checksum(db)), registry: null }).toEqual({ ...applied, registry: null });
  });

  it('applies over what a broken-off revert has left behind', async () => {
    await migrate(db, AT);
    const run = await buildRun('lao-cai-1', UNITS);
    await applyRun(db, run, options);
    const applied = await checksum(db);
    const broken = revertRun(db, 'lao-cai-1', {
      ...options,
      onProgress: () => {
        throw new Error('killed');
      },
    });
    await expect(broken).rejects.toThrow('killed');
    await applyRun(db, run, options);
    expect({ ...(await checksum(db)), registry: null }).toEqual({ ...applied, registry: null });
  });

  it('looks only into the partition of the run that is asked for', async () => {
    await migrate(db, AT);
    for (const id of ['lao-cai-1', 'ca-mau-1', 'an-giang-1']) {
      await db.query("insert into run values ($1, '{}', 'staged', $2, 'lan')", [id, AT]);
    }
    const plan = await db.query<Record<string, string>>(
      "explain select * from assignment where run_id = 'ca-mau-1' and ordinal = 5",
    );
    const text = JSON.stringify(plan);
    expect(text).toContain('assignment_ca-mau-1');
    expect(text).not.toContain('lao-cai-1');
  });

  it('takes no lock that keeps readers or other writers of the tables out', async () => {
    await migrate(db, AT);
    const taken = new Map<string, Set<string>>();
    const watched: Database = {
      ...db,
      transaction: (work) =>
        db.transaction(async (tx) => {
          const value = await work(tx);
          const locks = await tx.query<{ name: string; mode: string }>(
            `select relation::regclass::text as name, mode from pg_locks where locktype = 'relation' and database <> 0
               and relation in (select oid from pg_class where relname in ('assignment', 'issue', 'registry', 'run',
                 'run_unit', 'audit', 'sheet_move', 'boundary', 'source', 'digital_address'))`,
          );
          for (const { name, mode } of locks) taken.set(name, (taken.get(name) ?? new Set()).add(mode));
          return value;
        }),
    };
    await applyRun(watched, await buildRun('lao-cai-1', UNITS), options);
    expect([...taken.keys()]).toEqual(expect.arrayContaining(['assignment', 'issue', 'registry', 'audit']));
    const weak = ['AccessShareLock', 'RowShareLock', 'RowExclusiveLock'];
    for (const [name, modes] of taken) {
      // Attaching the run's partitions, once and for an instant, takes what ANALYZE takes: nobody but ANALYZE waits.
      const allowed =
        name === 'assignment' || name === 'issue' ? [...weak, 'ShareUpdateExclusiveLock'] : weak;
      expect(allowed, name).toEqual(expect.arrayContaining([...modes]));
    }
  });

  it('keeps an open ring and a ring of three vertices to the last byte, though binary COPY refuses them', async () => {
    await migrate(db, AT);
    const run = await buildRun('lao-cai-1', [{ unit: '02647', parcels: manyParcels(4) }]);
    const path = assignmentFile(run.path, '02647' as CommuneUnit);
    const open = ewkb([0, 0, 10, 0, 10, 10, 0, 10]);
    const short = ewkb([0, 0, 10, 0, 0, 0]);
    expect(isReceivable(plain(open))).toBe(false);
    expect(isReceivable(plain(short))).toBe(false);
    expect(isReceivable(plain(ewkb([0, 0, 10, 0, 10, 10, 0, 0])))).toBe(true);
    // Signed zero: equal as a number, another bit; PostGIS compares bits.
    expect(isReceivable(plain(ewkb([0, 0, 10, 0, 10, 10, -0, 0])))).toBe(false);
    const tail = geometryTail([`2\t${open.toString('hex')}\n`, `4\t${short.toString('hex')}\n`]);
    writeFileSync(path, Buffer.concat([readFileSync(path), tail]));
    resealUnit(run, 0);
    await applyRun(db, run, options);
    const found: (Uint8Array | null)[] = [];
    for await (const { geometry } of readAssignments(db, 'lao-cai-1')) found.push(geometry);
    expect(Buffer.from(found[1]!).equals(open)).toBe(true);
    expect(Buffer.from(found[3]!).equals(short)).toBe(true);
    expect(found[0]!.length).toBe(97);
  });
});

/** A polygon of one ring as EWKB in EPSG:9208. */
function ewkb(ring: readonly number[]): Buffer {
  const bytes = Buffer.alloc(17 + ring.length * 8);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(0x20000003, 1);
  bytes.writeUInt32LE(9208, 5);
  bytes.writeUInt32LE(1, 9);
  bytes.writeUInt32LE(ring.length / 2, 13);
  for (const [i, value] of ring.entries()) bytes.writeDoubleLE(value, 17 + i * 8);
  return bytes;
}

/** The same without SRID. */
const plain = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([1, 3, 0, 0, 0]), bytes.subarray(9)]);
