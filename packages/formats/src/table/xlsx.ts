/**
 * Attribute tables of an .xlsx workbook: each sheet with parcels a layer. Read into memory, as the format asks. Nothing is
 * filled in: the cells that merged ones cover are named, and stay empty.
 */
import { basename } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import type { SourceRecord } from '@thuadat/core/stages';
import { detailOf, type Format, FormatError, formatError, type Layer, type OpenOptions } from '../format.ts';
import { tell } from '../messages.ts';
import { findHeader, isBlankRow, type TableHeader, type TableRow } from './header.ts';
import { findTableGeometry, tableCrs, takeGeometry } from './table-geometry.ts';
import { type MergedRange, readWorkbookParts, type SheetParts } from './workbook-parts.ts';

export const xlsx: Format = {
  id: 'xlsx',
  label: 'Excel workbook',
  extensions: ['.xlsx'],
  async open(path, options) {
    const file = basename(path);
    const sheets = await readSheets(path).catch((cause: unknown) => {
      throw formatError({ file }, 'xlsx.unreadable', { detail: detailOf(cause) }, cause);
    });
    const layers = layersOf(sheets, options, file);
    const kept = new Set(layers.map(({ name }) => name));
    const leftOut = sheets.flatMap(({ name }) => (kept.has(name) ? [] : [name]));
    const encoding = { value: 'utf-8', sure: 'declared', why: tell('text.of-format', {}) } as const;
    return { format: 'xlsx', layers, encoding, leftOut, close: async () => {} };
  },
};

type Sheet = { readonly name: string; readonly rows: readonly TableRow[]; readonly parts: SheetParts };

const NO_PARTS: SheetParts = { hidden: false, merged: [], errors: [] };

/** The sheets that hold anything, with error values where the reader of values has none. */
async function readSheets(path: string): Promise<Sheet[]> {
  const { default: readValues } = await import('read-excel-file/node');
  // The default turns numbers into doubles; the cell's own text keeps `2647.0` and long codes.
  const sheets = await readValues(path, { parseNumber: (text: string) => text, trim: false });
  const parts = await readWorkbookParts(path);
  return sheets.flatMap(({ sheet, data }, i) => {
    const own = parts[i] ?? NO_PARTS;
    const rows = data.map((row) => row.map(cellText));
    for (const { row, column, text } of own.errors) if (rows[row]) rows[row][column] = text;
    return rows.some((row) => !isBlankRow(row)) ? [{ name: sheet, rows, parts: own }] : [];
  });
}

/** Dates as the calendar day, without a time of midnight. */
function cellText(cell: unknown): string | null {
  if (cell === null || cell === undefined || cell === '') return null;
  return cell instanceof Date ? cell.toISOString().replace(/T00:00:00\.000Z$/, '') : String(cell);
}

/** Notes and cover pages are left out where other sheets hold parcels; the first layer says so. */
function layersOf(sheets: readonly Sheet[], options: OpenOptions, file: string): Layer[] {
  if (options.allLayers || sheets.length === 1) {
    return sheets.map((sheet) =>
      layerOf(sheet, findHeader(sheet.rows, options.headerRow, file), options, file, []),
    );
  }
  const headers = sheets.map((sheet) => headerOf(sheet, options, file));
  const withParcels = headers.map((header) => header !== null && holdsParcels(header));
  const some = withParcels.includes(true);
  const left = sheets.filter((_, i) => some && !withParcels[i]).map(({ name }) => name);
  const note = left.length > 0 ? [tell('xlsx.sheets-left', { sheets: left })] : [];
  return sheets
    .flatMap((sheet, i) => {
      if (left.includes(sheet.name)) return [];
      return [[sheet, headers[i] ?? findHeader(sheet.rows, options.headerRow, file)] as const];
    })
    .map(([sheet, header], i) => layerOf(sheet, header, options, file, i === 0 ? note : []));
}

const holdsParcels = ({ roles }: TableHeader): boolean =>
  (roles.has('sheet') || roles.has('oldSheet') || roles.has('parcel') || roles.has('parcelId')) &&
  roles.size > 1;

/** Null where a sheet has no row of names; whether that is a fault depends on the other sheets. */
function headerOf(sheet: Sheet, { headerRow }: OpenOptions, file: string): TableHeader | null {
  try {
    return findHeader(sheet.rows, headerRow, file);
  } catch (cause) {
    if (cause instanceof FormatError) return null;
    throw cause;
  }
}

function layerOf(
  { name, rows: all, parts }: Sheet,
  header: TableHeader,
  options: OpenOptions,
  file: string,
  more: readonly Message[],
): Layer {
  const { fields, start } = header;
  const rows = all
    .map((row, place) => ({ row, place }))
    .slice(start)
    .filter(({ row }) => !isBlankRow(row));
  const first = rows.slice(0, 100).map(({ row }) => valuesOf(row, fields.length));
  const geometry = findTableGeometry(fields, first, options, file);
  const covered = coveredCells(parts.merged);
  async function* records(): AsyncGenerator<SourceRecord> {
    for (const [i, { row, place }] of rows.entries()) {
      const values = valuesOf(row, fields.length);
      const merged = covered.get(place)?.filter((column) => values[column] === null);
      const wkb = takeGeometry(values, geometry);
      yield { record: i + 1, values, geometry: wkb, ...(merged?.length ? { merged } : {}) };
    }
  }
  const last = rows.at(-1)?.place ?? start;
  const blank = Math.max(0, last + 1 - start - rows.length);
  const notes = [...header.notes, ...more, ...notesOf(parts, start, rows.length, blank)];
  return { name, fields, count: rows.length, crs: tableCrs(geometry, first), notes, records };
}

function notesOf(
  { hidden, merged, errors }: SheetParts,
  start: number,
  rows: number,
  blank: number,
): Message[] {
  const below = merged.filter(({ to }) => to.row >= start);
  const wrong = errors.filter(({ row }) => row >= start);
  return [
    ...(rows === 0 ? [tell('layer.empty', {})] : []),
    ...(blank > 0 ? [tell('table.blank-rows', { rows: blank })] : []),
    ...(hidden ? [tell('xlsx.hidden', {})] : []),
    ...(below.length > 0 ? [tell('xlsx.merged', { cells: below.length, first: below[0]!.text })] : []),
    ...(wrong.length > 0
      ? [tell('xlsx.errors', { cells: wrong.length, first: `${wrong[0]!.cell} ${wrong[0]!.text}` })]
      : []),
  ];
}

/** Columns of each row that a merged range covers, its first cell apart. Bounded: a range may claim a whole sheet. */
function coveredCells(merged: readonly MergedRange[]): ReadonlyMap<number, readonly number[]> {
  const covered = new Map<number, number[]>();
  let left = 1 << 22;
  for (const { from, to } of merged) {
    for (let row = from.row; row <= to.row; row++) {
      for (let column = from.column; column <= to.column; column++) {
        if (left-- === 0) return covered;
        if (row === from.row && column === from.column) continue;
        const known = covered.get(row);
        if (known) known.push(column);
        else covered.set(row, [column]);
      }
    }
  }
  return covered;
}

const valuesOf = (row: TableRow, width: number): (string | null)[] =>
  Array.from({ length: width }, (_, i) => row[i] ?? null);
