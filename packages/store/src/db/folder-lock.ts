/**
 * One process at a time in an embedded database folder. PostgreSQL's own guard does not work inside wasm, and two
 * engines in one folder destroy it. The lock file names its holder; a lock whose process is gone is taken over.
 */
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { tell } from '../messages.ts';
import { BusyError } from './database.ts';

type Holder = { readonly pid: number; readonly host: string; readonly started: string };

/** Start time of a process where the system tells (Linux), so that a recycled process number is not taken for the holder. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.started === startOf(holder.pid);
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** Takes the lock of `folder` or throws {@link BusyError}; returns the function that gives it back. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) }));
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (tryLink(mine, path)) return () => release(path);
      const holder = readHolder(path);
      if (holder && isAlive(holder)) throw busy(folder, path, holder);
      dropStale(path, `${mine}.stale`);
    }
    throw new BusyError(tell('database.lock', { folder, lock: path }));
  } finally {
    unlinkSync(mine);
  }
}

/** `link` is atomic: of two processes exactly one succeeds. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  }
}

/** Moves a dead process's lock away; when a living one slipped in between it is put back. */
function dropStale(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const holder = readHolder(aside);
  if (holder && isAlive(holder)) tryLink(aside, path);
  unlinkSync(aside);
}

function release(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // already gone: the folder was deleted
  }
}

const busy = (folder: string, path: string, holder: Holder): BusyError =>
  new BusyError(
    holder.host === hostname()
      ? tell('database.in-use', { folder, pid: String(holder.pid) })
      : tell('database.in-use-elsewhere', {
          folder,
          pid: String(holder.pid),
          host: holder.host,
          lock: path,
        }),
  );
