import { expect, test } from 'vitest';
import type { CommuneCode, IsoDate } from '../code.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { plainTextsOf } from '../issue/value.ts';
import type { Candidate } from '../stages.ts';
import { toyCrosswalk, toyDraft, toyProfile } from '../unit/toy-log.fixture.ts';
import type { Decision } from './decision.ts';
import { createResolver, decideByShare, decisionRow, type ResolverOptions, SHARE_RULES } from './index.ts';

const EPOCH = '2025-06-30' as IsoDate;
const somewhere: Polygonal = {
  coords: new Float64Array([0, 0, 1, 0, 1, 1, 0, 0]),
  ringEnds: new Uint32Array([4]),
  polygonEnds: new Uint32Array([1]),
};
const resolver = (own: Partial<ResolverOptions> = {}) =>
  createResolver({
    crosswalk: toyCrosswalk,
    profile: toyProfile,
    asOf: '2025-07-01' as IsoDate,
    boundaries: null,
    decisions: [],
    at: (draft) => ({ source: 'a.shp', layer: 'thua', record: draft.record }),
    ...own,
  });
const shares = (text: Record<string, number | null>) => () =>
  Object.entries(text).map(([commune, share]) => ({ commune, share }) as Candidate);
const decision = (own: Partial<Record<keyof Decision, unknown>>): Decision =>
  ({
    source: null,
    oldCommune: '00002',
    sheet: '3',
    scale: null,
    series: null,
    parcel: null,
    newCommune: '00005',
    reason: '',
    by: '',
    at: '',
    ...own,
  }) as Decision;

test('a whole commune goes by its code, read at the epoch', () => {
  const resolve = resolver();
  const to = (commune: string, epoch: string) => resolve(toyDraft({ commune }), epoch as IsoDate, () => null);
  expect(to('00003', EPOCH)).toEqual({ status: 'resolved', commune: '00001', by: 'code', share: null });
  expect(to('00001', EPOCH)).toMatchObject({ commune: '00001', by: 'code' });
  expect(to('00007', EPOCH)).toMatchObject({ status: 'resolved', commune: '00001' });
  expect(to('00007', '2024-11-30')).toMatchObject({ status: 'ambiguous' });
});

test('without boundary layer or geometry a parcel of a split commune is ambiguous', () => {
  const expected = {
    status: 'ambiguous',
    candidates: [
      { commune: '00001', share: null },
      { commune: '00005', share: null },
    ],
    issue: {
      code: 'commune.split',
      severity: 'blocking',
      subject: {
        code: 'subject.parcel',
        values: { parcel: '12', sheet: '3', commune: '00002', source: 'a.shp', record: '1' },
      },
      at: { source: 'a.shp', field: 'commune' },
      expected: ['00001 Phường Lào Cai', '00005 Xã Năm Căn'],
    },
  };
  expect(resolver()(toyDraft({ commune: '00002' }), EPOCH, () => somewhere)).toMatchObject(expected);
  const mapped = resolver({ boundaries: shares({ '00001': 1, '00005': 0 }) });
  expect(mapped(toyDraft({ commune: '00002' }), EPOCH, () => null)).toMatchObject(expected);
});

test('boundaries decide a parcel that lies clearly in one candidate', () => {
  const resolve = resolver({ boundaries: shares({ '00001': 0.02, '00005': 0.98 }) });
  expect(resolve(toyDraft({ commune: '00002' }), EPOCH, () => somewhere)).toEqual({
    status: 'resolved',
    commune: '00005',
    by: 'geometry',
    share: 0.98,
  });
});

test.each([
  ['cut by the line', { '00001': 0.4, '00005': 0.6 }],
  ['in the overlap of two boundaries', { '00001': 1, '00005': 1 }],
  ['in a gap', { '00001': 0, '00005': 0.5 }],
  ['beside a candidate without boundary', { '00001': 1 }],
  ['outside of all', { '00001': 0, '00005': 0 }],
])('a parcel %s is ambiguous, with the shares', (_what, known) => {
  const result = resolver({ boundaries: shares(known) })(
    toyDraft({ commune: '00002' }),
    EPOCH,
    () => somewhere,
  );
  expect(result).toMatchObject({
    status: 'ambiguous',
    issue: { code: 'commune.straddles' },
  });
  expect(result.status === 'ambiguous' && plainTextsOf(result.issue).expected).toBe('≥ 95.0%');
  expect(result.status === 'ambiguous' && result.candidates.map((c) => c.commune)).toEqual([
    '00001',
    '00005',
  ]);
});

