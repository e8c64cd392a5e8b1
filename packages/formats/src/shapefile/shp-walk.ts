/** Walks from record header to record header of a .shp to say where it is broken. Only run when reading has failed. */
import { open } from 'node:fs/promises';
import type { Message } from '@thuadat/core/message/message';
import { tell } from '../messages.ts';

export type ShpBreak = {
  readonly record: number;
  readonly byte: number;
  /** What was found and what was expected. */
  readonly detail: Message;
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
          ? { record, byte: size, detail: tell('shp.end', { bytes: declared }) }
          : { record, byte: size, detail: tell('shp.no-more', {}), whole: true };
      }
      const { bytesRead } = await handle.read(head, 0, 12, at);
      if (bytesRead < 12) return { record, byte: size, detail: tell('shp.cut-head', {}) };
      const length = head.readInt32BE(4) * 2;
      const kind = head.readInt32LE(8);
      if (length < 4 || (kind !== 0 && (kind !== type || length < (LEAST[kind] ?? 4)))) {
        return { record, byte: at, detail: tell('shp.type', { kind, bytes: length, type }) };
      }
      if (at + 8 + length > size) {
        return { record, byte: size, detail: tell('shp.cut-record', { bytes: at + 8 + length }) };
      }
      at += 8 + length;
    }
  } finally {
    await handle.close();
  }
}
