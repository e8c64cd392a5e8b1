/** Shapefile: geometry through the `shapefile` package, attributes by {@link openDbf}. The `.shx` index is not needed. */
import { access, open, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import type { SourceRecord } from '@thuadat/core/stages';
import { encodingName, givenEncoding, judgeEncoding, readsUtf8 } from '../byte-text.ts';
import { crsOfWkt, unknownCrs } from '../crs.ts';
import {
  type DeclaredCrs,
  type Detected,
  detailOf,
  type Format,
  formatError,
  type Layer,
} from '../format.ts';
import { tell } from '../messages.ts';
import { columnNames, type Dbf, dbfChunks, isDeleted, openDbf, rowTexts, surveyDbf } from './dbf.ts';
import { walkShp } from './shp-walk.ts';

export const shapefile: Format = {
  id: 'shapefile',
  label: 'Shapefile',
  extensions: ['.shp'],
  async open(path, options) {
    const file = basename(path);
    await checkSize(path, file);
    const dbfPath = await sibling(path, '.dbf');
    if (!dbfPath) throw formatError({ file }, 'shp.no-dbf', { dbf: `${basename(path, extname(path))}.dbf` });
    const dbf = await openDbf(dbfPath, basename(dbfPath));
    const survey = await surveyDbf(dbf);
    const declared = await declaredEncoding(path, dbf.ldid);
    const encoding =
      options.encoding === undefined
        ? judgeEncoding(declared, survey.tally)
        : givenEncoding(options.encoding);
    const utf8 = readsUtf8(encoding);
    const layer: Layer = {
      name: basename(path, extname(path)),
      fields: columnNames(dbf, utf8),
      count: dbf.rows - survey.deleted,
      crs: await declaredCrs(path),
      notes: [
        ...(survey.deleted > 0 ? [tell('layer.deleted-rows', { rows: survey.deleted })] : []),
        ...(dbf.rows === 0 ? [tell('layer.empty', {})] : []),
      ],
      records: () => readRecords(path, file, dbf, utf8),
    };
    return { format: 'shapefile', layers: [layer], encoding, close: async () => {} };
  },
};

/** A file of the same name with another extension, in whatever case. */
async function sibling(path: string, extension: string): Promise<string | null> {
  const exact = path.slice(0, -extname(path).length) + extension;
  const there = await access(exact).then(
    () => true,
    () => false,
  );
  if (there) return exact;
  const wanted = basename(exact).toLowerCase();
  const name = (await readdir(dirname(path))).sort().find((entry) => entry.toLowerCase() === wanted);
  return name === undefined ? null : join(dirname(path), name);
}

/** The header gives the length in 16-bit words; a shorter file was cut, and the record where it ends is named. */
async function checkSize(path: string, file: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const size = (await handle.stat()).size;
    const head = Buffer.alloc(100);
    const { bytesRead } = await handle.read(head, 0, 100, 0);
    if (bytesRead < 100) throw formatError({ file, byte: 0 }, 'shp.short', { bytes: bytesRead });
    if (head.readInt32BE(0) !== 9994) throw formatError({ file, byte: 0 }, 'shp.no-header', {});
    if (size < head.readUInt32BE(24) * 2) throw await brokenShp(path, file);
  } finally {
    await handle.close();
  }
}

async function brokenShp(path: string, file: string, record = 1, cause?: unknown): Promise<Error> {
  const broken = await walkShp(path);
  if (cause === undefined || !broken.whole) {
    const { detail, byte } = broken;
    return formatError({ file, record: broken.record, byte }, 'shp.broken', { detail }, cause);
  }
  return formatError({ file, record }, 'shp.unreadable', { detail: detailOf(cause) }, cause);
}

/** `.cpg` first, then the language driver id of the `.dbf`. */
async function declaredEncoding(path: string, ldid: number): Promise<Detected<string> | null> {
  const cpg = await sibling(path, '.cpg');
  const label = cpg === null ? '' : (await readFile(cpg, 'latin1')).trim();
  if (label) return { value: encodingName(label), sure: 'declared', why: tell('text.of-cpg', { label }) };
  // 0x03 and 0x57: Windows ANSI of the machine that wrote it, which for Vietnam may be any legacy encoding.
  if (ldid === 0) return null;
  const value = ldid === 0x03 || ldid === 0x57 ? 'windows-1252' : `ldid-${ldid}`;
  return { value, sure: 'declared', why: tell('text.of-dbf', { ldid: String(ldid) }) };
}

async function declaredCrs(path: string): Promise<Detected<DeclaredCrs>> {
  const prj = await sibling(path, '.prj');
  return prj === null
    ? unknownCrs(tell('crs.no-prj', {}))
    : crsOfWkt(await readFile(prj, 'utf8'), tell('crs.prj', {}));
}

async function* readRecords(
  path: string,
  file: string,
  dbf: Dbf,
  utf8: boolean,
): AsyncGenerator<SourceRecord> {
  const { openShp } = await import('shapefile');
  const shapes = await openShp(path, { highWaterMark: 1 << 20 });
  try {
    for await (const { first, rows, bytes } of dbfChunks(dbf)) {
      for (let i = 0; i < rows; i++) {
        const record = first + i + 1;
        const shape = await shapes.read().catch(async (cause) => {
          throw await brokenShp(path, file, record, cause);
        });
        if (shape.done) throw await missingShape(path, file, dbf.rows, record);
        const row = bytes.subarray(i * dbf.rowLength, (i + 1) * dbf.rowLength);
        if (isDeleted(row)) continue;
        const geometry = shape.value ? wkbFromGeoJson(shape.value) : null;
        yield { record, values: rowTexts(dbf, row, utf8), geometry };
      }
    }
    const extra = await shapes.read().catch(() => ({ done: false }));
    if (!extra.done) {
      throw formatError({ file, record: dbf.rows + 1 }, 'shp.more-shapes', { rows: dbf.rows });
    }
  } finally {
    await shapes.cancel();
  }
}

async function missingShape(path: string, file: string, rows: number, record: number): Promise<Error> {
  const broken = await walkShp(path);
  if (!broken.whole) return brokenShp(path, file);
  return formatError({ file, record }, 'shp.fewer-shapes', { shapes: record - 1, rows });
}
