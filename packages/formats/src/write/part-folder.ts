/**
 * Where a target is written until it is whole: a hidden folder beside it, for a file moves in one step only within its disk. Its name tells which
 * process of which machine works in it, so that what a killed one left goes away when the same target is written again.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

const HOST = hostname()
  .replace(/[^A-Za-z0-9]/g, '')
  .slice(0, 20);

/** Throws what the file system says where the folder of the target cannot be written. */
export async function makePartFolder(target: string): Promise<string> {
  const folder = dirname(target);
  const mine = `.${basename(target)}.part-${HOST}-`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(mine) ? Number(/^\d+/.exec(name.slice(mine.length))?.[0]) : Number.NaN;
    if (!Number.isNaN(pid) && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
  return mkdtemp(join(folder, `${mine}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // It lives, but is another user's.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
