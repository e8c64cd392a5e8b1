/** All formats, and which of them a file is: by its extension, and by its first bytes, which outrank it. */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { csv } from './csv.ts';
import { flatgeobuf } from './flatgeobuf.ts';
import { type Format, FormatError, formatError, type OpenOptions, type OpenSource } from './format.ts';
import { gdalFormats } from './gdal-source.ts';
import { geojson } from './geojson.ts';
import { geopackage } from './geopackage.ts';
import { pgCopy } from './pg-copy.ts';
import { shapefile } from './shapefile.ts';
import { xlsx } from './xlsx.ts';

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
    return await format.open(path, options);
  } catch (cause) {
    if (cause instanceof FormatError || !(cause instanceof Error)) throw cause;
    throw accessFault(file, cause);
  }
}

function accessFault(file: string, cause: Error): Error {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') {
    const next = 'Check the path and its spelling.';
    return formatError({ file, found: 'no such file', expected: 'an existing file', next }, cause);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const next = 'Give this user the right to read it, or copy it to a folder of your own.';
    return formatError(
      { file, found: 'a file that may not be read', expected: 'the right to read', next },
      cause,
    );
  }
  return cause;
}

async function findFormat(path: string, file: string): Promise<Format> {
  const info = await stat(path);
  const extension = extname(path).toLowerCase();
  if (info.isDirectory()) return folderFormat(path, file);
  if (!info.isFile()) throw unknown(file, 'neither a file nor a folder');
  if (info.size === 0) throw emptyFile(file);
  const head = await readHead(path);
  const mark = sniff(head);
  if (mark === 'zip' && extension !== '.xlsx') throw zipped(file);
  if (mark !== null && mark !== 'zip') return byId(mark);
  const format = FORMATS.find((candidate) => candidate.extensions.includes(extension));
  if (!format) throw unknown(file, partHint(extension) ?? `extension "${extension}"`);
  if (MARKED.has(format.id) && mark === null) throw unmarked(file, format);
  return format;
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

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A File Geodatabase is a folder with `.gdbtable` files. */
async function folderFormat(path: string, file: string): Promise<Format> {
  const names = await readdir(path);
  if (names.some((name) => name.toLowerCase().endsWith('.gdbtable'))) return byId('filegdb');
  const next = `Name the files in it one by one (${known}).`;
  throw formatError({
    file,
    found: 'a folder without geodatabase tables',
    expected: 'a file, or a .gdb folder',
    next,
  });
}

/** Parts of a Shapefile or a geodatabase named instead of the whole. */
function partHint(extension: string): string | null {
  if (['.dbf', '.shx', '.prj', '.cpg'].includes(extension))
    return `a part of a Shapefile ("${extension}"): name the .shp`;
  return extension === '' ? 'no extension' : null;
}

const unknown = (file: string, found: string): FormatError =>
  formatError({
    file,
    found,
    expected: `one of ${known}`,
    next: 'Export the layer to one of these formats.',
  });

const emptyFile = (file: string): FormatError =>
  formatError({ file, found: 'an empty file (0 bytes)', expected: 'data', next: 'Copy or export it again.' });

const zipped = (file: string): FormatError =>
  formatError({
    file,
    found: 'a ZIP archive',
    expected: `one of ${known}`,
    next: 'Unzip it first, then name the file in it.',
  });

const unmarked = (file: string, format: Format): FormatError =>
  formatError({
    file,
    found: 'other first bytes',
    expected: `a ${format.label} file`,
    next: 'The file is damaged or misnamed: copy or export it again.',
  });
