import { expect, it } from 'vitest';
import type { MessageValue } from '../message/message.ts';
import { day, decimal, metres, percent, squareMetres } from '../message/quantity.ts';
import { ISSUES, issue, issueFinding, issueMessage } from './index.ts';
import { ISSUE_VALUES, issueValue, phrase, plainTextsOf, textsOf, valuesOf, word } from './value.ts';

const AT = { source: 'a.csv', layer: 'a', record: 1 };
const subject = phrase('subject.parcel', {
  parcel: '12',
  sheet: '3',
  commune: '02647',
  source: 'a.csv',
  record: '1204',
});

it('writes each kind of value the reader’s way', () => {
  const both = (value: MessageValue) => [issueValue(value, 'vi'), issueValue(value, 'en')];
  expect(both(squareMetres(12_345.678))).toEqual(['12.345,68 m²', '12,345.68 m²']);
  expect(both(metres(0.5, 4))).toEqual(['0,5000 m', '0.5000 m']);
  expect(both(percent(0.25))).toEqual(['25,0 %', '25.0 %']);
  expect(both(decimal(2_486_010.5))).toEqual(['2486010,500', '2486010.500']);
  expect(both(day('2025-06-30'))).toEqual(['30/06/2025', '2025-06-30']);
  expect(both(1234)).toEqual(['1.234', '1,234']);
  expect(both([['a', 'b'], [word('role.sheet')]])).toEqual([
    'a, b; số hiệu tờ bản đồ',
    'a, b; map sheet number',
  ]);
  expect(both(metres(Number.NaN))).toEqual(['?', '?']);
});

it('words its subject, codes and nothing of the data', () => {
  // Texts of a source that look like our codes or places for values.
  const odd = issue('column.ambiguous', subject, AT, ['role.commune', '{expected} $&'], word('role.commune'));
  expect(issueMessage(odd, 'vi')).toBe(
    'thửa 12 tờ 3 xã 02647 (a.csv #1204): các cột role.commune, {expected} $& đều có thể là mã xã; không chọn cột nào',
  );
  expect(issueMessage(odd, 'en')).toBe(
    'parcel 12 sheet 3 commune 02647 (a.csv #1204): the columns role.commune, {expected} $& may each be commune code; none was taken',
  );
  expect(issueFinding(odd, 'en')).toBe(
    'the columns role.commune, {expected} $& may each be commune code; none was taken',
  );
});

it('is kept in columns of text and read back, texts of older runs among it', () => {
  const values: MessageValue[] = [
    '18.50 m²',
    '',
    'json:',
    'json:{"code":"role.commune","values":{}}',
    'dấu \u0000\t\n"',
    7,
    squareMetres(18.5),
    [subject, ['x']],
  ];
  for (const found of values) {
    const texts = textsOf({ subject, found, expected: day('2025-07-01') });
    expect(Object.values(texts).every((text) => typeof text === 'string')).toBe(true);
    expect(valuesOf(texts)).toEqual({ subject, found, expected: day('2025-07-01') });
  }
  expect(textsOf({ subject: 'thửa 1', found: '18.50 m²', expected: '' })).toEqual({
    subject: 'thửa 1',
    found: '18.50 m²',
    expected: '',
  });
  expect(valuesOf({ subject: 'json:{', found: 'a', expected: '' }).subject).toBe('json:{');
});

it('is one with its text of older versions, by which a decision finds its case', () => {
  const area = squareMetres(1234.5);
  const overlap = phrase('value.overlap', { area, share: percent(0.25), width: metres(4) });
  expect(plainTextsOf({ subject, found: overlap, expected: word('code.sheet') })).toEqual({
    subject: 'thửa 12 tờ 3 xã 02647 (a.csv #1204)',
    found: '1234.50 m² (25.0 %, 4.00 m)',
    expected: 'code.sheet',
  });
});

it('has no message that is also an issue', () => {
  expect(Object.keys(ISSUES).filter((code) => code in ISSUE_VALUES)).toEqual([]);
});
