/** The rows of a CSV file as cells, blank ones too; what a reader makes of them is not decided here. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { decodeLatin1 } from '../byte-text.ts';
import { detailOf, FormatError, formatError } from '../format.ts';
import type { Delimiter } from './csv-text.ts';

export type CsvTable = {
  readonly path: string;
  readonly file: string;
  readonly delimiter: Delimiter;
  /** Offset after a UTF-8 byte-order mark. */
  readonly start: number;
  /** UTF-16 variant; null = bytes. */
  readonly wide: string | null;
  readonly utf8: boolean;
};

/** `line`: where the row ends, from 1. */
export type CsvRow = { readonly cells: readonly string[]; readonly line: number };

export async function* readRows(table: CsvTable): AsyncGenerator<CsvRow> {
  const { parse } = await import('csv-parse');
  const { mark, stated } = table.delimiter;
  const parser = parse({
    delimiter: mark,
    encoding: table.wide ? 'utf8' : 'latin1',
    relax_column_count: true,
    info: true,
    ...(stated ? { from_line: 2 } : {}),
  });
  const input = createReadStream(table.path, { start: table.start, highWaterMark: 1 << 18 });
  const bytes = table.wide ? Readable.from(narrow(input, table.wide)) : input;
  bytes.on('error', (error: Error) => parser.destroy(error));
  try {
    for await (const item of bytes.pipe(parser)) {
      const { record, info } = item as { record: string[]; info: { lines: number } };
      yield { cells: record, line: info.lines };
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

/** Empty cells are no value; bytes are text where they are UTF-8. */
export const textsOf = (cells: readonly string[], table: CsvTable): (string | null)[] =>
  cells.map((value) => (value === '' ? null : decodeLatin1(value, table.utf8 && table.wide === null)));

const OPENS_GEOMETRY =
  /^\s*(?:SRID\s*=\s*\d+\s*;\s*)?[A-Z]*(?:POINT|STRING|POLYGON|CURVE|SURFACE|COLLECTION|TIN|TRIANGLE)\s*(?:Z|M|ZM)?\s*\(/i;
const SRID_ALONE = /^\s*SRID\s*=\s*\d+\s*$/i;

/** A geometry without quotes was cut at the commas in its brackets: its pieces are one cell again. */
export function rejoinGeometry(cells: readonly string[], mark: string): string[] {
  const whole: string[] = [];
  for (let i = 0; i < cells.length; i++) {
    let cell = cells[i]!;
    if (SRID_ALONE.test(cell) && OPENS_GEOMETRY.test(cells[i + 1] ?? '')) cell += mark + cells[++i];
    if (OPENS_GEOMETRY.test(cell)) {
      let depth = depthOf(cell);
      while (depth > 0 && i + 1 < cells.length) {
        const next = cells[++i]!;
        cell += mark + next;
        depth += depthOf(next);
      }
    }
    whole.push(cell);
  }
  return whole;
}

function depthOf(text: string): number {
  let depth = 0;
  for (const sign of text) depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
  return depth;
}
