import { describe, expect, it } from 'vitest';
import { copyField, copyLine } from './copy-text.ts';

describe('COPY text', () => {
  it('tells null from the text \\N', () => {
    expect(copyField(null)).toBe('\\N');
    expect(copyField('\\N')).toBe('\\\\N');
  });
  it('escapes what would end a field or a row', () => {
    expect(copyField('a\tb\nc\rd\\e')).toBe('a\\tb\\nc\\rd\\\\e');
    expect(copyField('Xã Tả Phìn')).toBe('Xã Tả Phìn');
    expect(copyField('a\0b')).toBe('a\ufffdb');
  });
  it('refuses numbers that are none', () => {
    expect(() => copyField(Number.NaN)).toThrow('finite');
    expect(copyField(0.1)).toBe('0.1');
  });
  it('joins fields with tabs and ends the row', () => {
    expect(copyLine(['02647', 12, true, null, ''])).toBe('02647\t12\tt\t\\N\t\n');
  });
});
