/**
 * Branded codes. A code is a string with its leading zeros; it becomes branded once, in `parse`, and no function inside
 * the toolkit takes a bare string where a code is meant. A commune code means nothing without its date: 3,316 of the
 * 3,321 commune codes of 2025-07-01 were also the code of some commune before it.
 */
import { CODE_MESSAGES, type CodeMessage, expectedInEnglish } from './message/code.ts';
import { message } from './message/message.ts';
import { typedBeforeDate } from './text/spreadsheet-date.ts';
import { bareText, wholeNumber } from './text/whole-number.ts';

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
  | {
      readonly ok: false;
      readonly found: string;
      readonly expected: CodeMessage;
      readonly cause?: CodeCause;
    };
/**
 * `zeros`: leading zeros restored; `float`: a `.0` tail or an exponent removed; `trim`: blanks removed; `mark`: an
 * apostrophe, `="…"` or full-width digits replaced.
 */
export type CodeFix = 'zeros' | 'float' | 'trim' | 'mark';
/**
 * Why a code cannot be read, where that is known. `date`: a spreadsheet made a date of it, `typed` is what it may have
 * been; `rounded`: an exponent has lost digits; `formula`: an error value; `sub-number`: `12/1`, which the config does not
 * allow.
 */
export type CodeCause =
  | { readonly kind: 'date'; readonly typed: readonly string[] }
  | { readonly kind: 'rounded' | 'formula' | 'sub-number' };

/** What a province writes behind sheet and parcel numbers besides `12A`, `12-A` and `12-1`. */
export type SubNumbers = {
  /** `12/1` is parcel 12, sub-number 1. Elsewhere a spreadsheet may have made a date of it. */
  readonly slash?: boolean;
};

/** Values that spreadsheets show instead of a result. */
export const FORMULA_ERROR =
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|####*)$/i;

const failed = (found: string, code: CodeMessage['code'], cause?: CodeCause) => ({
  ok: false as const,
  found,
  expected: message(CODE_MESSAGES, code, {}),
  ...(cause ? { cause } : {}),
});

/** A number without what machines wrap it in, or why it is none. */
function plainNumber(text: string): { plain: string; fix: CodeFix | null; cause?: CodeCause } {
  const { text: bare, fix } = bareText(text);
  if (FORMULA_ERROR.test(bare)) return { plain: bare, fix, cause: { kind: 'formula' } };
  const whole = wholeNumber(bare);
  if (whole === 'lost') return { plain: bare, fix, cause: { kind: 'rounded' } };
  if (whole !== null) return { plain: whole, fix: 'float' };
  const typed = typedBeforeDate(bare);
  return typed ? { plain: bare, fix, cause: { kind: 'date', typed } } : { plain: bare, fix };
}

/** Parses a code of exactly `width` digits; restores lost leading zeros and what spreadsheets add, and says so. */
function parseDigits<T>(text: string, width: number, code: CodeMessage['code']): CodeResult<T> {
  const { plain, fix, cause } = plainNumber(text);
  if (cause || !/^\d+$/.test(plain) || plain.length > width || /^0+$/.test(plain))
    return failed(text, code, cause);
  const value = plain.padStart(width, '0') as T;
  return { ok: true, value, fix: plain.length < width ? 'zeros' : fix };
}

export const parseProvinceCode = (text: string): CodeResult<ProvinceCode> =>
  parseDigits(text, 2, 'code.province');
export const parseDistrictCode = (text: string): CodeResult<DistrictCode> =>
  parseDigits(text, 3, 'code.district');
export const parseCommuneCode = (text: string): CodeResult<CommuneCode> =>
  parseDigits(text, 5, 'code.commune');

/** A number with an optional short prefix of letters, and a sub-number: `12`, `DC12`, `12A`, `12-A`, `12-1`. */
const NUMBER = /^((?:\p{L}{1,4}[-./]?)?)0*(\d{1,11})((?:[-./]?\p{L}[\p{L}\d]{0,3}|-[\p{L}\d]{1,4})?)$/u;
const SLASHED = /^([^/]*\d[^/]*)\/(\d{1,4})$/;

/** Sheet and parcel numbers; leading zeros are not significant. */
function parseNumber<T>(
  text: string,
  code: 'code.sheet' | 'code.parcel',
  { slash = false }: SubNumbers,
): CodeResult<T> {
  const { plain, fix, cause } = plainNumber(text);
  if (cause) return failed(text, code, cause);
  const slashed = SLASHED.exec(plain);
  if (slashed && !slash) return failed(text, code, { kind: 'sub-number' });
  const [, prefix, digits, sub] = NUMBER.exec(slashed ? slashed[1]! : plain) ?? [];
  if (digits === undefined || digits === '0') return failed(text, code);
  const value = `${prefix}${digits}${sub}${slashed ? `/${slashed[2]}` : ''}` as T;
  return { ok: true, value, fix: fix === 'float' ? fix : value !== plain ? 'zeros' : fix };
}

/** `slash` of {@link SubNumbers} is a choice of the province; a look-up allows it. */
export const parseSheetNumber = (text: string, sub: SubNumbers = {}): CodeResult<SheetNumber> =>
  parseNumber(text, 'code.sheet', sub);
export const parseParcelNumber = (text: string, sub: SubNumbers = {}): CodeResult<ParcelNumber> =>
  parseNumber(text, 'code.parcel', sub);

const SCALES = /^(200|500|1000|2000|5000|10000|25000)$/;

/** Scales of Vietnamese cadastral maps; `1/500`, `1:500`, `500` and `1/1.000` all parse to `500`. */
export function parseScale(text: string): CodeResult<Scale> {
  const plain = bareText(text).text.replace(/^1\s*[:/]\s*/, '');
  const grouped = plain.replace(/(?<=\d)[.,\s](?=\d{3}$)/, '');
  const digits = SCALES.test(grouped) ? grouped : wholeNumber(plain);
  if (digits === null || !SCALES.test(digits)) return failed(text, 'code.scale');
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
  return valid ? { ok: true, value: text as IsoDate, fix: null } : failed(text, 'code.date');
}

/** Throws on bad input: for literals in code, tests and data already checked. */
export function sure<T>(result: CodeResult<T>): T {
  if (!result.ok) throw new Error(`${expectedInEnglish(result.expected)} expected, "${result.found}" found`);
  return result.value;
}
