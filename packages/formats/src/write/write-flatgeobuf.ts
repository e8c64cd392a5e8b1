/** FlatGeobuf through GDAL, with its clocks stopped. */
import { dirname } from 'node:path';
import type { Dataset, Feature } from 'gdal-async';
import { detailOf, formatError } from '../format.ts';
import { FEATURES_A_TURN, type Gdal, loadGdal, turnEventLoop } from '../gdal/gdal.ts';
import { tell } from '../messages.ts';
import { isDiskFull } from './disk.ts';
import { requireFit } from './fit.ts';
import { asMultiPolygon } from './multi-polygon.ts';
import { featureEncoder } from './write-rows.ts';
import { openTextSink } from './write-text.ts';
import type { Sink, WriteRow, WriterOptions } from './writer.ts';

const DRIVER = 'FlatGeobuf';

type Target = { readonly gdal: Gdal; readonly file: string; readonly options: WriterOptions };

export async function openFlatGeobufSink(path: string, file: string, options: WriterOptions): Promise<Sink> {
  const gdal = await loadGdal(file, {
    what: tell('gdal.writes', { format: DRIVER }),
    instead: tell('gdal.instead-writes', {}),
  });
  const target: Target = { gdal, file, options };
  const dataset = gdal.open(path, 'w', DRIVER);
  const layer = createLayer(dataset, target);
  const feature = new gdal.Feature(layer);
  const apart = withoutGeometrySink(path, options);
  let rows = 0;
  let closed = false;
  return {
    write(row) {
      if (isEmpty(row.geometry)) return apart.write(row);
      rows++;
      setValues(feature, target, row, rows);
      setGeometry(feature, target, row, rows);
      feature.fid = -1;
      layer.features.add(feature);
      return rows % FEATURES_A_TURN === 0 ? turnEventLoop() : undefined;
    },
    async close() {
      feature.destroy();
      closed = true;
      dataset.close();
      await checkWritten(target, path, rows);
      await apart.close();
    },
    async drop() {
      await apart.drop();
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

function createLayer(dataset: Dataset, { gdal, options }: Target) {
  const { geometryType, layerName, crs, fields } = options;
  const type = geometryType === null ? gdal.wkbNone : gdal[`wkb${geometryType}`];
  const layer = dataset.layers.create(
    layerName,
    crs === null ? null : gdal.SpatialReference.fromEPSG(crs),
    type,
  );
  const types = { string: gdal.OFTString, integer: gdal.OFTInteger, real: gdal.OFTReal, date: gdal.OFTDate };
  for (const field of fields) layer.fields.add(new gdal.FieldDefn(field.name, types[field.type]));
  return layer;
}

function setValues(feature: Feature, { file, options }: Target, row: WriteRow, record: number): void {
  options.fields.forEach((field, i) => {
    const value = row.values[i] ?? null;
    if (value !== null)
      requireFit(field, value, { file, layer: options.layerName, record, field: field.name });
    const number = field.type === 'integer' || field.type === 'real';
    feature.fields.set(i, value === null ? null : number ? Number(value) : String(value));
  });
}

function setGeometry(feature: Feature, { gdal, file, options }: Target, row: WriteRow, record: number): void {
  try {
    const wkb =
      row.geometry && options.geometryType === 'MultiPolygon' ? asMultiPolygon(row.geometry) : row.geometry;
    feature.setGeometry(
      wkb && gdal.Geometry.fromWKB(Buffer.from(wkb.buffer, wkb.byteOffset, wkb.byteLength)),
    );
  } catch (cause) {
    const place = { file, layer: options.layerName, record };
    throw formatError(place, 'write.geometry', { detail: detailOf(cause) }, cause);
  }
}

/** Closing tells nothing when the disk was full: the file is opened again and its last row read. */
async function checkWritten({ gdal, file, options }: Target, path: string, rows: number): Promise<void> {
  const found = readBack(gdal, path);
  if (found === rows) return;
  const place = { file, layer: options.layerName };
  throw (await isDiskFull(dirname(path)))
    ? formatError(place, 'write.full-after', { rows })
    : formatError(place, 'write.read-back', { found: found ?? 0, rows });
}

function readBack(gdal: Gdal, path: string): number | null {
  let dataset: Dataset | null = null;
  try {
    dataset = gdal.open(path, 'r', DRIVER);
    const layer = dataset.layers.get(0);
    const rows = layer.features.count(true);
    if (rows > 0) layer.features.get(rows - 1).getGeometry();
    return rows;
  } catch {
    return null;
  } finally {
    dataset?.close();
  }
}
