/** SHA-256 of what a run was computed from. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

export type Fingerprint = { readonly sha256: string; readonly bytes: number };

/** A shapefile is several files; the others of the same name count too, in a fixed order. */
const SHAPEFILE_PARTS = ['.dbf', '.shx', '.prj', '.cpg'];

/** All files that make up a source, sorted by name. */
async function partsOf(path: string): Promise<string[]> {
  if ((await stat(path)).isDirectory()) {
    const names = (await readdir(path)).filter((name) => !name.endsWith('.lock'));
    return names.sort().map((name) => join(path, name));
  }
  if (extname(path).toLowerCase() !== '.shp') return [path];
  const stem = basename(path, extname(path));
  const names = await readdir(dirname(path));
  const parts = SHAPEFILE_PARTS.flatMap((extension) => {
    const wanted = (stem + extension).toLowerCase();
    const fit = names.filter((name) => name.toLowerCase() === wanted);
    // Those of the very name are the ones that are read; others only where there are none.
    const ofName = fit.filter((name) => name.startsWith(stem));
    return ofName.length > 0 ? ofName : fit;
  });
  return [basename(path), ...parts]
    .sort((a, b) =>
      a.toLowerCase() < b.toLowerCase() || (a.toLowerCase() === b.toLowerCase() && a < b) ? -1 : 1,
    )
    .map((name) => join(dirname(path), name));
}

/** Hash of a source's bytes, whatever folder it lies in. A source of one file has that file's plain SHA-256. */
export async function fingerprint(path: string): Promise<Fingerprint> {
  const parts = await partsOf(path);
  const whole = createHash('sha256');
  let bytes = 0;
  for (const part of parts) {
    const own = parts.length === 1 ? whole : createHash('sha256');
    for await (const chunk of createReadStream(part, { highWaterMark: 1 << 20 })) {
      own.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    if (own !== whole) whole.update(`${extname(part).toLowerCase()} ${own.digest('hex')}\n`);
  }
  return { sha256: whole.digest('hex'), bytes };
}

/** Hash of plain data, keys in a fixed order. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
