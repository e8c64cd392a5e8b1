/** Issues on the screen: by severity and rule with the first few of each, then by commune; a screen or two. */
import { ISSUES, type IssueCode, issueHint, type Severity } from '@thuadat/core/issue/index';
import type { GroupedIssues, IssueGroup } from '@thuadat/export/issue-list/walk';
import { sentence } from '@thuadat/export/open-records';
import type { StoredIssue } from '@thuadat/run/issue-file';
import { count, language, say } from '../terminal/language.ts';
import { bold, clip, dim, out, red, screenWidth, table, yellow } from '../terminal/print.ts';

export const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  blocking: red,
  error: red,
  warning: yellow,
  info: dim,
};
const SEVERITY: Readonly<Record<Severity, readonly [vi: string, en: string]>> = {
  blocking: ['Chặn áp dụng', 'Blocking'],
  error: ['Lỗi', 'Errors'],
  warning: ['Cảnh báo', 'Warnings'],
  info: ['Ghi nhận', 'For the record'],
};

/** Few groups show more of each. */
export const screenSamples = (groups: number): number => (groups <= 6 ? 4 : groups <= 14 ? 2 : 1);

export type IssueLimits = { readonly groups: number; readonly communes: number };
export const SCREEN: IssueLimits = { groups: 30, communes: 10 };

export function printGroups({ groups }: Pick<GroupedIssues, 'groups'>, limit: number): void {
  const width = Math.max(...groups.slice(0, limit).map(({ code }) => code.length), 0);
  let severity: string | null = null;
  for (const group of groups.slice(0, limit)) {
    if (group.severity !== severity) {
      severity = group.severity;
      const own = groups.filter((each) => each.severity === severity);
      const sum = own.reduce((total, each) => total + each.count, 0);
      const name = severity in SEVERITY ? say(...SEVERITY[severity as Severity]) : severity;
      out(`  ${paintOf(severity)(bold(name))} ${dim(count(sum))}`);
    }
    printGroup(group, width);
  }
  const rest = groups.length - limit;
  if (rest > 0)
    out(
      dim(
        say(
          `  … và ${count(rest)} quy tắc nữa (--severity, --code)`,
          `  … and ${count(rest)} more rules (--severity, --code)`,
        ),
      ),
    );
}

const paintOf = (severity: string) => PAINT[severity as Severity] ?? dim;

function printGroup({ severity, code, count: n, samples }: IssueGroup, width: number): void {
  const hint = code in ISSUES ? issueHint(code as IssueCode, language()) : '';
  const head = `${count(n).padStart(11)}  ${code.padEnd(width)}  `;
  out(`${paintOf(severity)(head)}${dim(clip(hint, screenWidth() - head.length))}`);
  for (const issue of samples)
    out(`${' '.repeat(13)}${clip(sentence(issue, language()), screenWidth() - 13)}`);
}

export function printByCommune({ communes }: GroupedIssues, limit: number): void {
  if (communes.length === 0) return;
  out(bold(say('Theo xã', 'By commune')));
  out(
    table(
      [say('mã', 'code'), say('tên', 'name'), say('vấn đề', 'issues')],
      communes.slice(0, limit).map(({ unit, name, count: n }) => [unit, name, count(n)]),
    ),
  );
  const rest = communes.length - limit;
  if (rest > 0) out(dim(say(`  … và ${count(rest)} xã nữa`, `  … and ${count(rest)} more`)));
  out();
}

/** One issue, whole. */
export const issueLine = (issue: StoredIssue): string =>
  `  ${issue.unit.padEnd(11)} ${paintOf(issue.severity)(issue.code)}  ${sentence(issue, language())}`;
