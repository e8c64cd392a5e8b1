/** GeoPackage, FlatGeobuf and Shapefile through GDAL, with its clocks stopped. */
import { statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Dataset, Feature, Layer } from 'gdal-async';
import { detailOf, formatError, type Place } from '../format.ts';
import { FEATURES_A_TURN, type Gdal, loadGdal, turnEventLoop } from '../gdal/gdal.ts';
import { tell } from '../messages.ts';
import { dbfNames } from '../shapefile/dbf-names.ts';
import { featureEncoder } from './write-rows.ts';
import { openTextSink } from './write-text.ts';
import type { Sink, WriteField, WriteRow, WriterOptions } from './writer.ts';

const DRIVERS = { gpkg: 'GPKG', fgb: 'FlatGeobuf', shp: 'ESRI Shapefile' } as const;
/** Bytes a .dbf text column holds at most. */
const DBF_TEXT = 254;
/** Date written into files that insist on one: the clock would make equal inputs differ. */
const NO_DATE = '2000-01-01';

type Target = {
  readonly gdal: Gdal;
  readonly format: keyof typeof DRIVERS;
  readonly file: string;
  readonly options: WriterOptions;
};

export async function openGdalSink(
  format: keyof typeof DRIVERS,
  path: string,
  file: string,
  options: WriterOptions,
): Promise<Sink> {
  const gdal = await loadGdal(file, {
    what: tell('gdal.writes', { format: DRIVERS[format] }),
    instead: tell('gdal.instead-writes', {}),
  });
  const target: Target = { gdal, format, file, options };
  gdal.config.set('OGR_CURRENT_DATE', `${NO_DATE}T00:00:00.000Z`);
  const dataset = gdal.open(path, 'w', DRIVERS[format]);
  const { layer, names } = createLayer(dataset, target);
  // One transaction: SQLite would otherwise wait for the disk at every row.
  if (format === 'gpkg') runStatement(dataset, 'BEGIN');
  const feature = new gdal.Feature(layer);
  const apart = format === 'fgb' ? withoutGeometrySink(path, options) : null;
  let rows = 0;
  let closed = false;
  return {
    write(row) {
      if (apart && isEmpty(row.geometry)) return apart.write(row);
      rows++;
      setValues(feature, target, row, rows);
      setGeometry(feature, target, row, rows);
      feature.fid = -1;
      layer.features.add(feature);
      return rows % FEATURES_A_TURN === 0 ? turnEventLoop() : undefined;
    },
    async close() {
      if (format === 'gpkg') runStatement(dataset, 'COMMIT');
      feature.destroy();
      closed = true;
      dataset.close();
      await checkWritten(target, path, rows);
      if (format === 'shp') await writeFieldNames(path, options.fields, names);
      await apart?.close();
    },
    async drop() {
      await apart?.drop();
      if (!closed) dataset.close();
    },
  };
}

/**
 * FlatGeobuf as GDAL writes it leaves out, without a word, every row that has no geometry. They go into a file of JSON
 * lines beside it, which is only there when there are such rows.
 */
function withoutGeometrySink(path: string, options: WriterOptions): Sink {
  let sink: Promise<Sink> | null = null;
  const encoder = featureEncoder({ ...options, geometryType: null }, 'lines');
  return {
    async write(row) {
      sink ??= openTextSink(path.replace(/\.fgb$/i, '.no-geometry.jsonl'), encoder);
      await (await sink).write(row);
    },
    close: async () => (await sink)?.close(),
    drop: async () => (await sink)?.drop(),
  };
}

const isEmpty = (wkb: Uint8Array | null): boolean => wkb === null || wkb.length <= 9;

function createLayer(
  dataset: Dataset,
  { gdal, format, options }: Target,
): { layer: Layer; names: readonly string[] } {
  const { geometryType } = options;
  const type = geometryType === null ? gdal.wkbNone : gdal[`wkb${geometryType}`];
  const srs = options.crs === null ? null : gdal.SpatialReference.fromEPSG(options.crs);
  const creation = format === 'shp' ? ['ENCODING=UTF-8', `DBF_DATE_LAST_UPDATE=${NO_DATE}`] : [];
  const layer = dataset.layers.create(options.layerName, srs, type, creation);
  const given = options.fields.map((field) => field.name);
  const names = format === 'shp' ? dbfNames(given) : given;
  options.fields.forEach((field, i) => {
    layer.fields.add(fieldDefinition(gdal, field, names[i]!, format === 'shp'));
  });
  return { layer, names };
}

