import { describe, expect, it } from 'vitest';
import {
  parseCommuneCode,
  parseDistrictCode,
  parseParcelNumber,
  parseProvinceCode,
  parseScale,
  parseSheetNumber,
} from './code.ts';

const value = (result: ReturnType<typeof parseParcelNumber>) => (result.ok ? result.value : null);
const cause = (result: { ok: boolean; cause?: { kind: string } }) => result.cause?.kind ?? null;

describe('numbers that a spreadsheet turned into dates', () => {
  it.each([
    ['01-Thg2', ['1-2', '1/2']],
    ['15-thg 11', ['15-11', '15/11']],
    ['Thg2-45', ['2-45', '2/45']],
    ['Tháng 3-12', ['3-12', '3/12']],
    ['02-Thg1', ['2-1', '2/1']],
    ['Jan-02', ['1-2', '1/2']],
    ['Sept-17', ['9-17', '9/17']],
    ['2-Jan', ['1-2', '1/2']],
    ['1-Feb-2024', ['2-1', '2/1']],
    ['31 December 99', ['12-31', '12/31']],
    ['01/02', ['1-2', '1/2', '2-1', '2/1']],
    ['12-05', ['12-5', '12/5', '5-12', '5/12']],
    ['02/2024', ['2-2024', '2/2024']],
    ['01/02/2024', ['1-2', '1/2', '2-1', '2/1']],
    ['2024-03-15', ['15-3', '15/3', '3-15', '3/15']],
    ['2024-02-02T00:00:00.000Z', ['2-2', '2/2']],
  ])('%s is neither sheet nor parcel, even where sub-numbers have a slash', (text, typed) => {
    for (const slash of [false, true]) {
      expect(parseSheetNumber(text, { slash })).toMatchObject({ ok: false, cause: { kind: 'date', typed } });
      expect(parseParcelNumber(text, { slash })).toMatchObject({ ok: false, cause: { kind: 'date', typed } });
    }
  });

  it.each(['12', '12A', '12-A', '12/A', 'DC12', 'DC-12', '2-15', '12-1', '45323', '7b2', '113-Đ', '3-12a'])(
    'leaves %s as it is',
    (text) => expect(parseParcelNumber(text)).toEqual({ ok: true, value: text, fix: null }),
  );

  it.each([
    ['12/1', '12/1'],
    ['007/31', '7/31'],
    ['120/4', '120/4'],
    ['3-12a/2', '3-12a/2'],
  ])('reads %s only where the province writes sub-numbers so', (text, read) => {
    expect(cause(parseParcelNumber(text))).toBe('sub-number');
    expect(cause(parseSheetNumber(text))).toBe('sub-number');
    expect(value(parseParcelNumber(text, { slash: true }))).toBe(read);
  });
});

describe('numbers as machines write them', () => {
  it.each([
    ['1.00000000000e+000', '1', 'float'],
    ['2.635e+003', '2635', 'float'],
    ['1,20000000000E+001', '12', 'float'],
    ['0.00000000000e+000', null, null],
    ['12,0', '12', 'float'],
    ['12.000000', '12', 'float'],
    ["'1", '1', 'mark'],
    ['="017"', '17', 'zeros'],
    ['１２', '12', 'mark'],
    ['12   ', '12', 'trim'],
    ['\u00a07\u00a0', '7', 'trim'],
    ['\ufeff9\u200b', '9', 'trim'],
    ['1.5', null, null],
    ['1,000', null, null],
    ['-5', null, null],
    ['.5', null, null],
    ['12.345e+001', null, null],
    ['1e-003', null, null],
  ])('%j is read as %s', (text, read, fix) => {
    const result = parseParcelNumber(text);
    expect([value(result), result.ok ? result.fix : null]).toEqual([read, fix]);
  });

  it.each([
    ['2.635e+003', '02635'],
    ['2.63500000000e+003', '02635'],
    ['3.2002E+04', '32002'],
    ['="02641"', '02641'],
    ['２６３５', '02635'],
    ['2635.00 ', '02635'],
  ])('takes %j for a commune', (text, read) => {
    expect(parseCommuneCode(text)).toMatchObject({ ok: true, value: read });
  });

  it.each(['2.6E+03', '3.2E+04', '2E+03', '1E+01'])('does not fill up the digits that %s lost', (text) => {
    expect(cause(parseCommuneCode(text))).toBe('rounded');
    expect(cause(parseParcelNumber(text))).toBe('rounded');
  });

  it('reads province, district and scale so, and no other number for them', () => {
    expect(parseProvinceCode('1.00000000000e+001')).toMatchObject({ ok: true, value: '10' });
    expect(parseDistrictCode('8.00000000000e+001')).toMatchObject({ ok: true, value: '080' });
    expect(parseScale('5.00000000000e+002')).toMatchObject({ ok: true, value: '500' });
    expect(parseScale('1/1.000')).toMatchObject({ ok: true, value: '1000' });
    expect(parseScale('1.000')).toMatchObject({ ok: true, value: '1000' });
    expect(parseScale("'1:2000 ")).toMatchObject({ ok: true, value: '2000' });
    expect(parseScale('5E+02').ok).toBe(false);
  });

  it.each(['#N/A', '#REF!', '#DIV/0!', '#######'])('names the formula error %s', (text) =>
    expect(cause(parseParcelNumber(text))).toBe('formula'),
  );
});
