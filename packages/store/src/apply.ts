/**
 * Commits exactly one run, unit by unit: rows, registry, checkpoint and audit of a commune stand or fall together.
 * Killed anywhere and run again it ends the same, because what is done is read from the checkpoints.
 */
import type { CommuneSummary } from '@thuadat/core/run';
import { type ApplyOptions, RefusedError, type UnitOutcome, type UnitResult } from './apply-options.ts';
import { appendAudit } from './audit.ts';
import { type Database, DatabaseError } from './database.ts';
import { openRegistry, registryFault } from './registry.ts';
import type { RunFolder } from './run-folder.ts';
import { stageRun, stageUnit } from './stage.ts';

export type ApplyResult = {
  readonly runId: string;
  readonly units: readonly UnitResult[];
  readonly counts: Readonly<Record<UnitOutcome, number>>;
  /** Parcels put in force by this call. */
  readonly parcels: number;
};

/** Statistics are gathered after this many units, when the planner's guesses would begin to hurt. */
const ANALYZE_EVERY = 25;

export async function applyRun(db: Database, folder: RunFolder, options: ApplyOptions): Promise<ApplyResult> {
  return db.exclusive('apply', async () => {
    const units = chosenUnits(folder, options);
    const done = await unitStates(db, folder.manifest.id);
    await refuseTwice(db, folder, units, options);
    if (units.some((unit) => needsWork(unit, done.get(unit.unit)))) await stageRun(db, folder, options);
    const results: UnitResult[] = [];
    let written = 0;
    for (const [index, unit] of units.entries()) {
      const state = done.get(unit.unit);
      const result = needsWork(unit, state)
        ? await applyUnit(db, folder, unit, options)
        : settled(unit, state === 'applied' ? 'already' : waiting(unit));
      results.push(result);
      if (needsWork(unit, state)) {
        await db.checkpoint();
        if (++written % ANALYZE_EVERY === 1) await db.script(ANALYZE);
      }
      const records = unit.counts.read;
      options.onProgress?.({
        unit: unit.unit,
        name: unit.name,
        done: index + 1,
        total: units.length,
        records,
      });
    }
    await finishRun(db, folder.manifest.id, written > 0);
    return summary(folder.manifest.id, results);
  });
}

const ANALYZE = 'analyze assignment; analyze issue; analyze registry';

function chosenUnits(folder: RunFolder, { onlyUnits }: ApplyOptions): readonly CommuneSummary[] {
  const { communes, id } = folder.manifest;
  for (const unit of onlyUnits ?? []) {
    if (!communes.some((each) => each.unit === unit)) {
      throw new RefusedError(
        `Run ${id} has no commune ${unit}; it has ${communes.map((each) => each.unit).join(', ')}.`,
      );
    }
  }
  return onlyUnits ? communes.filter((each) => onlyUnits.includes(each.unit)) : communes;
}

async function unitStates(db: Database, runId: string): Promise<Map<string, string>> {
  const rows = await db.query<{ unit: string; state: string }>(
    "select unit, state from run_unit where run_id = $1 and state <> 'reverted'",
    [runId],
  );
  return new Map(rows.map((row) => [row.unit, row.state]));
}

/** A blocked unit stays staged: its run is what it is, and only another plan can unblock it. */
const needsWork = (unit: CommuneSummary, state: string | undefined): boolean =>
  state === undefined || (state === 'staged' && isReady(unit));
const isReady = (unit: CommuneSummary): boolean => unit.blocking === 0 && unit.unit !== '.unresolved';
const waiting = (unit: CommuneSummary): UnitOutcome => (unit.unit === '.unresolved' ? 'staged' : 'blocked');

/** Never migrate twice: neither a commune nor a source that another run has applied. */
async function refuseTwice(
  db: Database,
  { manifest }: RunFolder,
  units: readonly CommuneSummary[],
  options: ApplyOptions,
): Promise<void> {
  const twice = await db.query<{ unit: string; run_id: string }>(
    `select unit, run_id from run_unit where state = 'applied' and run_id <> $1 and unit = any($2::text[]) order by unit`,
    [manifest.id, units.map((each) => each.unit)],
  );
  if (twice.length > 0) {
    const list = twice.slice(0, 5).map((each) => `${each.unit} (run ${each.run_id})`);
    throw new RefusedError(
      `${twice.length} of ${units.length} communes of run ${manifest.id} are already applied by another run: ${list.join(', ')}${twice.length > 5 ? ', …' : ''}. Nothing was written. Revert that run first, or apply only the other communes.`,
    );
  }
  if (options.onlyUnits) return; // record by record in applyUnit
  const source = (await appliedSources(db)).find(
    (each) => each.runId !== manifest.id && manifest.sources.some(({ sha256 }) => sha256 === each.sha256),
  );
  if (source) {
    throw new RefusedError(
      `Source ${source.name} (SHA-256 ${source.sha256.slice(0, 12)}…) was already applied by run ${source.runId}. Nothing was written. Revert that run first, or name the communes that it left out.`,
    );
  }
}

export type AppliedSource = { readonly sha256: string; readonly name: string; readonly runId: string };

