/** Cases about keys: sheets, duplicates, epochs, identifiers. */
import { loadCrosswalk } from '@thuadat/admin-units/index';
import {
  countFault,
  draw,
  EPOCH,
  oldKeyOf,
  refusedTruth,
  type SampleCase,
  truthOf,
  withFault,
} from './case.ts';
import type { GenerateOptions, SampleRecord } from './generate.ts';
import { NEW_EPOCH } from './province.ts';
import type { FileOptions } from './writer.ts';

const GEOJSON: FileOptions = { format: 'geojson', dialect: 'vbdlis', declared: 9208 };
const laoCai = (communes: string, parcels: number, more: Partial<GenerateOptions> = {}): GenerateOptions => ({
  province: 'lao-cai',
  seed: 11,
  communes: communes.split(' '),
  parcels,
  ...more,
});

export const codeCases = (): SampleCase[] => [
  collidingSheets(),
  sheetTable(),
  duplicateCopies(),
  duplicateKeys(),
  missingKeys(),
  deadCodes(),
  migratedTwice(),
  mixedEpochs(),
  carriedIdentifiers(),
];

/** Sheets as (old commune, number), in order. */
function sheetsOf(records: readonly SampleRecord[]): [commune: string, sheet: string, scale: string][] {
  const seen = new Map<string, [string, string, string]>();
  for (const { oldCommune, values } of records)
    seen.set(`${oldCommune}/${values.sheet}`, [oldCommune, values.sheet!, values.scale!]);
  return [...seen.values()];
}

function collidingSheets(): SampleCase {
  const records = draw(laoCai('02896', 280));
  const numbers = new Set(sheetsOf(records).map(([, sheet]) => sheet));
  return {
    slug: 'colliding-sheets',
    planted: `Three old communes (02893, 02896, 02899) that merge into 02896 all number their map sheets from 1: ${sheetsOf(records).length} sheets, ${numbers.size} different numbers.`,
    answer:
      'Every parcel is assigned; the sheets of 02896, whose code lives on, keep their numbers, the others get numbers after its last.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.shp',
        records,
        options: { format: 'shp', dialect: 'famis', declared: 9208 },
        config: EPOCH,
      },
    ],
    truth: truthOf(records.length, {}, { 'duplicate.key-after': 0, 'sheet.collision': 0 }),
  };
}

const TABLE_HEAD =
  'tinhId,xaId,tinhIdCu,xaIdCu,soHieuToBanDo,soHieuToBanDoCu,soThuTuThua,soThuTuThuaCu,tyLe,ghiChu';

function sheetTable(): SampleCase {
  const records = draw(laoCai('02896', 300));
  const sheets = sheetsOf(records);
  const left = sheets.at(-1)!;
  const rows = sheets
    .slice(0, -1)
    .map(([commune, sheet, scale], i) => `15,02896,10,${commune},${101 + i},${sheet},,,1/${scale},`);
  const missing = records.filter((r) => r.oldCommune === left[0] && r.values.sheet === left[1]).length;
  return {
    slug: 'sheet-table',
    planted: `A hand-made reference table (\`sheets.csv\`) gives the sheets of 02893, 02896 and 02899 the numbers 101 to ${100 + rows.length}. The last sheet, ${left[1]} of ${left[0]}, is left out of it.`,
    answer: `The ${missing} parcels on the sheet that is not in the table wait; all others get the table's numbers.`,
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON, config: EPOCH }],
    config: { sheetPlan: { strategy: 'table', table: 'sheets.csv' } },
    texts: { 'sheets.csv': `${[TABLE_HEAD, ...rows].join('\r\n')}\r\n` },
    outcome: {
      ambiguous: ({ oldCommune, values }) => oldCommune === left[0] && values.sheet === left[1],
      sheets: new Map(sheets.map(([commune, sheet], i) => [`${commune}/${sheet}`, String(101 + i)])),
    },
    truth: truthOf(records.length, { ambiguous: missing }, {}),
  };
}

function duplicateCopies(): SampleCase {
  const records = draw(laoCai('02953', 160, { dirt: { 'duplicate-copy': 0.03 } }));
  const inside = countFault(records, 'duplicate-copy') / 2;
  const again = records.slice(40, 70).filter((record) => record.faults.length === 0);
  const copies = inside + again.length;
  return {
    slug: 'duplicate-copies',
    planted: `${inside} records stand twice in the first export, and ${again.length} records of it stand again, unchanged, in a second export.`,
    answer: 'One of each is kept, every further copy is rejected.',
    province: 'lao-cai',
    files: [
      { name: 'export-1.geojson', records, options: GEOJSON, config: EPOCH },
      { name: 'export-2.geojson', records: again, options: GEOJSON, config: EPOCH },
    ],
    outcome: { rejected: (_, copy) => copy },
    truth: truthOf(records.length + again.length, { rejected: copies }, { 'duplicate.copy': copies }),
  };
}

