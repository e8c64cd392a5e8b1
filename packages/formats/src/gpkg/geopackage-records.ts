/**
 * Records of a GeoPackage table, many at a time: SQLite itself makes one JSON text of a batch of rows, because crossing
 * into GDAL's binding for each feature and geometry costs three times as much as reading them.
 */

import type { SourceRecord } from '@thuadat/core/stages';
import type { Layer as GdalLayer } from 'gdal-async';
import { detailOf, formatError } from '../format.ts';
import { turnEventLoop } from '../gdal/gdal.ts';
import type { GdalSource } from '../gdal/gdal-source.ts';
import { flattenWkb, wkbOfGeoPackage } from '../wkb-flat.ts';

const BATCH = 1000;
/** Bytes of a batch's JSON: bounds memory when rows are huge. */
const BATCH_BYTES = 8 << 20;

type Row = readonly [fid: number | string, geometry: string | null, ...values: (string | number | null)[]];

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export async function* geopackageRecords(
  source: GdalSource,
  name: string,
  layer: GdalLayer,
): AsyncGenerator<SourceRecord> {
  const read = batchReader(source, name, layer);
  let last: string | null = null;
  for (;;) {
    const rows: readonly Row[] = read(last);
    if (rows.length === 0) return;
    for (const [fid, hex, ...values] of rows) {
      const record = Number(fid);
      const texts = values.map((value) => (typeof value === 'number' ? String(value) : value));
      yield { record, values: texts, geometry: geometryOf(hex, source, name, record) };
    }
    last = String(rows[rows.length - 1]![0]);
    await turnEventLoop();
  }
}

/** Tables GDAL lists though it reads none of their rows. */
export function tablesWithoutRowid({ dataset }: GdalSource): string[] {
  const found: string[] = [];
  dataset.executeSQL('SELECT name FROM pragma_table_list WHERE wr = 1').features.forEach(({ fields }) => {
    found.push(String(fields.get(0)));
  });
  return found;
}

/** Reads the batch after a feature id. Halves it while it is too big, as far as one row. */
function batchReader(
  source: GdalSource,
  name: string,
  layer: GdalLayer,
): (after: string | null) => readonly Row[] {
  const fid = quote(layer.fidColumn);
  const geometry = layer.geomColumn === '' ? null : quote(layer.geomColumn);
  const columns = layer.fields.getNames().map(quote);
  const all = [fid, ...(geometry ? [geometry] : []), ...columns];
  const json = [fid, geometry ? `hex(${geometry})` : 'NULL', ...columns.map(valueSql)].join(', ');
  const sizes = all.slice(1).map((column) => `ifnull(length(${column}), 0)`);
  const size = sizes.length === 0 ? '0' : sizes.join(' + ');
  const rows = (after: string | null, limit: number, what: string) =>
    `SELECT ${what} FROM ${quote(name)}${after === null ? '' : ` WHERE ${fid} > ${after}`} ORDER BY ${fid} LIMIT ${limit}`;
  const one = (sql: string): unknown => {
    try {
      return source.dataset.executeSQL(sql).features.first().fields.get(0);
    } catch (cause) {
      const detail = detailOf(cause);
      throw formatError({ file: source.file, layer: name }, 'gpkg.table', { detail }, cause);
    }
  };
  let limit = BATCH;
  return (after) => {
    while (
      limit > 1 &&
      Number(one(`SELECT sum(s) FROM (${rows(after, limit, `${size} AS s`)})`)) > BATCH_BYTES
    )
      limit = Math.ceil(limit / 2);
    const text = String(
      one(`SELECT json_group_array(json_array(${json})) FROM (${rows(after, limit, all.join(', '))})`),
    );
    limit = Math.min(BATCH, limit * 2);
    return JSON.parse(text) as Row[];
  };
}

/** Text for all but reals: those go as a JSON number with 17 digits, which reads back as the same double. */
function valueSql(column: string): string {
  const real = `json(printf('%!.17g', ${column}))`;
  return `CASE typeof(${column}) WHEN 'text' THEN ${column} WHEN 'real' THEN CASE WHEN abs(${column}) < 1e308 THEN ${real} ELSE CAST(${column} AS TEXT) END WHEN 'blob' THEN hex(${column}) ELSE CAST(${column} AS TEXT) END`;
}

function geometryOf(
  hex: string | null,
  source: GdalSource,
  layer: string,
  record: number,
): Uint8Array | null {
  // `hex(NULL)` is the empty text.
  if (!hex) return null;
  try {
    return flattenWkb(wkbOfGeoPackage(Buffer.from(hex, 'hex')));
  } catch (cause) {
    const detail = detailOf(cause);
    throw formatError({ file: source.file, layer, record }, 'gpkg.geometry', { detail }, cause);
  }
}
