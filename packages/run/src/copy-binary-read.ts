/** Reads binary COPY back, row by row, from chunks cut anywhere: for what looks into a run folder without a database. */
import { COPY_HEADER, COPY_TRAILER } from './copy-binary.ts';
import { refused } from './messages.ts';

/** End of the row at `at`; -1 when the bytes end before it does; `at` itself at the trailer. */
export function rowEnd(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return -1;
  const fields = bytes.readInt16BE(at);
  if (fields < 0) return at;
  let end = at + 2;
  for (let i = 0; i < fields; i++) {
    if (end + 4 > bytes.length) return -1;
    const length = bytes.readInt32BE(end);
    end += 4 + (length > 0 ? length : 0);
  }
  return end > bytes.length ? -1 : end;
}

/**
 * Regroups chunks into pieces of whole rows of at least `least` bytes, without header and trailer. What follows the
 * trailer is left alone.
 */
export async function* wholeBinaryRows(
  chunks: AsyncIterable<Uint8Array>,
  least: number,
): AsyncIterable<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  let started = false;
  let ended = false;
  const cut = (): Buffer | null => {
    const bytes = Buffer.concat(held);
    let at = started ? 0 : checkHeader(bytes);
    const from = at;
    started = true;
    for (let end = rowEnd(bytes, at); end >= 0; end = rowEnd(bytes, at)) {
      ended = end === at;
      if (ended) break;
      at = end;
    }
    const rest = bytes.subarray(at);
    held = [rest];
    size = rest.length;
    return at > from ? bytes.subarray(from, at) : null;
  };
  for await (const chunk of chunks) {
    if (ended) continue; // read to the end all the same: the reader may be hashing
    held.push(chunk);
    size += chunk.length;
    if (size < least) continue;
    const piece = cut();
    if (piece) yield piece;
  }
  if (!ended) {
    const piece = cut();
    if (piece) yield piece;
  }
  if (!ended) throw refused('run.rows-cut', {});
}

function checkHeader(bytes: Buffer): number {
  if (bytes.length >= COPY_HEADER.length && bytes.subarray(0, 11).equals(COPY_HEADER.subarray(0, 11))) {
    return COPY_HEADER.length + bytes.readInt32BE(15);
  }
  throw refused('run.rows-unsigned', {});
}

/** A piece of rows as a file of its own. */
export const asCopyFile = (rows: Uint8Array): Buffer => Buffer.concat([COPY_HEADER, rows, COPY_TRAILER]);

/** Types of the columns that run folders use. */
export type CopyType = 'text' | 'json' | 'int4' | 'int8' | 'float8' | 'date' | 'geometry';
export type CopyValue = string | number | Buffer | null;

/** Values as on the drivers: dates `YYYY-MM-DD`, JSON as its text, geometry as EWKB. */
export async function* readCopyRows(
  chunks: AsyncIterable<Uint8Array>,
  types: readonly CopyType[],
): AsyncIterable<CopyValue[]> {
  for await (const piece of wholeBinaryRows(chunks, 1 << 20)) {
    for (let at = 0; at < piece.length; ) {
      const row: CopyValue[] = [];
      at += 2;
      for (const type of types) {
        const length = piece.readInt32BE(at);
        at += 4;
        row.push(length < 0 ? null : valueIn(piece.subarray(at, at + length), type));
        if (length > 0) at += length;
      }
      yield row;
    }
  }
}

function valueIn(bytes: Buffer, type: CopyType): CopyValue {
  if (type === 'int4') return bytes.readInt32BE();
  if (type === 'int8') return Number(bytes.readBigInt64BE());
  if (type === 'float8') return bytes.readDoubleBE();
  if (type === 'date') return new Date(Date.UTC(2000, 0, 1 + bytes.readInt32BE())).toISOString().slice(0, 10);
  return type === 'geometry' ? Buffer.from(bytes) : bytes.toString();
}
