/** A text file written once, front to back, with its SHA-256 at hand when it is closed. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK = 1 << 20;

export type HashedFile = { write(text: string): void; close(): string };

/** Parts are gathered to about 1 MiB before they are written. `close` returns the SHA-256 in hex. */
export function createHashedFile(path: string): HashedFile {
  const fd = openSync(path, 'w');
  const hash = createHash('sha256');
  let parts: string[] = [];
  let length = 0;
  const flush = () => {
    const bytes = Buffer.from(parts.join(''));
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
    parts = [];
    length = 0;
  };
  return {
    write(text) {
      parts.push(text);
      length += text.length;
      if (length >= CHUNK) flush();
    },
    close() {
      flush();
      closeSync(fd);
      return hash.digest('hex');
    },
  };
}
