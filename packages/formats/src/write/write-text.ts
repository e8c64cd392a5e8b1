/** Sends encoded rows to a file in blocks of a megabyte. */
import { open } from 'node:fs/promises';
import type { RowEncoder } from './write-rows.ts';
import type { Sink } from './writer.ts';

const BLOCK = 1 << 20;

export async function openTextSink(path: string, encoder: RowEncoder): Promise<Sink> {
  const handle = await open(path, 'w');
  let block = encoder.head;
  let rows = 0;
  async function flush(): Promise<void> {
    const bytes = Buffer.from(block, 'utf8');
    block = '';
    // `write` may write a part only, as on a disk that is filling up.
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
  }
  return {
    write(row) {
      block += encoder.row(row, rows++);
      return block.length >= BLOCK ? flush() : undefined;
    },
    async close() {
      block += encoder.tail;
      await flush();
      await handle.sync();
      await handle.close();
    },
    drop: () => handle.close(),
  };
}
