/** Values of one row: a head of serial types, then the values one after another (§2.1). */
import { decodeBytes } from '../byte-text.ts';
import { malformed } from '../format.ts';
import { readVarint, varintEnd } from './sqlite-tree.ts';

export type SqliteValue = string | number | bigint | Buffer | null;

/** Bytes of integers and the real, by serial type; 8 and 9 are the numbers 0 and 1 themselves. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

export const sizeOfType = (type: number): number => (type < 10 ? SIZES[type]! : (type - 12 - (type & 1)) / 2);

/** An integer or real. Throws at a type that the format reserves. */
export function numberAt(bytes: Buffer, at: number, type: number): number | bigint {
  switch (type) {
    case 1:
      return bytes.readInt8(at);
    case 2:
      return bytes.readInt16BE(at);
    case 3:
      return bytes.readIntBE(at, 3);
    case 4:
      return bytes.readInt32BE(at);
    case 5:
      return bytes.readIntBE(at, 6);
    case 6:
      return bytes.readBigInt64BE(at);
    case 7:
      return bytes.readDoubleBE(at);
    case 8:
      return 0;
    case 9:
      return 1;
    default:
      throw malformed('sqlite.value-type', { type });
  }
}

/** All values of a row of one of the small tables that describe the rest. */
export function valuesOf({
  bytes,
  start,
  end,
}: {
  bytes: Buffer;
  start: number;
  end: number;
}): SqliteValue[] {
  const values: SqliteValue[] = [];
  const headEnd = start + readVarint(bytes, start);
  let body = headEnd;
  for (let at = varintEnd(bytes, start); at < headEnd; at = varintEnd(bytes, at)) {
    const type = readVarint(bytes, at);
    const size = sizeOfType(type);
    if (body + size > end) throw malformed('sqlite.row-long', {});
    values.push(valueAt(bytes, body, type, size));
    body += size;
  }
  return values;
}

function valueAt(bytes: Buffer, at: number, type: number, size: number): SqliteValue {
  if (type === 0) return null;
  if (type < 12) return numberAt(bytes, at, type);
  const part = bytes.subarray(at, at + size);
  return type % 2 === 1 ? decodeBytes(part, true) : part;
}
