/** A stretch of a file, without reading the rest. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes at a place, from the end when it is negative; fewer where the file has fewer. */
export function readAt(path: string, place: number, bytes: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const from = place < 0 ? Math.max(0, fstatSync(fd).size + place) : place;
    const into = Buffer.alloc(bytes);
    return into.subarray(0, readSync(fd, into, 0, bytes, from));
  } finally {
    closeSync(fd);
  }
}
