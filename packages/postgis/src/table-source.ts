/**
 * A table of a PostGIS server as a source: exported in one consistent transaction to a local file, because a plan must be
 * repeatable, resumable and open to checking, and a live table is none of these. The same rows give the same file.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@thuadat/core/message/message';
import { type Progress, silentProgress } from '@thuadat/core/progress';
import { encodePgCopyHead, readSidecar, sidecarOf } from '@thuadat/formats/pg-copy/pg-copy-file';
import { createPgCopyIndex, MARK_EVERY } from '@thuadat/formats/pg-copy/pg-copy-index';
import type { TableDescription, TableSnapshot } from '@thuadat/formats/pg-copy/table-snapshot';
import { tableName } from '@thuadat/formats/pg-copy/table-snapshot';
import { isTableAddress, parseTableAddress, type TableAddress } from './address.ts';
import { onServer, READ, type TableServer } from './connection.ts';
import { copyRows } from './copy-out.ts';
import { describeSource } from './describe.ts';
import { tableError } from './fault.ts';
import { POSTGIS_MESSAGES } from './messages.ts';

/** Folder of the snapshots in a folder of runs. */
export const snapshotFolder = (runs: string): string => join(runs, '.snapshots');

/** A path of a file stays; an address of a table becomes the path of its snapshot in `folder`. */
export async function localSource(
  argument: string,
  folder: string,
  progress: Progress = silentProgress,
  signal?: AbortSignal,
): Promise<string> {
  if (!isTableAddress(argument)) return argument;
  return (await snapshotTable(parseTableAddress(argument), folder, progress, signal)).path;
}

export async function localSources(
  all: readonly string[],
  folder: string,
  progress: Progress = silentProgress,
  signal?: AbortSignal,
): Promise<string[]> {
  const paths: string[] = [];
  for (const argument of all) paths.push(await localSource(argument, folder, progress, signal));
  return paths;
}

export type LocalSnapshot = { readonly path: string; readonly snapshot: TableSnapshot };

export async function snapshotTable(
  address: TableAddress,
  folder: string,
  progress: Progress = silentProgress,
  signal?: AbortSignal,
): Promise<LocalSnapshot> {
  await mkdir(folder, { recursive: true });
  await removeStale(folder);
  const part = join(folder, `.${process.pid}-${++parts}${PART}`);
  try {
    const snapshot = await onServer(address, READ, async (server) => {
      const { description } = await describeSource(server, address);
      progress.stage('snapshot', null);
      return exportTo(part, server, description, progress, signal);
    });
    return await publish(part, folder, snapshot);
  } catch (cause) {
    throw signal?.aborted ? refusal(POSTGIS_MESSAGES, 'stopped', 'snapshot.stopped', {}) : cause;
  } finally {
    progress.stop();
    await rm(part, { force: true });
  }
}

let parts = 0;
const PART = '.part';
/** A server that has sent nothing for so long has none to send. */
const STALE = 3_600_000;

/** What killed exports left behind. */
async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(PART)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info && Date.now() - info.mtimeMs > STALE) await rm(path, { force: true });
  }
}

async function exportTo(
  path: string,
  server: TableServer,
  description: TableDescription,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<TableSnapshot> {
  const hash = createHash('sha256');
  const fd = openSync(path, 'wx');
  let bytes = 0;
  const write = (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at, chunk.length - at);
  };
  try {
    const head = encodePgCopyHead(description);
    write(head);
    const counted = await walkRows(server, description, head.length, {
      write,
      signal,
      onRows: (n) => progress.advance(n),
    });
    fsyncSync(fd);
    return {
      ...description,
      server: server.label,
      rows: counted.rows,
      bytes,
      sha256: hash.digest('hex'),
      exportedAt: new Date().toISOString(),
      marks: { every: MARK_EVERY, offsets: counted.offsets },
    };
  } finally {
    closeSync(fd);
  }
}

type Walk = {
  readonly write: (chunk: Buffer) => void;
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: (rows: number) => void;
};

/** Streams the rows through `write`; throws on the first fault in them. */
export async function walkRows(
  server: TableServer,
  description: TableDescription,
  body: number,
  { write, signal, onRows }: Walk,
): Promise<{ readonly rows: number; readonly offsets: readonly number[] }> {
  const table = tableName(description);
  const index = createPgCopyIndex(description, body);
  let told = 0;
  for await (const chunk of copyRows(server, description)) {
    signal?.throwIfAborted();
    const fault = index.push(chunk);
    if (fault) throw tableError({ ...fault, table });
    write(chunk);
    const { rows } = index.end();
    onRows?.(rows - told);
    told = rows;
  }
  const { rows, ended, offsets } = index.end();
  if (!ended) throw tableError({ kind: 'damaged', table, row: rows });
  if (rows === 0) throw tableError({ kind: 'empty', table });
  return { rows, offsets };
}

/** Named by its content; the sidecar is there before the file that it explains. An equal file that is there stays. */
async function publish(part: string, folder: string, snapshot: TableSnapshot): Promise<LocalSnapshot> {
  const path = join(folder, snapshotName(snapshot));
  const known = existsSync(path) ? await readSidecar(path, snapshot.bytes) : null;
  if (known?.sha256 === snapshot.sha256) return { path, snapshot: known };
  const sidecar = `${part}.json${PART}`;
  try {
    await writeFile(sidecar, `${JSON.stringify(snapshot)}\n`, { flush: true });
    await rename(sidecar, sidecarOf(path));
  } finally {
    await rm(sidecar, { force: true });
  }
  await rename(part, path);
  return { path, snapshot };
}

/** `dia_chinh.thua_dat-0123456789ab.pgcopy`: letters of any script, digits, `_`, `-` and `.` of the table's name stay. */
export const snapshotName = (snapshot: TableDescription & { readonly sha256: string }): string =>
  `${tableName(snapshot).replace(/[^\p{L}\p{N}_.-]/gu, '_')}-${snapshot.sha256.slice(0, 12)}.pgcopy`;
