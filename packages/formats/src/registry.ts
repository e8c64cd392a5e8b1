/** All formats, and which of them a file is: by its extension, and by its first bytes, which outrank it. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import { flatgeobuf } from './fgb/flatgeobuf.ts';
import { foreignFault, zipKind } from './foreign.ts';
import {
  type Format,
  FormatError,
  faultIn,
  formatError,
  type Layer,
  type OpenOptions,
  type OpenSource,
  type RecordRange,
} from './format.ts';
import { gdalFormats } from './gdal/gdal-source.ts';
import { geojson } from './geojson/geojson.ts';
import { geopackage } from './gpkg/geopackage.ts';
import { tell } from './messages.ts';
import { pgCopy } from './pg-copy/pg-copy.ts';
import { shapefile } from './shapefile/shapefile.ts';
import { csv } from './table/csv.ts';
import { xlsx } from './table/xlsx.ts';

export const FORMATS: readonly Format[] = [
  shapefile,
  geojson,
  csv,
  xlsx,
  geopackage,
  flatgeobuf,
  ...gdalFormats,
  pgCopy,
];

const known = FORMATS.flatMap((format) => format.extensions).join(', ');

/** Opens a source file of any known format; throws a {@link FormatError} that says what to do when it cannot. */
export async function openSource(path: string, options: OpenOptions = {}): Promise<OpenSource> {
  const file = basename(path);
  try {
    const format = await findFormat(path, file);
    const source = await format.open(path, options);
    if (source.layers.length > 0)
      return options.folder === undefined ? source : within(options.folder, source);
    await source.close();
    throw formatError({ file }, 'file.no-layers', {});
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const fault = cause instanceof FormatError ? cause : accessFault(file, cause);
    throw fault instanceof FormatError && options.folder !== undefined
      ? faultIn(options.folder, fault)
      : fault;
  }
}

/** The source, its faults while records stream named with the folder as well. */
function within(folder: string, source: OpenSource): OpenSource {
  const layers = source.layers.map((layer): Layer => {
    const { recordBatches } = layer;
    // Inherits the rest: some layers know their notes only after they were read.
    return Object.assign(Object.create(layer) as Layer, {
      records: (range?: RecordRange) => renaming(folder, layer.records(range)),
      ...(recordBatches
        ? { recordBatches: (range?: RecordRange) => renaming(folder, recordBatches.call(layer, range)) }
        : {}),
    });
  });
  return { ...source, layers };
}

function renaming<T>(folder: string, items: AsyncIterable<T>): AsyncIterable<T> {
  const rename = (cause: unknown): never => {
    throw cause instanceof FormatError ? faultIn(folder, cause) : cause;
  };
  return {
    [Symbol.asyncIterator]() {
      const own = items[Symbol.asyncIterator]();
      return {
        next: () => own.next().catch(rename),
        return: async () => (await own.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

function accessFault(file: string, cause: Error): Error {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'EISDIR') return formatError({ file }, 'file.folder', {}, cause);
  if (code === 'ENOENT') return formatError({ file }, 'file.missing', {}, cause);
  if (code === 'EACCES' || code === 'EPERM') return formatError({ file }, 'file.forbidden', {}, cause);
  return cause;
}

async function findFormat(path: string, file: string): Promise<Format> {
  const info = await stat(path);
  const extension = extname(path).toLowerCase();
  if (info.isDirectory()) return folderFormat(path, file);
  if (!info.isFile()) throw unknown(file, tell('file.not-a-file', {}));
  if (info.size === 0) throw formatError({ file }, 'file.empty', {});
  const head = await readHead(path);
  const mark = sniff(head);
  if (mark === 'zip') return zipFormat(path, file, extension);
  // An index begins like its .shp.
  if (mark !== null && extension !== '.shx') return byId(mark);
  const foreign = foreignFault(path, head);
  if (foreign) throw foreign;
  const format = FORMATS.find((candidate) => candidate.extensions.includes(extension));
  if (!format) throw unknown(file, extensionFault(extension));
  if (MARKED.has(format.id)) throw formatError({ file }, 'file.unmarked', { format: format.label });
  return format;
}

/** A workbook is an archive, whatever its name; one named so that is cut has no list of what is in it. */
function zipFormat(path: string, file: string, extension: string): Format {
  const kind = zipKind(path);
  if (kind === 'xlsx' || (kind === null && extension === '.xlsx')) return byId('xlsx');
  throw kind === null ? formatError({ file }, 'file.zip', { known }) : formatError({ file }, kind, {});
}

/** Formats whose first bytes are always the same: without them the file is something else or damaged. */
const MARKED = new Set(['gpkg', 'fgb', 'xlsx', 'pgcopy']);

function sniff(head: Buffer): string | null {
  const latin = head.toString('latin1');
  if (latin.startsWith('SQLite format 3\0')) return 'gpkg';
  if (latin.startsWith('fgb\x03')) return 'fgb';
  if (latin.startsWith('PGCOPY\n\xff\r\n\0')) return 'pgcopy';
  if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return 'zip';
  if (head.length >= 32 && head.readInt32BE(0) === 9994 && head.readInt32LE(28) === 1000) return 'shapefile';
  return null;
}

const byId = (id: string): Format => FORMATS.find((format) => format.id === id)!;

/** Bytes looked at: an XML file names what it is after a few declarations. */
const HEAD = 1024;

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A File Geodatabase is a folder with `.gdbtable` files. */
async function folderFormat(path: string, file: string): Promise<Format> {
  const names = await readdir(path);
  if (names.some((name) => name.toLowerCase().endsWith('.gdbtable'))) return byId('filegdb');
  throw formatError({ file }, 'folder.no-tables', { known });
}

const extensionFault = (extension: string): Message =>
  extension === '' ? tell('file.no-extension', {}) : tell('file.extension', { extension });

const unknown = (file: string, found: Message): FormatError =>
  formatError({ file }, 'file.unknown', { found, known });
