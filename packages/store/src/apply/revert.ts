/**
 * Takes exactly one run back, commune by commune, last first. Its staged rows go; what others wrote stays; the registry
 * and the audit keep the history, for an identifier once issued belongs to its parcel for ever.
 */

import { type Database, DatabaseError } from '../db/database.ts';
import { refused } from '../messages.ts';
import { appendAudit } from '../registry/audit.ts';
import { closeRegistry } from '../registry/registry.ts';
import type { ApplyOptions } from './apply-options.ts';

export type RevertOptions = Pick<ApplyOptions, 'by' | 'now' | 'onProgress'> & { readonly reason?: string };

export type RevertResult = { readonly runId: string; readonly units: number; readonly parcels: number };

type UnitRow = { unit: string; name: string; state: string; records: number };

export async function revertRun(db: Database, runId: string, options: RevertOptions): Promise<RevertResult> {
  return db.exclusive('apply', async () => {
    const [run] = await db.query<{ state: string }>('select state from run where id = $1', [runId]);
    if (!run) throw await unknownRun(db, runId);
    if (run.state === 'reverted') return { runId, units: 0, parcels: 0 };
    await db.query("update run set state = 'reverting' where id = $1", [runId]);
    const units = await db.query<UnitRow>(
      `select unit, name, state, (summary -> 'counts' ->> 'read')::int as records from run_unit
       where run_id = $1 and state <> 'reverted' order by unit collate "C" desc`,
      [runId],
    );
    let parcels = 0;
    for (const [index, row] of units.entries()) {
      parcels += await revertUnit(db, runId, row, options);
      await db.checkpoint();
      const unit = row.unit as Parameters<NonNullable<ApplyOptions['onProgress']>>[0]['unit'];
      options.onProgress?.({
        unit,
        name: row.name,
        done: index + 1,
        total: units.length,
        records: row.records,
      });
    }
    await finishRevert(db, runId, options);
    return { runId, units: units.length, parcels };
  });
}

async function unknownRun(db: Database, runId: string): Promise<Error> {
  const known = await db.query<{ id: string }>('select id from run order by planned_at desc, id limit 5');
  const told = { database: db.label, run: runId };
  return known.length === 0
    ? refused('run.none-yet', told)
    : refused('run.unknown', { ...told, known: known.map((each) => each.id) });
}

async function revertUnit(
  db: Database,
  runId: string,
  row: UnitRow,
  options: RevertOptions,
): Promise<number> {
  return db.transaction(async (tx) => {
    const parcels = row.state === 'applied' ? await closeRegistry(tx, runId, row.unit, options.now.date) : 0;
    await tx.query(
      "update run_unit set state = 'reverted', changed_at = $3 where run_id = $1 and unit = $2",
      [runId, row.unit, options.now.instant],
    );
    await appendAudit(tx, {
      at: options.now.instant,
      who: options.by,
      what: 'unit.revert',
      runId,
      unit: row.unit,
      detail: { parcels, records: row.records },
    });
    return parcels;
  });
}

/** A lock that readers hold is waited for this long, so that those who come after them do not queue for longer. */
const PATIENCE = '500ms';
const TRIES = 10;

/** The rows go with their partitions, all at once. */
async function finishRevert(db: Database, runId: string, options: RevertOptions): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      await dropRows(db, runId, options, left === 0);
      break;
    } catch (fault) {
      // 55P03 lock_not_available: somebody reads for long, an export perhaps.
      if (!(fault instanceof DatabaseError) || fault.state !== '55P03') throw fault;
    }
  }
  // The embedded engine has no autovacuum: without this a second apply would not find the room again.
  if (db.kind === 'pglite') {
    await db.script('vacuum analyze registry');
    await db.checkpoint();
  }
}

/** `gently`: row by row beside long readers, and the empty partitions stay. */
async function dropRows(db: Database, runId: string, options: RevertOptions, gently: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    if (gently) {
      for (const table of ['assignment', 'issue']) {
        await tx.query(`delete from ${table} where run_id = $1`, [runId]);
      }
    } else {
      await tx.script(`set local lock_timeout = '${PATIENCE}'`);
      await tx.query('select drop_run_partitions($1)', [runId]);
    }
    for (const table of [
      'sheet_move',
      'boundary',
      'source',
      'review_case',
      'sheet_outline',
      'unit_extent',
      'unit_load',
    ]) {
      await tx.query(`delete from ${table} where run_id = $1`, [runId]);
    }
    await tx.query("update run set state = 'reverted' where id = $1", [runId]);
    await appendAudit(tx, {
      at: options.now.instant,
      who: options.by,
      what: 'run.revert',
      runId,
      unit: null,
      detail: { reason: options.reason ?? '' },
    });
  });
}
