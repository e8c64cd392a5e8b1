import { appendFileSync } from 'node:fs';
import type { IsoDate } from '@thuadat/core/code';
import type { CommuneUnit } from '@thuadat/core/run';
import { assignmentFile } from '@thuadat/run/run-folder';
import { ENGINES, emptyDatabase } from '@thuadat/testing/engines';
import { buildRun, manyParcels, type TestUnit, testId } from '@thuadat/testing/run-builder';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { appliedSources, applyRun } from '../src/apply/apply.ts';
import { revertRun } from '../src/apply/revert.ts';
import { readStatus } from '../src/apply/status.ts';
import { checksum } from '../src/db/checksum.ts';
import type { Database } from '../src/db/database.ts';
import { migrate, migrations } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { readAssignments } from '../src/registry/assignment.ts';
import { readAudit, verifyAudit } from '../src/registry/audit.ts';
import { importDigitalAddresses } from '../src/registry/digital-address.ts';
import { issuedFor } from '../src/registry/registry.ts';
import { inEnglish } from './in-english.ts';

const AT = '2026-02-03T04:05:06.789Z';
const options = { by: 'lan', now: { date: '2026-02-03' as IsoDate, instant: AT } };

const UNITS: readonly TestUnit[] = [
  { unit: '.unresolved', parcels: [{ status: 'rejected', parcel: '900' }] },
  { unit: '02647', parcels: [...manyParcels(300), { status: 'ambiguous', parcel: '901' }] },
  { unit: '02671', parcels: manyParcels(5, 1000), blocking: 2 },
  { unit: '02674', parcels: manyParcels(40, 2000) },
];

