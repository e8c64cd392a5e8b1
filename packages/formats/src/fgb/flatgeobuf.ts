/** FlatGeobuf, read straight from its file: GDAL's binding takes five times as long for a feature, most of it in crossing over. */
import { basename, extname } from 'node:path';
import { crsOfEpsg, crsOfWkt, unknownCrs } from '../crs.ts';
import type { DeclaredCrs, Detected, Format, Layer, RecordRange } from '../format.ts';
import { tell } from '../messages.ts';
import { oneByOne, turning } from '../record-batches.ts';
import { readFeatures } from './flatgeobuf-features.ts';
import { type FlatFile, type FlatHeader, openFlatFile, readHeader } from './flatgeobuf-file.ts';

export const flatgeobuf: Format = {
  id: 'fgb',
  label: 'FlatGeobuf',
  extensions: ['.fgb'],
  async open(path) {
    const source = openFlatFile(path);
    try {
      const header = readHeader(source);
      return {
        format: 'fgb',
        layers: [layerOf(source, header, header.name || basename(path, extname(path)))],
        encoding: { value: 'utf-8', sure: 'declared', why: tell('text.of-format', {}) },
        close: async () => source.close(),
      };
    } catch (fault) {
      source.close();
      throw fault;
    }
  },
};

const EVERY: RecordRange = { from: 1, to: Number.POSITIVE_INFINITY };

function layerOf(source: FlatFile, header: FlatHeader, name: string): Layer {
  const { count, leaves } = header;
  const recordBatches = (range = EVERY) => turning(readFeatures(source, header, name, range));
  return {
    name,
    fields: header.columns.map((column) => column.name),
    count,
    crs: crsOf(header),
    notes: count === 0 ? [tell('layer.empty', {})] : [],
    recordBatches,
    records: (range) => oneByOne(recordBatches(range)),
    // Only the index tells where a record is.
    ...(leaves === null || count === null ? {} : { ranges: (records: number) => cut(count, records) }),
  };
}

function cut(count: number, records: number): RecordRange[] {
  const step = Math.max(1, Math.floor(records));
  const ranges: RecordRange[] = [];
  for (let from = 1; from <= count; from += step) ranges.push({ from, to: Math.min(from + step, count + 1) });
  return ranges;
}

function crsOf({ crs }: FlatHeader): Detected<DeclaredCrs> {
  if (crs === null || (crs.code <= 0 && !crs.wkt)) return unknownCrs(tell('crs.none', {}));
  const text = crs.wkt ?? `EPSG:${crs.code}`;
  const where = tell('crs.layer', {});
  // The organisation is EPSG when the file names none.
  return crs.code > 0 && /^(?:EPSG)?$/i.test(crs.org ?? '')
    ? crsOfEpsg(crs.code, text, tell('crs.says', { where, epsg: String(crs.code) }))
    : crsOfWkt(text, where);
}
