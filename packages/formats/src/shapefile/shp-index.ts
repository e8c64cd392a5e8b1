/**
 * Where the shape of each row is. The `.shx` says so: an editor that makes a shape longer writes it at the end of the
 * `.shp` and leaves the old one where it was, so that the order in the file is no longer that of the rows.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatError } from '../format.ts';

export const FILE_HEAD = 100;
const ENTRY = 8;
const RECORD_HEAD = 8;

export type ShpIndex = {
  /** Byte of the record's head; records count from 0. */
  start(record: number): number;
  /** First byte that belongs to another record, or the end of the file. */
  limit(record: number): number;
};

/** Reads an index of as many records as the table has rows; throws when no two of its records could be told apart. */
export async function readShpIndex(path: string, rows: number, shpSize: number): Promise<ShpIndex> {
  const file = basename(path);
  const bytes = await readFile(path);
  if (bytes.length < FILE_HEAD || bytes.readInt32BE(0) !== 9994)
    throw formatError({ file, byte: 0 }, 'shx.no-header', {});
  const count = Math.floor((bytes.length - FILE_HEAD) / ENTRY);
  if (count !== rows) throw formatError({ file }, 'shx.count', { count, rows });
  const start = (record: number) => bytes.readUInt32BE(FILE_HEAD + ENTRY * record) * 2;
  let inOrder = true;
  for (let i = 0; i < count; i++) {
    const at = start(i);
    if (at < FILE_HEAD || at + RECORD_HEAD > shpSize)
      throw formatError({ file, record: i + 1 }, 'shx.outside', { byte: at, bytes: shpSize });
    if (i > 0 && at <= start(i - 1)) inOrder = false;
  }
  if (inOrder) return { start, limit: (i) => (i + 1 < count ? start(i + 1) : shpSize) };
  const limits = limitsOf(file, count, start, shpSize);
  return { start, limit: (i) => limits[i]! };
}

/** For records that lie in another order than they count. */
function limitsOf(file: string, count: number, start: (record: number) => number, end: number): Float64Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => start(a) - start(b));
  const limits = new Float64Array(count).fill(end);
  for (let i = 1; i < count; i++) {
    const [before, after] = [order[i - 1]!, order[i]!];
    limits[before] = start(after);
    if (start(before) === start(after))
      throw formatError({ file, record: Math.max(before, after) + 1 }, 'shx.same-place', {
        other: Math.min(before, after) + 1,
        byte: start(after),
      });
  }
  return limits;
}
