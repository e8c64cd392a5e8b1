/**
 * One issue type and one table for all stages. The table is split by the stage that raises the issue (`issue/*.ts`), so
 * a code without wording, or wording without a code, fails the type check.
 */
import { formatMessage, type Language, type MessageTable, type MessageValue } from '../message/message.ts';
import { ASSIGN_ISSUES } from './assign.ts';
import { CHECK_ISSUES } from './check.ts';
import { PARSE_ISSUES } from './parse.ts';
import { READ_ISSUES } from './read.ts';
import { RESOLVE_ISSUES } from './resolve.ts';
import { SHEET_ISSUES } from './sheet.ts';
import { ISSUE_VALUES } from './value.ts';

/**
 * `blocking`: `apply` refuses the commune until decided or mended. `error`: the parcel is not fit for use but the run
 * may go on. `warning`: a person should look. `info`: said for the record (a repair that was made).
 */
export type Severity = 'blocking' | 'error' | 'warning' | 'info';

/** One row of the issue table; `{found}`, `{expected}` and `{subject}` in the wording are filled from the issue. */
export type IssueInfo = {
  readonly severity: Severity;
  readonly vi: string;
  readonly en: string;
  /** What to do next, both languages. */
  readonly hintVi: string;
  readonly hintEn: string;
};

export const ISSUES = {
  ...READ_ISSUES,
  ...PARSE_ISSUES,
  ...RESOLVE_ISSUES,
  ...SHEET_ISSUES,
  ...ASSIGN_ISSUES,
  ...CHECK_ISSUES,
} as const satisfies Record<string, IssueInfo>;

export type IssueCode = keyof typeof ISSUES;

/** Where an issue is: a source record, and a place in WGS84 when the fault has one (crossing point, overlap centre). */
export type IssueAt = {
  readonly source: string;
  readonly layer: string;
  /** 1-based record number in the layer; 0 = the whole layer or file. */
  readonly record: number;
  readonly field?: string;
  readonly lonLat?: readonly [number, number];
};

/**
 * Plain data: survives `structuredClone` and JSON, and free of language. `subject` is what the issue is about; values are worded and
 * formatted where they are shown (`issue/value.ts`). In runs of older versions they are texts, said as they stand.
 */
export type Issue = {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly subject: MessageValue;
  readonly at: IssueAt;
  readonly found: MessageValue;
  readonly expected: MessageValue;
  /** Offending geometry as WGS84 GeoJSON, when a point does not say enough (overlap polygon, sliver). */
  readonly shape?: { readonly type: string; readonly coordinates: unknown };
  /** Ordinals of further records concerned (the twin of a duplicate). */
  readonly others?: readonly number[];
};

/** Builds an issue with the table's severity. */
export function issue(
  code: IssueCode,
  subject: MessageValue,
  at: IssueAt,
  found: MessageValue,
  expected: MessageValue,
  more: Pick<Issue, 'shape' | 'others'> = {},
): Issue {
  return { code, severity: ISSUES[code].severity, subject, at, found, expected, ...more };
}

const SENTENCES = { ...ISSUE_VALUES, ...ISSUES };

/** The part of an issue that makes its sentence. */
export type IssueWords = Pick<Issue, 'code' | 'subject' | 'found' | 'expected'>;

/** The issue's sentence in Vietnamese or English: subject, found, expected. */
export const issueMessage = ({ code, subject, found, expected }: IssueWords, language: Language): string =>
  formatMessage({ code, values: { subject, found, expected } }, language, SENTENCES);

const withoutSubject = (sentence: string): string => sentence.replace(/^\{subject\}[:,]?\s*/, '');

const FINDINGS: MessageTable = {
  ...ISSUE_VALUES,
  ...Object.fromEntries(
    Object.entries(ISSUES).map(([code, { vi, en }]) => [
      code,
      { vi: withoutSubject(vi), en: withoutSubject(en) },
    ]),
  ),
};

/** The same without its subject, where the subject stands beside it. */
export const issueFinding = ({ code, subject, found, expected }: IssueWords, language: Language): string =>
  formatMessage({ code, values: { subject, found, expected } }, language, FINDINGS);

/** What to do next, in Vietnamese or English. */
export function issueHint(code: IssueCode, language: Language): string {
  return language === 'vi' ? ISSUES[code].hintVi : ISSUES[code].hintEn;
}
