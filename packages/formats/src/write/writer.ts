/**
 * Writes layers: the same rows give the same bytes. A target appears only when it is complete; until then its bytes are
 * in a temporary folder beside it, which is removed on any failure.
 */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { detailOf, FormatError, formatError } from '../format.ts';
import { isDiskFull } from './disk.ts';
import { makePartFolder } from './part-folder.ts';
import { csvEncoder, featureEncoder, type RowEncoder } from './write-rows.ts';

export type WriteFormat = 'geojson' | 'gpkg' | 'fgb' | 'shp' | 'csv' | 'jsonl' | 'xlsx';

export type WriteField = {
  readonly name: string;
  /** `date`: values `YYYY-MM-DD`. `integer`: 32 bits; longer numbers are `string` or `real`. */
  readonly type: 'string' | 'integer' | 'real' | 'date';
  /** Decimals of a real in a .dbf; the other formats keep every bit. Default 6. */
  readonly decimals?: number;
  /** For GeoPackage, whose readers show them in place of the name: the column in words, and what its codes mean. */
  readonly title?: string;
  readonly description?: string;
  readonly codes?: Readonly<Record<string, string>>;
};

/** How QGIS draws a layer of a GeoPackage: its own XML. */
export type LayerStyle = { readonly title: string; readonly qml: string };

export type WriterOptions = {
  readonly layerName: string;
  readonly fields: readonly WriteField[];
  /** Null: a table without geometry. `MultiPolygon`: polygons are promoted. `Unknown`: mixed. */
  readonly geometryType: 'Point' | 'Polygon' | 'MultiPolygon' | 'Unknown' | null;
  /** EPSG code; null = not known. */
  readonly crs: number | null;
  /** GeoPackage only. */
  readonly style?: LayerStyle;
  /** CSV: leave the geometry out. */
  readonly withoutGeometry?: boolean;
};

export type WriteRow = {
  /** Aligned with `fields`; texts or numbers. */
  readonly values: readonly (string | number | null)[];
  readonly geometry: Uint8Array | null;
};

export type Writer = {
  write(row: WriteRow): Promise<void>;
  /** Completes the target and puts it in its place. Returns the files written. */
  close(): Promise<readonly string[]>;
  /** Takes back everything. Harmless after `close`. */
  abort(): Promise<void>;
};

/** What a format does inside the temporary folder. */
export type Sink = {
  write(row: WriteRow): Promise<void> | void;
  close(): Promise<void>;
  /** Lets go of files without completing them. */
  drop(): Promise<void>;
};

export async function createWriter(
  format: WriteFormat,
  path: string,
  options: WriterOptions,
): Promise<Writer> {
  const file = basename(path);
  const folder = await makePartFolder(path).catch((cause) => {
    throw writeFault(file, cause);
  });
  let state: 'open' | 'done' = 'open';
  let sink: Sink | null = null;

  async function abort(): Promise<void> {
    if (state === 'done') return;
    state = 'done';
    await sink?.drop().catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
  async function guard<T>(work: () => Promise<T> | T): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const full = await isDiskFull(folder);
      await abort();
      throw writeFault(file, cause, full);
    }
  }

  sink = await guard(() => openSink(format, join(folder, file), file, options));
  const { write, close } = sink;
  return {
    write: (row) => guard(() => write(row)),
    close: () =>
      guard(async () => {
        if (state === 'done') throw new Error(`${file} was closed before`);
        await close();
        const written = await moveInto(folder, dirname(path));
        state = 'done';
        return written;
      }),
    abort,
  };
}

async function openSink(
  format: WriteFormat,
  target: string,
  file: string,
  options: WriterOptions,
): Promise<Sink> {
  const { openTextSink } = await import('./write-text.ts');
  const encoders: Readonly<Partial<Record<WriteFormat, (options: WriterOptions) => RowEncoder>>> = {
    geojson: (given) => featureEncoder(given, 'collection'),
    jsonl: (given) => featureEncoder(given, 'lines'),
    csv: csvEncoder,
  };
  const encoder = encoders[format];
  if (encoder) return openTextSink(target, encoder(options));
  if (format === 'xlsx') return (await import('./write-xlsx.ts')).openXlsxSink(target, options);
  if (format === 'shp')
    return (await import('./write-shapefile.ts')).openShapefileSink(target, file, options);
  if (format === 'gpkg')
    return (await import('./write-geopackage.ts')).openGeoPackageSink(target, file, options);
  return (await import('./write-flatgeobuf.ts')).openFlatGeobufSink(target, file, options);
}

/** The file that makes a Shapefile visible comes last. */
async function moveInto(folder: string, target: string): Promise<string[]> {
  const last = (name: string) => (name.endsWith('.shp') ? 1 : 0);
  const names = (await readdir(folder)).sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1));
  for (const name of names) await rename(join(folder, name), join(target, name));
  await rm(folder, { recursive: true, force: true });
  return names.map((name) => join(target, name));
}

function writeFault(file: string, cause: unknown, full = false): Error {
  if (cause instanceof FormatError || !(cause instanceof Error)) return cause as Error;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || (full && cause.message === 'disk I/O error'))
    return formatError({ file }, 'write.disk-full', {}, cause);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOENT')
    return formatError({ file }, 'write.folder', { code }, cause);
  return formatError({ file }, 'write.row', { detail: detailOf(cause) }, cause);
}
