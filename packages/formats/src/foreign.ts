/** Tells files that no reader takes from those that are damaged, so that a refusal names what the file is and the way in. */
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { readZipDirectory } from './delivery/zip-directory.ts';
import { type FormatError, formatError } from './format.ts';
import type { FOREIGN_MESSAGES } from './messages/foreign.ts';
import { readAt } from './read-at.ts';

type PlainCode = Exclude<keyof typeof FOREIGN_MESSAGES, 'foreign.fgb' | 'foreign.part'>;

/** First bytes (Latin-1) that tell a kind whatever the name. */
const MARKS: readonly (readonly [mark: string, PlainCode])[] = [
  ['\0\u0001\0\0Standard Jet DB', 'foreign.access'],
  ['\0\u0001\0\0Standard ACE DB', 'foreign.access'],
  ['AC10', 'foreign.dwg'],
  ['%PDF-', 'foreign.document'],
  ['\x89PNG', 'foreign.image'],
  ['\xff\xd8\xff', 'foreign.image'],
  ['II*\0', 'foreign.image'],
  ['MM\0*', 'foreign.image'],
  ['Rar!', 'foreign.archive'],
  ['7z\xbc\xaf', 'foreign.archive'],
  ['\x1f\x8b', 'foreign.archive'],
];

/** The beginning of a text that tells its kind. */
const TEXTS: readonly (readonly [beginning: RegExp, PlainCode])[] = [
  [/^\s*<(?:!doctype html|html|head|table|meta)\b/i, 'foreign.html'],
  [/^\s*<\?xml[\s\S]*schemas-microsoft-com:office:spreadsheet/i, 'foreign.sheet-xml'],
  [/^\s*(?:<\?xml[\s\S]*)?<kml\b/i, 'foreign.kml'],
];

const [IN_SHAPEFILE, IN_MAPINFO, IN_GDB] = [
  ['Shapefile', '.shp'],
  ['MapInfo', '.tab, .mif'],
  ['File Geodatabase', '.gdb'],
] as const;

/** Parts named instead of the whole. */
const PARTS: Readonly<Record<string, readonly [whole: string, name: string]>> = {
  ...Object.fromEntries(
    ['.dbf', '.shx', '.prj', '.cpg', '.sbn', '.sbx', '.qix'].map((part) => [part, IN_SHAPEFILE]),
  ),
  ...Object.fromEntries(['.dat', '.map', '.id', '.ind', '.mid'].map((part) => [part, IN_MAPINFO])),
  ...Object.fromEntries(
    ['.gdbtable', '.gdbtablx', '.gdbindexes', '.atx', '.spx', '.freelist'].map((part) => [part, IN_GDB]),
  ),
};

/** Extensions of the wholes that a file of this extension (`.dbf`) is a part of; null when it is none. */
export const wholesOf = (extension: string): readonly string[] | null =>
  PARTS[extension.toLowerCase()]?.[1].split(', ') ?? null;

/** Of a file whose name or first bytes belong to no reader; null when nothing is known of it. */
export function foreignFault(path: string, head: Buffer): FormatError | null {
  const file = basename(path);
  const extension = extname(path).toLowerCase();
  const latin = head.toString('latin1');
  if (latin.startsWith('fgb') && latin.startsWith('fgb', 4))
    return formatError({ file, byte: 3 }, 'foreign.fgb', { version: String(head[3]) });
  const code =
    MARKS.find(([mark]) => latin.startsWith(mark))?.[1] ??
    TEXTS.find(([beginning]) => beginning.test(latin.replace('\xef\xbb\xbf', '')))?.[1] ??
    (latin.startsWith(OLE) ? oleKind(path, head) : extension === '.gdb' ? 'foreign.gdb-file' : null);
  if (code !== null) return formatError({ file }, code, {});
  if (extension === '.dbf' && !hasShp(path)) return formatError({ file }, 'foreign.dbf', {});
  const part = PARTS[extension];
  return part ? formatError({ file }, 'foreign.part', { whole: part[0], name: part[1] }) : null;
}

const hasShp = (path: string): boolean =>
  ['.shp', '.SHP', '.Shp'].some((extension) => existsSync(path.slice(0, -extname(path).length) + extension));

/** Compound file of Office and of DGN V8: names of its streams stand in its directory, in UTF-16. */
const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

function oleKind(path: string, head: Buffer): PlainCode {
  const sector = 1 << Math.min(12, head.readUInt16LE(30));
  const directory = readAt(path, (head.readUInt32LE(48) + 1) * sector, 4096).toString('utf16le');
  if (/Dgn[~-]/.test(directory) || extname(path).toLowerCase() === '.dgn') return 'foreign.dgn-v8';
  if (/EncryptedPackage/.test(directory)) return 'foreign.locked';
  if (/WordDocument/.test(directory)) return 'foreign.document';
  const isWorkbook = /Workbook|Book/.test(directory) || /\.xlsx?$/i.test(path);
  return isWorkbook ? 'foreign.xls' : 'foreign.ole';
}

/** What a ZIP archive is of, by the names in it: a workbook we read, a kind that has a fault of its own, or just an archive. */
export function zipKind(path: string): 'xlsx' | PlainCode | null {
  const names = readZipDirectory(path)?.map(({ name }) => name) ?? [];
  const has = (name: RegExp) => names.some((one) => name.test(one));
  if (has(/^xl\/workbook\.xml$/)) return 'xlsx';
  if (has(/^xl\/workbook\.bin$/)) return 'foreign.xlsb';
  if (has(/^word\/document\.xml$/)) return 'foreign.document';
  if (has(/^mimetype$/) && has(/^content\.xml$/)) return 'foreign.ods';
  return has(/^[^/]*\.kml$/i) ? 'foreign.kml' : null;
}
