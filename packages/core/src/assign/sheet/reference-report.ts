/** What is said of a graded reference table. */
import type { IssueCode } from '../../issue/index.ts';
import { oldSheetText, type SheetKey, sheetKeyText } from './key.ts';
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
  found: string,
  expected: string,
  subject?: string,
) => void;

const sheetText = (row: SheetKey & { readonly newCommune: string }): string =>
  `tờ ${row.sheet}${row.scale ? ` tỷ lệ 1/${row.scale}` : ''} xã cũ ${row.oldCommune} → xã ${row.newCommune}`;

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
      `cột ${column}, ${count} dòng, từ dòng dữ liệu ${record}`,
    );
  }
}

/** One issue a sheet, not a row; rows that nothing needs are counted in one. */
export function reportGrades(entries: readonly Entry[], numbers: Numbers, report: Report): void {
  const of = (grade: RowGrade) => entries.filter((entry) => entry.grade === grade);
  for (const [text, rows] of groupBy(of('ambiguous'), ({ row }) => sheetText(row))) {
    const found = [...new Set(rows.flatMap((entry) => candidatesOf(entry, numbers)))].sort(compareNumbers);
    const scales = rows[0]!.sheets.map((sheet) => (sheet.scale ? `1/${sheet.scale}` : '?'));
    const expected = scales.join(', ') || '?';
    report('sheet.table-ambiguous', rows[0]!.row.record, found.join(', '), expected, text);
  }
  for (const [text, rows] of groupBy(of('conflicting'), ({ row }) => newSheetText(row))) {
    const found = entries.filter(({ row }) => newSheetText(row) === text).map(({ row }) => oldSheetText(row));
    report(
      'sheet.table-conflicting',
      rows[0]!.row.record,
      [...new Set(found)].join('; '),
      '1',
      `tờ mới ${text}`,
    );
  }
  for (const [text, rows] of groupBy(of('renumbering'), ({ row }) => sheetText(row))) {
    const count = `${rows.filter(({ row }) => row.renumbers).length}`;
    report('sheet.table-renumbering', rows[0]!.row.record, count, '0', text);
  }
  reportDuplicates(entries, report);
  const unused = of('unused');
  if (unused.length > 0) {
    const { record } = unused[0]!.row;
    report('sheet.table-unused', record, `${unused.length}`, '0', `từ dòng dữ liệu ${record}`);
  }
}

function reportDuplicates(entries: readonly Entry[], report: Report): void {
  const whole = entries.map(({ row }) => row).filter((row) => !row.ofParcel);
  const same = groupBy(whole, (row) => `${sheetKeyText(row)}/${row.newSheet}`);
  for (const rows of same.values()) {
    if (rows.length < 2) continue;
    const found = rows.map((row) => row.record).join(', ');
    report('sheet.table-duplicate', rows[0]!.record, found, '1', sheetText(rows[0]!));
  }
}
