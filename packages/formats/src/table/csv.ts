/**
 * CSV and TSV: encoding, delimiter and the row of column names are found; geometry from WKT, hex WKB or two columns, or
 * none.
 */
import { basename, extname } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import type { SourceRecord } from '@thuadat/core/stages';
import { givenEncoding, readsUtf8 } from '../byte-text.ts';
import { type Format, formatError } from '../format.ts';
import { tell } from '../messages.ts';
import { type CsvTable, readRows, rejoinGeometry, textsOf } from './csv-rows.ts';
import { findDelimiter, readHead, surveyText, wideEncoding } from './csv-text.ts';
import { findHeader, isBlankRow, type TableHeader, type TableRow } from './header.ts';
import { findTableGeometry, type TableGeometry, tableCrs, takeGeometry } from './table-geometry.ts';

/** Rows looked at for the names of the columns and the kind of geometry. */
const FIRST_ROWS = 140;

export const csv: Format = {
  id: 'csv',
  label: 'CSV, TSV',
  extensions: ['.csv', '.tsv', '.txt'],
  async open(path, options) {
    const file = basename(path);
    const head = await readHead(path);
    const wide = wideEncoding(head);
    const delimiter = findDelimiter(head, wide);
    const encoding =
      wide ?? (options.encoding === undefined ? await surveyText(path) : givenEncoding(options.encoding));
    const start = head.subarray(0, 3).toString('hex') === 'efbbbf' ? 3 : 0;
    const table = { path, file, delimiter, start, wide: wide?.value ?? null, utf8: readsUtf8(encoding) };
    const rows = await firstRows(table);
    const header = findHeader(rows, options.headerRow, file);
    const first = rows.slice(header.start).filter((row) => !isBlankRow(row));
    const geometry = findTableGeometry(header.fields, first, options, file);
    const blank = { rows: 0 };
    const layer = {
      name: basename(path, extname(path)),
      fields: header.fields,
      count: null,
      crs: tableCrs(geometry, first),
      get notes(): readonly Message[] {
        return [
          ...header.notes,
          ...(first.length === 0 ? [tell('layer.empty', {})] : []),
          ...(blank.rows > 0 ? [tell('table.blank-rows', { rows: blank.rows })] : []),
        ];
      },
      records: () => readRecords(table, header, geometry, blank),
    };
    const text = wide ? { ...wide, value: 'utf-8' } : encoding;
    return { format: 'csv', layers: [layer], encoding: text, close: async () => {} };
  },
};

async function firstRows(table: CsvTable): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const { cells } of readRows(table)) {
    rows.push(textsOf(rejoinGeometry(cells, table.delimiter.mark), table));
    if (rows.length === FIRST_ROWS) break;
  }
  return rows;
}

const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell === '' || cell.trim() === '');

/** A geometry of several points that does not end in a bracket goes on in the next cell. */
const isCut = (cells: readonly string[], geometry: TableGeometry): boolean =>
  geometry?.kind === 'column' && /\([^)]*$/.test(cells[geometry.column]?.slice(-40) ?? '');

/** `blank` holds, after a whole pass, how many rows between the first and the last record are blank. */
async function* readRecords(
  table: CsvTable,
  { fields, start }: TableHeader,
  geometry: TableGeometry,
  blank: { rows: number },
): AsyncGenerator<SourceRecord> {
  let place = 0;
  let record = 0;
  let skipped = 0;
  let between = 0;
  for await (const { cells, line } of readRows(table)) {
    if (place++ < start) continue;
    if (isBlank(cells)) {
      skipped++;
      continue;
    }
    between = skipped;
    record++;
    const cut = cells.length > fields.length || isCut(cells, geometry);
    const row = cut ? rejoinGeometry(cells, table.delimiter.mark) : cells;
    // Spreadsheets drop or add empty cells at the end of a row; anything else shifts values under wrong names.
    const extra = row.slice(fields.length).some((value) => value !== '');
    if (extra || row.length < fields.length)
      throw formatError({ file: table.file, record }, 'csv.ragged', {
        found: row.length,
        line,
        expected: fields.length,
      });
    const values = textsOf(row.slice(0, fields.length), table);
    const wkb = takeGeometry(values, geometry);
    yield { record, values, geometry: wkb };
  }
  blank.rows = between;
}
