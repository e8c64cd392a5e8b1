/** Values of COPY BINARY as the text that PostgreSQL itself would show. */

import { decodeBytes } from '../byte-text.ts';
import { float4Text, float8Text } from './pg-copy-float.ts';
import { dateText, timestampText } from './pg-copy-time.ts';
import type { CopiedAs } from './table-snapshot.ts';

export type ValueReader = (bytes: Buffer, at: number, length: number) => string;

/** By how the column is copied; the geometry is no text and is read by the row itself. */
export const VALUE_READERS: Readonly<Record<Exclude<CopiedAs, 'geometry'>, ValueReader>> = {
  text: unicodeText,
  bool: (bytes, at) => (bytes[at] === 0 ? 'f' : 't'),
  int2: (bytes, at) => String(bytes.readInt16BE(at)),
  int4: (bytes, at) => String(bytes.readInt32BE(at)),
  int8: int8Text,
  float4: (bytes, at) => float4Text(bytes.readFloatBE(at)),
  float8: (bytes, at) => float8Text(bytes.readDoubleBE(at)),
  numeric: numericText,
  date: dateText,
  timestamp: (bytes, at) => timestampText(bytes, at, ''),
  timestamptz: (bytes, at) => timestampText(bytes, at, '+00'),
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
  float4: 4,
  float8: 8,
  date: 4,
  timestamp: 8,
  timestamptz: 8,
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

const NUMERIC_SPECIAL: Readonly<Record<number, string>> = {
  49152: 'NaN',
  53248: 'Infinity',
  61440: '-Infinity',
};

/** Digits to the base 10,000: their number, the power of the first, sign, digits after the point, then the digits. */
function numericText(bytes: Buffer, at: number): string {
  const digits = bytes.readInt16BE(at);
  const weight = bytes.readInt16BE(at + 2);
  const sign = bytes.readUInt16BE(at + 4);
  const scale = bytes.readInt16BE(at + 6);
  const special = NUMERIC_SPECIAL[sign];
  if (special) return special;
  const digit = (i: number): string =>
    i >= 0 && i < digits ? String(bytes.readInt16BE(at + 8 + 2 * i)) : '0';
  let text = sign === 0x4000 ? '-' : '';
  text += weight < 0 ? '0' : digit(0);
  for (let i = 1; i <= weight; i++) text += digit(i).padStart(4, '0');
  if (scale === 0) return text;
  let fraction = '';
  for (let i = weight + 1; fraction.length < scale; i++) fraction += digit(i).padStart(4, '0');
  return `${text}.${fraction.slice(0, scale)}`;
}
