/** Files written once, front to back, with their SHA-256 at hand when they are closed. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK = 1 << 20;

/** Bytes as they come, hashed; for who gathers large parts itself. */
export function createHashedSink(path: string): { write(bytes: Uint8Array): void; close(): string } {
  const fd = openSync(path, 'w');
  const hash = createHash('sha256');
  return {
    write(bytes) {
      hash.update(bytes);
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
    },
    close() {
      closeSync(fd);
      return hash.digest('hex');
    },
  };
}

export type HashedFile = { write(text: string): void; close(): string };

/** Text; parts are gathered to about 1 MiB before they are written. `close` returns the SHA-256 in hex. */
export function createHashedFile(path: string): HashedFile {
  const sink = createHashedSink(path);
  let parts: string[] = [];
  let length = 0;
  const flush = () => {
    sink.write(Buffer.from(parts.join('')));
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
      return sink.close();
    },
  };
}
