import { describe, expect, it } from 'vitest';
import { COPY_HEADER, COPY_TRAILER, CopyRows } from './copy-binary.ts';
import { type CopyType, readCopyRows } from './copy-binary-read.ts';

async function* chunked(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readBack(rows: CopyRows, types: readonly CopyType[], size = 7) {
  const bytes = Buffer.concat([COPY_HEADER, rows.bytes.subarray(0, rows.length), COPY_TRAILER]);
  const found = [];
  for await (const row of readCopyRows(chunked(bytes, size), types)) found.push(row);
  return found;
}

/** Short and long, all widths of UTF-8, what JSON escapes, halves of surrogate pairs, NUL. */
const TEXTS = [
  '',
  'ONT',
  'Thửa đất số 5, tổ dân phố Nguyễn Huệ',
  'a"b\\c\nd\te\u0001\u2028\u007f',
  '😀 thửa 𝒜',
  'nửa \ud800 cặp \udfff',
  'a\0b',
  `${'Tả Phìn '.repeat(40)}"`,
  'x'.repeat(64),
  'đ'.repeat(65),
];

describe('binary COPY', () => {
  it('starts with the signature of PostgreSQL', () => {
    expect(COPY_HEADER.toString('hex')).toBe(`5047434f50590aff0d0a00${'0'.repeat(16)}`);
  });

  it('writes text as UTF-8, with U+FFFD for what a database cannot hold', async () => {
    const rows = new CopyRows();
    for (const text of TEXTS) {
      rows.row(1);
      rows.text(text);
    }
    const expected = TEXTS.map((text) => [Buffer.from(text.replaceAll('\0', '\ufffd')).toString()]);
    expect(await readBack(rows, ['text'])).toEqual(expected);
  });

  it('writes JSON strings to the very bytes of JSON.stringify', () => {
    for (const text of TEXTS) {
      const rows = new CopyRows();
      rows.jsonString(text);
      expect(rows.bytes.subarray(0, rows.length).equals(Buffer.from(JSON.stringify(text)))).toBe(true);
    }
  });

  it('gives numbers, dates and bytes back, cut anywhere', async () => {
    const rows = new CopyRows();
    for (const n of [0, 1, -1, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER, -(2 ** 40)]) {
      rows.row(6);
      rows.int8(n);
      rows.int4((n % 1000) | 0);
      rows.float8(n / 3);
      rows.date('2025-06-30');
      rows.bytea(Buffer.from([1, 2, 3]));
      rows.null();
    }
    const types: CopyType[] = ['int8', 'int4', 'float8', 'date', 'geometry', 'text'];
    for (const size of [1, 64, 1 << 20]) {
      const found = await readBack(rows, types, size);
      expect(found[4]).toEqual([
        2 ** 32 + 5,
        ((2 ** 32 + 5) % 1000) | 0,
        (2 ** 32 + 5) / 3,
        '2025-06-30',
        Buffer.from([1, 2, 3]),
        null,
      ]);
      expect(found.map(([n]) => n)).toEqual([
        0,
        1,
        -1,
        2 ** 31,
        2 ** 32 + 5,
        Number.MAX_SAFE_INTEGER,
        -(2 ** 40),
      ]);
    }
  });

  it('refuses numbers and dates that are none, and writes no minus zero', async () => {
    const rows = new CopyRows();
    expect(() => rows.float8(Number.NaN)).toThrow('finite');
    expect(() => rows.date('hôm qua')).toThrow('YYYY-MM-DD');
    rows.row(1);
    rows.float8(-0);
    expect(Object.is((await readBack(rows, ['float8']))[0]![0], 0)).toBe(true);
  });

  it('grows for one very long value', async () => {
    const rows = new CopyRows();
    const long = 'ghi chú '.repeat(1_000_000);
    rows.row(1);
    rows.text(long);
    expect((await readBack(rows, ['text'], 1 << 16))[0]).toEqual([long]);
  });

  it('says so when the rows end early or are no COPY at all', async () => {
    const read = async (bytes: Buffer) => {
      for await (const _ of readCopyRows(chunked(bytes, 5), ['text']));
    };
    const rows = new CopyRows();
    rows.row(1);
    rows.text('x');
    await expect(read(Buffer.concat([COPY_HEADER, rows.bytes.subarray(0, rows.length)]))).rejects.toThrow(
      /end early/,
    );
    await expect(read(Buffer.from('x'.repeat(40)))).rejects.toThrow(/signature/);
  });
});
