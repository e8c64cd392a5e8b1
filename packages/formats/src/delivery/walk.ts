/** What lies in a folder and below it, in an order that does not depend on the file system. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatError } from '../format.ts';

export type Found = {
  readonly path: string;
  /** The way from the folder, with `/`, composed (a Mac decomposes names). */
  readonly name: string;
  /** A File Geodatabase: a folder that is one source. */
  readonly database: boolean;
};

/** More is no delivery but a whole disk, named by mistake. */
const MOST_FILES = 100_000;
const MOST_DEPTH = 40;

/** Names that programs leave for themselves: hidden, lock files of Office, what a Mac packs beside. */
const isOwn = (name: string): boolean => /^(?:\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i.test(name);

/** Throws when there is more than any delivery holds. `isApart`: folders that are not gone into. */
export async function walkFolder(root: string, isApart: (path: string) => boolean): Promise<Found[]> {
  const found: Found[] = [];
  const file = basename(root);
  const into = async (folder: string, prefix: string, depth: number): Promise<void> => {
    if (depth > MOST_DEPTH)
      throw formatError({ file }, 'delivery.deep', { folder: prefix, most: MOST_DEPTH });
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (isOwn(entry.name)) continue;
      const path = join(folder, entry.name);
      const name = `${prefix}${entry.name.normalize('NFC')}`;
      // A link to a file is that file; one to a folder may lead round in a circle.
      const isFile = entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path)));
      if (entry.isDirectory() && !(await isDatabase(path))) {
        if (!isApart(path)) await into(path, `${name}/`, depth + 1);
      } else if (isFile || entry.isDirectory()) found.push({ path, name, database: !isFile });
      if (found.length > MOST_FILES) throw formatError({ file }, 'delivery.many', { most: MOST_FILES });
    }
  };
  await into(root, '', 0);
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const leadsToFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isFile() ?? false;

/** A folder is one source where it is a File Geodatabase. */
export async function isDatabase(path: string): Promise<boolean> {
  if (/\.gdb$/i.test(path)) return true;
  const names = await readdir(path).catch(() => []);
  return names.some((name) => /\.gdbtable$/i.test(name));
}
