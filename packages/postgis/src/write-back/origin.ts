/** Which source of a run a table was, and its snapshot: found here, or made again when the table is still the same. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type RefusalError, refusal } from '@thuadat/core/message/message';
import type { Progress } from '@thuadat/core/progress';
import type { RunManifest, SourceInfo } from '@thuadat/core/run';
import { openPgCopy } from '@thuadat/formats/pg-copy/pg-copy-stream';
import type { TableDescription } from '@thuadat/formats/pg-copy/table-snapshot';
import { tableName } from '@thuadat/formats/pg-copy/table-snapshot';
import { fingerprint } from '@thuadat/run/fingerprint';
import { nameParts, type TableAddress } from '../address.ts';
import { onServer, READ } from '../connection.ts';
import { tableError } from '../fault.ts';
import { findTable } from '../find-table.ts';
import { POSTGIS_MESSAGES } from '../messages.ts';
import { snapshotTable } from '../table-source.ts';

type Meant = {
  readonly name: string;
  readonly server: string;
  /** Null of a query. */
  readonly table: { readonly schema: string; readonly table: string } | null;
};

export type Origin = {
  readonly path: string;
  readonly source: SourceInfo;
  readonly description: TableDescription;
  readonly rows: number;
};

export async function findOrigin(
  manifest: RunManifest,
  address: TableAddress,
  wanted: Meant,
  folder: string,
  progress: Progress,
): Promise<Origin> {
  const sources = manifest.sources.filter(({ format }) => format === 'pgcopy');
  const found: (Origin & { readonly server: string | null })[] = [];
  for (const source of sources) {
    const path = join(folder, source.name);
    if (!existsSync(path) || (await fingerprint(path)).sha256 !== source.sha256) continue;
    const { description, server } = await headOf(path);
    const same =
      address.query === null ? tableName(description) === wanted.name : description.query === address.query;
    if (same) found.push({ path, source, description, rows: recordsOf(source), server });
  }
  const own = found.filter(({ server }) => server === wanted.server);
  const [first, ...others] = own.length > 0 ? own : found;
  if (first && others.length === 0) return first;
  if (first) throw several(manifest.id, [first, ...others]);
  return madeAgain(manifest, address, sources, folder, progress);
}

const recordsOf = ({ layers }: SourceInfo): number => layers.reduce((sum, { records }) => sum + records, 0);

/** The table's full name, asked of the server, since what was typed may leave the schema out. */
export async function meant(address: TableAddress): Promise<Meant> {
  return onServer(address, READ, async (server) => {
    if (address.table === null) return { name: 'query', server: server.label, table: null };
    const { schema, table } = await findTable(server, address.table);
    return { name: `${schema}.${table}`, server: server.label, table: { schema, table } };
  });
}

async function headOf(path: string): Promise<{ description: TableDescription; server: string | null }> {
  const file = await openPgCopy(path);
  await file.close();
  return { description: file.description, server: file.snapshot?.server ?? null };
}

/** The snapshot is gone: the table serves as well, if it still gives the same bytes. */
async function madeAgain(
  manifest: RunManifest,
  address: TableAddress,
  sources: readonly SourceInfo[],
  folder: string,
  progress: Progress,
): Promise<Origin> {
  const stem = `${address.table === null ? 'query' : nameParts(address.table).table}-`.toLowerCase();
  const candidates = sources.filter(({ name }) => name.toLowerCase().includes(stem));
  if (candidates.length === 0) {
    throw refusal(POSTGIS_MESSAGES, 'usage', 'write-back.other-source', {
      run: manifest.id,
      sources: manifest.sources.map(({ name }) => name),
    });
  }
  const { path, snapshot } = await snapshotTable(address, folder, progress);
  const source = candidates.find(({ sha256 }) => sha256 === snapshot.sha256);
  if (source) return { path, source, description: snapshot, rows: snapshot.rows };
  throw tableError({ kind: 'table-changed', table: tableName(snapshot), since: candidates[0]!.name });
}

const several = (run: string, found: readonly Origin[]): RefusalError =>
  refusal(POSTGIS_MESSAGES, 'usage', 'write-back.several-sources', {
    run,
    sources: found.map(({ source }) => source.name),
  });
