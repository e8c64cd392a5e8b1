import { expect, test } from 'vitest';
import type { CommuneCode, IsoDate } from '../code.ts';
import { CODE_MESSAGES } from '../message/code.ts';
import { DECISION_MESSAGES } from '../message/decision.ts';
import { formatMessage } from '../message/message.ts';
import { toyCrosswalk } from '../unit/toy-log.fixture.ts';
import {
  DECISION_COLUMNS,
  type DecisionProblem,
  type DecisionRow,
  decisionIndex,
  decisionProblem,
  formatDecisions,
  parseDecisions,
} from './decision.ts';

const context = {
  crosswalk: toyCrosswalk,
  epochs: ['2025-06-30' as IsoDate],
  asOf: '2025-07-01' as IsoDate,
};
const inEnglish = (problem: DecisionProblem): string =>
  formatMessage(decisionProblem(problem), 'en', { ...CODE_MESSAGES, ...DECISION_MESSAGES });
const HEAD = DECISION_COLUMNS.join(',');
const parse = (...rows: string[]) => parseDecisions([HEAD, ...rows].join('\n'), context);
const row = (own: Record<string, string>): string => {
  const cells: Record<string, string> = {
    oldCommune: '00002',
    sheet: '3',
    newCommune: '00005',
    reason: 'thực địa',
    by: 'An',
    ...own,
  };
  return DECISION_COLUMNS.map((name) => cells[name] ?? '').join(',');
};

test('reads a decision on a parcel and one on a whole sheet', () => {
  const { decisions, problems } = parse(
    row({ parcel: '12', scale: '1/500' }),
    row({ sheet: '4', source: 'a.shp' }),
  );
  expect(problems).toEqual([]);
  expect(decisions).toMatchObject([
    { oldCommune: '00002', sheet: '3', scale: '500', parcel: '12', newCommune: '00005', source: null },
    { sheet: '4', parcel: null, source: 'a.shp' },
  ]);
});

test.each([
  [
    'a commune that is not a candidate',
    row({ newCommune: '00004' }),
    'error',
    /one of 00001 Phường Lào Cai, 00005 Xã Năm Căn/,
  ],
  [
    'an old commune that is unknown then',
    row({ oldCommune: '00008' }),
    'error',
    /a commune code valid at 2025-06-30/,
  ],
  ['a code that is no code', row({ newCommune: 'Năm Căn' }), 'error', /commune code: 5 digits/],
  ['a row without sheet', row({ sheet: '' }), 'error', /an old commune and a sheet/],
])('%s is not used', (_what, line, grade, message) => {
  const { decisions, problems } = parse(line);
  expect(decisions).toEqual([]);
  expect(problems).toMatchObject([{ line: 2, grade }]);
  expect(inEnglish(problems[0]!)).toMatch(message);
});

test('an open row is no error, and one without reason is kept with a warning', () => {
  const { decisions, problems } = parse(row({ newCommune: '' }), row({ reason: '' }));
  expect(problems.map((p) => `${p.line} ${p.grade}`)).toEqual(['2 open', '3 warning']);
  expect(decisions).toHaveLength(1);
});

test('two decisions that may meet on one sheet and differ are both dropped', () => {
  const { decisions, problems } = parse(
    row({ newCommune: '00001', scale: '1/500' }),
    row({ newCommune: '00005' }),
    row({ newCommune: '00005', sheet: '9' }),
    row({ newCommune: '00001', parcel: '7' }),
  );
  expect(problems.map((p) => [p.line, p.grade, p.fault.values.other])).toEqual([
    [2, 'error', 3],
    [3, 'error', 2],
  ]);
  expect(decisions.map((d) => `${d.sheet} ${d.parcel ?? ''}`)).toEqual(['9 ', '3 7']);
  const apart = parse(
    row({ newCommune: '00001', scale: '1/500' }),
    row({ newCommune: '00005', scale: '1/1000' }),
  );
  expect(apart.decisions).toHaveLength(2);
});

test('a table without its columns says which ones it needs', () => {
  const { problems } = parseDecisions('to,thua\n1,2\n', context);
  expect(inEnglish(problems[0]!)).toMatch(/missing oldCommune, sheet, newCommune: "to,thua" found/);
});

test('the sheet that review writes is read back once it is filled in', () => {
  const open = {
    source: 'a.shp',
    oldCommune: '00002',
    oldName: 'Thị trấn Năm Căn',
    sheet: '3',
    scale: '500',
    series: null,
    parcel: '12',
    candidates: [
      { commune: '00001', share: 0.3999 },
      { commune: '00005', share: null },
    ],
    decided: null,
  } as unknown as DecisionRow;
  const name = (code: CommuneCode) => toyCrosswalk.unitAt(code, context.asOf)?.name ?? '';
  const text = formatDecisions([open], name);
  expect(text).toContain('00001 Phường Lào Cai 39.9%; 00005 Xã Năm Căn');
  expect(parseDecisions(text, context).problems).toMatchObject([{ grade: 'open', line: 2 }]);
  const decided = { newCommune: '00005' as CommuneCode, reason: 'hồ sơ 364', by: 'An', at: '2026-01-05' };
  const [back] = parseDecisions(formatDecisions([{ ...open, decided }], name), context).decisions;
  const { oldName: _name, candidates: _candidates, decided: _decided, ...key } = open;
  expect(back).toEqual({ ...key, ...decided });
});

test('a decision on the parcel goes before one on its sheet', () => {
  const { decisions } = parse(row({ newCommune: '00001' }), row({ newCommune: '00005', parcel: '12' }));
  const index = decisionIndex(decisions);
  const find = (parcel: string | null, sheet = '3') =>
    index.find({ source: 'x', commune: '00002', sheet, scale: null, series: null, parcel } as never)
      ?.newCommune ?? null;
  expect([find('12'), find('13'), find(null), find('12', '4')]).toEqual(['00005', '00001', '00001', null]);
});
