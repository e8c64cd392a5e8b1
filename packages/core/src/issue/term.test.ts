import { expect, it } from 'vitest';
import { issue, issueMessage } from './index.ts';
import { issueValue } from './term.ts';

it('words the codes in a value, and nothing else', () => {
  expect(issueValue('old-commune.filled: 3; code.both: 2', 'en')).toMatch(
    /^old-commune column .*: 3; .*: 2$/,
  );
  expect(issueValue('role.commune (`commune`)', 'vi')).toBe('mã xã (`commune`)');
  expect(issueValue('02647 ranh.gioi, $& 1.5 m', 'vi')).toBe('02647 ranh.gioi, $& 1.5 m');
});

it('keeps an issue free of language until it is read', () => {
  const at = { source: 'a.csv', layer: 'a', record: 1 };
  const missing = issue('key.missing', 'a.csv #1', at, '', 'role.parcel');
  expect(issueMessage(missing, 'vi')).toBe('a.csv #1: thiếu số thứ tự thửa');
  expect(issueMessage(missing, 'en')).toBe('a.csv #1: parcel number is missing');
});
