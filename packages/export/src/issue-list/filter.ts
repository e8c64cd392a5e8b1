/** Which issues are meant: by rule, commune, severity and source file. */
import { ISSUES, type Severity } from '@thuadat/core/issue/index';
import { type RefusalError, refusal } from '@thuadat/core/message/message';
import type { RunManifest } from '@thuadat/core/run';
import type { StoredIssue } from '@thuadat/run/issue-file';
import { EXPORT_MESSAGES } from '../messages.ts';

export const SEVERITIES: readonly Severity[] = ['blocking', 'error', 'warning', 'info'];

export type FilterFlags = {
  readonly code?: string;
  readonly unit?: string;
  readonly severity?: string;
  readonly source?: string;
};

/** Null = all. */
export type IssueFilter = {
  readonly codes: ReadonlySet<string> | null;
  readonly units: ReadonlySet<string> | null;
  readonly severities: ReadonlySet<string> | null;
  readonly sources: ReadonlySet<string> | null;
};

export const EVERYTHING: IssueFilter = { codes: null, units: null, severities: null, sources: null };

/** Throws what a person can mend: a name that the run does not know would silently show nothing. */
export function issueFilter(flags: FilterFlags, { communes, sources }: RunManifest): IssueFilter {
  const list = (text: string | undefined) => text?.split(',').map((each) => each.trim()) ?? null;
  const codes = list(flags.code)?.flatMap((wanted) => {
    const meant = Object.keys(ISSUES).filter((code) => code === wanted || code.startsWith(`${wanted}.`));
    if (meant.length > 0) return meant;
    throw unknown('--code', wanted, [...new Set(Object.keys(ISSUES).map((code) => code.split('.')[0]!))]);
  });
  return {
    codes: codes ? new Set(codes) : null,
    units: known(
      '--unit',
      list(flags.unit),
      communes.map(({ unit }) => unit),
    ),
    severities: known('--severity', list(flags.severity), SEVERITIES),
    sources: known(
      '--source',
      list(flags.source),
      sources.map(({ name }) => name),
    ),
  };
}

function known(
  option: string,
  wanted: readonly string[] | null,
  names: readonly string[],
): ReadonlySet<string> | null {
  const stranger = wanted?.find((each) => !names.includes(each));
  if (stranger !== undefined) throw unknown(option, stranger, names);
  return wanted && new Set(wanted);
}

const unknown = (option: string, found: string, names: readonly string[]): RefusalError => {
  const shown = `${names.slice(0, 40).join(', ')}${names.length > 40 ? ', …' : ''}`;
  return refusal(EXPORT_MESSAGES, 'usage', 'issues.unknown-filter', { option, found, known: shown });
};

export const matches = (
  { code, severity, at }: Pick<StoredIssue, 'code' | 'severity' | 'at'>,
  filter: IssueFilter,
): boolean =>
  (filter.codes === null || filter.codes.has(code)) &&
  (filter.severities === null || filter.severities.has(severity)) &&
  (filter.sources === null || filter.sources.has(at.source ?? ''));

/** Notices of the run belong to no commune. */
export const meansUnit = (unit: string, { units }: IssueFilter): boolean => units === null || units.has(unit);
