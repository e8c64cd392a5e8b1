/** Attribute tables of an .xlsx workbook: each sheet a layer, its first row the header. Read into memory, as the format asks. */
import { basename } from 'node:path';
import type { SourceRecord } from '@thuadat/core/stages';
import { detailOf, type Format, formatError, type Layer, type OpenOptions } from '../format.ts';
import { tell } from '../messages.ts';
import { findTableGeometry, tableCrs, takeGeometry } from './table-geometry.ts';

export const xlsx: Format = {
  id: 'xlsx',
  label: 'Excel workbook',
  extensions: ['.xlsx'],
  async open(path, options) {
    const { default: readSheets } = await import('read-excel-file/node');
    const file = basename(path);
    // The default turns numbers into doubles; the cell's own text keeps `2647.0` and long codes.
    const read = readSheets(path, { parseNumber: (text: string) => text, trim: false });
    const sheets = await read.catch((cause: unknown) => {
      throw formatError({ file }, 'xlsx.unreadable', { detail: detailOf(cause) }, cause);
    });
    const layers = sheets.flatMap(({ sheet, data }) =>
      data.length === 0 ? [] : [layerOf(sheet, data, options, file)],
    );
    const encoding = { value: 'utf-8', sure: 'declared', why: tell('text.of-format', {}) } as const;
    return { format: 'xlsx', layers, encoding, close: async () => {} };
  },
};

type Cells = readonly (readonly unknown[])[];

function layerOf(name: string, data: Cells, options: OpenOptions, file: string): Layer {
  const fields = (data[0] ?? []).map((cell) => cellText(cell) ?? '');
  const rows = data.slice(1);
  const first = rows.slice(0, 100).map((row) => textsOf(row, fields.length));
  const geometry = findTableGeometry(fields, first, options, file);
  async function* records(): AsyncGenerator<SourceRecord> {
    for (const [i, row] of rows.entries()) {
      const values = textsOf(row, fields.length);
      const wkb = takeGeometry(values, geometry);
      yield { record: i + 1, values, geometry: wkb };
    }
  }
  const notes = rows.length === 0 ? [tell('layer.empty', {})] : [];
  return { name, fields, count: rows.length, crs: tableCrs(geometry, first), notes, records };
}

const textsOf = (row: readonly unknown[], width: number): (string | null)[] =>
  Array.from({ length: width }, (_, i) => cellText(row[i]));

/** Dates as the calendar day, without a time of midnight. */
function cellText(cell: unknown): string | null {
  if (cell === null || cell === undefined || cell === '') return null;
  return cell instanceof Date ? cell.toISOString().replace(/T00:00:00\.000Z$/, '') : String(cell);
}
