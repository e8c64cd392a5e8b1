/**
 * Grades a reference table row by row before any number of it is used. Tables in use hold duplicate rows, keys that point
 * to two sheets, and wrong old commune codes: only rows that leave no doubt reach the sheet plan.
 */
import type { SheetNumber, SubNumbers } from '../../code.ts';
import { type Issue, issue } from '../../issue/index.ts';
import { phrase } from '../../issue/value.ts';
import { maySame, type SheetCount, sheetKeyText } from './key.ts';
import {
  byOldSheet,
  candidatesOf,
  type Entry,
  groupBy,
  type Numbers,
  newSheetText,
  numbersBySheet,
  type RowGrade,
} from './reference-entry.ts';
import { type Report, reportGrades, reportRepairs } from './reference-report.ts';
import { type Lineage, lineageTest, noteTest, type ParsedRow, parseReferenceRow } from './reference-row.ts';
import { findReferenceColumns, type TableCells } from './reference-table.ts';

export type { RowGrade } from './reference-entry.ts';

export type GradedRow = {
  readonly record: number;
  readonly grade: RowGrade;
  /** New sheet numbers in question: one when unique. */
  readonly candidates: readonly SheetNumber[];
};

export type GradedTable = {
  /** New numbers by {@link sheetKeyText}, from the unique rows: the `table` of a sheet plan. */
  readonly table: ReadonlyMap<string, SheetNumber>;
  readonly grades: readonly GradedRow[];
  /** Sheets of the inventory without a unique row; the sheet plan leaves them open. */
  readonly missing: readonly SheetCount[];
  readonly issues: readonly Issue[];
};

export type GradeOptions = Lineage & {
  readonly inventory: readonly SheetCount[];
  readonly subNumbers?: SubNumbers;
};

export function gradeReferenceTable(cells: TableCells, options: GradeOptions): GradedTable {
  const issues: Issue[] = [];
  const report: Report = (code, record, found, expected, subject) => {
    issues.push(
      issue(
        code,
        [cells.source, subject ?? phrase('subject.row', { row: String(record) })],
        { source: cells.source, layer: '', record },
        found,
        expected,
      ),
    );
  };
  const graded: GradedRow[] = [];
  const parsed = parseRows(cells, options, graded, report);
  const inventory = groupBy(options.inventory, byOldSheet);
  const entries = parsed.map(
    (row): Entry => ({ row, sheets: sheetsOf(row, inventory.get(byOldSheet(row)) ?? []), grade: 'unused' }),
  );
  const numbers = numbersBySheet(entries);
  gradeEntries(entries, numbers);
  reportGrades(entries, numbers, report);
  const table = tableOf(entries);
  for (const entry of entries) {
    const { record } = entry.row;
    graded.push({ record, grade: entry.grade, candidates: candidatesOf(entry, numbers) });
  }
  graded.sort((a, b) => a.record - b.record);
  issues.sort((a, b) => a.at.record - b.at.record);
  const missing = options.inventory.filter((count) => !table.has(sheetKeyText(count)));
  return { table, grades: graded, missing, issues };
}

/** Rows that can be read and whose old commune is a predecessor; the others are graded at once. */
function parseRows(
  cells: TableCells,
  options: GradeOptions,
  graded: GradedRow[],
  report: Report,
): ParsedRow[] {
  const columns = findReferenceColumns(cells.header);
  const wrong = [...columns.missing, ...columns.twice];
  if (wrong.length > 0) {
    report('sheet.table-columns', 0, cells.header, wrong, phrase('subject.heading', {}));
    for (const { record } of cells.rows) graded.push({ record, grade: 'unparsable', candidates: [] });
    return [];
  }
  const foreign = lineageTest(options);
  const contradicted = noteTest(options);
  const rows: ParsedRow[] = [];
  for (const given of cells.rows) {
    if (given.cells.every((cell) => cell === null || cell.trim() === '')) continue;
    const { record } = given;
    const leave = (grade: RowGrade) => graded.push({ record, grade, candidates: [] });
    const { row, fault } = parseReferenceRow(given, columns, options.subNumbers);
    if (fault) {
      const found = phrase('value.cell', { column: fault.column, found: fault.found });
      const { cause, expected } = fault;
      if (cause?.kind === 'date')
        report(
          'sheet.table-date',
          record,
          found,
          phrase('value.perhaps', { value: expected, typed: cause.typed.join(' | ') }),
        );
      else report('sheet.table-unparsable', record, found, expected);
      leave('unparsable');
      continue;
    }
    const stranger = foreign(row);
    const contradiction = stranger ? null : contradicted(row);
    if (stranger) report('sheet.table-not-predecessor', record, stranger.found, stranger.expected);
    if (contradiction) report('sheet.table-note', record, contradiction.found, contradiction.expected);
    if (stranger) leave('not-predecessor');
    else if (contradiction) leave('conflicting');
    else rows.push(row);
  }
  reportRepairs(rows, report);
  return rows;
}

/**
 * Sheets of the sources that a row means. The scale (and series) must be the same; where either side does not give it,
 * the row fits only when there is one sheet it can mean: several leave it in doubt.
 */
function sheetsOf(row: ParsedRow, sheets: readonly SheetCount[]): readonly SheetCount[] {
  const exact = sheets.filter((sheet) => sheet.scale === row.scale && sheet.series === row.series);
  if (exact.length > 0) return exact;
  const fits = (a: string | null, b: string | null) => a === null || b === null || a === b;
  const fitting = sheets.filter((sheet) => fits(sheet.scale, row.scale) && fits(sheet.series, row.series));
  // A sheet whose scale the sources do not give may be any of the others.
  const unsaid = row.scale !== null && sheets.length > 1;
  return unsaid ? fitting.filter((sheet) => sheet.scale !== null) : fitting;
}

/** A sheet with one parcel renumbered is no sheet that moves as a whole: all its rows are left out. */
function gradeEntries(entries: readonly Entry[], numbers: Numbers): void {
  const renumbered = new Set(entries.filter(({ row }) => row.renumbers).map(({ row }) => byOldSheet(row)));
  for (const entry of entries) {
    if (renumbered.has(byOldSheet(entry.row))) entry.grade = 'renumbering';
    else if (entry.sheets.length > 1 || candidatesOf(entry, numbers).length > 1) entry.grade = 'ambiguous';
    else entry.grade = entry.sheets.length === 0 ? 'unused' : 'unique';
  }
  const holders = groupBy(entries, ({ row }) => newSheetText(row));
  for (const rows of holders.values()) {
    // Two scales are two sheets: the key in law has none.
    if (rows.every((a) => rows.every((b) => maySame(a.row, b.row)))) continue;
    for (const entry of rows) {
      if (entry.grade === 'unique' || entry.grade === 'unused') entry.grade = 'conflicting';
    }
  }
}

const tableOf = (entries: readonly Entry[]): ReadonlyMap<string, SheetNumber> =>
  new Map(
    entries.flatMap(({ row, sheets, grade }) =>
      grade === 'unique' ? sheets.map((sheet) => [sheetKeyText(sheet), row.newSheet] as const) : [],
    ),
  );
