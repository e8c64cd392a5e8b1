/** What is said of a graded reference table. */
import type { IssueCode } from '../../issue/index.ts';
import { phrase } from '../../issue/value.ts';
import type { MessageValue } from '../../message/message.ts';
import { oldSheetText, sheetKeyText, sheetSubject } from './key.ts';
import {
  candidatesOf,
  type Entry,
  groupBy,
  type Numbers,
  newSheetText,
  type RowGrade,
} from './reference-entry.ts';
import type { ParsedRow } from './reference-row.ts';
import { compareNumbers } from './reference-table.ts';

export type Report = (
  code: IssueCode,
  record: number,
  found: MessageValue,
  expected: MessageValue,
  subject?: MessageValue,
) => void;

/** What a person calls one sheet: series are told apart by a note only. */
const withoutSeries = (row: ParsedRow): string => sheetKeyText({ ...row, series: null });

/** A spreadsheet that dropped the zeros dropped them in every row: one issue a column, with the first example. */
export function reportRepairs(rows: readonly ParsedRow[], report: Report): void {
  const byColumn = new Map<string, { record: number; raw: string; value: string; count: number }>();
  for (const row of rows) {
    for (const { column, raw, value, fix } of row.fixes) {
      if (fix === 'trim') continue;
      const known = byColumn.get(column);
      if (known) known.count++;
      else byColumn.set(column, { record: row.record, raw, value, count: 1 });
    }
  }
  for (const [column, { record, raw, value, count }] of byColumn) {
    report(
      'sheet.table-repaired',
      record,
      raw,
      value,
      phrase('subject.column', { column, count, row: String(record) }),
    );
  }
}

/** One issue a sheet, not a row; rows that nothing needs are counted in one. */
export function reportGrades(entries: readonly Entry[], numbers: Numbers, report: Report): void {
  const of = (grade: RowGrade) => entries.filter((entry) => entry.grade === grade);
  for (const rows of groupBy(of('ambiguous'), ({ row }) => withoutSeries(row)).values()) {
    const found = [...new Set(rows.flatMap((entry) => candidatesOf(entry, numbers)))].sort(compareNumbers);
    const scales = rows[0]!.sheets.map((sheet) => (sheet.scale ? `1/${sheet.scale}` : '?'));
    const { row } = rows[0]!;
    report('sheet.table-ambiguous', row.record, found, scales.length > 0 ? scales : '?', sheetSubject(row));
  }
  for (const [text, rows] of groupBy(of('conflicting'), ({ row }) => newSheetText(row))) {
    const found = entries.filter(({ row }) => newSheetText(row) === text).map(({ row }) => oldSheetText(row));
    report(
      'sheet.table-conflicting',
      rows[0]!.row.record,
      [...new Set(found)].map((sheet) => [sheet]),
      1,
      phrase('subject.new-sheet', { sheet: text }),
    );
  }
  for (const rows of groupBy(of('renumbering'), ({ row }) => withoutSeries(row)).values()) {
    const count = rows.filter(({ row }) => row.renumbers).length;
    const { row } = rows[0]!;
    report('sheet.table-renumbering', row.record, count, 0, sheetSubject(row));
  }
  reportDuplicates(entries, report);
  const unused = of('unused');
  if (unused.length > 0) {
    const { record } = unused[0]!.row;
    const from = phrase('subject.from-row', { row: String(record) });
    report('sheet.table-unused', record, unused.length, 0, from);
  }
}

function reportDuplicates(entries: readonly Entry[], report: Report): void {
  const whole = entries.map(({ row }) => row).filter((row) => !row.ofParcel);
  const same = groupBy(whole, (row) => `${sheetKeyText(row)}/${row.newSheet}`);
  for (const rows of same.values()) {
    if (rows.length < 2) continue;
    const found = rows.map((row) => String(row.record));
    report('sheet.table-duplicate', rows[0]!.record, found, 1, sheetSubject(rows[0]!));
  }
}
