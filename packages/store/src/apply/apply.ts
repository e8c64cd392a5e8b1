/**
 * Commits exactly one run, unit by unit: rows, registry, checkpoint and audit of a commune stand or fall together.
 * Killed anywhere and run again it ends the same, because what is done is read from the checkpoints.
 */
import type { CommuneSummary } from '@thuadat/core/run';
import type { RunFolder } from '@thuadat/run/run-folder';
import type { Database } from '../db/database.ts';
import { refused, tell } from '../messages.ts';
import { refuseMixedMethods } from '../registry/method.ts';
import { liftedBlocking } from '../review/lifted-blocks.ts';
import type { ApplyOptions, UnitOutcome, UnitResult } from './apply-options.ts';
import {
  applyUnit,
  type NumberedUnit,
  needsWork,
  type Ready,
  readiness,
  settled,
  waiting,
} from './apply-unit.ts';
import { loadRun, recordsOf, runTables } from './load.ts';
import { inTurns } from './ordered-units.ts';
import { stageRun } from './stage.ts';

export type ApplyResult = {
  readonly runId: string;
  readonly units: readonly UnitResult[];
  readonly counts: Readonly<Record<UnitOutcome, number>>;
  /** Parcels put in force by this call. */
  readonly parcels: number;
};

export async function applyRun(db: Database, folder: RunFolder, options: ApplyOptions): Promise<ApplyResult> {
  return db.exclusive('apply', async () => {
    const units = chosenUnits(folder, options);
    const done = await unitStates(db, folder.manifest.id);
    await refuseTwice(db, folder, units, options);
    const ready = readiness(await liftedBlocking(db, folder.manifest.id), options);
    const todo = units.filter((unit) => needsWork(unit, done.get(unit.unit), ready));
    if (todo.some((unit) => ready(unit) && unit.identifiers.minted > 0)) await refuseMixedMethods(db, folder);
    const fresh = todo.filter((unit) => !done.has(unit.unit));
    const loaded = todo.length > 0 && (await bringIn(db, folder, fresh, options));
    const results = await applyUnits(db, folder, units, { todo, done, ready }, options);
    if (todo.length > 0 && !loaded) await analyzeRun(db, folder.manifest.id);
    await finishRun(db, folder.manifest.id, todo.length > 0);
    if (options.stageOnly) await awaitReview(db, folder.manifest.id);
    return summary(folder.manifest.id, results);
  });
}

/** The run itself, and at once the rows of the units that it has not brought in; false when they will come one by one. */
async function bringIn(
  db: Database,
  folder: RunFolder,
  units: readonly CommuneSummary[],
  options: ApplyOptions,
): Promise<boolean> {
  await stageRun(db, folder, options);
  const loaded = await loadRun(db, folder, units, options);
  if (loaded) await analyzeRun(db, folder.manifest.id);
  return loaded;
}

/** Units whose transactions run side by side on a server; the embedded engine has one connection. */
const AT_ONCE = 2;

type Work = {
  readonly todo: readonly CommuneSummary[];
  readonly done: ReadonlyMap<string, string>;
  readonly ready: Ready;
};

/** Those to do in their order, those done named where they stand. */
async function applyUnits(
  db: Database,
  folder: RunFolder,
  units: readonly CommuneSummary[],
  { todo, done, ready }: Work,
  options: ApplyOptions,
): Promise<readonly UnitResult[]> {
  const applied = units.filter(({ unit }) => done.get(unit) === 'applied');
  options.onStage?.('apply', recordsOf(units), recordsOf(applied));
  const atOnce = db.kind === 'pglite' ? 1 : AT_ONCE;
  const worked = inTurns(
    numbered(todo, ready, await lastNumber(db)),
    atOnce,
    ({ outcome }: UnitResult) => outcome !== 'failed',
    (unit, turn) => applyUnit(db, folder, unit, options, ready, turn),
  )[Symbol.asyncIterator]();
  const results: UnitResult[] = [];
  let registered = 0;
  let known = 0;
  try {
    for (const [index, unit] of units.entries()) {
      const state = done.get(unit.unit);
      if (needsWork(unit, state, ready)) {
        const [, result] = (await worked.next()).value as readonly [NumberedUnit, UnitResult];
        results.push(result);
        await db.checkpoint();
        registered += result.parcels;
        if (registered >= Math.max(STATISTICS_ROWS, 4 * known)) {
          await db.script('analyze registry');
          known = registered;
        }
      } else results.push(settled(unit, state === 'applied' ? 'already' : waiting(unit)));
      options.onProgress?.({
        unit: unit.unit,
        name: unit.name,
        done: index + 1,
        total: units.length,
        records: unit.counts.read,
      });
    }
  } finally {
    await worked.return?.();
  }
  return results;
}

