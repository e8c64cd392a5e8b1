/** Cases about geometry: faults of one parcel, and of parcels against each other. */
import { countFault, draw, EPOCH, oldKeyOf, type SampleCase, truthOf, withFault } from './case.ts';
import type { GenerateOptions, SampleRecord } from './generate.ts';
import type { DirtRates } from './plant.ts';
import type { FileOptions } from './writer.ts';

const GEOJSON: FileOptions = { format: 'geojson', dialect: 'vbdlis', declared: 9208 };

const yenBai = (parcels: number, dirt: DirtRates): GenerateOptions => ({
  province: 'lao-cai',
  seed: 23,
  communes: ['04651'],
  parcels,
  dirt,
});

const geojson = (records: readonly SampleRecord[]): SampleCase['files'] => [
  { name: 'parcels.geojson', records, options: GEOJSON, config: EPOCH },
];

export const geometryCases = (): SampleCase[] => [
  overlapsAndSlivers(),
  samePlace(),
  bowTies(),
  multiPart(),
  areaOff(),
  noGeometry(),
];

function overlapsAndSlivers(): SampleCase {
  const records = draw(yenBai(260, { overlap: 0.04, sliver: 0.03 }));
  const [overlaps, slivers] = [countFault(records, 'overlap'), countFault(records, 'sliver')];
  const areas = records.flatMap((record) =>
    record.faults.flatMap(({ kind, known }) => (kind === 'overlap' ? [Number(known.area)] : [])),
  );
  return {
    slug: 'overlaps-and-slivers',
    planted: `${overlaps} parcels reach 1.2 to 2.2 m into their neighbour (${areas.map((area) => area.toFixed(1)).join(', ')} m²); ${slivers} strips of 5 to 12 cm between two parcels have numbers of their own. All other parcels share their edges vertex by vertex.`,
    answer: 'Every overlap and every sliver is named once, nothing else is.',
    province: 'lao-cai',
    files: geojson(records),
    truth: truthOf(
      records.length,
      {},
      {
        'overlap.parcel': overlaps,
        'overlap.sliver': 0,
        'geometry.sliver': slivers,
        'duplicate.geometry': 0,
      },
    ),
  };
}

function samePlace(): SampleCase {
  const records = draw(yenBai(200, { 'same-place': 0.03 }));
  const pairs = countFault(records, 'same-place');
  const doubled = new Set(withFault(records, 'same-place').map(({ faults }) => faults[0]!.known.twin));
  return {
    slug: 'same-place',
    planted: `${pairs} parcels are drawn a second time under another number: two keys, one boundary.`,
    answer: 'Both would get the same identifier; both wait.',
    province: 'lao-cai',
    files: geojson(records),
    outcome: {
      ambiguous: (record) => record.faults.length > 0 || doubled.has(oldKeyOf(record)),
    },
    truth: truthOf(
      records.length,
      { ambiguous: 2 * pairs },
      { 'identifier.clash': 2 * pairs, 'duplicate.geometry': pairs },
    ),
  };
}

function bowTies(): SampleCase {
  const records = draw(yenBai(220, { 'bow-tie': 0.04, 'zero-area': 0.03 }));
  const [ties, flat] = [countFault(records, 'bow-tie'), countFault(records, 'zero-area')];
  return {
    slug: 'bow-ties',
    planted: `In ${ties} parcels two corners are swapped, so that the boundary crosses itself; ${flat} are folded flat onto a line.`,
    answer:
      'They keep their keys, for these are certain, but get no identifier: it is for ever, and their inside is not known.',
    province: 'lao-cai',
    files: geojson(records),
    truth: truthOf(records.length, {}, { 'geometry.self-crossing': ties, 'geometry.zero-area': flat }),
  };
}

function multiPart(): SampleCase {
  const records = draw(yenBai(200, { 'multi-part': 0.05 }));
  const count = countFault(records, 'multi-part');
  return {
    slug: 'multi-part',
    planted: `${count} parcels consist of two parts that do not touch.`,
    answer: 'They are assigned and get an identifier, and a person is told.',
    province: 'lao-cai',
    files: geojson(records),
    truth: truthOf(records.length, {}, { 'geometry.multi-part': count }),
  };
}

function areaOff(): SampleCase {
  const records = draw(yenBai(200, { 'area-off': 0.05 }));
  const count = countFault(records, 'area-off');
  return {
    slug: 'area-off',
    planted: `The legal area of ${count} parcels is 0.6 to 2 times that of the geometry; in all others it agrees to 0.1 m².`,
    answer: 'The difference is far beyond the tolerance at any scale and is named; the key is not in doubt.',
    province: 'lao-cai',
    files: geojson(records),
    truth: truthOf(records.length, {}, { 'area.differs': count }),
  };
}

function noGeometry(): SampleCase {
  const records = draw(yenBai(120, {}));
  return {
    slug: 'no-geometry-csv',
    planted: 'A table of attributes without any geometry.',
    answer: 'Keys are moved by code; identifiers wait for the geometry.',
    province: 'lao-cai',
    files: [
      {
        name: 'parcels.csv',
        records,
        options: { format: 'csv', dialect: 'ilis', declared: null, noGeometry: true },
        config: EPOCH,
      },
    ],
    truth: truthOf(records.length, {}, { 'geometry.missing': records.length }),
  };
}
