/**
 * Sample files. They are written here byte by byte and not through the toolkit's own writers, because a sample must be
 * able to be wrong: legacy bytes, a missing .cpg. GeoPackage and FlatGeobuf are the toolkit's.
 */

import { geoJsonFromPolygonal, wktFromWkb } from '@thuadat/core/geometry/wkb';
import { createWriter } from '@thuadat/formats/write/writer';
import { type Column, DIALECTS, type Dialect } from './columns.ts';
import type { SampleRecord } from './generate.ts';
import { openSink } from './sink.ts';
import { openShapefileWriter } from './write-shapefile.ts';

export const SAMPLE_FORMATS = ['shp', 'geojson', 'geojsonl', 'csv', 'gpkg', 'fgb'] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

export type FileOptions = {
  readonly format: SampleFormat;
  readonly dialect: Dialect;
  /** EPSG code the file says it is in; null = it says nothing. */
  readonly declared: number | null;
  /** Shapefile text in TCVN3 and no .cpg; UTF-8 when absent. */
  readonly tcvn3?: boolean;
};

export type Writer = {
  write(record: SampleRecord): void | Promise<void>;
  /** Records written. */
  close(): Promise<number>;
};

export type RowWriter = { write(record: SampleRecord): void | Promise<void>; close(): void | Promise<void> };

/** `path` carries the extension; a Shapefile's companions are named after it. */
export async function openWriter(path: string, options: FileOptions): Promise<Writer> {
  const columns = DIALECTS[options.dialect];
  const rows = await openRows(path, columns, options);
  let count = 0;
  return {
    write(record) {
      count++;
      return rows.write(record);
    },
    async close() {
      await rows.close();
      return count;
    },
  };
}

function openRows(
  path: string,
  columns: readonly Column[],
  options: FileOptions,
): RowWriter | Promise<RowWriter> {
  switch (options.format) {
    case 'shp':
      return openShapefileWriter(path, columns, options);
    case 'csv':
      return openCsvWriter(path, columns);
    case 'geojson':
    case 'geojsonl':
      return openGeoJsonWriter(path, columns, options);
    default:
      return openToolkitWriter(options.format, path, columns, options.declared);
  }
}

async function openToolkitWriter(
  format: 'gpkg' | 'fgb',
  path: string,
  columns: readonly Column[],
  crs: number | null,
): Promise<RowWriter> {
  const fields = columns.map(({ name }) => ({ name, type: 'string' as const }));
  const writer = await createWriter(format, path, {
    layerName: 'thua_dat',
    fields,
    geometryType: 'Unknown',
    crs,
  });
  return {
    write: ({ values, geometry }) =>
      writer.write({ values: columns.map(({ role }) => values[role]), geometry }),
    async close() {
      await writer.close();
    },
  };
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function openCsvWriter(path: string, columns: readonly Column[]): RowWriter {
  const sink = openSink(path);
  sink.text(`${[...columns.map((column) => column.name), 'WKT'].join(',')}\r\n`);
  return {
    write({ values, geometry }) {
      const cells = columns.map(({ role }) => quoted(values[role] ?? ''));
      sink.text(`${[...cells, `"${wktFromWkb(geometry)}"`].join(',')}\r\n`);
    },
    close: () => sink.close(),
  };
}

/** A FeatureCollection with one feature a line, or GeoJSON Text Sequence without separators (`.geojsonl`). */
function openGeoJsonWriter(
  path: string,
  columns: readonly Column[],
  { declared, format }: FileOptions,
): RowWriter {
  const sink = openSink(path);
  const collection = format === 'geojson';
  const crs =
    declared === null
      ? ''
      : `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::${declared}"}},\n`;
  if (collection) sink.text(`{"type":"FeatureCollection",\n${crs}"features":[\n`);
  let first = true;
  return {
    write({ values, polygonal }) {
      const properties = Object.fromEntries(columns.map(({ role, name }) => [name, values[role]]));
      const feature = { type: 'Feature', properties, geometry: geoJsonFromPolygonal(polygonal) };
      if (collection && !first) sink.text(',\n');
      first = false;
      sink.text(`${JSON.stringify(feature)}${collection ? '' : '\n'}`);
    },
    close() {
      if (collection) sink.text('\n]}\n');
      sink.close();
    },
  };
}
