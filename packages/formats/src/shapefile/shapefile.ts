/** Shapefile: shapes by {@link openShapes}, paired with their rows by the `.shx` where there is one; attributes by {@link openDbf}. */
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { SourceRecord } from '@thuadat/core/stages';
import { encodingName, givenEncoding, judgeEncoding, readsUtf8 } from '../byte-text.ts';
import { crsOfWkt, unknownCrs } from '../crs.ts';
import {
  type DeclaredCrs,
  type Detected,
  type Format,
  FormatError,
  formatError,
  type Layer,
} from '../format.ts';
import { tell } from '../messages.ts';
import { oneByOne } from '../record-batches.ts';
import {
  columnNames,
  type Dbf,
  dbfChunks,
  isDeleted,
  memoColumns,
  openDbf,
  rowTexts,
  surveyDbf,
} from './dbf.ts';
import { MULTIPATCH, shapeWkb } from './shape-wkb.ts';
import { readShpIndex, type ShpIndex } from './shp-index.ts';
import { openShapes, readShpHead, type ShpHead } from './shp-shapes.ts';
import { sibling } from './siblings.ts';

export const shapefile: Format = {
  id: 'shapefile',
  label: 'Shapefile',
  extensions: ['.shp'],
  async open(path, options) {
    const file = basename(path);
    const shp = readShpHead(path, file);
    const dbfPath = await sibling(path, '.dbf');
    if (!dbfPath) throw formatError({ file }, 'shp.no-dbf', { dbf: `${basename(path, extname(path))}.dbf` });
    const dbf = await openDbf(dbfPath, basename(dbfPath));
    const shx = await sibling(path, '.shx');
    const index = shx === null ? null : await readShpIndex(shx, dbf.rows, shp.size);
    const parts: Parts = { path, shp, index, dbf };
    if (shp.size < shp.declared) throw await cutShapes(parts, shp.declared);
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
        ...(shp.type === MULTIPATCH ? [tell('layer.multipatch', {})] : []),
        ...memoColumns(dbf, utf8).map((column) => tell('layer.memo', { column })),
      ],
      recordBatches: () => readBatches(parts, utf8),
      records: () => oneByOne(readBatches(parts, utf8)),
    };
    return { format: 'shapefile', layers: [layer], encoding, close: async () => {} };
  },
};

type Parts = {
  readonly path: string;
  readonly shp: ShpHead;
  readonly index: ShpIndex | null;
  readonly dbf: Dbf;
};

/** The fault of a `.shp` that ends before its header says: the record it ends in, where it ends in one. */
async function cutShapes({ path, shp, index, dbf }: Parts, declared: number): Promise<Error> {
  const shapes = openShapes(path, shp, index, dbf.rows);
  try {
    for (let row = 0; row < dbf.rows; row++) shapes.next();
  } catch (cause) {
    if (cause instanceof FormatError) return cause;
    throw cause;
  } finally {
    shapes.close();
  }
  const detail = tell('shp.end', { bytes: declared });
  return formatError({ file: shp.file, byte: shp.size }, 'shp.broken', { detail });
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

const BATCH = 1000;

async function* readBatches(
  { path, shp, index, dbf }: Parts,
  utf8: boolean,
): AsyncGenerator<readonly SourceRecord[]> {
  const shapes = openShapes(path, shp, index, dbf.rows);
  try {
    let batch: SourceRecord[] = [];
    for await (const { first, rows, bytes } of dbfChunks(dbf)) {
      for (let i = 0; i < rows; i++) {
        const shape = shapes.next();
        const row = bytes.subarray(i * dbf.rowLength, (i + 1) * dbf.rowLength);
        if (isDeleted(row)) continue;
        const geometry = shapeWkb(shape);
        batch.push({
          record: first + i + 1,
          values: rowTexts(dbf, row, utf8),
          geometry: geometry instanceof Promise ? await geometry : geometry,
        });
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
    }
    if (shapes.hasMore())
      throw formatError({ file: shp.file, record: dbf.rows + 1 }, 'shp.more-shapes', { rows: dbf.rows });
    if (batch.length > 0) yield batch;
  } finally {
    shapes.close();
  }
}
