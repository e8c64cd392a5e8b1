/** Numbers and sentences for people, in the chosen language. */
import { ISSUES, type IssueCode, type IssueWords, issueFinding, issueHint } from '@thuadat/core/issue/index';
import { issueValue } from '@thuadat/core/issue/value';
import type { Language } from './i18n.ts';

const LOCALE: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

/** To make a formatter takes a hundred times what it takes to format; the notes of 99 communes are made with every case. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatNumber(
  value: number,
  language: Language,
  style: 'decimal' | 'percent',
  maximumFractionDigits: number,
): string {
  const name = `${language} ${style} ${maximumFractionDigits}`;
  let formatter = formatters.get(name);
  if (!formatter) {
    formatter = new Intl.NumberFormat(LOCALE[language], { style, maximumFractionDigits });
    formatters.set(name, formatter);
  }
  return formatter.format(value);
}

export const formatCount = (value: number, language: Language): string =>
  formatNumber(value, language, 'decimal', 3);

export const formatArea = (value: number, language: Language): string =>
  formatNumber(value, language, 'decimal', 1);

/** A share as whole per cent, but never 100 % or 0 % when it is not quite. */
export function formatShare(part: number, whole: number, language: Language): string {
  if (whole === 0) return '–';
  const share = part / whole;
  const digits = share > 0.99 && share < 1 ? 2 : share > 0 && share < 0.01 ? 2 : 0;
  const kept = share < 1 ? Math.min(share, 0.9999) : 1;
  return formatNumber(kept, language, 'percent', digits);
}

export const formatDate = (iso: string, language: Language): string => {
  const [year, month, day] = iso.slice(0, 10).split('-');
  return language === 'vi' ? `${day}/${month}/${year}` : iso.slice(0, 10);
};

/** Six decimals are 0.1 m; the identifier's cell is 4 cm wide, but nobody reads off a screen that closely. */
export const formatPoint = ([lon, lat]: readonly [number, number]): string =>
  `${lat.toFixed(6)}, ${lon.toFixed(6)}`;

const isKnownIssue = (code: string): code is IssueCode => Object.hasOwn(ISSUES, code);

/** What is wrong, without the subject, where the subject stands beside it. */
export function issueSentence(issue: IssueWords, language: Language): string {
  if (!isKnownIssue(issue.code)) return issue.code;
  const told = issueFinding(issue, language);
  return told.charAt(0).toLocaleUpperCase(LOCALE[language]) + told.slice(1);
}

/** What an issue is about. */
export const issueSubject = ({ subject }: Pick<IssueWords, 'subject'>, language: Language): string =>
  issueValue(subject, language);

export const issueAdvice = (code: string, language: Language): string =>
  isKnownIssue(code) ? issueHint(code, language) : '';
