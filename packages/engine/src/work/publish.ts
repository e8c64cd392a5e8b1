/**
 * The last step of `plan`: the run's folder gets its name. A run folder is complete or absent; the same inputs give the
 * same bytes, so an older copy may be replaced. Whatever is thrown away gets another name first: a kill in the middle of
 * deleting leaves nothing that looks like work to go on with.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunManifest } from '@thuadat/core/run';
import { STAGED } from '../settle/issued.ts';
import { UNPACKED } from '../source/source-files.ts';
import { crashPoint } from './crash-point.ts';
import { isRunning } from './process-life.ts';
import { publishingFile, runInWork, writeWhole } from './work-folder.ts';

/** `publishing.json`: the run is whole and on its way to its name. */
export type Publishing = { readonly id: string };

export async function publish(
  work: string,
  runs: string,
  id: string,
): Promise<{ readonly path: string; readonly manifest: RunManifest }> {
  const path = join(runs, id);
  writeWhole(publishingFile(work), JSON.stringify({ id } satisfies Publishing));
  crashPoint('publishing');
  if (existsSync(join(runInWork(work), 'run.json'))) {
    await discard(path);
    crashPoint('old run gone');
    await rename(runInWork(work), path);
    crashPoint('published');
  }
  await discard(work);
  const manifest = JSON.parse(await readFile(join(path, 'run.json'), 'utf8')) as RunManifest;
  return { path, manifest };
}

const GONE = '.gone';

export async function discard(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const name = basename(path).replace(/^\.?/, '.');
  const gone = join(dirname(path), `${name}-${process.pid}${GONE}`);
  await rename(path, gone);
  crashPoint('discarded');
  await rm(gone, { recursive: true, force: true });
}

/** Takes away what a process was killed while deleting, or before using. */
export async function sweep(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    const own = [STAGED, UNPACKED].find((beginning) => name.startsWith(beginning));
    const pid = own === undefined ? null : Number.parseInt(name.slice(own.length), 10);
    const left = pid === null ? name.startsWith('.') && name.endsWith(GONE) : !isRunning(pid);
    if (left) await rm(join(runs, name), { recursive: true, force: true });
  }
}
