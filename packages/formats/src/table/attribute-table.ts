/** A table of attributes that lies beside the geometry: Excel, CSV, or a `.dbf` alone. Held in memory, its texts as Unicode. */
import { basename, extname } from 'node:path';
import { decodeText } from '@thuadat/core/text/decode';
import { createEncodingDetector } from '@thuadat/core/text/detect';
import { formatError } from '../format.ts';
import { openSource } from '../registry.ts';
import { columnNames, dbfChunks, isDeleted, openDbf, rowTexts } from '../shapefile/dbf.ts';

export type AttributeRow = { readonly record: number; readonly values: readonly (string | null)[] };

export type AttributeTable = {
  readonly file: string;
  readonly fields: readonly string[];
  readonly rows: readonly AttributeRow[];
};

/** The parcels of several provinces; what is held in memory has to have an end. */
const MOST_ROWS = 2_000_000;

/** Of a workbook the first sheet with rows. Throws a FormatError for what is no table. */
export async function readAttributeTable(path: string): Promise<AttributeTable> {
  const file = basename(path);
  const table =
    extname(path).toLowerCase() === '.dbf' ? await readDbf(path, file) : await readOpened(path, file);
  const detectors = table.fields.map(() => createEncodingDetector());
  for (const { values } of table.rows) {
    for (const [i, value] of values.entries()) detectors[i]?.add(value);
  }
  const encodings = detectors.map((detector) => detector.result().encoding);
  const decoded = (value: string | null, i: number): string | null => {
    const encoding = encodings[i];
    return value === null || encoding === undefined || encoding === 'ascii'
      ? value
      : decodeText(value, encoding);
  };
  return {
    ...table,
    rows: table.rows.map(({ record, values }) => ({ record, values: values.map(decoded) })),
  };
}

async function readOpened(path: string, file: string): Promise<AttributeTable> {
  const source = await openSource(path);
  try {
    const layer = source.layers.find((each) => each.count !== 0) ?? source.layers[0];
    if (!['csv', 'xlsx'].includes(source.format) || !layer)
      throw formatError({ file }, 'attributes.no-table', { format: source.format });
    const rows: AttributeRow[] = [];
    for await (const { record, values } of layer.records()) push(rows, { record, values }, file);
    return { file, fields: layer.fields.map((name) => decodeText(name, 'mixed')), rows };
  } finally {
    await source.close();
  }
}

async function readDbf(path: string, file: string): Promise<AttributeTable> {
  const dbf = await openDbf(path, file);
  const rows: AttributeRow[] = [];
  for await (const { first, rows: count, bytes } of dbfChunks(dbf)) {
    for (let i = 0; i < count; i++) {
      const row = bytes.subarray(i * dbf.rowLength, (i + 1) * dbf.rowLength);
      if (!isDeleted(row)) push(rows, { record: first + i + 1, values: rowTexts(dbf, row, false) }, file);
    }
  }
  return { file, fields: columnNames(dbf, false), rows };
}

function push(rows: AttributeRow[], row: AttributeRow, file: string): void {
  if (rows.length === MOST_ROWS) throw formatError({ file }, 'attributes.rows', { most: MOST_ROWS });
  rows.push(row);
}
