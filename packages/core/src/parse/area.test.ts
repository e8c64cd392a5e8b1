import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, gatherDecimals, parseArea } from './area.ts';

describe('areas', () => {
  it.each([
    ['1234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1.234.567', 1234567],
    ['1 234,5 m2', 1234.5],
    ['250', 250],
    ['250 m²', 250],
    ['0.123', 0.123],
    ['1234.500', 1234.5],
    ['.5', 0.5],
    ['1.5e3', 1500],
    ['12,50', 12.5],
  ])('reads %s without help', (text, value) => expect(parseArea(text, null)).toBe(value));

  it('does not guess whether 1.234 has thousands or decimals, and takes the column’s word', () => {
    expect(parseArea('1.234', null)).toBe('ambiguous');
    expect(parseArea('1.234', '.')).toBe(1.234);
    expect(parseArea('1.234', ',')).toBe(1234);
    expect(parseArea('1,234', '.')).toBe(1234);
  });

  it.each(['abc', '-5', '1.2,3.4', '12..5', '*****', '1.23.456', 'NaN'])('refuses %s', (text) =>
    expect(parseArea(text, '.')).toBe('unparsable'),
  );

  it('reads plain numbers as it reads them with a unit behind, where the quick way does not go', () => {
    const text = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ','), maxLength: 7 });
    fc.assert(
      fc.property(text, fc.constantFrom('.', ',', null), (digits, decimal) => {
        expect(parseArea(digits, decimal)).toBe(parseArea(`${digits} m2`, decimal));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('finds the sign a column proves, and none when it proves both', () => {
    const column = gatherDecimals();
    column.add('1.234');
    expect(column.sign()).toBeNull();
    column.add('12,5');
    expect(column.sign()).toBe(',');
    column.add('12.5');
    expect(column.sign()).toBeNull();
    expect(decimalOf('1234')).toBeNull();
  });

  it('reads back any area written the Vietnamese way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (hundredths) => {
        const area = hundredths / 100;
        const text = area.toLocaleString('vi-VN', { minimumFractionDigits: 2 });
        expect(parseArea(text, null)).toBe(area);
      }),
    );
  });
});