function fieldDefinition(gdal: Gdal, field: WriteField, name: string, dbf: boolean) {
  const types = { string: gdal.OFTString, integer: gdal.OFTInteger, real: gdal.OFTReal, date: gdal.OFTDate };
  const definition = new gdal.FieldDefn(name, types[field.type]);
  if (dbf && field.type === 'string') definition.width = DBF_TEXT;
  if (dbf && field.type === 'integer') definition.width = 11;
  if (dbf && field.type === 'real') {
    definition.width = 19;
    definition.precision = field.decimals ?? 6;
  }
  return definition;
}

/** The binding takes a statement without rows for a failure, with an empty message. */
function runStatement(dataset: Dataset, sql: string): void {
  try {
    dataset.executeSQL(sql);
  } catch (cause) {
    if (cause instanceof Error && cause.message !== '') throw cause;
  }
}

function setValues(feature: Feature, target: Target, row: WriteRow, record: number): void {
  const { fields, layerName: layer } = target.options;
  fields.forEach((field, i) => {
    const value = row.values[i] ?? null;
    if (value !== null)
      requireFit(field, value, target.format, { file: target.file, layer, record, field: field.name });
    const number = field.type === 'integer' || field.type === 'real';
    feature.fields.set(i, value === null ? null : number ? Number(value) : String(value));
  });
}

/** Throws where the format cannot hold the value as it is. */
function requireFit(field: WriteField, value: string | number, format: Target['format'], place: Place): void {
  const shown = { value: String(value).slice(0, 40) };
  const number = Number(value);
  if (field.type === 'integer' && (value === '' || (number | 0) !== number))
    throw formatError(place, 'write.integer', shown);
  if (field.type === 'real' && (value === '' || Number.isNaN(number)))
    throw formatError(place, 'write.number', shown);
  if (field.type === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(String(value)))
    throw formatError(place, 'write.date', shown);
  const bytes = format === 'shp' && field.type === 'string' ? Buffer.byteLength(String(value)) : 0;
  if (bytes > DBF_TEXT) throw formatError(place, 'write.text-long', { bytes, most: DBF_TEXT });
}

function setGeometry(feature: Feature, { gdal, file, options }: Target, row: WriteRow, record: number): void {
  try {
    const wkb =
      row.geometry && options.geometryType === 'MultiPolygon' ? promote(row.geometry) : row.geometry;
    feature.setGeometry(
      wkb && gdal.Geometry.fromWKB(Buffer.from(wkb.buffer, wkb.byteOffset, wkb.byteLength)),
    );
  } catch (cause) {
    const place = { file, layer: options.layerName, record };
    throw formatError(place, 'write.geometry', { detail: detailOf(cause) }, cause);
  }
}

/** A Polygon as a MultiPolygon of one. */
function promote(wkb: Uint8Array): Uint8Array {
  if (wkb[0] !== 1 || wkb[1] !== 3) return wkb;
  const multi = Buffer.alloc(9 + wkb.length);
  multi[0] = 1;
  multi.writeUInt32LE(6, 1);
  multi.writeUInt32LE(1, 5);
  multi.set(wkb, 9);
  return multi;
}

/** Closing tells nothing when the disk was full: the file is opened again and its last row read. */
async function checkWritten(
  { gdal, file, format, options }: Target,
  path: string,
  rows: number,
): Promise<void> {
  const found = readBack(gdal, path, format);
  if (found === rows) return;
  const free = await statfs(dirname(path)).catch(() => null);
  const full = free !== null && free.bavail * free.bsize < 1 << 20;
  const place = { file, layer: options.layerName };
  throw full
    ? formatError(place, 'write.full-after', { rows })
    : formatError(place, 'write.read-back', { found: found ?? 0, rows });
}

function readBack(gdal: Gdal, path: string, format: keyof typeof DRIVERS): number | null {
  let dataset: Dataset | null = null;
  try {
    dataset = gdal.open(path, 'r', DRIVERS[format]);
    const layer = dataset.layers.get(0);
    const rows = layer.features.count(true);
    if (rows > 0) layer.features.get(format === 'gpkg' ? rows : rows - 1).getGeometry();
    return rows;
  } catch {
    return null;
  } finally {
    dataset?.close();
  }
}

/** Ten characters do not hold the names: a table beside the Shapefile says which is which. */
async function writeFieldNames(
  path: string,
  fields: readonly WriteField[],
  names: readonly string[],
): Promise<void> {
  if (fields.every((field, i) => field.name === names[i])) return;
  const lines = fields.map((field, i) => `${names[i]},"${field.name.replaceAll('"', '""')}"\n`);
  await writeFile(path.replace(/\.shp$/i, '.fields.csv'), `dbf,name\n${lines.join('')}`);
}
