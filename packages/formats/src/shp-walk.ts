/** Walks from record header to record header of a .shp to say where it is broken. Only run when reading has failed. */
import { open } from 'node:fs/promises';

export type ShpBreak = {
  readonly record: number;
  readonly byte: number;
  readonly found: string;
  readonly expected: string;
  /** True when every record header is in order: the fault is not to be found by walking. */
  readonly whole?: boolean;
};

const HEADER = 100;
/** Bytes a shape of each type has at least: type number, then box, counts and one point, as far as the type has them. */
const LEAST: Readonly<Record<number, number>> = {
  1: 20,
  3: 44,
  5: 44,
  8: 40,
  11: 36,
  13: 44,
  15: 44,
  18: 40,
  21: 28,
  23: 44,
  25: 44,
  28: 40,
};

export async function walkShp(path: string): Promise<ShpBreak> {
  const handle = await open(path, 'r');
  try {
    const size = (await handle.stat()).size;
    const fileHead = Buffer.alloc(HEADER);
    await handle.read(fileHead, 0, HEADER, 0);
    const declared = fileHead.readUInt32BE(24) * 2;
    const type = fileHead.readInt32LE(32);
    const head = Buffer.alloc(12);
    let record = 1;
    for (let at = HEADER; ; record++) {
      if (at >= size) {
        return size < declared
          ? {
              record,
              byte: size,
              found: 'the end of the file',
              expected: `${declared} bytes in all, as the header says`,
            }
          : { record, byte: size, found: 'the end of the file', expected: 'another record', whole: true };
      }
      const { bytesRead } = await handle.read(head, 0, 12, at);
      if (bytesRead < 12)
        return { record, byte: size, found: 'the file ends inside a record header', expected: '12 bytes' };
      const length = head.readInt32BE(4) * 2;
      const kind = head.readInt32LE(8);
      if (length < 4 || (kind !== 0 && (kind !== type || length < (LEAST[kind] ?? 4)))) {
        return {
          record,
          byte: at,
          found: `shape type ${kind} of ${length} bytes`,
          expected: `type ${type} or 0`,
        };
      }
      if (at + 8 + length > size) {
        return {
          record,
          byte: size,
          found: 'the file ends inside the record',
          expected: `${at + 8 + length} bytes`,
        };
      }
      at += 8 + length;
    }
  } finally {
    await handle.close();
  }
}
