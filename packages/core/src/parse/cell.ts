/** One cell of a record read once: the value, the repair that was made, or why it cannot be read. */
import {
  type CodeCause,
  type CodeResult,
  type CommuneCode,
  type ProvinceCode,
  parseCommuneCode,
  parseParcelNumber,
  parseProvinceCode,
  parseScale,
  parseSheetNumber,
  type SubNumbers,
} from '../code.ts';
import { word } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import type { ColumnRole, Fix } from '../stages.ts';
import { decodeText, type TextEncoding } from '../text/decode.ts';

export type Cell<T> = {
  readonly value: T | null;
  readonly fix: Fix | null;
  /** The text that cannot be read. */
  readonly bad: string | null;
  /** Why it cannot be read, where that is known. */
  readonly cause?: CodeCause;
};

const EMPTY: Cell<never> = { value: null, fix: null, bad: null };

/** A commune code that may stand behind its province (and district): `10.080.02647`. */
type CommuneCell = Cell<CommuneCode> & { readonly province: ProvinceCode | null };

/** What each role needs. */
export const EXPECTED = {
  province: word('code.province'),
  commune: word('code.commune'),
  sheet: word('code.sheet'),
  parcel: word('code.parcel'),
  scale: word('code.scale'),
  area: 'm², > 0',
} as const satisfies Partial<Record<ColumnRole, MessageValue>>;

/** Distinct texts kept; a column of unique texts must not fill the memory. */
const LIMIT = 1 << 16;

/** Remembers what each text was read as: codes repeat millions of times. */
function remember<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const cell = read(text);
    if (known.size >= LIMIT) known.clear();
    known.set(text, cell);
    return cell;
  };
}

function cellOf<T extends string>(role: ColumnRole, raw: string, result: CodeResult<T>): Cell<T> {
  if (!result.ok)
    return { value: null, fix: null, bad: raw, ...(result.cause ? { cause: result.cause } : {}) };
  const fix = result.fix ? { role, raw, value: result.value, reason: result.fix } : null;
  return { value: result.value, fix, bad: null };
}

const codeReader = <T extends string>(role: ColumnRole, parse: (text: string) => CodeResult<T>) =>
  remember((raw: string): Cell<T> => (raw.trim() === '' ? EMPTY : cellOf(role, raw, parse(raw))));

export const provinceReader = () => codeReader('province', parseProvinceCode);
export const sheetReader = (sub?: SubNumbers) => codeReader('sheet', (text) => parseSheetNumber(text, sub));
export const parcelReader = (sub?: SubNumbers) =>
  codeReader('parcel', (text) => parseParcelNumber(text, sub));
export const scaleReader = () => codeReader('scale', parseScale);

/**
 * A code behind its province and district: ten digits together, or parts of full width with a separator. Anything shorter
 * has lost a zero somewhere: `10` + `81` + `2647` must not become commune 12647.
 */
const JOINED = /^(?:(\d{2})[\s./_-]?\d{3}[\s./_-]?|(\d{2})[\s./_-]|\d{3}[\s./_-])(\d{5})$/;

function readCommune(raw: string): CommuneCell {
  if (raw.trim() === '') return { ...EMPTY, province: null };
  const plain = cellOf('commune', raw, parseCommuneCode(raw));
  if (plain.bad === null) return { ...plain, province: null };
  const parts = JOINED.exec(raw.trim());
  const code = parts ? parseCommuneCode(parts[3] as string) : null;
  if (!parts || !code?.ok) return { ...plain, province: null };
  const province = parts[1] ?? parts[2];
  const parsed = province === undefined ? null : parseProvinceCode(province);
  return {
    value: code.value,
    fix: { role: 'commune', raw, value: code.value, reason: 'joined' },
    bad: null,
    province: parsed?.ok ? parsed.value : null,
  };
}
export const communeReader = () => remember(readCommune);

/** Text in a source's encoding → trimmed, composed Unicode; a change of encoding or form is a fix. */
export function textReader(role: ColumnRole, encoding: TextEncoding): (raw: string) => Cell<string> {
  return remember((raw) => {
    const decoded = decodeText(raw, encoding);
    const value = decoded.trim();
    if (value === '') return EMPTY;
    return { value, fix: decoded === raw ? null : { role, raw, value, reason: encoding }, bad: null };
  });
}
