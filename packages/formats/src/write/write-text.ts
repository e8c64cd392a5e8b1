/** Sends encoded rows to a file in blocks of a megabyte. */
import { open } from 'node:fs/promises';
import { writeAll } from './write-all.ts';
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
    await writeAll(handle, bytes);
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
