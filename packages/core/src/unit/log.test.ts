import { expect, test } from 'vitest';
import { CODE_MESSAGES } from '../message/code.ts';
import { formatMessage } from '../message/message.ts';
import { UNIT_MESSAGES } from '../message/unit.ts';
import { parseCsv } from '../text/csv.ts';
import { buildCrosswalk } from './crosswalk.ts';
import { formatLog, logProblem, mergeLog, parseLog } from './log.ts';

const UNITS = `code,name,province,district,from,to
00001,Xã A,10,080,2020-03-01,2025-07-01
00002,"Xã B, bản C",10,080,2020-03-01,2025-07-01
00001,Xã AB,15,,2025-07-01,
`;
const EVENTS = `date,kind,from,to,relation,act
2025-07-01,merge,00001,00001,whole,1673/NQ-UBTVQH15 §1
2025-07-01,merge,00002,00001,whole,1673/NQ-UBTVQH15 §1
`;
const problems = (units: string, events: string) =>
  parseLog(units, events).problems.map((problem) =>
    formatMessage(logProblem(problem), 'en', { ...CODE_MESSAGES, ...UNIT_MESSAGES }),
  );

test('reads the two tables into a log that builds', () => {
  const log = parseLog(UNITS, EVENTS);
  expect(log.problems).toEqual([]);
  expect(log.units[1]).toEqual({
    code: '00002',
    name: 'Xã B, bản C',
    province: '10',
    district: '080',
    from: '2020-03-01',
    to: '2025-07-01',
  });
  expect(buildCrosswalk(log.units, log.events, '').units).toHaveLength(3);
});

test('writes a canonical text, whatever the order of rows', () => {
  const log = parseLog(UNITS, EVENTS);
  const text = formatLog(log.units, log.events);
  expect(formatLog([...log.units].reverse(), [...log.events].reverse())).toEqual(text);
  const again = parseLog(text.units, text.events);
  expect(formatLog(again.units, again.events)).toEqual(text);
});

test.each([
  [
    'a lost leading zero',
    UNITS.replace('00002,', '2,'),
    EVENTS,
    /units file, line 3: "code": "2" found, "00002" expected/,
  ],
  [
    'a date of a spreadsheet',
    UNITS.replace('2020-03-01,2025', '1/3/2020,2025'),
    EVENTS,
    /line 2: "from": "1\/3\/2020" found, date: YYYY-MM-DD expected/,
  ],
  [
    'a name without type word',
    UNITS.replace('Xã AB', 'AB'),
    EVENTS,
    /line 4: "name": "AB" found, a name with its type word/,
  ],
  [
    'a three-digit province',
    UNITS.replace(',15,,', ',150,,'),
    EVENTS,
    /line 4: "province": "150" found, province code: 2 digits/,
  ],
  ['a missing column', UNITS.replace('province', 'tinh'), EVENTS, /units file, line 1: missing "province"/],
  [
    'an unknown kind',
    UNITS,
    EVENTS.replace('merge', 'join'),
    /events file, line 2: "kind": "join" found, one of merge/,
  ],
  ['no act', UNITS, EVENTS.replace(/1673.*1\n$/, '\n'), /events file, line 3: "act": empty/],
  [
    'an unknown predecessor',
    UNITS,
    EVENTS.replace('00002,00001', '00009,00001'),
    /events file, line 3: .*no unit with code 00009/,
  ],
  [
    'a missing successor',
    UNITS,
    EVENTS.replace('00002,00001', '00002,00008'),
    /events file, line 3: .*no unit with code 00008 found/,
  ],
  [
    'units overlapping in time',
    UNITS.replace('15,,2025-07-01', '15,,2025-06-01'),
    EVENTS,
    /units file, line 4: code 00001: .*at the same time/,
  ],
  [
    'a unit that ends without event',
    UNITS,
    EVENTS.split('\n').slice(0, 2).join('\n'),
    /units file, line 3: .*no event on the day it ends/,
  ],
  [
    'an event on another day',
    UNITS,
    EVENTS.replace('2025-07-01,merge,00002', '2025-07-02,merge,00002'),
    /events file, line 3: .*a unit 00002 that ends on 2025-07-02 expected/,
  ],
])('%s is reported with its line', (_what, units, events, message) => {
  expect(problems(units, events).join('\n')).toMatch(message);
});

test('an extension may end a unit of its base and start the next one', () => {
  const base = parseLog(UNITS, EVENTS);
  const units = `code,name,province,district,from,to\n00001,Xã AB,15,,2025-07-01,2026-03-01\n00007,Phường AB,15,,2026-03-01,\n`;
  const events = `date,kind,from,to,relation,act\n2026-03-01,recode,00001,00007,whole,9/NQ\n`;
  const extra = parseLog(units, events, base);
  expect(extra.problems).toEqual([]);
  const merged = mergeLog(base, extra);
  const crosswalk = buildCrosswalk(merged.units, merged.events, '');
  const [a] = base.units;
  const resolution = crosswalk.resolve(a!.code, a!.from, extra.events[0]!.date);
  expect(resolution).toMatchObject({ kind: 'merged', unit: { code: '00007' } });
});

test('CSV cells may hold quotes, commas and line breaks', () => {
  expect(parseCsv('\ufeffa,"b ""c"", d"\r\n\r\n"x\ny",\n')).toEqual([
    ['a', 'b "c", d'],
    ['x\ny', ''],
  ]);
});

test('a faulty log is refused where it is built, with its faults', () => {
  const { units } = parseLog(UNITS, EVENTS);
  const lone = [{ ...units[0]!, to: null }, units[2]!];
  expect(() => buildCrosswalk(lone, [], '')).toThrow(/1 fault\(s\)\. code 00001: .* at the same time/);
});
