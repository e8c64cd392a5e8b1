/**
 * The table of a Shapefile: .dbf (dBase III, UTF-8). A column is as wide as its longest value, which is known at the end: cells wait in a
 * file beside until then, for 254 bytes a text column would make gigabytes of blanks of a province.
 */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { formatError, type Place } from '../format.ts';
import { dbfNames } from '../shapefile/dbf-names.ts';
import { openBinaryFile } from './binary-file.ts';
import type { WriteField } from './writer.ts';

/** Bytes a text holds at most; digits a number does. */
export const DBF_TEXT = 254;
const NUMBER_DIGITS = 20;
const NO_VALUE = 255;
const MOST_BYTES = 2 ** 31 - 1;
const TYPES = { string: 'C', integer: 'N', real: 'N', date: 'D' } as const;
/** Date of the last change, which the form insists on: the clock would make equal inputs differ. */
const NO_DATE = [100, 1, 1];

export type DbfTable = {
  readonly names: readonly string[];
  /** Numbers as their text, dates as `YYYYMMDD`. Texts of more than {@link DBF_TEXT} bytes are cut at a character. */
  write(cells: readonly (string | null)[], place: Place): Promise<void>;
  close(): Promise<void>;
  drop(): Promise<void>;
};

export async function openDbfTable(path: string, fields: readonly WriteField[]): Promise<DbfTable> {
  const waiting = `${path}.cells`;
  const names = dbfNames(fields.map(({ name }) => name));
  const widths = new Uint8Array(fields.map(({ type }) => (type === 'date' ? 8 : 1)));
  const spool = await openBinaryFile(waiting);
  const cell = Buffer.alloc(1 + DBF_TEXT);
  let rows = 0;
  let rowBytes = 1 + widths.reduce((sum, width) => sum + width, 0);
  return {
    names,
    async write(cells, place) {
      rows++;
      for (const [i, { type }] of fields.entries()) {
        const text = cells[i] ?? null;
        const bytes = text === null ? NO_VALUE : cell.write(text, 1, 'utf8');
        cell[0] = bytes;
        if (text !== null && bytes > widths[i]!) {
          if (type !== 'string' && bytes > NUMBER_DIGITS)
            throw formatError({ ...place, field: fields[i]!.name }, 'write.number-wide', { value: text });
          rowBytes += bytes - widths[i]!;
          widths[i] = bytes;
        }
        const wait = spool.write(cell.subarray(0, text === null ? 1 : 1 + bytes));
        if (wait) await wait;
      }
      if (rows * rowBytes > MOST_BYTES)
        throw formatError(place, 'write.shapefile-full', { most: MOST_BYTES });
    },
    async close() {
      await spool.close();
      await writeTable(path, waiting, { fields, names, widths, rows, rowBytes });
      await rm(waiting);
    },
    drop: () => spool.drop(),
  };
}

type Layout = {
  readonly fields: readonly WriteField[];
  readonly names: readonly string[];
  readonly widths: Uint8Array;
  readonly rows: number;
  readonly rowBytes: number;
};

async function writeTable(path: string, waiting: string, layout: Layout): Promise<void> {
  const { fields, widths, rowBytes } = layout;
  const table = await openBinaryFile(path);
  await table.write(tableHead(layout));
  const row = Buffer.alloc(rowBytes, 0x20);
  let [column, at] = [0, 1];
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of createReadStream(waiting, { highWaterMark: 1 << 20 })) {
    const bytes: Buffer = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let from = 0;
    while (from < bytes.length) {
      const length = bytes[from] === NO_VALUE ? 0 : bytes[from]!;
      if (from + 1 + length > bytes.length) break;
      const width = widths[column]!;
      // Numbers stand at the right.
      const start = TYPES[fields[column]!.type] === 'N' ? at + width - length : at;
      bytes.copy(row, start, from + 1, from + 1 + length);
      from += 1 + length;
      at += width;
      if (++column < fields.length) continue;
      await table.write(row);
      row.fill(0x20);
      [column, at] = [0, 1];
    }
    rest = bytes.subarray(from);
  }
  await table.write(Buffer.of(0x1a));
  await table.close();
}

function tableHead({ fields, names, widths, rows, rowBytes }: Layout): Buffer {
  const head = Buffer.alloc(33 + 32 * fields.length);
  head.set([3, ...NO_DATE]);
  head.writeUInt32LE(rows, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(rowBytes, 10);
  fields.forEach(({ type, decimals = 6 }, i) => {
    const at = 32 + 32 * i;
    head.write(names[i]!, at, 'latin1');
    head.write(TYPES[type], at + 11, 'latin1');
    head[at + 16] = widths[i]!;
    head[at + 17] = type === 'real' ? decimals : 0;
  });
  head[head.length - 1] = 0x0d;
  return head;
}
