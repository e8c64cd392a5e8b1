/** An export folder appears whole or not at all: it is written beside its place and renamed. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { refusal } from '@thuadat/core/message/message';
import { makePartFolder } from '@thuadat/formats/write/part-folder';
import { EXPORT_MESSAGES } from './messages.ts';

export const EXPORT_MANIFEST = 'export.json';
export const EXPORT_KIND = 'thuadat-export-1';

export type ExportedFile = {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Null where rows do not say anything. */
  readonly rows: number | null;
};

/** Runs `work` on a new folder and puts it at `dir`; on any failure nothing is left and what was there stays. */
export async function intoFolder<T>(
  dir: string,
  run: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const target = resolve(dir);
  await refuseForeign(target, run);
  const shelter = await makeShelter(target);
  try {
    // Inside, because a temporary folder itself is closed to other users.
    const folder = join(shelter, 'new');
    await mkdir(folder);
    const made = await work(folder);
    await replace(folder, target, join(shelter, 'old'));
    return made;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    throw refusal(EXPORT_MESSAGES, 'failed', 'export.disk-full', { folder: target }, { cause });
  } finally {
    await rm(shelter, { recursive: true, force: true });
  }
}

/** Beside the target: a folder moves in one step only within its disk. */
async function makeShelter(target: string): Promise<string> {
  try {
    await mkdir(dirname(target), { recursive: true });
    return await makePartFolder(target);
  } catch (cause) {
    const found = String((cause as NodeJS.ErrnoException).code);
    throw refusal(EXPORT_MESSAGES, 'usage', 'export.no-right', { folder: dirname(target), found }, { cause });
  }
}

/** Only an export of the same run, untouched in its list of files, is replaced. */
async function refuseForeign(target: string, run: string): Promise<void> {
  if (!existsSync(target)) return;
  const names = (await stat(target)).isDirectory() ? await readdir(target) : null;
  if (names?.length === 0) return;
  const own = names?.includes(EXPORT_MANIFEST) ? await listed(join(target, EXPORT_MANIFEST)) : null;
  const foreign = names?.filter((name) => !own?.names.has(name)) ?? [basename(target)];
  if (own && foreign.length === 0) {
    if (own.run === run) return;
    throw refusal(EXPORT_MESSAGES, 'usage', 'export.other-run', { folder: target, other: own.run, run });
  }
  throw refusal(EXPORT_MESSAGES, 'usage', 'export.foreign-files', {
    folder: target,
    names: foreign.slice(0, 3),
  });
}

type Listed = { readonly run: string; readonly names: ReadonlySet<string> };

async function listed(path: string): Promise<Listed | null> {
  try {
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    if (manifest.kind !== EXPORT_KIND) return null;
    const names = manifest.files.map((file: ExportedFile) => file.name);
    return { run: String(manifest.run), names: new Set([EXPORT_MANIFEST, ...names]) };
  } catch {
    return null;
  }
}

/** What was there goes aside, and away with the shelter once the new folder stands. */
async function replace(folder: string, target: string, aside: string): Promise<void> {
  if (!existsSync(target)) return rename(folder, target);
  await rename(target, aside);
  try {
    await rename(folder, target);
  } catch (cause) {
    await rename(aside, target);
    throw cause;
  }
}

/** All files of the folder by name, with their hashes. */
export async function listFiles(
  folder: string,
  rows: ReadonlyMap<string, number>,
): Promise<readonly ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(join(folder, name), { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).length;
    }
    files.push({ name, bytes, sha256: hash.digest('hex'), rows: rows.get(name) ?? null });
  }
  return files;
}
