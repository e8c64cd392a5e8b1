/** Tables that people hand in beside the parcels (reference tables, decisions, logs of units), CSV or XLSX, as texts and not judged. */
import { basename } from 'node:path';
import type { TableCells } from '@thuadat/core/assign/sheet/reference-table';
import { type CsvTable, namedTable } from '@thuadat/core/text/csv';
import { decodeText } from '@thuadat/core/text/decode';
import { formatError } from '../format.ts';
import { openSource } from '../registry.ts';

/** Of a workbook the first sheet with rows. `headerRow`: where the names of the columns stand, when they are ours and not to be looked for. */
export async function readTableCells(
  path: string,
  options: { readonly headerRow?: number } = {},
): Promise<TableCells> {
  const file = basename(path);
  const source = await openSource(path, options);
  try {
    const layer = source.layers.find((each) => each.count !== 0) ?? source.layers[0];
    if (!['csv', 'xlsx'].includes(source.format) || !layer) {
      throw formatError({ file }, 'table.no-reference', { format: source.format });
    }
    const encoding = source.encoding.value === 'utf-8' ? 'unicode' : 'mixed';
    const text = (value: string | null) => (value === null ? null : decodeText(value, encoding));
    const rows: TableCells['rows'][number][] = [];
    for await (const { record, values } of layer.records()) rows.push({ record, cells: values.map(text) });
    return { source: file, header: layer.fields.map((name) => text(name) ?? ''), rows };
  } finally {
    await source.close();
  }
}

/** The same with cells by the names of their columns. Lines are counted as if no row were blank. */
export async function readNamedTable(path: string): Promise<CsvTable> {
  const { header, rows } = await readTableCells(path, { headerRow: 1 });
  return namedTable(
    header,
    rows.map(({ record, cells }) => ({ line: record + 1, cells })),
  );
}
