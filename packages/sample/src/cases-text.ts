/** Cases about text and numbers as old files have them. */
import { countFault, draw, EPOCH, type SampleCase, truthOf, withFault } from './case.ts';
import type { GenerateOptions, SampleRecord } from './generate.ts';
import type { LegacyEncoding } from './legacy-text.ts';
import type { FileOptions } from './writer.ts';

const BAC_LIEU: GenerateOptions = { province: 'ca-mau', seed: 53, communes: ['31985'], parcels: 100 };
const LAO_CAI: GenerateOptions = { province: 'lao-cai', seed: 53, communes: ['02953'], parcels: 100 };

export const textCases = (): SampleCase[] => [
  legacy('tcvn3-shapefile', 'tcvn3', null, 'TCVN3 (ABC) bytes and no .cpg'),
  legacy('vni-text', 'vni', null, 'VNI-Windows bytes and no .cpg'),
  legacy(
    'windows-1258-wrong-cpg',
    'windows-1258',
    'UTF-8',
    'Windows-1258 bytes under a .cpg that says UTF-8',
  ),
  decomposedText(),
  lostZeros(),
  floatCodes(),
];

/** A repair is said once for each text that was repaired. */
const differentCodes = (records: readonly SampleRecord[]): number =>
  new Set(records.map(({ values }) => values.commune)).size;

function legacy(slug: string, encoding: LegacyEncoding, cpg: string | null, how: string): SampleCase {
  const records = draw(LAO_CAI);
  const options: FileOptions = { format: 'shp', dialect: 'famis', declared: 9208, encoding, cpg };
  return {
    slug,
    planted: `A Shapefile with ${how}.`,
    answer:
      'The encoding is detected from the text and said; names and addresses come out as composed Unicode.',
    province: 'lao-cai',
    files: [{ name: 'parcels.shp', records, options, config: EPOCH }],
    truth: truthOf(records.length, {}, { 'text.damaged': 0 }),
  };
}

function decomposedText(): SampleCase {
  const records = draw({ ...BAC_LIEU, dirt: { 'decomposed-text': 0.3 } });
  return {
    slug: 'decomposed-text',
    planted: `The names and addresses of ${countFault(records, 'decomposed-text')} records are in decomposed Unicode (letter, then mark), those of the others composed.`,
    answer: 'All are composed; what was written is kept beside.',
    province: 'ca-mau',
    files: [
      {
        name: 'parcels.geojson',
        records,
        options: { format: 'geojson', dialect: 'vbdlis', declared: 5897 },
        config: EPOCH,
      },
    ],
    truth: truthOf(records.length, {}, { 'text.damaged': 0 }),
  };
}

function lostZeros(): SampleCase {
  const records = draw(LAO_CAI);
  return {
    slug: 'lost-zeros',
    planted: 'The commune code is a number in the .dbf: 02950 has become 2950 in every record.',
    answer: 'The zero is put back and it is said, once a code.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.shp',
        records,
        options: { format: 'shp', dialect: 'famis', declared: 9208, numericCommune: true },
        config: EPOCH,
      },
    ],
    truth: truthOf(records.length, {}, { 'key.repaired': differentCodes(records) }),
  };
}

function floatCodes(): SampleCase {
  const records = draw({ ...LAO_CAI, dirt: { 'float-code': 0.3, 'lost-zeros': 0.2 } });
  const spoiled = [...withFault(records, 'float-code'), ...withFault(records, 'lost-zeros')];
  return {
    slug: 'float-codes',
    planted: `A spreadsheet has been at the table: ${countFault(records, 'float-code')} codes read like 2950.0, ${countFault(records, 'lost-zeros')} like 2950.`,
    answer: 'Both are read as 02950 and it is said, once a form of a code.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.csv',
        records,
        options: { format: 'csv', dialect: 'ilis', declared: null },
        config: EPOCH,
      },
    ],
    truth: truthOf(records.length, {}, { 'key.repaired': differentCodes(spoiled) }),
  };
}
