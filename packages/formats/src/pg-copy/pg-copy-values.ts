/** Values of COPY BINARY as the text that PostgreSQL itself would show. */

import { decodeBytes } from '../byte-text.ts';
import type { CopiedAs } from './table-snapshot.ts';

export type ValueReader = (bytes: Buffer, at: number, length: number) => string;

/** By how the column is copied; the geometry is no text and is read by the row itself. */
export const VALUE_READERS: Readonly<Record<Exclude<CopiedAs, 'geometry'>, ValueReader>> = {
  text: unicodeText,
  bool: (bytes, at) => (bytes[at] === 0 ? 'f' : 't'),
  int2: (bytes, at) => String(bytes.readInt16BE(at)),
  int4: (bytes, at) => String(bytes.readInt32BE(at)),
  int8: int8Text,
  uuid: (bytes, at) =>
    bytes.toString('hex', at, at + 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  // A version byte, 1, stands before the text.
  jsonb: (bytes, at, length) => unicodeText(bytes, at + 1, length - 1),
  bytea: (bytes, at, length) => `\\x${bytes.toString('hex', at, at + length)}`,
};

/** Sizes in bytes of the kinds that have one: a field of another size is damage. */
export const FIXED_SIZE: Partial<Record<CopiedAs, number>> = {
  bool: 1,
  int2: 2,
  int4: 4,
  int8: 8,
  uuid: 16,
};

/** A database of encoding SQL_ASCII holds whatever bytes came: those that are no UTF-8 come as Latin-1 text. */
function unicodeText(bytes: Buffer, at: number, length: number): string {
  const text = bytes.toString('utf8', at, at + length);
  return text.includes('\ufffd') ? decodeBytes(bytes.subarray(at, at + length), true) : text;
}

function int8Text(bytes: Buffer, at: number): string {
  const high = bytes.readInt32BE(at);
  if (high === 0 || high === -1) return String(high * 2 ** 32 + bytes.readUInt32BE(at + 4));
  return String(bytes.readBigInt64BE(at));
}
