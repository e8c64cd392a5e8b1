/**
 * Attribute table of a Shapefile (dBase III and its successors), read as texts: the `shapefile` package turns numbers
 * into doubles, merges columns of the same name and decodes with replacement characters, all of which lose what was written.
 */
import { open } from 'node:fs/promises';
import { decodeBytes, newTally, tally, type Utf8Tally } from '../byte-text.ts';
import { formatError } from '../format.ts';
import { tell } from '../messages.ts';

type Column = {
  readonly name: Buffer;
  readonly type: string;
  readonly offset: number;
  readonly length: number;
};

export type Dbf = {
  readonly path: string;
  readonly file: string;
  readonly columns: readonly Column[];
  /** Rows in the file, deleted ones among them. */
  readonly rows: number;
  readonly headerLength: number;
  readonly rowLength: number;
  /** Language driver id: code page, 0 = not said. */
  readonly ldid: number;
};

export async function openDbf(path: string, file: string): Promise<Dbf> {
  const handle = await open(path, 'r');
  try {
    const size = (await handle.stat()).size;
    const head = Buffer.alloc(32);
    const { bytesRead } = await handle.read(head, 0, 32, 0);
    const [rows, headerLength, rowLength] = [
      head.readUInt32LE(4),
      head.readUInt16LE(8),
      head.readUInt16LE(10),
    ];
    if (bytesRead >= 32 && isOtherDbase(head[0]!))
      throw formatError({ file, byte: 0 }, 'dbf.version', { mark: head[0]! });
    if (bytesRead < 32 || headerLength < 33 || rowLength < 1) {
      throw formatError({ file, byte: 0 }, 'dbf.no-header', {});
    }
    const needed = headerLength + rows * rowLength;
    if (size < needed) {
      const record = Math.max(1, Math.floor((size - headerLength) / rowLength) + 1);
      throw formatError({ file, record, byte: size }, 'dbf.cut', { size, record, rows, needed });
    }
    const body = Buffer.alloc(headerLength - 32);
    await handle.read(body, 0, body.length, 32);
    const columns = readColumns(body);
    const width = columns.reduce((sum, { length }) => sum + length, 1);
    if (width > rowLength) throw formatError({ file, byte: 32 }, 'dbf.columns', { width, rowLength });
    return { path, file, columns, rows, headerLength, rowLength, ldid: head[29]! };
  } finally {
    await handle.close();
  }
}

/** dBase II and FoxBASE (2) and dBase 7 (4 in the lowest bits) describe their columns in another form. */
const isOtherDbase = (mark: number): boolean => mark === 2 || (mark & 7) === 4;

function readColumns(body: Buffer): Column[] {
  const columns: Column[] = [];
  let offset = 1;
  for (let at = 0; at + 32 <= body.length && body[at] !== 0x0d; at += 32) {
    const name = body.subarray(at, at + 11);
    const end = name.indexOf(0);
    const type = String.fromCharCode(body[at + 11]!);
    // Clipper and FoxPro keep the high byte of a long text column where others keep its decimals.
    const length = type === 'C' ? body.readUInt16LE(at + 16) : body[at + 16]!;
    columns.push({ name: end < 0 ? name : name.subarray(0, end), type, offset, length });
    offset += length;
  }
  return columns;
}

/** Rows as raw bytes, many at a time; a chunk is reused for nothing else. */
export async function* dbfChunks(dbf: Dbf): AsyncGenerator<{ first: number; rows: number; bytes: Buffer }> {
  const handle = await open(dbf.path, 'r');
  try {
    const step = Math.max(1, Math.floor((1 << 20) / dbf.rowLength));
    for (let first = 0; first < dbf.rows; first += step) {
      const rows = Math.min(step, dbf.rows - first);
      const bytes = Buffer.allocUnsafe(rows * dbf.rowLength);
      await handle.read(bytes, 0, bytes.length, dbf.headerLength + first * dbf.rowLength);
      yield { first, rows, bytes };
    }
  } finally {
    await handle.close();
  }
}

export const isDeleted = (row: Buffer): boolean => row[0] === 0x2a;

