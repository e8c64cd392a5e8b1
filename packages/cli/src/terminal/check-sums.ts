/** A folder against its SHA256SUMS: one line a file, `<hash>  <path>`, the path with `/`. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export type Difference = { readonly path: string; readonly missing: boolean };

/** How many files are listed, and those that are not there (or cannot be read) or have other bytes, in the order of the list. */
export async function checkSums(
  folder: string,
): Promise<{ readonly listed: number; readonly different: readonly Difference[] }> {
  const lines = (await readFile(join(folder, 'SHA256SUMS'), 'utf8')).split('\n').filter(Boolean);
  const different: Difference[] = [];
  for (const line of lines) {
    const [expected, path] = [line.slice(0, 64), line.slice(66)];
    const found = await sha256(join(folder, path)).catch(() => null);
    if (found !== expected) different.push({ path, missing: found === null });
  }
  return { listed: lines.length, different };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
