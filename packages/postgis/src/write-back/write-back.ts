/** Writes what became of a table's rows back to its server: a side table, a whole copy, or the table itself. */
import { createHash } from 'node:crypto';
import { refusal } from '@thuadat/core/message/message';
import type { Progress } from '@thuadat/core/progress';
import type { RunManifest } from '@thuadat/core/run';
import { encodePgCopyHead } from '@thuadat/formats/pg-copy/pg-copy-file';
import { keyBatches, openPgCopy } from '@thuadat/formats/pg-copy/pg-copy-stream';
import { tableName } from '@thuadat/formats/pg-copy/table-snapshot';
import type { Database } from '@thuadat/store/db/database';
import { appendAudit } from '@thuadat/store/registry/audit';
import { nameParts, parseTableAddress } from '../address.ts';
import { tableError } from '../fault.ts';
import { backupName, undoInPlace, undoTable, writeInPlace } from '../in-place.ts';
import { POSTGIS_MESSAGES } from '../messages.ts';
import { writeSideTable, writeWholeCopy } from '../side-table.ts';
import { walkRows } from '../table-source.ts';
import { type Fingerprint, nameOf, type TargetName, type WriteJob } from '../target.ts';
import { columnNames, columnValues } from './columns.ts';
import { findOrigin, meant, type Origin } from './origin.ts';
import { outcomeReader, type RecordOutcome, runsOfSource, type SourceRun } from './outcomes.ts';

export type WriteKind = 'side' | 'copy' | 'in-place';

export type WriteBackOptions = {
  readonly source: string;
  readonly kind: WriteKind;
  /** Null = beside the table, by its name. */
  readonly to: string | null;
  /** Before the names of the new columns. */
  readonly prefix: string;
  readonly undo: boolean;
  /** Where the snapshots lie. */
  readonly folder: string;
  readonly by: string;
  readonly at: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

export type WrittenBack = {
  readonly run: string;
  readonly source: string;
  readonly kind: WriteKind;
  readonly undone: boolean;
  readonly target: string;
  /** Of `in-place`: the table as it was. */
  readonly backup: string | null;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Add up to `rows`. Empty after an undo. */
  readonly counts: Readonly<Record<RecordOutcome, number>>;
};

export async function writeBack(
  db: Database,
  manifest: RunManifest,
  options: WriteBackOptions,
): Promise<WrittenBack> {
  const { kind, undo, signal } = options;
  const address = parseTableAddress(options.source);
  const wanted = await meant(address);
  const target = targetOf(wanted.table, options);
  const told = { run: manifest.id, kind, undone: undo, target: nameOf(target) };
  const backup = kind === 'in-place' ? nameOf(backupName(target, manifest.id)) : null;
  if (undo) {
    const { description, columns } =
      kind === 'in-place'
        ? await undoInPlace(address, target, manifest.id, fingerprintOf(signal))
        : await undoTable(address, target, manifest.id);
    const source = tableName(description);
    return record(db, { ...told, source, backup, columns, rows: 0, counts: noCounts() }, options);
  }
  const origin = await findOrigin(manifest, address, wanted, options.folder, options.progress);
  if (origin.description.key.length === 0)
    throw refusal(POSTGIS_MESSAGES, 'refused', 'write-back.no-key', {});
  const runs = await runsOfSource(db, manifest.id, origin.source.sha256);
  if (runs.every(({ applied }) => applied.size === 0))
    throw refusal(POSTGIS_MESSAGES, 'refused', 'write-back.not-applied', { run: manifest.id });
  const counts = noCounts();
  const job = jobOf(db, manifest, origin, options, runs, counts);
  options.progress.stage('write-back', origin.rows);
  if (kind === 'side') await writeSideTable(address, target, job);
  else if (kind === 'copy') await writeWholeCopy(address, target, job);
  else await writeInPlace(address, job);
  requireConservation(counts, job.rows);
  const { columns, rows } = job;
  return record(db, { ...told, source: origin.source.name, backup, columns, rows, counts }, options);
}

const noCounts = (): Record<RecordOutcome, number> => ({
  assigned: 0,
  blocked: 0,
  ambiguous: 0,
  rejected: 0,
  waiting: 0,
});

/** `table` null = the source is a query, which has no place of its own to write to. */
function targetOf(table: TargetName | null, { kind, to }: WriteBackOptions): TargetName {
  if (table === null) {
    if (kind !== 'side' || to === null) throw tableError({ kind: 'not-a-plain-table', table: 'query' });
    return { schema: 'public', ...stated(to) };
  }
  if (kind === 'in-place') return table;
  const beside = `${table.table}_thuadat${kind === 'copy' ? '_ban_sao' : ''}`;
  return to === null ? { ...table, table: beside } : { schema: table.schema, ...stated(to) };
}

function stated(to: string): { schema?: string; table: string } {
  const { schema, table } = nameParts(to);
  return schema === null ? { table } : { schema, table };
}

function jobOf(
  db: Database,
  manifest: RunManifest,
  { path, source, description, rows }: Origin,
  { prefix, progress, signal }: WriteBackOptions,
  runs: readonly SourceRun[],
  counts: Record<RecordOutcome, number>,
): WriteJob {
  return {
    description,
    rows,
    sha256: source.sha256,
    run: manifest.id,
    columns: columnNames(prefix),
    async *values() {
      const file = await openPgCopy(path);
      const outcomeOf = outcomeReader(db, runs);
      let record = 0;
      try {
        for await (const keys of keyBatches(file)) {
          signal.throwIfAborted();
          const batch: (string | null)[][] = [];
          for (const key of keys) {
            const found = outcomeOf(++record);
            const outcome = found instanceof Promise ? await found : found;
            counts[outcome.standing]++;
            batch.push([...key, ...columnValues(outcome, manifest.province)]);
          }
          yield batch;
          progress.advance(batch.length);
        }
      } finally {
        await file.close();
      }
    },
    fingerprint: fingerprintOf(signal),
  };
}

const fingerprintOf =
  (signal: AbortSignal): Fingerprint =>
  async (server, description) => {
    const head = encodePgCopyHead(description);
    const hash = createHash('sha256').update(head);
    await walkRows(server, description, head.length, { write: (chunk) => void hash.update(chunk), signal });
    return hash.digest('hex');
  };

/** Law: never lose. */
function requireConservation(counts: Readonly<Record<RecordOutcome, number>>, rows: number): void {
  const sum = Object.values(counts).reduce((total, n) => total + n, 0);
  if (sum !== rows)
    throw new Error(`${sum} rows were written, ${rows} were read: this is a fault of the program.`);
}

/** After the table's own transaction: the two databases may be on different servers. */
async function record(db: Database, result: WrittenBack, { by, at }: WriteBackOptions): Promise<WrittenBack> {
  const { run, kind, undone, target, backup, rows, counts, source } = result;
  await db.transaction(async (tx) => {
    await appendAudit(tx, {
      at,
      who: by,
      what: undone ? 'write-back.undo' : 'write-back',
      runId: run,
      unit: null,
      detail: { source, kind, target, ...(backup ? { backup } : {}), ...(undone ? {} : { rows, counts }) },
    });
  });
  return result;
}
