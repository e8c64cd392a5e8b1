import { expect, test } from 'vitest';
import { toyCrosswalk, toyProfile } from '../unit/toy-log.fixture.ts';
import {
  createEpochDetector,
  describeVerdict,
  type EpochFacts,
  type EpochVerdict,
  epochIssue,
} from './epoch.ts';

type Row = Partial<Record<keyof EpochFacts, string>>;
function detect(...rows: Row[]): EpochVerdict {
  const detector = createEpochDetector(toyCrosswalk, toyProfile);
  rows.forEach((row, index) => {
    const empty = {
      province: null,
      district: null,
      commune: null,
      communeName: null,
      oldCommune: null,
      oldSheet: null,
    };
    detector.add({ ...empty, layer: 'thua', ...row, record: index + 1 } as EpochFacts);
  });
  return detector.verdict();
}
const kinds = (verdict: EpochVerdict) => verdict.evidence.map((item) => `${item.kind} ${item.records}`);

test('one commune whose code lives on, and nothing else, is undetermined', () => {
  const verdict = detect({ commune: '00001' }, { commune: '00001' });
  expect(verdict).toMatchObject({ epoch: 'undetermined', asOf: null, votes: { silent: 2 } });
  expect(kinds(verdict)).toEqual(['code.both 2']);
});

test.each([
  ['a code that died with the reform', { commune: '00003' }, 'code.only-before'],
  ['the district code', { commune: '00001', district: '080' }, 'district.own'],
  ['the code of the old province', { commune: '00001', province: '10' }, 'province.old'],
  [
    'the old name, whatever its case and accents',
    { commune: '00001', communeName: 'P. KIM TAN' },
    'name.old',
  ],
])('%s says before', (_what, row: Row, kind) => {
  const verdict = detect({ commune: '00001' }, row);
  expect(verdict).toMatchObject({ epoch: 'before', asOf: '2025-06-30', votes: { before: 1, silent: 1 } });
  expect(verdict.evidence.find((item) => item.kind === kind)).toMatchObject({
    points: 'before',
    examples: [{ layer: 'thua', record: 2 }],
  });
});

test.each([
  ['the new name', { commune: '00001', communeName: 'phường Lào Cai' }, 'name.new'],
  [
    'the new province code on a commune of the other old province',
    { commune: '00001', province: '15' },
    'province.new',
  ],
  [
    'an old-commune column with a predecessor',
    { commune: '00001', oldCommune: '00003' },
    'old-commune.filled',
  ],
])('%s says after', (_what, row: Row, kind) => {
  const verdict = detect({ commune: '00001' }, row);
  expect(verdict).toMatchObject({ epoch: 'after', asOf: '2025-07-01', votes: { after: 1 } });
  expect(verdict.evidence.some((item) => item.kind === kind && item.points === 'after')).toBe(true);
});

test('what proves nothing is reported and decides nothing', () => {
  const verdict = detect(
    { commune: '00004', province: '15', communeName: 'Xã Nậm Có' },
    { commune: '00001', oldCommune: '00001', oldSheet: '7' },
    { commune: '00001', communeName: 'Tổ 5' },
    { commune: '00001', district: '999' },
    { commune: '00009' },
    { commune: '55555' },
    {},
  );
  expect(verdict).toMatchObject({ epoch: 'undetermined', votes: { before: 0, after: 0, silent: 7 } });
  expect(kinds(verdict)).toEqual([
    'code.both 4',
    'old-sheet.filled 1',
    'district.other 1',
    'district.gap 1',
    'name.neither 1',
    'code.foreign 1',
    'code.unknown 1',
    'code.missing 1',
  ]);
});

test('a name that differs by its type word alone tells only when the type word is written', () => {
  expect(detect({ commune: '00005', communeName: 'Năm Căn' }).epoch).toBe('after');
  const crossed = detect({ commune: '00002', communeName: 'Thị trấn Năm Căn' });
  expect(crossed.epoch).toBe('before');
});

