/** Cases about old communes that were split: with boundaries, without, and with decisions. */
import { DECISION_COLUMNS } from '@thuadat/core/resolve/decision';
import { countFault, draw, EPOCH, type SampleCase, truthOf } from './case.ts';
import type { GenerateOptions, SampleRecord } from './generate.ts';
import type { FileOptions } from './writer.ts';

/** Năm Căn: 32191 and 32194 are split between 32191 and 32201, 32203 is whole. */
const NAM_CAN: GenerateOptions = {
  province: 'ca-mau',
  seed: 41,
  communes: ['32191'],
  parcels: 260,
  straddle: ['32191'],
};
const SHAPEFILE: FileOptions = { format: 'shp', dialect: 'famis', declared: 9207 };

/** Least share that decides, and its distance to any share in the case, so that no count hangs on a rounding. */
const [LEAST_SHARE, CLEARANCE] = [0.95, 0.015];

const isSplit = ({ oldCommune }: SampleRecord): boolean => oldCommune === '32191' || oldCommune === '32194';

export const splitCases = (): SampleCase[] => [withBoundaries(), withoutBoundaries(), withDecisions()];

/** Whether the dividing line leaves less than the least share on either side. */
function isDoubtful({ faults }: SampleRecord): boolean {
  const straddle = faults.find(({ kind }) => kind === 'straddle');
  if (!straddle) return false;
  const largest = Math.max(...Object.values(straddle.known).map(Number));
  if (Math.abs(largest - LEAST_SHARE) < CLEARANCE)
    throw new Error(
      `A share of ${largest} is too near ${LEAST_SHARE}: draw the split cases with another seed.`,
    );
  return largest < LEAST_SHARE;
}

function withBoundaries(): SampleCase {
  const records = draw(NAM_CAN);
  const doubtful = records.filter(isDoubtful).length;
  return {
    slug: 'split-with-boundaries',
    planted: `Old Năm Căn (32191) and Hàm Rồng (32194) are split between 32191 and 32201. In Hàm Rồng the line follows a street; in Năm Căn it runs through ${countFault(records, 'straddle')} parcels.`,
    answer: `A parcel with at least 95 % of its area on one side goes there. ${doubtful} have less and wait, with the shares.`,
    province: 'ca-mau',
    files: [{ name: 'parcels.shp', records, options: SHAPEFILE, config: EPOCH }],
    boundaries: NAM_CAN,
    outcome: { ambiguous: isDoubtful },
    truth: truthOf(
      records.length,
      { ambiguous: doubtful },
      { 'commune.straddles': doubtful, 'commune.split': 0 },
    ),
  };
}

function withoutBoundaries(): SampleCase {
  const records = draw(NAM_CAN);
  const open = records.filter(isSplit).length;
  return {
    slug: 'split-without-boundaries',
    planted: 'The same parcels without a boundary layer.',
    answer: `Code alone cannot tell where ${open} parcels of the two split communes go: all wait. Those of 32203, which is whole, are assigned.`,
    province: 'ca-mau',
    files: [{ name: 'parcels.shp', records, options: SHAPEFILE, config: EPOCH }],
    outcome: { ambiguous: isSplit },
    truth: truthOf(records.length, { ambiguous: open }, { 'commune.split': open }),
  };
}

function withDecisions(): SampleCase {
  const records = draw(NAM_CAN);
  const split = records.filter(isSplit);
  const decided = split.filter(({ values }) => Number(values.parcel) % 3 !== 0);
  const rows = decided.map(({ oldCommune, newCommune, values }) =>
    [
      'parcels.shp',
      oldCommune,
      values.communeName,
      values.sheet,
      `1/${values.scale}`,
      '',
      values.parcel,
      '',
      newCommune,
      'Biên bản xác định ranh giới (mẫu)',
      'Sở Nông nghiệp và Môi trường',
      '2025-08-15',
    ].join(','),
  );
  const open = split.length - decided.length;
  return {
    slug: 'split-with-decisions',
    planted: `The same parcels without a boundary layer, but with a list of decisions (\`decisions.csv\`) on ${decided.length} of the ${split.length} parcels of split communes.`,
    answer: `What is decided is assigned as decided; the other ${open} wait.`,
    province: 'ca-mau',
    files: [{ name: 'parcels.shp', records, options: SHAPEFILE, config: EPOCH }],
    config: { decisions: 'decisions.csv' },
    texts: { 'decisions.csv': `${[DECISION_COLUMNS.join(','), ...rows].join('\r\n')}\r\n` },
    outcome: { ambiguous: (record) => isSplit(record) && !decided.includes(record) },
    truth: truthOf(
      records.length,
      { ambiguous: open },
      { 'commune.split': open, 'decision.not-candidate': 0 },
    ),
  };
}
