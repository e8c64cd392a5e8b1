/** A file of a run folder, read with a check of what it is: its SHA-256 stands in run.json. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { refused } from './messages.ts';

export async function* hashedFile(path: string, expected: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Uint8Array);
    yield chunk as Uint8Array;
  }
  checkHash(path, hash.digest('hex'), expected);
}

export function checkHash(path: string, found: string, expected: string): void {
  if (found === expected) return;
  const [is, said] = [found.slice(0, 12), expected.slice(0, 12)];
  throw refused('run.file-changed', { file: basename(path), found: is, expected: said });
}