test('old and migrated records in one source are mixed, and both are named', () => {
  const verdict = detect(
    { commune: '00003', district: '080' },
    { commune: '00001', communeName: 'Phường Lào Cai' },
    { commune: '00001', communeName: 'Phường Kim Tân', oldCommune: '00003' },
  );
  expect(verdict).toMatchObject({
    epoch: 'mixed',
    asOf: null,
    votes: { before: 1, after: 1, contradictory: 1 },
    examples: {
      before: [{ record: 1 }],
      after: [{ record: 2, text: '00001 Phường Lào Cai' }],
      contradictory: [{ record: 3, text: '00001 00003 Phường Kim Tân' }],
    },
  });
});

test('whole communes without district code beside others that have it are not taken for old', () => {
  const verdict = detect({ commune: '00003', district: '080' }, { commune: '00001' }, { commune: '00001' });
  expect(verdict).toMatchObject({ epoch: 'undetermined', asOf: null });
  expect(verdict.evidence.find((item) => item.kind === 'district.gap')).toMatchObject({
    records: 2,
    examples: [{ record: 2 }],
  });
});

test('codes that died earlier date the source, and are named with the time they lived', () => {
  const verdict = detect({ commune: '00008' }, { commune: '00003' });
  expect(verdict).toMatchObject({ epoch: 'before', asOf: '2024-10-31', dead: [] });
  const beside = detect({ commune: '00008' }, { commune: '00007' });
  // 00007 led elsewhere on the only date that fits 00008: which of the two is meant is not ours to say.
  expect(beside).toMatchObject({
    epoch: 'undetermined',
    dead: [{ code: '00008', reads: 'older', known: [{ name: 'Xã Tà Chải', to: '2024-11-01' }] }],
  });
});

test('a name that a recycled code had before, over other land, stops the guess', () => {
  const verdict = detect({ commune: '00007', communeName: 'Phường Bốn', district: '080' });
  expect(verdict).toMatchObject({ epoch: 'undetermined', votes: { before: 1 } });
  expect(kinds(verdict)).toContain('name.older 1');
  expect(detect({ commune: '00007', communeName: 'Phường Hai' }).asOf).toBe('2025-06-30');
});

test('the verdict grows with distinct codes and not with records', () => {
  const many = detect(
    ...Array.from({ length: 3000 }, (_, i) => ({ commune: '00003', communeName: `Tổ ${i}` })),
  );
  expect(many.votes.before).toBe(3000);
  expect(many.evidence.every((item) => item.examples.length <= 5)).toBe(true);
  expect(JSON.stringify(many).length).toBeLessThan(4000);
});

test('the evidence reads as a sentence in both languages', () => {
  const verdict = detect({ commune: '00001', district: '080' });
  expect(describeVerdict(verdict, 'vi')).toBe(
    'mã huyện đúng với xã cũ: 1; mã xã có cả trước và sau khi sắp xếp: 1',
  );
  expect(describeVerdict(verdict, 'en')).toMatch(/^the old commune's own district code: 1; /);
});

test('a source that may not be planned is refused with an example record', () => {
  const refuse = (...rows: Row[]) => epochIssue(detect(...rows), 'a.shp', toyProfile.effective);
  expect(refuse({ commune: '00003' })).toBeNull();
  expect(refuse({ commune: '00001' })).toMatchObject({
    code: 'epoch.undetermined',
    severity: 'blocking',
    at: { record: 0 },
  });
  expect(refuse({ commune: '00001' }, { commune: '00001', province: '15' })).toMatchObject({
    code: 'epoch.after',
    expected: { kind: 'date', date: '2025-06-30' },
    at: { source: 'a.shp', layer: 'thua', record: 2 },
  });
  expect(refuse({ commune: '00003' }, { commune: '00001', province: '15' })).toMatchObject({
    code: 'epoch.mixed',
    at: { record: 2 },
  });
});
