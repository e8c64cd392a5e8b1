/** Shapefile: shapes, index, table, system and encoding; beside them what its table does not hold. */
import { writeFile } from 'node:fs/promises';
import { formatError } from '../format.ts';
import { esriWkt } from './crs-wkt.ts';
import { DBF_TEXT, openDbfTable } from './dbf-table.ts';
import { requireFit } from './fit.ts';
import { openShapes } from './shp-shapes.ts';
import { csvEncoder } from './write-rows.ts';
import { openTextSink } from './write-text.ts';
import type { Sink, WriteField, WriterOptions } from './writer.ts';

export async function openShapefileSink(path: string, file: string, options: WriterOptions): Promise<Sink> {
  const stem = path.replace(/\.shp$/i, '');
  const { fields, geometryType, layerName: layer } = options;
  await writeBeside(stem, file, options);
  const table = await openDbfTable(`${stem}.dbf`, fields);
  const kind = geometryType === 'Point' ? 'point' : 'polygon';
  const shapes = geometryType === null ? null : await openShapes(stem, kind);
  const longTexts = sideTable(`${stem}.long-texts.csv`, LONG_TEXT);
  let record = 0;
  return {
    async write({ values, geometry }) {
      const place = { file, layer, record: ++record };
      const cells: (string | null)[] = [];
      for (const [i, field] of fields.entries()) {
        const value = values[i] ?? null;
        if (value !== null) requireFit(field, value, { ...place, field: field.name });
        const cell = value === null ? null : cellText(field, value);
        if (cell !== null && Buffer.byteLength(cell) > DBF_TEXT)
          await longTexts.write([record, table.names[i]!, cell]);
        cells.push(cell);
      }
      await table.write(cells, place);
      await shapes?.write(geometry, place);
    },
    async close() {
      await writeFieldNames(`${stem}.fields.csv`, fields, table.names);
      await table.close();
      await longTexts.close();
      await shapes?.close();
    },
    async drop() {
      await Promise.allSettled([table.drop(), shapes?.drop(), longTexts.drop()]);
    },
  };
}

async function writeBeside(stem: string, file: string, { crs, geometryType }: WriterOptions): Promise<void> {
  await writeFile(`${stem}.cpg`, 'UTF-8');
  if (crs === null || geometryType === null) return;
  const wkt = esriWkt(crs);
  if (wkt === null) throw formatError({ file }, 'write.system', { epsg: String(crs) });
  await writeFile(`${stem}.prj`, wkt);
}

function cellText({ type, decimals = 6 }: WriteField, value: string | number): string {
  if (type === 'real') return Number(value).toFixed(decimals);
  return type === 'date' ? String(value).replaceAll('-', '') : String(value);
}

/** Texts that were cut in the table, in full: record number, column of the .dbf, text. */
const LONG_TEXT: readonly WriteField[] = [
  { name: 'record', type: 'integer' },
  { name: 'dbf', type: 'string' },
  { name: 'text', type: 'string' },
];

type SideTable = {
  write(values: readonly (string | number)[]): Promise<void>;
  close(): Promise<void>;
  drop(): Promise<void>;
};

/** A table for people that is only there when it has rows. */
function sideTable(path: string, fields: readonly WriteField[]): SideTable {
  const options = { layerName: '', fields, geometryType: null, crs: null };
  let sink: Promise<Sink> | null = null;
  return {
    async write(values) {
      sink ??= openTextSink(path, csvEncoder(options));
      await (await sink).write({ values, geometry: null });
    },
    close: async () => (await sink)?.close(),
    drop: async () => (await sink)?.drop(),
  };
}

/** Ten characters do not hold the names: a table beside the Shapefile says which is which. */
async function writeFieldNames(
  path: string,
  fields: readonly WriteField[],
  names: readonly string[],
): Promise<void> {
  if (fields.every(({ name }, i) => name === names[i])) return;
  const table = sideTable(path, [
    { name: 'dbf', type: 'string' },
    { name: 'name', type: 'string' },
  ]);
  for (const [i, { name }] of fields.entries()) await table.write([names[i]!, name]);
  await table.close();
}