/** One pass over the table: what its texts are encoded in, and how many rows are marked deleted. */
export async function surveyDbf(dbf: Dbf): Promise<{ tally: Utf8Tally; deleted: number }> {
  const seen = newTally();
  let deleted = 0;
  const texts = dbf.columns.filter(({ type }) => TEXT.has(type));
  for await (const { first, rows, bytes } of dbfChunks(dbf)) {
    for (let i = 0; i < rows; i++) {
      const row = bytes.subarray(i * dbf.rowLength, (i + 1) * dbf.rowLength);
      if (isDeleted(row)) deleted++;
      for (const column of texts) {
        const value = withoutCutCharacter(cell(row, column), column.length);
        tally(seen, value, () => [
          tell('place.record', { record: first + i + 1 }),
          tell('place.field', { field: column.name.toString('latin1') }),
        ]);
      }
    }
  }
  return { tally: seen, deleted };
}

function cell(row: Buffer, column: Column): Buffer {
  let end = column.offset + (column.type === 'V' ? variableLength(row, column) : column.length);
  while (end > column.offset && (row[end - 1] === 0x20 || row[end - 1] === 0)) end--;
  return row.subarray(column.offset, end);
}

/** FoxPro's varchar tells in its last byte how long a shorter text is; blanks lie between. */
function variableLength(row: Buffer, { offset, length }: Column): number {
  const told = row[offset + length - 1]!;
  if (told >= length) return length;
  const between = row.subarray(offset + told, offset + length - 1);
  return between.every((byte) => byte === 0x20 || byte === 0) ? told : length;
}

/** A value that fills its column may have been cut inside a UTF-8 character; that does not make it another encoding. */
function withoutCutCharacter(value: Buffer, width: number): Buffer {
  if (value.length < width) return value;
  for (let back = 1; back <= 3 && back < value.length; back++) {
    const byte = value[value.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < size ? value.subarray(0, value.length - back) : value;
    }
  }
  return value;
}

export const columnNames = (dbf: Dbf, utf8: boolean): string[] =>
  dbf.columns.map((column) => decodeBytes(column.name, utf8));

/** Texts of fixed and of variable width. */
const TEXT = new Set(['C', 'V']);
const MEMO = new Set(['M', 'G', 'P']);

/** Names of columns whose texts stand in another file (.dbt, .fpt): the table only says where. */
export const memoColumns = (dbf: Dbf, utf8: boolean): string[] =>
  columnNames(dbf, utf8).filter((_, i) => MEMO.has(dbf.columns[i]!.type));

/** Verbatim texts of a row without the padding of their columns; blank is null. */
export function rowTexts(dbf: Dbf, row: Buffer, utf8: boolean): (string | null)[] {
  return dbf.columns.map((column) => {
    const binary = binaryText(row, column);
    if (binary !== undefined) return binary;
    const value = cell(row, column);
    if (value.length === 0) return null;
    if (TEXT.has(column.type)) return utf8 ? decodeCut(value, column.length) : value.toString('latin1');
    return value.toString('latin1').trim() || null;
  });
}

/** The whole characters of a cut value are decoded; the stump stays visible as Latin-1. */
function decodeCut(value: Buffer, width: number): string {
  const whole = withoutCutCharacter(value, width);
  const text = decodeBytes(whole, true);
  return whole.length === value.length ? text : text + value.subarray(whole.length).toString('latin1');
}

/** FoxPro keeps some values in binary; undefined = the column holds text. Money has four decimals. */
function binaryText(row: Buffer, { type, offset, length }: Column): string | null | undefined {
  if ((type === 'I' || MEMO.has(type)) && length === 4) return String(row.readInt32LE(offset));
  if ((type === 'B' || type === 'O') && length === 8) return String(row.readDoubleLE(offset));
  if (type === 'Y' && length === 8) return String(Number(row.readBigInt64LE(offset)) / 10_000);
  if (type === 'T' && length === 8) return momentText(row.readInt32LE(offset), row.readInt32LE(offset + 4));
  if (type === '0' || type === 'Q' || type === 'W') return row.toString('hex', offset, offset + length);
  return undefined;
}

/** Julian day of 1970-01-01, counted from midnight. */
const EPOCH_DAY = 2_440_588;
const DAY = 86_400_000;

/** A FoxPro moment, Julian day and milliseconds, as `YYYY-MM-DDThh:mm:ss`; null where no day is given. */
function momentText(day: number, milliseconds: number): string | null {
  const moment = new Date((day - EPOCH_DAY) * DAY + milliseconds);
  return day === 0 || Number.isNaN(moment.getTime()) ? null : moment.toISOString().slice(0, 19);
}
