/** Shapes of a `.shp` one after the other, each proven to be that of its row before it is given. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Message } from '@thuadat/core/message/message';
import { type FormatError, formatError } from '../format.ts';
import { type FormatCode, type FormatValues, tell } from '../messages.ts';
import { fits, NULL_SHAPE } from './shape-wkb.ts';
import { FILE_HEAD, type ShpIndex } from './shp-index.ts';

const RECORD_HEAD = 8;
const WINDOW = 1 << 20;

export type ShpHead = {
  readonly file: string;
  readonly size: number;
  /** Shape type of every record that is not null. */
  readonly type: number;
};

export type ShapeReader = {
  /** Bytes of the next row's shape from its type on; never written to again. */
  next(): Buffer;
  /** Whether the file has more shapes than rows; an index says itself how many there are. */
  hasMore(): boolean;
  close(): void;
};

/** The header gives the length in 16-bit words; a shorter file was cut. */
export function readShpHead(path: string, file: string): ShpHead & { readonly declared: number } {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const head = Buffer.alloc(FILE_HEAD);
    const bytes = readSync(fd, head, 0, FILE_HEAD, 0);
    if (bytes < FILE_HEAD) throw formatError({ file, byte: 0 }, 'shp.short', { bytes });
    if (head.readInt32BE(0) !== 9994) throw formatError({ file, byte: 0 }, 'shp.no-header', {});
    return { file, size, type: head.readInt32LE(32), declared: head.readUInt32BE(24) * 2 };
  } finally {
    closeSync(fd);
  }
}

export function openShapes(
  path: string,
  { file, size, type }: ShpHead,
  index: ShpIndex | null,
  rows: number,
): ShapeReader {
  const fd = openSync(path, 'r');
  let row = 0;
  let after = FILE_HEAD;
  let lastNumber = Number.NEGATIVE_INFINITY;
  let window = Buffer.alloc(0);
  let base = 0;

  const fault = <Code extends FormatCode>(
    code: Code,
    values: FormatValues<Code>,
    byte: number,
  ): FormatError => formatError({ file, record: row + 1, byte }, code, values);
  const broken = (detail: Message, byte: number) => fault('shp.broken', { detail }, byte);

  /** Bytes at a place of the file, read ahead where the last read ended. */
  function at(place: number, bytes: number): Buffer {
    if (place < base || place + bytes > base + window.length) {
      const follows = place >= base && place <= base + window.length;
      const wanted = Math.min(size - place, follows ? Math.max(WINDOW, bytes) : bytes + 4096);
      const fresh = Buffer.allocUnsafe(wanted);
      const got = readSync(fd, fresh, 0, wanted, place);
      window = fresh.subarray(0, got);
      base = place;
      if (got < bytes) throw broken(tell('shp.cut-record', { bytes: place + bytes }), size);
    }
    return window.subarray(place - base, place - base + bytes);
  }

  /** Records count upwards, or are not numbered at all: else the order in the file is not that of the rows. */
  function checkNumber(number: number, byte: number): void {
    const unnumbered = number === 0 && (row === 0 || lastNumber === 0);
    if (!unnumbered && number <= lastNumber)
      throw fault(index === null ? 'shp.order' : 'shx.numbers', { number, last: lastNumber }, byte);
    lastNumber = number;
  }

  return {
    next() {
      const start = index?.start(row) ?? after;
      const limit = index?.limit(row) ?? size;
      if (index === null && start >= size)
        throw formatError({ file, record: row + 1 }, 'shp.fewer-shapes', { shapes: row, rows });
      if (start + RECORD_HEAD + 4 > size) throw broken(tell('shp.cut-head', {}), size);
      const head = at(start, RECORD_HEAD + 4);
      const kind = head.readInt32LE(8);
      // A shape that was made null may keep its old length, over the next record.
      const length = kind === NULL_SHAPE && index !== null ? 4 : head.readInt32BE(4) * 2;
      checkNumber(head.readInt32BE(0), start);
      if (length < 4 || (kind !== NULL_SHAPE && kind !== type))
        throw broken(tell('shp.type', { kind, bytes: length, type }), start);
      after = start + RECORD_HEAD + length;
      if (after > size) throw broken(tell('shp.cut-record', { bytes: after }), size);
      if (after > limit) throw fault('shx.overlap', { end: after, next: limit }, start);
      const bytes = at(start + RECORD_HEAD, length);
      if (!fits(bytes, kind)) throw fault('shp.counts', { kind, bytes: length }, start);
      row++;
      return bytes;
    },
    hasMore: () => index === null && after < size,
    close: () => closeSync(fd),
  };
}
