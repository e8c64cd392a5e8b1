/**
 * Texts of many records, column by column. Communes, sheets, scales and land uses stand in thousands of records after one
 * another: their texts are made once and shared, which saves the decoding and the memory.
 */
import { decodeBytes } from './byte-text.ts';

/** Places a column has; a text takes the place its bytes hash to. */
const PLACES = 256;
/** Longest text kept, bytes: longer ones (addresses) seldom come again. */
const LONGEST = 48;

export type TextCache = {
  /** Text of the bytes: UTF-8, or Latin-1 where they are not. */
  read(column: number, bytes: Buffer, at: number, length: number): string;
};

export function createTextCache(columns: number): TextCache {
  const texts = new Array<string>(columns * PLACES).fill('');
  const lengths = new Uint8Array(columns * PLACES);
  const keys = new Uint8Array(columns * PLACES * LONGEST);

  function read(column: number, bytes: Buffer, at: number, length: number): string {
    if (length === 0) return '';
    const end = at + length;
    let hash = length;
    let high = 0;
    for (let i = at; i < end; i++) {
      const byte = bytes[i]!;
      hash = (Math.imul(hash, 31) + byte) | 0;
      high |= byte;
    }
    if (length > LONGEST) return decode(bytes, at, end, high);
    const place = column * PLACES + ((hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PLACES - 1));
    const key = place * LONGEST;
    if (lengths[place] === length) {
      let i = 0;
      while (i < length && keys[key + i] === bytes[at + i]) i++;
      if (i === length) return texts[place]!;
    }
    for (let i = 0; i < length; i++) keys[key + i] = bytes[at + i]!;
    lengths[place] = length;
    const text = decode(bytes, at, end, high);
    texts[place] = text;
    return text;
  }

  return { read };
}

function decode(bytes: Buffer, at: number, end: number, high: number): string {
  if (high < 0x80) return bytes.toString('latin1', at, end);
  const text = bytes.toString('utf8', at, end);
  // Either the bytes are not UTF-8, or the text has that character itself.
  return text.includes('\ufffd') ? decodeBytes(bytes.subarray(at, end), true) : text;
}
