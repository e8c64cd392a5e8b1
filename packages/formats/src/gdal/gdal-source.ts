/** Formats read through GDAL: GeoPackage where it needs SQLite itself, File Geodatabase, DGN v7, DXF, MapInfo. */
import { basename } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import type { SourceRecord } from '@thuadat/core/stages';
import type { Dataset, Layer as GdalLayer } from 'gdal-async';
import { crsOfEpsg, crsOfWkt, unknownCrs } from '../crs.ts';
import {
  type DeclaredCrs,
  type Detected,
  detailOf,
  type Format,
  formatError,
  type Layer,
} from '../format.ts';
import { geopackageRecords, tablesWithoutRowid } from '../gpkg/geopackage-records.ts';
import { tell } from '../messages.ts';
import { DRIVERS, type Gdal, loadGdal } from './gdal.ts';
import { gdalRecords } from './gdal-records.ts';

export type GdalSource = {
  readonly gdal: Gdal;
  readonly dataset: Dataset;
  readonly path: string;
  readonly file: string;
};

function format(id: keyof typeof DRIVERS, label: string, extensions: readonly string[]): Format {
  return {
    id,
    label,
    extensions,
    async open(path) {
      const file = basename(path);
      const gdal = await loadGdal(file);
      const source = { gdal, dataset: openDataset(gdal, path, file, id), path, file };
      const layers: Layer[] = [];
      const unread = id === 'gpkg' ? tablesWithoutRowid(source) : [];
      source.dataset.layers.forEach((layer) => {
        if (unread.includes(layer.name)) return;
        const notes = layers.length === 0 ? unread.map((name) => tell('layer.no-rowid', { name })) : [];
        layers.push(describe(source, layer, id, notes));
      });
      const unicode = id === 'gpkg' || id === 'filegdb';
      const encoding = {
        value: 'utf-8',
        sure: unicode ? 'declared' : 'detected',
        why: unicode ? tell('text.of-format', {}) : tell('text.of-gdal', {}),
      } as const;
      return { format: id, layers, encoding, close: async () => closeOnce(source.dataset) };
    },
  };
}

/** For GeoPackages that are not to be read from their file alone. */
export const geopackageThroughGdal = format('gpkg', 'GeoPackage', ['.gpkg']);

export const gdalFormats: readonly Format[] = [
  format('filegdb', 'File Geodatabase', ['.gdb']),
  format('dgn', 'MicroStation DGN v7', ['.dgn']),
  format('dxf', 'AutoCAD DXF', ['.dxf']),
  format('mapinfo', 'MapInfo TAB, MIF', ['.tab', '.mif']),
];

function openDataset(gdal: Gdal, path: string, file: string, id: keyof typeof DRIVERS): Dataset {
  try {
    return gdal.open(path, 'r', DRIVERS[id]);
  } catch (cause) {
    throw formatError({ file }, 'gdal.unreadable', { detail: detailOf(cause), driver: DRIVERS[id] }, cause);
  }
}

function closeOnce(dataset: Dataset): void {
  try {
    dataset.close();
  } catch {
    // Closed already: closing twice is harmless.
  }
}

function describe(
  source: GdalSource,
  layer: GdalLayer,
  id: keyof typeof DRIVERS,
  notes: readonly Message[],
): Layer {
  const fields = layer.fields.getNames();
  const name = layer.name;
  const count = countOf(layer);
  const batches = id === 'gpkg' && layer.fidColumn !== '';
  return {
    name,
    fields,
    count,
    crs: crsOf(layer),
    notes: count === 0 ? [tell('layer.empty', {}), ...notes] : notes,
    records: () => {
      const records = batches ? geopackageRecords(source, name, layer) : gdalRecords(source, name, layer);
      return whole(records, source.file, name, count);
    },
  };
}

/** GDAL ends a damaged file early without a word; the layer's own count tells. */
async function* whole(
  records: AsyncIterable<SourceRecord>,
  file: string,
  layer: string,
  count: number | null,
): AsyncGenerator<SourceRecord> {
  let read = 0;
  for await (const record of records) {
    read++;
    yield record;
  }
  if (count === null || read >= count) return;
  throw formatError({ file, layer, record: read + 1 }, 'gdal.short', { read, count });
}

function countOf(layer: GdalLayer): number | null {
  try {
    return layer.features.count(true);
  } catch {
    return null;
  }
}

function crsOf(layer: GdalLayer): Detected<DeclaredCrs> {
  const srs = layer.srs;
  if (!srs) return unknownCrs(tell('crs.none', {}));
  const text = srs.toWKT();
  const code = authorityCode(() => srs.getAuthorityCode(null));
  const where = tell('crs.layer', {});
  return code === null
    ? crsOfWkt(text, where)
    : crsOfEpsg(code, text, tell('crs.says', { where, epsg: String(code) }));
}

function authorityCode(read: () => string): number | null {
  try {
    const code = Number(read());
    return Number.isInteger(code) && code > 0 ? code : null;
  } catch {
    return null;
  }
}
