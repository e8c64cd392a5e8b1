/**
 * Brings the rows of a run in before anybody sees them: copied on two connections into tables that have no indexes yet,
 * then indexed, then attached. Every commune is copied in a transaction of its own and marked in `unit_load`, so that
 * an apply that was killed goes on where it stopped; what a killed index build left is built by the next call.
 */
import type { CommuneSummary } from '@thuadat/core/run';
import { assignmentRows } from '@thuadat/run/assignment-file';
import { hashedFile } from '@thuadat/run/hashed-file-reader';
import {
  ASSIGNMENT_COLUMNS,
  assignmentFile,
  ISSUE_COLUMNS,
  issueFile,
  type RunFolder,
} from '@thuadat/run/run-folder';
import type { Database } from '../db/database.ts';
import type { ApplyOptions } from './apply-options.ts';

/** Connections that copy or index side by side. More would only wait: the server has other people to answer. */
const LANES = 2;

type Telling = Pick<ApplyOptions, 'onStage' | 'onAdvance'>;

/** Loads `units` as far as they are not. False for a run that is shown already: its units come one by one. */
export async function loadRun(
  db: Database,
  folder: RunFolder,
  units: readonly CommuneSummary[],
  options: Telling,
): Promise<boolean> {
  const { id } = folder.manifest;
  const [run] = await db.query<{ shown: boolean }>('select run_is_shown($1) as shown', [id]);
  if (run!.shown) return false;
  const loaded = await loadedUnits(db, id);
  options.onStage?.('load', recordsOf(units), recordsOf(units.filter(({ unit }) => loaded.has(unit))));
  const missing = units.filter(({ unit }) => !loaded.has(unit));
  await inLanes(db, missing, async (unit) => {
    await db.transaction((tx) => copyUnit(tx, folder, unit));
    await db.checkpoint();
    options.onAdvance?.(unit.counts.read);
  });
  await indexRun(db, id, options);
  await db.transaction((tx) => tx.query('select show_run($1)', [id]));
  return true;
}

export const recordsOf = (units: readonly CommuneSummary[]): number =>
  units.reduce((records, { counts }) => records + counts.read, 0);

async function loadedUnits(db: Database, runId: string): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ unit: string }>('select unit from unit_load where run_id = $1', [runId]);
  return new Set(rows.map(({ unit }) => unit));
}

export async function isLoaded(tx: Database, runId: string, unit: string): Promise<boolean> {
  const rows = await tx.query('select 1 from unit_load where run_id = $1 and unit = $2', [runId, unit]);
  return rows.length > 0;
}

/** The run's own tables, as they are written in SQL. */
export async function runTables(
  db: Database,
  runId: string,
): Promise<{ readonly assignment: string; readonly issue: string }> {
  const [names] = await db.query<{ assignment: string; issue: string }>(
    "select quote_ident(run_partition('assignment', $1)) as assignment, quote_ident(run_partition('issue', $1)) as issue",
    [runId],
  );
  return names!;
}

/** Copies a unit's two files into the run's tables, shown or not, checking their hashes while they stream. */
export async function copyUnit(tx: Database, folder: RunFolder, unit: CommuneSummary): Promise<void> {
  const { id } = folder.manifest;
  const into = await runTables(tx, id);
  const rows = assignmentRows(assignmentFile(folder.path, unit.unit), unit.assignmentSha256);
  await tx.copyIn(into.assignment, ASSIGNMENT_COLUMNS, rows, 'binary');
  const issues = hashedFile(issueFile(folder.path, unit.unit), unit.issueSha256);
  await tx.copyIn(into.issue, ISSUE_COLUMNS, issues);
  await tx.query('insert into unit_load values ($1, $2)', [id, unit.unit]);
}

/** The lanes are the parallelism: a build that took further processes would take them from those who look parcels up. */
async function indexRun(db: Database, runId: string, { onStage, onAdvance }: Telling): Promise<void> {
  const missing = await db.query<{ statement: string }>('select statement from missing_run_indexes($1)', [
    runId,
  ]);
  onStage?.('index', missing.length, 0);
  await inLanes(db, missing, async ({ statement }) => {
    await db.transaction((tx) => tx.script(`set local max_parallel_maintenance_workers = 0; ${statement}`));
    await db.checkpoint();
    onAdvance?.(1);
  });
}

/** The embedded engine has one connection. After a failure nothing more is begun. */
async function inLanes<T>(db: Database, work: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...work];
  const lane = async () => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await each(next);
    } catch (fault) {
      waiting.length = 0;
      throw fault;
    }
  };
  const lanes = Array.from({ length: db.kind === 'pglite' ? 1 : LANES }, lane);
  const ended = await Promise.allSettled(lanes);
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
