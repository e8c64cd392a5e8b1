/**
 * Branded codes. A code is a string with its leading zeros; it becomes branded once, in `parse`, and no function inside
 * the toolkit takes a bare string where a code is meant. A commune code means nothing without its date: 3,316 of the
 * 3,321 commune codes of 2025-07-01 were also the code of some commune before it.
 */
import { CODE_MESSAGES, type CodeMessage, expectedInEnglish } from './message/code.ts';
import { message } from './message/message.ts';

declare const brand: unique symbol;
type Brand<T extends string> = string & { readonly [brand]: T };

/** Two digits, Decision 124/2004/QĐ-TTg (old) or Decision 19/2025/QĐ-TTg (new). */
export type ProvinceCode = Brand<'province'>;
/** Three digits; the district level ended on 2025-07-01. */
export type DistrictCode = Brand<'district'>;
/** Five digits. Always travels with a date: see {@link DatedCommune}. */
export type CommuneCode = Brand<'commune'>;
/** Map sheet number as the field writes it: digits, sometimes with a letter or prefix (`12`, `12a`, `DC12`). */
export type SheetNumber = Brand<'sheet'>;
/** Parcel number inside its sheet. */
export type ParcelNumber = Brand<'parcel'>;
/** Map scale denominator as text: `500` for 1:500. Tells apart sheet sets inside one commune. */
export type Scale = Brand<'scale'>;
/** 12 GeoHash characters, lower case: the field `maThuaDat` of Circular 19/2026/TT-BNNMT. */
export type ParcelId = Brand<'parcelId'>;
/** Calendar date `YYYY-MM-DD`. */
export type IsoDate = Brand<'date'>;

/** A commune code with the date at which it is to be read. */
export type DatedCommune = { readonly code: CommuneCode; readonly asOf: IsoDate };

/** A parsed code, or what is wrong with it; `fix` names a harmless repair that was made and must be reported. */
export type CodeResult<T> =
  | { readonly ok: true; readonly value: T; readonly fix: CodeFix | null }
  | { readonly ok: false; readonly found: string; readonly expected: CodeMessage };
/** `zeros`: leading zeros restored; `float`: a `.0` tail removed; `trim`: white space or case removed. */
export type CodeFix = 'zeros' | 'float' | 'trim';

/** Parses a code of exactly `width` digits; restores lost leading zeros and a spreadsheet's `.0`, and says so. */
function parseDigits<T>(text: string, width: number, code: CodeMessage['code']): CodeResult<T> {
  const trimmed = text.trim();
  const plain = trimmed.replace(/\.0+$/, '');
  if (!/^\d+$/.test(plain) || plain.length > width || /^0+$/.test(plain)) {
    return { ok: false, found: text, expected: message(CODE_MESSAGES, code, {}) };
  }
  const value = plain.padStart(width, '0') as T;
  const fix = plain.length < width ? 'zeros' : plain !== trimmed ? 'float' : trimmed !== text ? 'trim' : null;
  return { ok: true, value, fix };
}

export const parseProvinceCode = (text: string): CodeResult<ProvinceCode> =>
  parseDigits(text, 2, 'code.province');
export const parseDistrictCode = (text: string): CodeResult<DistrictCode> =>
  parseDigits(text, 3, 'code.district');
export const parseCommuneCode = (text: string): CodeResult<CommuneCode> =>
  parseDigits(text, 5, 'code.commune');

/** Sheet and parcel numbers: digits with an optional short letter prefix or suffix; leading zeros are not significant. */
function parseNumber<T>(text: string, code: 'code.sheet' | 'code.parcel'): CodeResult<T> {
  const trimmed = text.trim().normalize('NFC');
  const plain = trimmed.replace(/^(\d+)\.0+$/, '$1');
  const match = /^(\p{L}{0,4}[-./]?)0*(\d{1,7})([-./]?[\p{L}\d]{0,4})$/u.exec(plain);
  if (!match || match[2] === '0')
    return { ok: false, found: text, expected: message(CODE_MESSAGES, code, {}) };
  const value = `${match[1]}${match[2]}${match[3]}` as T;
  const fix = plain !== trimmed ? 'float' : value !== plain ? 'zeros' : trimmed !== text ? 'trim' : null;
  return { ok: true, value, fix };
}

export const parseSheetNumber = (text: string): CodeResult<SheetNumber> => parseNumber(text, 'code.sheet');
export const parseParcelNumber = (text: string): CodeResult<ParcelNumber> => parseNumber(text, 'code.parcel');

/** Scales of Vietnamese cadastral maps; `1/500`, `1:500`, `500` and `1/1.000` all parse to `500`. */
export function parseScale(text: string): CodeResult<Scale> {
  const digits = text
    .trim()
    .replace(/^1\s*[:/]\s*/, '')
    .replace(/(?<=\d)[.,\s](?=\d{3}$)/, '')
    .replace(/\.0+$/, '');
  if (!/^(200|500|1000|2000|5000|10000|25000)$/.test(digits)) {
    return {
      ok: false,
      found: text,
      expected: message(CODE_MESSAGES, 'code.scale', {}),
    };
  }
  return { ok: true, value: digits as Scale, fix: null };
}
/** `500` → `1/500`, as in the reference table's `tyLe`. */
export const formatScale = (scale: Scale): string => `1/${scale}`;

/** `1/500`, whether the store has `500` or `1/500`. */
export function scaleText(scale: string | null): string | null {
  if (scale === null) return null;
  const parsed = parseScale(scale);
  return parsed.ok ? formatScale(parsed.value) : scale;
}

/** Parses `YYYY-MM-DD`; a day that does not exist is refused. */
export function parseIsoDate(text: string): CodeResult<IsoDate> {
  // Month 13 makes a date whose text cannot be asked for; 30 February one of another day.
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  const valid = day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return valid
    ? { ok: true, value: text as IsoDate, fix: null }
    : { ok: false, found: text, expected: message(CODE_MESSAGES, 'code.date', {}) };
}

/** Throws on bad input: for literals in code, tests and data already checked. */
export function sure<T>(result: CodeResult<T>): T {
  if (!result.ok) throw new Error(`${expectedInEnglish(result.expected)} expected, "${result.found}" found`);
  return result.value;
}
