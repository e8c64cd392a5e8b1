/** A file written front to back in large blocks, with a head that may be rewritten at the end. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export type Sink = {
  /** Bytes written so far. */
  readonly size: number;
  write(bytes: Uint8Array): void;
  text(text: string): void;
  /** Writes `head` over the first bytes and closes. */
  close(head?: Uint8Array): void;
};

const BLOCK = 1 << 20;

export function openSink(path: string): Sink {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  const block = Buffer.alloc(BLOCK);
  let used = 0;
  let size = 0;
  const flush = (): void => {
    if (used > 0) writeSync(file, block, 0, used, null);
    used = 0;
  };
  const write = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (used + bytes.length > BLOCK) flush();
    if (bytes.length > BLOCK) writeSync(file, bytes);
    else {
      block.set(bytes, used);
      used += bytes.length;
    }
  };
  return {
    get size() {
      return size;
    },
    write,
    text: (text) => write(Buffer.from(text)),
    close(head) {
      flush();
      if (head) writeSync(file, head, 0, head.length, 0);
      closeSync(file);
    },
  };
}
