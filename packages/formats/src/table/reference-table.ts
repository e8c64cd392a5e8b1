/** The sheet reference table on disk: CSV for programs, XLSX for people. Read back by `readTableCells`, whatever edited it. */
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { REFERENCE_COLUMNS, type ReferenceRow } from '@thuadat/core/assign/sheet/reference-table';
import { formatCsv } from '@thuadat/core/text/csv';

/** Name of the worksheet, as the province's own system calls the table. */
const SHEET_NAME = 'bangThamChieu';
/** Character widths of the columns, in their order. */
const WIDTHS = [8, 8, 10, 10, 16, 18, 12, 14, 10, 36];

/** Writes by the extension: `.xlsx`, or else CSV. The same rows give the same bytes. */
export async function writeReferenceTable(path: string, rows: readonly ReferenceRow[]): Promise<void> {
  const bytes = extname(path).toLowerCase() === '.xlsx' ? await workbook(rows) : csvBytes(rows);
  await writeFile(path, bytes);
}

const csvBytes = (rows: readonly ReferenceRow[]): Buffer =>
  Buffer.from(
    formatCsv([
      REFERENCE_COLUMNS,
      ...rows.map((row) => REFERENCE_COLUMNS.map((column) => row[column] || null)),
    ]),
  );

/** All cells are text, or a spreadsheet program would drop leading zeros and read the sheet `2-15` as a date. */
async function workbook(rows: readonly ReferenceRow[]): Promise<Uint8Array> {
  const { default: writeSheets } = await import('write-excel-file/node');
  const head = REFERENCE_COLUMNS.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    REFERENCE_COLUMNS.map((column) =>
      row[column] === '' ? null : { value: row[column], type: String, format: '@' },
    ),
  );
  const columns = WIDTHS.map((width) => ({ width }));
  const options = { sheet: SHEET_NAME, columns, stickyRowsCount: 1 };
  return withoutClock(await writeSheets([head, ...body], options).toBuffer());
}

/** The archive's members carry the time of writing; 1980-01-01 is the first a ZIP can hold. */
async function withoutClock(archive: Uint8Array): Promise<Uint8Array> {
  const { unzipSync, zipSync } = await import('fflate');
  const members = Object.entries(unzipSync(archive));
  // `[Content_Types].xml` has to come first for some readers, which this order keeps.
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(members), { mtime: new Date(1980, 0, 1, 0, 0, 0), level: 6 });
}