function duplicateKeys(): SampleCase {
  const records = draw(laoCai('02953', 160, { dirt: { 'duplicate-key': 0.03 } }));
  const pairs = countFault(records, 'duplicate-key');
  const keys = records.map(oldKeyOf);
  return {
    slug: 'duplicate-keys',
    planted: `${pairs} parcels carry the number of another parcel of their sheet; the geometries differ.`,
    answer: 'Nobody can say which of the two the number names: both wait, and the commune is not applied.',
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON, config: EPOCH }],
    outcome: { ambiguous: (record) => keys.filter((key) => key === oldKeyOf(record)).length > 1 },
    truth: truthOf(records.length, { ambiguous: 2 * pairs }, { 'duplicate.key-before': 2 * pairs }),
  };
}

function missingKeys(): SampleCase {
  const dirt = { 'missing-sheet': 0.03, 'missing-parcel': 0.04, 'unknown-code': 0.02 };
  const records = draw(laoCai('02953', 200, { dirt }));
  const missing = countFault(records, 'missing-sheet') + countFault(records, 'missing-parcel');
  const unknown = countFault(records, 'unknown-code');
  const spoiled = new Set(Object.keys(dirt));
  return {
    slug: 'missing-keys',
    planted: `${missing} parcels have no sheet or no parcel number; ${unknown} have the commune code 99999, which never existed.`,
    answer: 'They are rejected with the reason; nothing is made up.',
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON, config: EPOCH }],
    outcome: { rejected: ({ faults }) => faults.some(({ kind }) => spoiled.has(kind)) },
    truth: truthOf(
      records.length,
      { rejected: missing + unknown },
      { 'key.missing': missing, 'commune.unknown': unknown },
    ),
  };
}

function deadCodes(): SampleCase {
  const all = draw(laoCai('02647', 500, { dirt: { 'dead-code': 0.15 } }));
  const records = all.filter(({ oldCommune }) => oldCommune === '02641' || oldCommune === '02635');
  const dead = countFault(records, 'dead-code');
  return {
    slug: 'dead-codes',
    planted: `${dead} parcels of Phường Lào Cai (02641) still carry 02638, the code it had until 2020-03-01.`,
    answer:
      'At the date of the source 02638 names nothing. The parcels are rejected and the message says when the code was in force; the code is not silently followed.',
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON, config: EPOCH }],
    outcome: { rejected: ({ faults }) => faults.some(({ kind }) => kind === 'dead-code') },
    truth: truthOf(records.length, { rejected: dead }, { 'commune.other-epoch': dead }),
  };
}

/** The record as it would be after the migration: new province, no district, new code and name. */
function migrated(record: SampleRecord): SampleRecord {
  const unit = loadCrosswalk().units.find(
    ({ code, from, to }) =>
      code === record.newCommune && from <= NEW_EPOCH && (to === null || NEW_EPOCH < to),
  )!;
  const values = {
    ...record.values,
    province: unit.province,
    district: null,
    commune: unit.code,
    communeName: unit.name,
  };
  return { ...record, values };
}

function migratedTwice(): SampleCase {
  const records = draw(laoCai('02647', 120)).map(migrated);
  return {
    slug: 'migrated-twice',
    planted:
      'A file whose commune codes are already the new ones: 02647 names the new Phường Lào Cai here, but was also the old Phường Kim Tân.',
    answer:
      'Planning it again would corrupt it silently; the source is refused. No epoch is stated in the config.',
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON }],
    truth: refusedTruth('epoch.after', 'parcels.geojson'),
  };
}

function mixedEpochs(): SampleCase {
  const records = draw(laoCai('02647 02896', 160)).map((record, i) =>
    i % 2 === 0 ? record : migrated(record),
  );
  return {
    slug: 'mixed-epochs',
    planted: 'Every second record is already migrated: old and new codes stand side by side in one file.',
    answer:
      'No single date reads all codes rightly; the source is refused. No epoch is stated in the config.',
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON }],
    truth: refusedTruth('epoch.mixed', 'parcels.geojson'),
  };
}

function carriedIdentifiers(): SampleCase {
  const dirt = { carried: 0.2, 'carried-wrong': 0.04, 'carried-clash': 0.04 };
  const drawn = draw(laoCai('02953', 200, { dirt }));
  // Identifiers that cannot be read: too short, and with a letter that GeoHash does not have.
  const spoiled = withFault(drawn, 'carried').slice(0, 2);
  const records = drawn.map((record) => {
    const at = spoiled.indexOf(record);
    if (at < 0) return record;
    const right = record.values.parcelId!;
    return {
      ...record,
      values: { ...record.values, parcelId: at === 0 ? right.slice(0, 11) : `${right.slice(0, 11)}o` },
    };
  });
  const outside = countFault(records, 'carried-wrong') + countFault(records, 'carried-clash');
  return {
    slug: 'carried-identifiers',
    planted: `${countFault(drawn, 'carried') + countFault(drawn, 'carried-clash')} parcels carry a right identifier, but 2 of these are spoiled; ${countFault(records, 'carried-wrong')} carry that of a place some kilometres off; ${countFault(records, 'carried-clash')} carry that of another parcel.`,
    answer:
      'Right ones are kept as carried. One that is not a point of its parcel is neither kept nor replaced: the identifier waits.',
    province: 'lao-cai',
    files: [{ name: 'parcels.geojson', records, options: GEOJSON, config: EPOCH }],
    truth: truthOf(
      records.length,
      {},
      { 'identifier.carried-outside': outside, 'identifier.carried-invalid': spoiled.length },
    ),
  };
}
