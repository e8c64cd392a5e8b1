/** The other files of a Shapefile. On a case-sensitive file system names come as they were copied: `THUA.SHP` beside `thua.dbf`. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { formatError } from '../format.ts';

/**
 * The file of the same name with another extension (`.dbf`), null when there is none. The very name, with its extension
 * written like that of the `.shp`, comes before others; throws when several others fit, since nothing tells which belongs.
 */
export async function sibling(path: string, extension: string): Promise<string | null> {
  const own = extname(path);
  const stem = basename(path, own);
  const wanted = (stem + extension).toLowerCase();
  const entries = await readdir(dirname(path), { withFileTypes: true });
  const fit = entries
    .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase() === wanted)
    .map(({ name }) => name)
    .sort();
  const like = own === own.toUpperCase() ? extension.toUpperCase() : extension;
  const ofName = fit.filter((entry) => entry.startsWith(stem));
  const chosen = ofName.includes(stem + like) ? [stem + like] : ofName.length > 0 ? ofName : fit;
  if (chosen.length > 1)
    throw formatError({ file: basename(path) }, 'shp.siblings', { extension, files: chosen });
  return chosen.length === 0 ? null : join(dirname(path), chosen[0]!);
}
