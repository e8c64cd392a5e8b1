/** One commune of a run: its rows, registry, checkpoint and audit. What breaks a law of the registry leaves nothing behind. */
import type { CommuneSummary } from '@thuadat/core/run';
import type { ApplyOptions, UnitOutcome, UnitResult } from './apply-options.ts';
import { appendAudit } from './audit.ts';
import { type Database, DatabaseError } from './database.ts';
import { openRegistry, registryFault } from './registry.ts';
import type { RunFolder } from './run-folder.ts';
import { stageUnit, unstageUnit } from './stage.ts';
import type { StagingLane } from './staging-lane.ts';

/** A blocked unit stays staged until what blocks it is accepted in review; what needs another answer needs another plan. */
export const needsWork = (unit: CommuneSummary, state: string | undefined, ready: Ready): boolean =>
  state === undefined || (state === 'staged' && ready(unit));

/** May this unit be put in force? */
export type Ready = (unit: CommuneSummary) => boolean;

/** `lifted`: blocking issues of each unit that people have accepted. */
export const readiness =
  (lifted: ReadonlyMap<string, number>, { stageOnly }: Pick<ApplyOptions, 'stageOnly'>): Ready =>
  ({ unit, blocking }) =>
    !stageOnly && unit !== '.unresolved' && blocking - (lifted.get(unit) ?? 0) <= 0;
export const waiting = (unit: CommuneSummary): UnitOutcome =>
  unit.unit === '.unresolved' || unit.blocking === 0 ? 'staged' : 'blocked';

/** Puts one unit in force, or brings it in for review; `lane` may have staged its rows already. */
export async function applyUnit(
  db: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  options: ApplyOptions,
  lane: StagingLane,
  ready: Ready,
): Promise<UnitResult> {
  const runId = folder.manifest.id;
  try {
    await lane.reach(unit);
    const inForce = ready(unit);
    return await db.transaction(async (tx) => {
      const [staged] = await tx.query(
        'select 1 from run_unit where run_id = $1 and unit = $2 and state = $3',
        [runId, unit.unit, 'staged'],
      );
      if (!staged) await stageUnit(tx, folder, unit, options.now.instant);
      const parcels = inForce ? await register(tx, folder, unit, options) : 0;
      const state = inForce ? 'applied' : 'staged';
      await tx.query(
        `insert into run_unit values ($1, $2, $3, $4, $5, $6)
         on conflict (run_id, unit) do update set state = excluded.state, changed_at = excluded.changed_at`,
        [runId, unit.unit, unit.name, state, JSON.stringify(unit), options.now.instant],
      );
      await appendAudit(tx, {
        at: options.now.instant,
        who: options.by,
        what: inForce ? 'unit.apply' : 'unit.stage',
        runId,
        unit: unit.unit,
        detail: { counts: unit.counts, parcels, assignment: unit.assignmentSha256, issue: unit.issueSha256 },
      });
      return { ...settled(unit, inForce ? 'applied' : waiting(unit)), parcels };
    });
  } catch (fault) {
    // Another unit of work of the same moment: the index is the last guard, e.g. a digital-address import.
    const own = fault instanceof UnitFault || (fault instanceof DatabaseError && fault.state === '23505');
    if (!own) throw fault;
    await unstageUnit(db, runId, unit.unit);
    return { ...settled(unit, 'failed'), reason: fault.message };
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

export function settled(unit: CommuneSummary, outcome: UnitOutcome): UnitResult {
  const reason =
    outcome === 'blocked'
      ? `${unit.blocking} blocking issue(s): decide them on the map (thuadat serve), then apply again, or plan again where a choice was made`
      : null;
  return { unit: unit.unit, name: unit.name, outcome, parcels: 0, reason };
}
