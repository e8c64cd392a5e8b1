import { expect, expectTypeOf, it } from 'vitest';
import { formatMessage, type MessageTable, message, refusal, type ValuesOf } from './message.ts';

const TABLE = {
  'source.columns': {
    vi: '{file}: {faults}. Có {count} bản ghi; các cột: {columns}.',
    en: '{file}: {faults}. {count} records; columns: {columns}.',
  },
  'role.missing': { vi: 'thiếu cột “{role}”', en: 'no column plays "{role}"' },
} as const satisfies MessageTable;

const text = message(TABLE, 'source.columns', {
  file: 'thua.csv',
  faults: [message(TABLE, 'role.missing', { role: 'sheet' }), 'area: 2'],
  count: 1_234_567,
  columns: ['TO', 'THUA'],
});

it('words a message in the reader’s language only, numbers and inner messages too', () => {
  expect(formatMessage(text, 'vi', TABLE)).toBe(
    'thua.csv: thiếu cột “sheet”, area: 2. Có 1.234.567 bản ghi; các cột: TO, THUA.',
  );
  expect(formatMessage(text, 'en', TABLE)).toBe(
    'thua.csv: no column plays "sheet", area: 2. 1,234,567 records; columns: TO, THUA.',
  );
});

it('is data, and its values cannot be forgotten', () => {
  expect(JSON.parse(JSON.stringify(text))).toEqual(text);
  expectTypeOf<keyof ValuesOf<typeof TABLE, 'source.columns'>>().toEqualTypeOf<
    'file' | 'faults' | 'count' | 'columns'
  >();
  expect(formatMessage({ code: 'no.such', values: { a: 1 } }, 'en', TABLE)).toBe('no.such {"a":1}');
});

it('takes no value for a place in the text of another', () => {
  const odd = message(TABLE, 'role.missing', { role: '$& {role}' });
  expect(formatMessage(odd, 'en', TABLE)).toBe('no column plays "$& {role}"');
});

it('makes an error that says the English sentence and keeps the message', () => {
  const error = refusal(TABLE, 'refused', 'role.missing', { role: 'parcel' }, { cause: 'EIO' });
  expect(error).toMatchObject({
    name: 'RefusalError',
    kind: 'refused',
    message: 'no column plays "parcel"',
    reason: { code: 'role.missing', values: { role: 'parcel' } },
    cause: 'EIO',
  });
});