test('the thresholds include their bounds', () => {
  const [rule] = SHARE_RULES;
  const decide = (a: number, b: number) =>
    decideByShare(
      [
        { commune: 'a' as CommuneCode, share: a },
        { commune: 'b' as CommuneCode, share: b },
      ],
      rule!,
    )?.commune;
  expect([decide(0.95, 0.05), decide(0.9499, 0), decide(0.99, 0.0501), decide(0, 0.96)]).toEqual([
    'a',
    undefined,
    undefined,
    'b',
  ]);
});

test('a decision goes before boundaries, and is reported as used', () => {
  const used: Decision[] = [];
  const resolve = resolver({
    boundaries: shares({ '00001': 1, '00005': 0 }),
    decisions: [decision({}), decision({ parcel: '13', newCommune: '00001' })],
    onDecision: (d) => used.push(d),
  });
  const to = (parcel: string) => resolve(toyDraft({ commune: '00002', parcel }), EPOCH, () => somewhere);
  expect(to('12')).toEqual({ status: 'resolved', commune: '00005', by: 'decision', share: null });
  expect(to('13')).toMatchObject({ commune: '00001', by: 'decision' });
  expect(used.map((d) => d.parcel)).toEqual([null, '13']);
});

test('a decision for a commune to which the old one did not go is refused', () => {
  const resolve = resolver({ decisions: [decision({ newCommune: '00004' })] });
  expect(resolve(toyDraft({ commune: '00002' }), EPOCH, () => null)).toMatchObject({
    status: 'ambiguous',
    issue: { code: 'decision.not-candidate', found: '00004' },
  });
});

test('a decision that names scale or source covers only those', () => {
  const resolve = resolver({ decisions: [decision({ scale: '1000' }), decision({ source: 'b.shp' })] });
  expect(resolve(toyDraft({ commune: '00002' }), EPOCH, () => null).status).toBe('ambiguous');
  expect(resolve(toyDraft({ commune: '00002', scale: '1000' }), EPOCH, () => null).status).toBe('resolved');
});

test.each([
  ['no code', { commune: null }, 'commune.missing', ''],
  ['a code never given', { commune: '55555' }, 'commune.unknown', '55555'],
  [
    'a code that died earlier',
    { commune: '00008' },
    'commune.other-epoch',
    '00008 (Xã Tà Chải, 2020-03-01 – 2024-11-01)',
  ],
  ['a commune of another province', { commune: '00009' }, 'commune.other-province', '00009 Xã Xa'],
  ["another province's code", { commune: '00003', province: '15' }, 'commune.province-conflict', '15'],
])('%s is rejected with what was found', (_what, own, code, found) => {
  const result = resolver()(toyDraft(own), EPOCH, () => null);
  expect(result).toMatchObject({ status: 'rejected', issue: { code } });
  expect(result.status === 'rejected' && plainTextsOf(result.issue).found).toBe(found);
});

test('the review row names the old commune and the candidates', () => {
  const unit = toyCrosswalk.unitAt('00002' as CommuneCode, EPOCH)!;
  const candidates = [{ commune: '00001' as CommuneCode, share: 0.5 }];
  expect(decisionRow(toyDraft({ commune: '00002' }), 'a.shp', unit, candidates)).toMatchObject({
    source: 'a.shp',
    oldCommune: '00002',
    oldName: 'Thị trấn Năm Căn',
    sheet: '3',
    parcel: '12',
    candidates,
    decided: null,
  });
  expect(decisionRow(toyDraft({ sheet: null }), 'a.shp', unit, [])).toBeNull();
});
