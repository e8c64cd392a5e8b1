import type { CommuneCode, IsoDate, ProvinceCode } from '@thuadat/core/code';
import { buildCrosswalk } from '@thuadat/core/unit/crosswalk';
import type { Unit, UnitEvent } from '@thuadat/core/unit/event';
import { ENGINES } from '@thuadat/testing/engines';
import { buildRun, testId } from '@thuadat/testing/run-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRun } from '../src/apply/apply.ts';
import { revertRun } from '../src/apply/revert.ts';
import type { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { importDigitalAddresses } from '../src/registry/digital-address.ts';
import { type Lookup, lookup } from '../src/registry/lookup.ts';

const START = '2020-01-01' as IsoDate;
const REFORM = '2025-07-01' as IsoDate;
const unit = (code: string, name: string, province: string, from: IsoDate, to: IsoDate | null): Unit => ({
  code: code as CommuneCode,
  name,
  province: province as ProvinceCode,
  district: null,
  from,
  to,
});
const into = (
  from: string,
  to: string,
  relation: 'whole' | 'part',
  kind: UnitEvent['kind'] = 'merge',
): UnitEvent => ({
  date: REFORM,
  kind,
  from: from as CommuneCode,
  to: to as CommuneCode,
  relation,
  act: '1673/NQ-UBTVQH15',
});
/** 02647 is a recycled code: Phường Duyên Hải before the reform, Phường Lào Cai after it. */
const crosswalk = buildCrosswalk(
  [
    unit('02641', 'Phường Lào Cai', '10', START, REFORM),
    unit('02647', 'Phường Duyên Hải', '10', START, REFORM),
    unit('02650', 'Xã Cốc San', '10', START, REFORM),
    unit('02647', 'Phường Lào Cai', '15', REFORM, null),
    unit('02671', 'Xã Cốc San', '15', REFORM, null),
  ],
  [
    into('02641', '02647', 'whole'),
    into('02647', '02647', 'whole'),
    into('02650', '02647', 'part', 'split'),
    into('02650', '02671', 'part', 'split'),
  ],
  'test',
);

const now = { date: '2026-02-03' as IsoDate, instant: '2026-02-03T00:00:00.000Z' };
const by = 'lan';

describe.each(ENGINES)('lookup on $name', (engine) => {
  let db: Database;
  const find = (text: string): Promise<Lookup> => lookup(db, text, { crosswalk, asOf: now.date });

  beforeAll(async () => {
    db = await openDatabase(await engine.target());
    await migrate(db, now.instant);
    const run = await buildRun('lao-cai-1', [
      {
        unit: '02647',
        parcels: [
          { parcel: '345', sheet: '12' },
          { parcel: '7', oldCommune: '02647', sheet: '112' },
          { parcel: '345', oldCommune: '02650', sheet: '12', status: 'ambiguous' },
          { parcel: '500', oldCommune: '02641', sheet: '31' },
        ],
      },
    ]);
    await applyRun(db, run, { by, now });
    await importDigitalAddresses(db, [{ parcelId: testId(1), maDiaChiSo: '0123456789' }], {
      by,
      now,
      source: 'vnpost.csv',
    });
  });
  afterAll(async () => {
    await db.close();
    engine.stop();
  });

  it('says what a commune code has meant, what became of it and of what it was made', async () => {
    const found = await find(' 2647 ');
    expect(found.kind).toBe('commune');
    expect(found.communes.map((each) => each.unit.name)).toEqual(['Phường Duyên Hải', 'Phường Lào Cai']);
    const [before, after] = found.communes;
    expect(before!.became.units.map((each) => each.name)).toEqual(['Phường Lào Cai']);
    expect(before!.became.acts).toEqual([{ date: REFORM, kind: 'merge', act: '1673/NQ-UBTVQH15' }]);
    expect(after!.madeOf.map((each) => `${each.unit.code} ${each.relation}`).sort()).toEqual([
      '02641 whole',
      '02647 whole',
      '02650 part',
    ]);
    const split = (await find('02650')).communes[0]!;
    expect(split.became).toMatchObject({ kind: 'split' });
    expect(split.became.units.map((each) => each.code).sort()).toEqual(['02647', '02671']);
  });

  it('finds a parcel by its old key, its new key and its identifier', async () => {
    const byOld = await find('02641/12/345');
    expect(byOld.parcels).toHaveLength(1);
    const parcel = byOld.parcels[0]!;
    expect(parcel).toMatchObject({
      standing: 'in force',
      old: {
        commune: '02641',
        communeName: 'Phường Lào Cai',
        sheet: '12',
        scale: '500',
        parcel: '345',
        epoch: '2025-06-30',
      },
      new: { province: '15', commune: '02647', communeName: 'Phường Lào Cai', sheet: '1012', parcel: '345' },
      parcelId: testId(1),
      validFrom: '2026-02-03',
      validTo: null,
      acts: [{ date: REFORM, kind: 'merge', act: '1673/NQ-UBTVQH15' }],
      digitalAddresses: [{ code: '0123456789', from: '2026-02-03', to: null }],
    });
    for (const text of [
      '02647, 1012, 345',
      '2641 12 345',
      '02641/12/1:500/345',
      '02641/12/1/500/345',
      testId(1),
      testId(1).toUpperCase(),
    ]) {
      expect((await find(text)).parcels).toEqual([parcel]);
    }
    expect((await find('02641/12/1:1000/345')).parcels).toEqual([]);
    // A sheet that ends in 1 and a parcel numbered like a scale.
    expect((await find('02641/31/500')).parcels).toHaveLength(1);
  });

  it('shows a record under review with its reason', async () => {
    expect((await find('02650/12/345')).parcels).toMatchObject([
      {
        standing: 'under review',
        status: 'ambiguous',
        reason: 'unit.ambiguous',
        new: null,
        parcelId: null,
        acts: [],
      },
    ]);
  });

  it('says so when it knows nothing', async () => {
    expect((await find('xin chào')).kind).toBe('unknown');
    expect((await find('99999')).kind).toBe('unknown');
    expect((await find('02641/12')).kind).toBe('unknown');
    expect((await find('w7cz00000zzz')).parcels).toEqual([]);
  });

  it('still answers by names that were closed', async () => {
    await revertRun(db, 'lao-cai-1', { by, now: { ...now, date: '2026-03-01' as IsoDate } });
    expect((await find('02641/12/345')).parcels).toMatchObject([
      { standing: 'closed', validTo: '2026-03-01', closedBy: 'revert lao-cai-1', parcelId: testId(1) },
    ]);
    expect((await find('02650/12/345')).parcels).toEqual([]);
  });
});
