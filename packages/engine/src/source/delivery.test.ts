import { findProfile, loadCrosswalk } from '@thuadat/admin-units/index';
import type { IsoDate } from '@thuadat/core/code';
import { createEpochDetector, type EpochVerdict } from '@thuadat/core/inspect/epoch';
import { RefusalError } from '@thuadat/core/message/message';
import { expect, it } from 'vitest';
import { requireSurveys } from './delivery.ts';
import type { Survey } from './evidence.ts';
import type { PreparedSource } from './prepare-source.ts';

const profile = findProfile('lao-cai')!;

const EMPTY = {
  layer: '',
  oldCommune: null,
  oldSheet: null,
  communeName: null,
  district: null,
  province: null,
};

/** What the detector says of records with these codes. */
function verdictOf(records: readonly { readonly [name: string]: string }[]): EpochVerdict {
  const detector = createEpochDetector(loadCrosswalk(), profile);
  records.forEach((facts, i) => {
    detector.add({ ...EMPTY, ...facts, record: i + 1 } as Parameters<typeof detector.add>[0]);
  });
  return detector.verdict();
}

const SILENT = verdictOf([{ commune: '02896' }, { commune: '02647' }]);
const BEFORE = verdictOf([{ commune: '02893', province: '10' }]);
const AFTER = verdictOf([
  { commune: '02896', province: '15' },
  { commune: '04441', province: '15' },
]);

type Given = { readonly name: string; readonly epoch: EpochVerdict; readonly stated?: string };

function dated(given: readonly Given[]) {
  const sources = given.map(
    ({ name, stated }) =>
      ({
        file: { name },
        layers: [{ settings: stated ? { epoch: stated } : {} }],
      }) as unknown as PreparedSource,
  );
  const surveys = given.map(({ epoch }): Survey => ({ epoch, georeference: [], records: [1] }));
  return requireSurveys(sources, surveys, profile);
}

/** The message of the refusal, as data. */
function refusedFor(given: readonly Given[]): string {
  try {
    dated(given);
  } catch (fault) {
    if (!(fault instanceof RefusalError)) throw fault;
    return JSON.stringify(fault.reason);
  }
  throw new Error('not refused');
}

it('begins with files that say nothing, something and the contrary', () => {
  expect([SILENT, BEFORE, AFTER].map(({ epoch }) => epoch)).toEqual(['undetermined', 'before', 'after']);
});

it('gives a file that proves nothing the date of those delivered with it, and names them', () => {
  const { epochs, notices } = dated([
    { name: 'a.shp', epoch: SILENT },
    { name: 'b.shp', epoch: BEFORE },
    { name: 'c.gpkg', epoch: SILENT },
    { name: 'd.shp', epoch: BEFORE },
  ]);
  expect(new Set(epochs)).toEqual(new Set(['2025-06-30']));
  expect(notices.map(({ code, subject, found, expected }) => [code, subject, found, expected])).toEqual([
    ['epoch.of-delivery', 'a.shp', '2025-06-30', 'b.shp, d.shp'],
    ['epoch.of-delivery', 'c.gpkg', '2025-06-30', 'b.shp, d.shp'],
  ]);
});

it('lets the config say it, and says nothing then', () => {
  const { epochs, notices } = dated([
    { name: 'a.shp', epoch: SILENT, stated: '2024-12-31' },
    { name: 'b.shp', epoch: BEFORE },
  ]);
  expect(epochs).toEqual(['2024-12-31', '2025-06-30']);
  expect(notices).toEqual([]);
});

it('does not take it from files of several dates, of none, or of new codes', () => {
  const older = { ...BEFORE, asOf: '2019-12-31' as IsoDate };
  const silent = { name: 'a.shp', epoch: SILENT };
  const several = refusedFor([silent, { name: 'b.shp', epoch: BEFORE }, { name: 'c.shp', epoch: older }]);
  expect(several).toContain('epoch.delivery-contradictory');
  expect(several).toContain('2019-12-31: c.shp; 2025-06-30: b.shp');
  expect(refusedFor([silent])).toContain('epoch.undetermined');
  expect(refusedFor([silent, { name: 'n.shp', epoch: AFTER }])).toContain('epoch.after');
});

it('does not take it for a file in which something does not fit', () => {
  const odd = verdictOf([{ commune: '02896' }, { commune: '99999' }]);
  const gap = verdictOf([{ commune: '02896' }, { commune: '02647', oldSheet: '7' }]);
  for (const epoch of [odd, gap])
    expect(
      refusedFor([
        { name: 'a.shp', epoch },
        { name: 'b.shp', epoch: BEFORE },
      ]),
    ).toContain('epoch.undetermined');
});
