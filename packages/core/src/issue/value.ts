/**
 * What stands in an issue as its subject, as found and as expected: data free of language. A text comes from the source and is said
 * as it stands; words and phrases of ours are messages of this table, measured values are quantities.
 */
import { EVIDENCE, type EvidenceKind } from '../inspect/epoch-evidence.ts';
import { CODE_MESSAGES } from '../message/code.ts';
import {
  formatValue,
  type Language,
  type Message,
  type MessageTable,
  type MessageValue,
  message,
  plainValue,
  type ValuesOf,
  type Wording,
} from '../message/message.ts';
import { ROLE_NAMES } from '../parse/role-name.ts';
import type { ColumnRole } from '../stages.ts';

/** `plain` where the text stood in runs before values were data: see {@link plainTextsOf}. */
const PHRASES = {
  'subject.parcel': {
    vi: 'thửa {parcel} tờ {sheet} xã {commune} ({source} #{record})',
    en: 'parcel {parcel} sheet {sheet} commune {commune} ({source} #{record})',
    plain: 'thửa {parcel} tờ {sheet} xã {commune} ({source} #{record})',
  },
  'subject.record': {
    vi: 'bản ghi ({source} #{record})',
    en: 'record ({source} #{record})',
    plain: 'bản ghi ({source} #{record})',
  },
  'subject.commune': { vi: 'xã {commune}', en: 'commune {commune}' },
  'subject.sheet': {
    vi: 'tờ {sheet} xã cũ {oldCommune} → xã {newCommune}',
    en: 'sheet {sheet} of old commune {oldCommune} → commune {newCommune}',
  },
  'subject.sheet-of-scale': {
    vi: 'tờ {sheet} tỷ lệ 1/{scale} xã cũ {oldCommune} → xã {newCommune}',
    en: 'sheet {sheet} at scale 1/{scale} of old commune {oldCommune} → commune {newCommune}',
  },
  'subject.new-sheet': { vi: 'tờ mới {sheet}', en: 'new sheet {sheet}' },
  'subject.heading': { vi: 'dòng tiêu đề', en: 'heading row' },
  'subject.row': { vi: 'dòng dữ liệu {row}', en: 'data row {row}' },
  'subject.from-row': { vi: 'từ dòng dữ liệu {row}', en: 'from data row {row}' },
  'subject.column': {
    vi: 'cột {column}, {count} dòng, từ dòng dữ liệu {row}',
    en: 'column {column}, {count} rows, from data row {row}',
  },

  'value.counted': { vi: '{what}: {count}', en: '{what}: {count}' },
  'value.noted': { vi: '{value} ({note})', en: '{value} ({note})' },
  'value.and-more': { vi: '{list} … (+{more})', en: '{list} … (+{more})' },
  'value.at-most': { vi: '≤ {value}', en: '≤ {value}' },
  'value.at-least': { vi: '≥ {value}', en: '≥ {value}' },
  'value.least-share': { vi: '≥ {share} %', en: '≥ {share} %', plain: '≥ {share}%' },
  'value.share-of': { vi: '{commune} {share} %', en: '{commune} {share} %', plain: '{commune} {share}%' },
  'value.tolerance': { vi: '{value} ± {tolerance}', en: '{value} ± {tolerance}' },
  'value.either': { vi: '{one} / {other}', en: '{one} / {other}' },
  'value.overlap': { vi: '{area} ({share}, {width})', en: '{area} ({share}, {width})' },
  'value.towards': { vi: '{share} (→ {communes})', en: '{share} (→ {communes})' },
  'value.bytes': { vi: '{count} byte', en: '{count} bytes', plain: '{count} byte' },
  'value.lived': { vi: '{name}, {from} – {to}', en: '{name}, {from} – {to}' },
  'value.cell': { vi: '{column} = “{found}”', en: '{column} = "{found}"' },
  'value.perhaps': { vi: '{value} ({typed}?)', en: '{value} ({typed}?)' },
  'value.none-at': { vi: '{date}: –', en: '{date}: –' },
  'value.parcel-elsewhere': {
    vi: 'một thửa ở xã khác',
    en: 'a parcel in another commune',
    plain: 'một thửa ở xã khác',
  },

  // X is northing in Vietnamese tables of coordinates, easting in most programs: the letters leave no doubt.
  'place.plane': { vi: 'X {north} Y {east}', en: 'E {east} N {north}' },
  'place.point': { vi: 'X {north} Y {east}', en: 'E {east} N {north}', plain: '{east}, {north}' },
  'place.degrees': { vi: 'vĩ độ {lat}, kinh độ {lon}', en: '{lat} N {lon} E' },
  'place.repeated': { vi: '{place} (×{count})', en: '{place} (×{count})' },
  'place.extent': {
    vi: 'vĩ độ {south}–{north}, kinh độ {west}–{east}',
    en: '{south}–{north} N, {west}–{east} E',
  },
  'place.zone-range': {
    vi: 'EPSG:{zone}, X {minY}–{maxY}, Y {minX}–{maxX}',
    en: 'EPSG:{zone}, E {minX}–{maxX}, N {minY}–{maxY}',
  },
  'reading.named': { vi: 'EPSG:{epsg} ({parts})', en: 'EPSG:{epsg} ({parts})' },
  'reading.prefix': { vi: '− n·{million}', en: '− n·{million}' },
  'reading.fit': { vi: '{reading}: {share} / {points}', en: '{reading}: {share} / {points}' },
  'reading.equals': { vi: '{fit}; = {others}', en: '{fit}; = {others}' },
} as const satisfies MessageTable;

