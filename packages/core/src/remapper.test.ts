import { describe, expect, it } from 'vitest';
import { planSheets, type SheetPlan } from './assign/sheet/plan.ts';
import type { CommuneCode, IsoDate, ProvinceCode, Scale, SheetNumber } from './code.ts';
import { reprojectInPlace } from './geodesy/vn2000.ts';
import { polygonalFromGeoJson } from './geometry/wkb.ts';
import { identify } from './identifier/identify.ts';
import { createRemapper, type RemapperOptions } from './remapper.ts';
import { toyCrosswalk, toyProfile } from './unit/toy-log.fixture.ts';

const E = 420_000;
const N = 2_480_000;
const square = (x: number, y: number, size = 20) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [E + x, N + y],
      [E + x + size, N + y],
      [E + x + size, N + y + size],
      [E + x, N + y + size],
      [E + x, N + y],
    ],
  ],
});

const options: RemapperOptions = {
  profile: toyProfile,
  crosswalk: toyCrosswalk,
  epoch: '2025-06-30' as IsoDate,
  fields: ['MA_XA', 'SO_TO', 'SO_THUA'],
};

/** Boundary of a new commune about the squares, in WGS84. */
function boundary(code: string, x: number, y: number, size: number) {
  const polygonal = polygonalFromGeoJson(square(x, y, size))!;
  return {
    code: code as CommuneCode,
    polygonal: { ...polygonal, coords: reprojectInPlace(polygonal.coords, 9208, 4326) },
  };
}

describe('one record', () => {
  it('gets the commune its code became, and the identifier of its boundary', () => {
    const { remap } = createRemapper(options);
    const { status, commune, key, id, issues } = remap({
      values: ['00003', '7', '12'],
      geometry: square(0, 0),
    });
    const { parcelId } = identify(polygonalFromGeoJson(square(0, 0))!, 9208)!;
    expect({ status, commune, key, issues }).toEqual({
      status: 'resolved',
      commune: '00001',
      key: null,
      issues: [],
    });
    expect(id).toMatchObject({ parcelId, state: 'minted' });
  });

  it('of a split commune is ambiguous without boundaries, and placed by them', () => {
    const record = { values: ['00002', '7', '12'], geometry: square(0, 0) };
    const unsure = createRemapper(options).remap(record);
    expect(unsure).toMatchObject({ status: 'ambiguous', commune: null, id: { parcelId: null } });
    expect(unsure.candidates.map(({ commune }) => commune)).toEqual(['00001', '00005']);
    expect(unsure.issues.map(({ code }) => code)).toEqual(['commune.split']);
    const boundaries = [boundary('00001', -500, -500, 1000), boundary('00005', 500, -500, 1000)];
    const { remap } = createRemapper({ ...options, boundaries });
    expect(remap(record)).toMatchObject({ status: 'resolved', commune: '00001' });
    const astride = remap({ ...record, geometry: square(490, 0) });
    expect(astride).toMatchObject({
      status: 'ambiguous',
      candidates: [{ share: expect.closeTo(0.5, 3) }, { share: expect.closeTo(0.5, 3) }],
    });
  });

  it('with a code of another day is rejected, and says so', () => {
    const { remap } = createRemapper(options);
    const { status, id, issues } = remap({ values: ['00009', '7', '12'], geometry: square(0, 0) });
    expect([status, id.parcelId, issues.map(({ code }) => code)]).toEqual([
      'rejected',
      null,
      ['commune.other-province'],
    ]);
  });

  it('whose boundary is unsound keeps its commune and waits for an identifier', () => {
    const bow = {
      ...square(0, 0),
      coordinates: [
        [
          [E, N],
          [E + 9, N + 9],
          [E + 9, N],
          [E, N + 9],
          [E, N],
        ],
      ],
    };
    const { commune, id, issues } = createRemapper(options).remap({
      values: ['00003', '7', '12'],
      geometry: bow,
    });
    expect([commune, id.state, issues.map(({ code }) => code)]).toEqual([
      '00001',
      'pending',
      ['identifier.pending-crossing'],
    ]);
  });

  it('gets its new key by a plan of the sheets', () => {
    const sheet = {
      newCommune: '00001' as CommuneCode,
      sheet: '7' as SheetNumber,
      scale: null,
      series: null,
    };
    const inventory = ['00001', '00003'].map((old) => ({
      ...sheet,
      oldCommune: old as CommuneCode,
      oldProvince: '10' as ProvinceCode,
      parcels: 3,
    }));
    const sheets = planSheets(inventory, { strategy: 'continue' });
    const { remap } = createRemapper({ ...options, sheets });
    const keys = ['00001', '00003'].map(
      (old) => remap({ values: [old, '7', '12'], geometry: square(0, 0) }).key,
    );
    expect(keys.map((key) => `${key?.commune}/${key?.sheet}/${key?.parcel}`)).toEqual([
      '00001/7/12',
      '00001/8/12',
    ]);
    expect(remap({ values: ['00003', '99', '1'], geometry: null })).toMatchObject({
      status: 'ambiguous',
      key: null,
    });
  });
});

describe('parcels of one number on two sheets', () => {
  const fields = [...options.fields, 'TY_LE'];
  const at = (oldCommune: string, scale: string | null) => ({
    newCommune: '00001' as CommuneCode,
    oldCommune: oldCommune as CommuneCode,
    oldProvince: '10' as ProvinceCode,
    sheet: '7' as SheetNumber,
    scale: scale as Scale | null,
    series: null,
    parcels: 3,
  });
  const remapped = (sheets: SheetPlan, old: string, scale: string | null) =>
    createRemapper({ ...options, fields, sheets }).remap({ values: [old, '7', '12', scale], geometry: null });

  it('get two keys', () => {
    const sheets = planSheets([at('00003', '500'), at('00003', '2000')], { strategy: 'continue' });
    const keys = ['500', '2000'].map((scale) => remapped(sheets, '00003', scale).key?.sheet);
    expect(keys).toEqual(['8', '7']);
  });

  it('are said to be one, with the other sheet named, where a plan gives both one number', () => {
    const moves = [at('00001', '500'), at('00003', null)].map((count) => ({
      ...count,
      newSheet: '9' as SheetNumber,
      kept: false,
    }));
    const sheets: SheetPlan = { moves, open: new Map(), issues: [] };
    const shared = (old: string, scale: string | null) =>
      remapped(sheets, old, scale)
        .issues.filter(({ code }) => code === 'sheet.shared')
        .map(({ found, expected }) => [found, expected]);
    expect(shared('00001', '500')).toEqual([['9', ['00003/7']]]);
    expect(shared('00003', null)).toEqual([['9', ['00001/7 1/500']]]);
  });
});

it('says which column is missing, and how to name it', () => {
  expect(() => createRemapper({ ...options, fields: ['MA_XA', 'SO_TO', 'X1'] })).toThrow(
    /No column found for parcel among MA_XA, SO_TO, X1.*roles/,
  );
});
