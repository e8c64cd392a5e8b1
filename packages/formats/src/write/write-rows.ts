/** Rows as text: GeoJSON (RFC 7946 when the system is WGS 84), GeoJSON lines, CSV. */
import { type GeoJsonGeometry, geoJsonFromWkb, wktFromWkb } from '@thuadat/core/geometry/wkb';
import { CSV_MARK, csvLine, disarm } from '@thuadat/core/text/csv';
import { malformed } from '../format.ts';
import { orientRings } from '../ring-order.ts';
import type { WriteField, WriteRow, WriterOptions } from './writer.ts';

export type RowEncoder = {
  readonly head: string;
  row(row: WriteRow, index: number): string;
  readonly tail: string;
};

/**
 * `lines`: one feature a line, or one plain object a line when the layer has no geometry. A `crs` member is written
 * for other systems than WGS 84: RFC 7946 has none, but GDAL and QGIS read it and the coordinates would be misread without.
 */
export function featureEncoder(options: WriterOptions, form: 'collection' | 'lines'): RowEncoder {
  const plain = form === 'lines' && options.geometryType === null;
  const encode = (row: WriteRow) => {
    const properties = propertiesJson(options.fields, row.values);
    if (plain) return properties;
    const geometry = row.geometry ? geometryJson(row.geometry, options.crs) : 'null';
    return `{"type":"Feature","properties":${properties},"geometry":${geometry}}`;
  };
  if (form === 'lines') return { head: '', row: (row) => `${encode(row)}\n`, tail: '' };
  const crs =
    options.crs === null || options.crs === 4326
      ? ''
      : `,"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::${options.crs}"}}`;
  return {
    head: `{"type":"FeatureCollection","name":${JSON.stringify(options.layerName)}${crs},"features":[\n`,
    row: (row, index) => (index === 0 ? encode(row) : `,\n${encode(row)}`),
    tail: '\n]}\n',
  };
}

function propertiesJson(fields: readonly WriteField[], values: WriteRow['values']): string {
  return `{${fields.map((field, i) => `${JSON.stringify(field.name)}:${valueJson(field, values[i] ?? null)}`).join(',')}}`;
}

/** A number only where JSON's double holds it exactly as written; else text, so that no digit is lost. */
function valueJson(field: WriteField, value: string | number | null): string {
  if (value === null) return 'null';
  if (field.type === 'string' || field.type === 'date') return JSON.stringify(String(value));
  const number = Number(value);
  if (!Number.isFinite(number) || String(value).trim() === '') return JSON.stringify(String(value));
  const exact = field.type === 'real' || Number.isSafeInteger(number);
  return exact ? String(number) : JSON.stringify(String(value));
}

/** JSON has no NaN: such a coordinate becomes null. */
function geometryJson(wkb: Uint8Array, crs: number | null): string {
  const geometry = geoJsonFromWkb(wkb);
  if (!geometry) throw malformed('wkb.no-geojson', {});
  return JSON.stringify(crs === 4326 ? orientRings(geometry) : (geometry satisfies GeoJsonGeometry));
}

/** In the one shape of tables for people ({@link csvLine}); texts that a spreadsheet would run are disarmed. */
export function csvEncoder(options: WriterOptions): RowEncoder {
  const withGeometry = options.geometryType !== null && !options.withoutGeometry;
  const header = [...options.fields.map(({ name }) => name), ...(withGeometry ? ['WKT'] : [])];
  const cellOf = (field: WriteField, value: string | number | null) => {
    const number = field.type === 'real' && value !== null && value !== '' ? Number(value) : value;
    return disarm(number);
  };
  return {
    head: `${CSV_MARK}${csvLine(header)}`,
    row(row) {
      const cells = options.fields.map((field, i) => cellOf(field, row.values[i] ?? null));
      if (withGeometry) cells.push(row.geometry ? wktFromWkb(row.geometry) : null);
      return csvLine(cells);
    },
    tail: '',
  };
}