/** Sources of runs of which at least one commune is applied. */
export const appliedSources = (db: Database): Promise<AppliedSource[]> =>
  db.query<AppliedSource>(
    `select s.sha256, s.name, s.run_id as "runId" from source s
     where exists (select 1 from run_unit u where u.run_id = s.run_id and u.state = 'applied') order by s.run_id, s.source`,
  );

async function applyUnit(
  db: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  options: ApplyOptions,
): Promise<UnitResult> {
  const runId = folder.manifest.id;
  try {
    return await db.transaction(async (tx) => {
      const [staged] = await tx.query(
        'select 1 from run_unit where run_id = $1 and unit = $2 and state = $3',
        [runId, unit.unit, 'staged'],
      );
      if (!staged) await stageUnit(tx, folder, unit);
      const parcels = isReady(unit) ? await register(tx, folder, unit, options) : 0;
      const state = isReady(unit) ? 'applied' : 'staged';
      await tx.query(
        `insert into run_unit values ($1, $2, $3, $4, $5, $6)
         on conflict (run_id, unit) do update set state = excluded.state, changed_at = excluded.changed_at`,
        [runId, unit.unit, unit.name, state, JSON.stringify(unit), options.now.instant],
      );
      await appendAudit(tx, {
        at: options.now.instant,
        who: options.by,
        what: isReady(unit) ? 'unit.apply' : 'unit.stage',
        runId,
        unit: unit.unit,
        detail: { counts: unit.counts, parcels, assignment: unit.assignmentSha256, issue: unit.issueSha256 },
      });
      return { ...settled(unit, isReady(unit) ? 'applied' : waiting(unit)), parcels };
    });
  } catch (fault) {
    if (fault instanceof UnitFault) return { ...settled(unit, 'failed'), reason: fault.message };
    // Another unit of work of the same moment: the index is the last guard, e.g. a digital-address import.
    if (fault instanceof DatabaseError && fault.state === '23505') {
      return { ...settled(unit, 'failed'), reason: fault.message };
    }
    throw fault;
  }
}

/** The unit breaks a law of the registry: it is rolled back and reported, the others go on. */
class UnitFault extends Error {
  override name = 'UnitFault';
}

async function register(
  tx: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  options: ApplyOptions,
): Promise<number> {
  const runId = folder.manifest.id;
  const fault = (await registryFault(tx, runId, unit.unit)) ?? (await recordFault(tx, runId, unit.unit));
  if (fault) throw new UnitFault(`${unit.name} (${unit.unit}): ${fault}`);
  return openRegistry(tx, runId, unit.unit, options.now.date);
}

/** The same record of the same file, applied by another run, perhaps into another commune. */
async function recordFault(tx: Database, runId: string, unit: string): Promise<string | null> {
  const shared = await tx.query<{ mine: number; run: string; theirs: number }>(
    `select s.source as mine, o.run_id as run, o.source as theirs from source s
     join source o on o.sha256 = s.sha256 and o.run_id <> s.run_id where s.run_id = $1`,
    [runId],
  );
  for (const { mine, run, theirs } of shared) {
    const [twice] = await tx.query<{ ordinal: number; other: number; unit: string }>(
      `select a.ordinal, o.ordinal as other, o.unit from assignment a
       join assignment o on o.run_id = $3 and o.source = $4 and o.layer = a.layer and o.record = a.record and o.status = 'assigned'
       join run_unit u on u.run_id = o.run_id and u.unit = o.unit and u.state = 'applied'
       where a.run_id = $1 and a.unit = $2 and a.source = $5 and a.status = 'assigned' order by a.ordinal limit 1`,
      [runId, unit, run, theirs, mine],
    );
    if (twice) {
      return `record ${twice.ordinal} was already applied by run ${run} in commune ${twice.unit} (record ${twice.other})`;
    }
  }
  return null;
}

function settled(unit: CommuneSummary, outcome: UnitOutcome): UnitResult {
  const reason =
    outcome === 'blocked'
      ? `${unit.blocking} blocking issue(s): decide them, plan again and apply that run`
      : null;
  return { unit: unit.unit, name: unit.name, outcome, parcels: 0, reason };
}

/**
 * `applied` once no commune of the run is left that could be; blocked ones wait for another plan. Asked every time: a
 * process may have been killed between its last commune and this.
 */
async function finishRun(db: Database, runId: string, changed: boolean): Promise<void> {
  if (changed) await db.script(ANALYZE);
  await db.query(
    `update run set state = 'applied' where id = $1 and state = 'applying' and not exists (
       select 1 from json_array_elements(manifest -> 'communes') c
       left join run_unit u on u.run_id = run.id and u.unit = c ->> 'unit' and u.state <> 'reverted'
       where u.unit is null or (u.state = 'staged' and (c ->> 'blocking')::int = 0 and u.unit <> '.unresolved'))`,
    [runId],
  );
  if (changed) await db.checkpoint();
}

function summary(runId: string, units: readonly UnitResult[]): ApplyResult {
  const counts = { applied: 0, already: 0, blocked: 0, staged: 0, failed: 0 };
  for (const { outcome } of units) counts[outcome]++;
  return { runId, units, counts, parcels: units.reduce((sum, unit) => sum + unit.parcels, 0) };
}
