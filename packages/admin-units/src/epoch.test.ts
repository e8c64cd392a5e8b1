/** The epoch test on the real units of both provinces: whole sources, before and after, as codes alone and with names. */
import { type IsoDate, parseIsoDate, sure } from '@thuadat/core/code';
import { createEpochDetector, type EpochVerdict } from '@thuadat/core/inspect/epoch';
import { expect, test } from 'vitest';
import { loadCrosswalk } from './index.ts';
import { findProfile } from './profiles.ts';

const date = (text: string) => sure(parseIsoDate(text));
const crosswalk = loadCrosswalk();

function detect(
  id: string,
  on: IsoDate,
  fields: readonly ('name' | 'district' | 'province')[],
): EpochVerdict {
  const profile = findProfile(id)!;
  const detector = createEpochDetector(crosswalk, profile);
  const provinces: readonly string[] = [profile.code, ...profile.predecessors.map((p) => p.code)];
  crosswalk.units
    .filter((unit) => provinces.includes(unit.province) && crosswalk.unitAt(unit.code, on) === unit)
    .forEach((unit, index) => {
      detector.add({
        layer: 'thua',
        record: index + 1,
        province: fields.includes('province') ? unit.province : null,
        district: fields.includes('district') ? unit.district : null,
        commune: unit.code,
        communeName: fields.includes('name') ? unit.name : null,
        oldCommune: null,
        oldSheet: null,
      });
    });
  return detector.verdict();
}

test.each(['lao-cai', 'ca-mau'])(
  '%s: all old communes are before, by codes alone and with every column',
  (id) => {
    const on = date('2025-06-30');
    for (const fields of [[], ['name'], ['district'], ['name', 'district', 'province']] as const)
      expect(detect(id, on, fields)).toMatchObject({
        epoch: 'before',
        asOf: on,
        votes: { after: 0, contradictory: 0 },
      });
  },
);

test.each(['lao-cai', 'ca-mau'])(
  '%s: all new communes are after once names are there, undetermined by codes',
  (id) => {
    const on = date('2025-07-01');
    expect(detect(id, on, [])).toMatchObject({ epoch: 'undetermined', votes: { before: 0, after: 0 } });
    expect(detect(id, on, ['name'])).toMatchObject({
      epoch: 'after',
      asOf: on,
      votes: { before: 0, contradictory: 0 },
    });
    expect(detect(id, on, ['province']).epoch).toBe('after');
  },
);

test('a source of October 2024 is dated by the code of Xã Tà Chải', () => {
  expect(detect('lao-cai', date('2024-10-31'), ['district'])).toMatchObject({
    epoch: 'before',
    asOf: '2024-10-31',
    dead: [],
  });
});