/** A word of the field in an issue: what a code must be like, a piece of evidence, a column's role. */
export type WordCode = keyof typeof CODE_MESSAGES | EvidenceKind | `role.${ColumnRole}`;

/** Every message that may stand in an issue. */
export const ISSUE_VALUES: MessageTable = {
  ...CODE_MESSAGES,
  ...EVIDENCE,
  ...Object.fromEntries(
    Object.entries<Wording>(ROLE_NAMES).map(([role, name]) => [`role.${role}`, name] as const),
  ),
  ...PHRASES,
};

export const phrase = <Code extends keyof typeof PHRASES>(
  code: Code,
  values: ValuesOf<typeof PHRASES, Code>,
): Message => message(PHRASES, code, values);

export const word = (code: WordCode): Message => ({ code, values: {} });

/** A subject, or what was found or expected, as its reader writes it. */
export const issueValue = (value: MessageValue, language: Language): string =>
  formatValue(value, language, ISSUE_VALUES);

/** Before a value that is more than a text, in columns of text. */
const MARK = 'json:';

/** As columns of text keep a value; a text is kept as it stands, so that runs of older versions are read alike. */
const valueToText = (value: MessageValue): string =>
  typeof value === 'string' && !value.startsWith(MARK) ? value : MARK + JSON.stringify(value);

/** Inverse of {@link valueToText}. What only looks like a value is a text. */
export function valueFromText(text: string): MessageValue {
  if (!text.startsWith(MARK)) return text;
  try {
    return JSON.parse(text.slice(MARK.length)) as MessageValue;
  } catch {
    return text;
  }
}

/** Subject and values of an issue as columns of text keep them. */
export type IssueTexts = { readonly subject: string; readonly found: string; readonly expected: string };
export type IssueValues = { readonly [Name in keyof IssueTexts]: MessageValue };

/** Those of a row. */
export const valuesOf = ({ subject, found, expected }: IssueTexts): IssueValues => ({
  subject: valueFromText(subject),
  found: valueFromText(found),
  expected: valueFromText(expected),
});

/** The texts that stood in runs before values were data: a case, and what was decided on it, are found again by them. */
export const plainTextsOf = ({ subject, found, expected }: IssueValues): IssueTexts => ({
  subject: plainValue(subject, ISSUE_VALUES),
  found: plainValue(found, ISSUE_VALUES),
  expected: plainValue(expected, ISSUE_VALUES),
});

/** As columns keep them. */
export const textsOf = ({ subject, found, expected }: IssueValues): IssueTexts => ({
  subject: valueToText(subject),
  found: valueToText(found),
  expected: valueToText(expected),
});
