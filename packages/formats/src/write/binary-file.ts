/** A file written front to back in blocks of a megabyte, whose head may be written again at the end. */
import { open } from 'node:fs/promises';
import { writeAll } from './write-all.ts';

const BLOCK = 1 << 20;

export type BinaryFile = {
  /** Bytes given so far, whether on the disk already or not. */
  readonly size: number;
  /** Copies the bytes; a promise when a block had to go to the disk. */
  write(bytes: Uint8Array): Promise<void> | void;
  /** Completes the file, with `head` over its first bytes. */
  close(head?: Uint8Array): Promise<void>;
  drop(): Promise<void>;
};

export async function openBinaryFile(path: string): Promise<BinaryFile> {
  const handle = await open(path, 'w');
  let block = Buffer.allocUnsafe(BLOCK);
  let used = 0;
  let size = 0;
  async function flush(): Promise<void> {
    await writeAll(handle, block.subarray(0, used));
    used = 0;
  }
  return {
    get size() {
      return size;
    },
    write(bytes) {
      size += bytes.length;
      if (used + bytes.length <= block.length) {
        block.set(bytes, used);
        used += bytes.length;
        return undefined;
      }
      const larger = bytes.length > block.length ? Buffer.allocUnsafe(bytes.length) : block;
      return flush().then(() => {
        block = larger;
        block.set(bytes);
        used = bytes.length;
      });
    },
    async close(head) {
      await flush();
      if (head) await writeAll(handle, head, 0);
      await handle.sync();
      await handle.close();
    },
    drop: () => handle.close(),
  };
}