/** Each with the number that the registry will have reached before it: all its assigned records come into force. */
function* numbered(units: readonly CommuneSummary[], ready: Ready, last: number): Iterable<NumberedUnit> {
  let after = last;
  for (const unit of units) {
    yield { unit, after };
    if (ready(unit)) after += unit.counts.assigned;
  }
}

async function lastNumber(db: Database): Promise<number> {
  const [row] = await db.query<{ last: number }>('select coalesce(max(seq), 0) as last from registry');
  return row!.last;
}

/** The planner's guesses begin to hurt when a table has grown manyfold; below this they serve. */
const STATISTICS_ROWS = 20_000;

/**
 * Of the big tables only this run's partitions: the others have not changed, and going over 34 provinces each time would
 * cost more than the load.
 */
async function analyzeRun(db: Database, runId: string): Promise<void> {
  const { assignment, issue } = await runTables(db, runId);
  await db.script(`analyze ${assignment}; analyze ${issue}`);
}

function chosenUnits(folder: RunFolder, { onlyUnits }: ApplyOptions): readonly CommuneSummary[] {
  const { communes, id } = folder.manifest;
  for (const unit of onlyUnits ?? []) {
    if (!communes.some((each) => each.unit === unit)) {
      throw refused('run.no-commune', {
        run: id,
        commune: unit,
        communes: communes.map((each) => each.unit),
      });
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
    const list = twice
      .slice(0, 5)
      .map((each) => tell('run.commune-of', { commune: each.unit, run: each.run_id }));
    throw refused('run.communes-applied', {
      applied: twice.length,
      communes: units.length,
      run: manifest.id,
      list: twice.length > 5 ? [...list, '…'] : list,
    });
  }
  if (options.onlyUnits) return; // record by record in applyUnit
  const source = (await appliedSources(db)).find(
    (each) => each.runId !== manifest.id && manifest.sources.some(({ sha256 }) => sha256 === each.sha256),
  );
  if (source) {
    const sha256 = source.sha256.slice(0, 12);
    throw refused('run.source-applied', { source: source.name, sha256, run: source.runId });
  }
}

export type AppliedSource = { readonly sha256: string; readonly name: string; readonly runId: string };

/** Sources of runs of which at least one commune is applied. */
export const appliedSources = (db: Database): Promise<AppliedSource[]> =>
  db.query<AppliedSource>(
    `select s.sha256, s.name, s.run_id as "runId" from source s
     where exists (select 1 from run_unit u where u.run_id = s.run_id and u.state = 'applied') order by s.run_id, s.source`,
  );

/**
 * `applied` once no commune of the run is left that could be; blocked ones wait for another plan. Asked every time: a
 * process may have been killed between its last commune and this.
 */
async function finishRun(db: Database, runId: string, changed: boolean): Promise<void> {
  if (changed) await db.script('analyze registry');
  await db.query(
    `update run set state = 'applied' where id = $1 and state = 'applying' and not exists (
       select 1 from json_array_elements(manifest -> 'communes') c
       left join run_unit u on u.run_id = run.id and u.unit = c ->> 'unit' and u.state <> 'reverted'
       where u.unit is null or (u.state = 'staged' and (c ->> 'blocking')::int = 0 and u.unit <> '.unresolved'))`,
    [runId],
  );
  if (changed) await db.checkpoint();
}

/** A run that was only brought in is not under way. */
async function awaitReview(db: Database, runId: string): Promise<void> {
  await db.query(
    `update run set state = 'staged' where id = $1 and state = 'applying'
       and not exists (select 1 from run_unit where run_id = $1 and state = 'applied')`,
    [runId],
  );
}

function summary(runId: string, units: readonly UnitResult[]): ApplyResult {
  const counts = { applied: 0, already: 0, blocked: 0, staged: 0, failed: 0 };
  for (const { outcome } of units) counts[outcome]++;
  return { runId, units, counts, parcels: units.reduce((sum, unit) => sum + unit.parcels, 0) };
}