describe.each(ENGINES)('apply on $name', (engine) => {
  let db: Database;
  // One database for all, emptied between tests: opening one costs seconds.
  beforeEach(async () => {
    db ??= await openDatabase(await engine.target());
    await emptyDatabase(db);
    await migrate(db, AT);
  });
  afterAll(async () => {
    await db?.close();
    engine.stop();
  });

  it('migrates once, and refuses a migration that was changed or is unknown', async () => {
    expect(await migrate(db, AT)).toEqual([]);
    const list = migrations();
    const changed = list.map((each, i) => (i === 1 ? { ...each, sha256: 'f'.repeat(64) } : each));
    await expect(migrate(db, AT, changed)).rejects.toThrow(/000002-registry was applied .* must not change/s);
    await expect(migrate(db, AT, list.slice(0, 1))).rejects.toThrow(/database is newer/);
  });

  it('knows the VN-2000 zones with the right sign of the rotations', async () => {
    const [point] = await db.query<{ lon: number; lat: number }>(
      `select st_x(p) as lon, st_y(p) as lat from
       (select st_transform(st_setsrid(st_makepoint(500000, 2480000), 9208), 4326) as p) t`,
    );
    expect(point!.lat).toBeCloseTo(22.418488185, 8);
    expect(point!.lon).toBeCloseTo(104.751903347, 8);
    const [known] = await db.query(
      'select count(*)::int as n from spatial_ref_sys where srid in (9205,9206,9207,9208,9218,5897,5898)',
    );
    expect(known).toEqual({ n: 7 });
  });

  it('applies each commune, stages what is blocked or unresolved, and is a no-op the second time', async () => {
    const run = await buildRun('lao-cai-1', UNITS);
    const first = await applyRun(db, run, options);
    expect(first.counts).toEqual({ applied: 2, already: 0, blocked: 1, staged: 1, failed: 0 });
    expect(first.parcels).toBe(340);
    const sums = await checksum(db, 'all');
    expect(sums.assignment!.rows).toBe(347);
    expect(sums.registry!.rows).toBe(340);
    const second = await applyRun(db, run, {
      ...options,
      now: { date: '2027-01-01' as IsoDate, instant: '2027-01-01T00:00:00.000Z' },
    });
    expect(second.counts).toEqual({ applied: 0, already: 2, blocked: 1, staged: 1, failed: 0 });
    expect(await checksum(db, 'all')).toEqual(sums);
    const status = await readStatus(db);
    expect(status.runs[0]).toMatchObject({
      id: 'lao-cai-1',
      state: 'applied',
      units: { total: 4, applied: 2, blocked: 1, waiting: 0 },
      blocked: [{ unit: '02671', blocking: 2 }],
      sources: ['lao-cai-1.gpkg'],
    });
    expect(status.registry).toEqual({ inForce: 340, closed: 0, identifiers: 340 });
  });

  it('reads rows back in record order with their bytes', async () => {
    const run = await buildRun('lao-cai-1', UNITS);
    await applyRun(db, run, options);
    const rows = [];
    for await (const row of readAssignments(db, 'lao-cai-1')) rows.push(row);
    expect(rows.map((row) => row.ordinal)).toEqual(Array.from({ length: 347 }, (_, i) => i + 1));
    const row = rows[1]!;
    expect(row).toMatchObject({
      unit: '02647',
      oldEpoch: '2025-06-30',
      areaLegalM2: 401.5,
      validFrom: '2026-02-03',
    });
    expect(row.raw[3]).toEqual(['TENCHU', 'Nguyễn Văn A\t\\']);
    expect(row.geometry!.length).toBe(97);
    let blocked = 0;
    for await (const each of readAssignments(db, 'lao-cai-1', { unit: '02671', geometry: false })) {
      expect(each).toMatchObject({ validFrom: null, geometry: null });
      blocked++;
    }
    expect(blocked).toBe(5);
  });

  it('reverts to exactly the content before, keeps the history, and applies again', async () => {
    const other = await buildRun('lao-cai-0', [
      { unit: '02600', parcels: [{ parcel: '1', oldCommune: '02599', parcelId: testId(9999) }] },
    ]);
    await applyRun(db, other, options);
    const before = await checksum(db);
    const run = await buildRun('lao-cai-1', UNITS);
    await applyRun(db, run, options);
    const applied = await checksum(db);
    expect(applied).not.toEqual(before);
    expect(await revertRun(db, 'lao-cai-1', { ...options, reason: 'thử' })).toEqual({
      runId: 'lao-cai-1',
      units: 4,
      parcels: 340,
    });
    expect(await checksum(db)).toEqual(before);
    expect((await readStatus(db)).registry).toEqual({ inForce: 1, closed: 340, identifiers: 1 });
    expect((await revertRun(db, 'lao-cai-1', options)).units).toBe(0);
    const issued = [];
    for await (const each of issuedFor(db, ['02641'])) issued.push(each);
    expect(issued).toHaveLength(340);
    expect(issued[0]).toMatchObject({ oldParcel: '1', parcelId: testId(2), inForce: false });
    expect((await applyRun(db, run, options)).counts.applied).toBe(2);
    const again = await checksum(db);
    expect({ ...again, registry: null }).toEqual({ ...applied, registry: null });
    expect(again.registry!.rows).toBe(applied.registry!.rows);
    expect((await verifyAudit(db)).bad).toBeNull();
  });

  it('never migrates twice: commune, source, record or parcel', async () => {
    await applyRun(db, await buildRun('lao-cai-1', UNITS), options);
    const sums = await checksum(db, 'all');
    const sameUnit = await buildRun('lao-cai-2', [{ unit: '02647', parcels: manyParcels(2, 5000) }]);
    await expect(applyRun(db, sameUnit, options)).rejects.toThrow(
      /already applied by another run: 02647 \(run lao-cai-1\)/,
    );
    const sameSource = await buildRun(
      'lao-cai-3',
      [{ unit: '02680', parcels: [{ parcel: '1', record: 5 }] }],
      'lao-cai-1',
    );
    await expect(applyRun(db, sameSource, options)).rejects.toThrow(
      /lao-cai-1\.gpkg .* was already applied by run lao-cai-1/,
    );
    expect(await checksum(db, 'all')).toEqual(sums);
    const byRecord = await applyRun(
      db,
      await buildRun(
        'lao-cai-4',
        [{ unit: '02680', parcels: [{ parcel: '77777', record: 5, parcelId: testId(77777) }] }],
        'lao-cai-1',
      ),
      {
        ...options,
        onlyUnits: ['02680' as CommuneUnit],
      },
    );
    expect(inEnglish(byRecord.units[0]!.reason)).toMatch(
      /record 1 was already applied by run lao-cai-1 in commune 02647 \(record 5\)/,
    );
    const sameParcel = await applyRun(
      db,
      await buildRun('lao-cai-5', [{ unit: '02680', parcels: [{ parcel: '7', parcelId: testId(77778) }] }]),
      options,
    );
    expect(inEnglish(sameParcel.units[0]!.reason)).toMatch(
      /parcel 02641\/1\/500\/7 \(record 1\) was already moved by run lao-cai-1/,
    );
    expect(await appliedSources(db)).toHaveLength(1);
  });

  it('never reuses an identifier, in force or closed, and names both parcels', async () => {
    await applyRun(
      db,
      await buildRun('lao-cai-1', [{ unit: '02647', parcels: [{ parcel: '1', parcelId: testId(1) }] }]),
      options,
    );
    const thief = await buildRun('lao-cai-2', [
      { unit: '02680', parcels: [{ parcel: '8', oldCommune: '02650', parcelId: testId(1) }] },
      { unit: '02683', parcels: [{ parcel: '9', oldCommune: '02650', parcelId: testId(2) }] },
    ]);
    const result = await applyRun(db, thief, options);
    expect(result.counts).toMatchObject({ applied: 1, failed: 1 });
    expect(inEnglish(result.units[0]!.reason)).toMatch(
      /02650\/1\/500\/8 \(record 1\) is in force on parcel 02641\/1\/500\/1 of run lao-cai-1/,
    );
    expect((await readStatus(db)).runs.find((each) => each.id === 'lao-cai-2')).toMatchObject({
      state: 'applying',
      units: { applied: 1, waiting: 1 },
    });
    await revertRun(db, 'lao-cai-1', options);
    expect(inEnglish((await applyRun(db, thief, options)).units[0]!.reason)).toMatch(
      /was issued to parcel 02641\/1\/500\/1 .* never reused/,
    );
    const twins = await buildRun('lao-cai-3', [
      {
        unit: '02690',
        parcels: [
          { parcel: '1', sheet: '9', parcelId: testId(5) },
          { parcel: '2', sheet: '9', parcelId: testId(5) },
        ],
      },
    ]);
    expect(inEnglish((await applyRun(db, twins, options)).units[0]!.reason)).toMatch(
      /stands on records 1 and 2/,
    );
    const owner = await buildRun('lao-cai-4', [
      { unit: '02647', parcels: [{ parcel: '1', parcelId: testId(1) }] },
    ]);
    expect((await applyRun(db, owner, options)).counts.applied).toBe(1);
  });

  it('gives an identifier that two communes of one run claim to the first, and numbers on without a gap', async () => {
    // The first takes long to get to its claim, the second gets there at once and waits for its turn.
    const run = await buildRun('lao-cai-1', [
      { unit: '02647', parcels: [...manyParcels(400), { parcel: '900', parcelId: testId(9000) }] },
      { unit: '02671', parcels: [{ parcel: '1', oldCommune: '02650', parcelId: testId(9000) }] },
      { unit: '02674', parcels: manyParcels(20, 3000) },
      { unit: '02680', parcels: manyParcels(20, 4000) },
    ]);
    const { counts, units } = await applyRun(db, run, options);
    expect(counts).toMatchObject({ applied: 3, failed: 1 });
    expect(units[1]).toMatchObject({ unit: '02671', outcome: 'failed' });
    expect(inEnglish(units[1]!.reason)).toMatch(/is in force on parcel 02641\/1\/500\/900 of run lao-cai-1/);
    const [row] = await db.query(
      "select count(*)::int as n, max(seq) as last, (select count(*)::int from assignment where unit = '02671') as left from registry",
    );
    expect(row).toEqual({ n: 441, last: 441, left: 0 });
    expect((await verifyAudit(db)).bad).toBeNull();
  });

  it('refuses a damaged file and writes nothing of that commune', async () => {
    const run = await buildRun('lao-cai-1', UNITS);
    appendFileSync(assignmentFile(run.path, '02674' as CommuneUnit), 'x');
    await expect(applyRun(db, run, options)).rejects.toThrow();
    const [row] = await db.query("select count(*)::int as n from assignment where unit = '02674'");
    expect(row).toEqual({ n: 0 });
    const longer = await buildRun('lao-cai-9', [{ unit: '02690', parcels: manyParcels(2, 7000) }]);
    Object.assign(longer.manifest.communes[0]!.counts, { assigned: 1, rejected: 1 });
    await expect(applyRun(db, longer, options)).rejects.toThrow(/expected of run lao-cai-9/);
  });

  it('goes on after a failure in the middle to the same end', async () => {
    const run = await buildRun('lao-cai-1', UNITS);
    let calls = 0;
    const broken = applyRun(db, run, {
      ...options,
      onProgress: () => {
        if (++calls === 2) throw new Error('killed');
      },
    });
    await expect(broken).rejects.toThrow('killed');
    await applyRun(db, run, options);
    const resumed = await checksum(db, 'all');
    await emptyDatabase(db);
    await migrate(db, AT);
    await applyRun(db, run, options);
    expect(await checksum(db, 'all')).toEqual(resumed);
  });

  it('refuses a second apply at the same time', async () => {
    const run = await buildRun('lao-cai-1', UNITS);
    const both = await Promise.allSettled([applyRun(db, run, options), applyRun(db, run, options)]);
    const refused = both.filter((each) => each.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { name: 'BusyError' } }]);
    expect((await readStatus(db)).registry.inForce).toBe(340);
  });

  it('keeps registry and audit append-only, and finds a forged audit row', async () => {
    await applyRun(db, await buildRun('lao-cai-1', UNITS), options);
    await expect(db.query('delete from registry where seq = 1')).rejects.toThrow(/may not be deleted/);
    await expect(db.query("update registry set new_sheet = '9' where seq = 1")).rejects.toThrow(
      /only be closed, once/,
    );
    await expect(db.query('truncate registry')).rejects.toThrow(/append-only/);
    await expect(db.query("update audit set who = 'khác'")).rejects.toThrow(/append-only/);
    await expect(db.query('delete from audit')).rejects.toThrow(/append-only/);
    const verdict = await verifyAudit(db);
    expect(verdict).toMatchObject({ rows: 5, bad: null });
    const whats = [];
    for await (const row of readAudit(db)) whats.push(row.what);
    expect(whats).toEqual(['run.stage', 'unit.stage', 'unit.apply', 'unit.stage', 'unit.apply']);
    await db.script("alter table audit disable trigger all; update audit set who = 'khác' where seq = 3");
    expect((await verifyAudit(db)).bad).toEqual({
      seq: 3,
      reason: 'the content does not match its hash: it was changed',
    });
    await db.script('delete from audit where seq = 3');
    expect((await verifyAudit(db)).bad).toMatchObject({ seq: 4, reason: 'row 3 is missing' });
  });

  it('takes digital addresses back by identifier, with dates', async () => {
    await applyRun(db, await buildRun('lao-cai-1', UNITS), options);
    const take = (rows: { parcelId: string; maDiaChiSo: string; validFrom?: string }[]) =>
      importDigitalAddresses(db, rows, { ...options, source: 'vnpost.csv' });
    const id = testId(2);
    expect(
      await take([
        { parcelId: id.toUpperCase(), maDiaChiSo: '0123456789' },
        { parcelId: 'w7zzzzzzzzzz', maDiaChiSo: '1' },
      ]),
    ).toMatchObject({
      ...{ read: 2, imported: 1, unchanged: 0, replacedCount: 0, conflictCount: 0 },
      ...{ unknown: ['w7zzzzzzzzzz'], unknownCount: 1 },
    });
    expect(await take([{ parcelId: id, maDiaChiSo: '0123456789' }])).toMatchObject({
      imported: 0,
      unchanged: 1,
    });
    expect(await take([{ parcelId: id, maDiaChiSo: '0987654321', validFrom: '2026-03-01' }])).toMatchObject({
      imported: 1,
    });
    expect(
      await db.query('select code, valid_from, valid_to from digital_address order by valid_from'),
    ).toEqual([
      { code: '0123456789', valid_from: '2026-02-03', valid_to: '2026-03-01' },
      { code: '0987654321', valid_from: '2026-03-01', valid_to: null },
    ]);
    for await (const row of readAssignments(db, 'lao-cai-1', { unit: '02647' })) {
      if (row.parcelId === id) expect(row.digitalAddress).toBe('0987654321');
    }
  });
});
