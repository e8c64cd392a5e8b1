/** CSV and TSV: delimiter, byte-order mark and encoding detected; geometry from WKT, hex WKB or two columns, or none. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import type { SourceRecord } from '@thuadat/core/stages';
import { decodeLatin1, givenEncoding, judgeEncoding, newTally, readsUtf8, tally } from '../byte-text.ts';
import { type Detected, detailOf, type Format, FormatError, formatError } from '../format.ts';
import { tell } from '../messages.ts';
import { findTableGeometry, type TableGeometry, tableCrs, takeGeometry } from './table-geometry.ts';

const FIRST_ROWS = 100;

export const csv: Format = {
  id: 'csv',
  label: 'CSV, TSV',
  extensions: ['.csv', '.tsv', '.txt'],
  async open(path, options) {
    const file = basename(path);
    const head = await readHead(path);
    const wide = wideEncoding(head);
    const delimiter = findDelimiter(firstLines(head, wide));
    const encoding =
      wide ?? (options.encoding === undefined ? await surveyText(path) : givenEncoding(options.encoding));
    const start = head.subarray(0, 3).toString('hex') === 'efbbbf' ? 3 : 0;
    const table = { path, file, delimiter, start, wide: wide?.value ?? null, utf8: readsUtf8(encoding) };
    const { fields, first } = await readFirst(table);
    const geometry = findTableGeometry(fields, first, options, file);
    const layer = {
      name: basename(path, extname(path)),
      fields,
      count: null,
      crs: tableCrs(geometry, first),
      notes: first.length === 0 ? [tell('layer.empty', {})] : [],
      records: () => readRecords(table, fields, geometry),
    };
    const text = wide ? { ...wide, value: 'utf-8' } : encoding;
    return { format: 'csv', layers: [layer], encoding: text, close: async () => {} };
  },
};

type Table = {
  readonly path: string;
  readonly file: string;
  readonly delimiter: string;
  /** Offset after a UTF-8 byte-order mark. */
  readonly start: number;
  /** UTF-16 variant that the byte-order mark tells; null = bytes. */
  readonly wide: string | null;
  readonly utf8: boolean;
};

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(1 << 16);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function wideEncoding(head: Buffer): Detected<string> | null {
  const mark = head.subarray(0, 2).toString('hex');
  const value = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : null;
  return value && { value, sure: 'detected', why: tell('text.mark', { mark: value.toUpperCase() }) };
}

function firstLines(head: Buffer, wide: Detected<string> | null): string[] {
  const text = wide ? new TextDecoder(wide.value).decode(head) : head.toString('latin1');
  return text
    .split(/\r?\n|\r/)
    .filter((line) => line !== '')
    .slice(0, 2);
}

/** The usual delimiter that both the header and the first row have most of, outside quotes. */
function findDelimiter(lines: readonly string[]): string {
  const plain = lines.map((line) => line.replace(/"[^"]*"?/g, ''));
  const score = (mark: string) => Math.min(...plain.map((line) => line.split(mark).length - 1));
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: score(mark) }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/** Line by line over the whole file: a line break is never part of another character. */
async function surveyText(path: string): Promise<Detected<string>> {
  const seen = newTally();
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const end = piece.lastIndexOf(0x0a) + 1;
    const block = Buffer.concat([rest, piece.subarray(0, end)]);
    rest = end === 0 ? block : piece.subarray(end);
    if (end > 0) line = surveyBlock(block, line);
  }
  surveyBlock(rest, line);
  return judgeEncoding(null, seen);

  function surveyBlock(block: Buffer, firstLine: number): number {
    let at = 0;
    let number = firstLine;
    const whole = isUtf8(block);
    if (whole) tally(seen, block, () => '');
    while (at < block.length) {
      const next = block.indexOf(0x0a, at) + 1 || block.length;
      if (!whole) tally(seen, block.subarray(at, next), () => tell('place.line', { line: number }));
      number++;
      at = next;
    }
    return number;
  }
}

async function* readRows(table: Table): AsyncGenerator<{ row: string[]; line: number }> {
  const { parse } = await import('csv-parse');
  const parser = parse({
    delimiter: table.delimiter,
    encoding: table.wide ? 'utf8' : 'latin1',
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
  });
  const input = createReadStream(table.path, { start: table.start, highWaterMark: 1 << 18 });
  const bytes = table.wide ? Readable.from(narrow(input, table.wide)) : input;
  bytes.on('error', (error: Error) => parser.destroy(error));
  try {
    for await (const item of bytes.pipe(parser)) {
      const { record, info } = item as { record: string[]; info: { lines: number } };
      yield { row: record, line: info.lines };
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const { lines } = cause as { lines?: number };
    const { file } = table;
    throw lines === undefined
      ? formatError({ file }, 'csv.unreadable', { detail: detailOf(cause) }, cause)
      : formatError({ file }, 'csv.quote', { line: lines }, cause);
  } finally {
    input.destroy();
  }
}

async function* narrow(input: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of input) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function readFirst(table: Table): Promise<{ fields: string[]; first: (string | null)[][] }> {
  let fields: string[] | null = null;
  const first: (string | null)[][] = [];
  for await (const { row } of readRows(table)) {
    if (fields === null) fields = texts(row, table).map((name) => name ?? '');
    else first.push(texts(row, table));
    if (first.length === FIRST_ROWS) break;
  }
  if (fields === null) throw formatError({ file: table.file }, 'csv.no-rows', {});
  return { fields, first };
}

const texts = (row: readonly string[], table: Table): (string | null)[] =>
  row.map((value) => (value === '' ? null : decodeLatin1(value, table.utf8 && table.wide === null)));

async function* readRecords(
  table: Table,
  fields: readonly string[],
  geometry: TableGeometry,
): AsyncGenerator<SourceRecord> {
  let record = 0;
  for await (const { row, line } of readRows(table)) {
    if (record++ === 0) continue;
    // Spreadsheets drop or add empty cells at the end of a row; anything else shifts values under wrong names.
    const extra = row.slice(fields.length).some((value) => value !== '');
    if (extra || row.length < fields.length)
      throw formatError({ file: table.file, record: record - 1 }, 'csv.ragged', {
        found: row.length,
        line,
        expected: fields.length,
      });
    const values = texts(row.slice(0, fields.length), table);
    const wkb = takeGeometry(values, geometry);
    yield { record: record - 1, values, geometry: wkb };
  }
}
