/** One commune of a run: its rows, registry, checkpoint and audit. What breaks a law of the registry leaves nothing behind. */
import type { Message } from '@thuadat/core/message/message';
import type { CommuneSummary } from '@thuadat/core/run';
import type { RunFolder } from '@thuadat/run/run-folder';
import { type Database, DatabaseError } from '../db/database.ts';
import { tell } from '../messages.ts';
import { appendAudit } from '../registry/audit.ts';
import { openRegistry } from '../registry/registry.ts';
import type { ApplyOptions, UnitOutcome, UnitResult } from './apply-options.ts';
import { Displaced, type Turn } from './ordered-units.ts';
import { stageUnit, unstageUnit } from './stage.ts';

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

/** A unit, and the registry's number before its first parcel; null = after whatever is there. */
export type NumberedUnit = { readonly unit: CommuneSummary; readonly after: number | null };

/** Puts one unit in force, or brings it in for review. */
export async function applyUnit(
  db: Database,
  folder: RunFolder,
  { unit, after }: NumberedUnit,
  options: ApplyOptions,
  ready: Ready,
  turn: Turn,
): Promise<UnitResult> {
  const runId = folder.manifest.id;
  const inForce = ready(unit);
  try {
    return await db.transaction(async (tx) => {
      if (!turn.alone) await tx.script(`set local lock_timeout = '${PATIENCE}'`);
      const [staged] = await tx.query(
        'select 1 from run_unit where run_id = $1 and unit = $2 and state = $3',
        [runId, unit.unit, 'staged'],
      );
      if (!staged) await stageUnit(tx, folder, unit, options.now.instant);
      const number = turn.alone ? null : after;
      const parcels = inForce ? await register(tx, folder, unit, options, number) : 0;
      await turn.mine();
      await close(tx, runId, unit, inForce, parcels, options);
      return { ...settled(unit, inForce ? 'applied' : waiting(unit)), parcels };
    });
  } catch (fault) {
    if (!turn.alone && fault instanceof DatabaseError && IN_THE_WAY.includes(fault.state))
      throw new Displaced();
    if (!(fault instanceof UnitFault)) throw fault;
    await unstageUnit(db, runId, unit.unit);
    return { ...settled(unit, 'failed'), reason: fault.reason };
  }
}

/** How long one of two units waits for the other's rows: it may be the other that waits for its turn. */
const PATIENCE = '5s';
/** lock_not_available, deadlock_detected. */
const IN_THE_WAY: readonly (string | null)[] = ['55P03', '40P01'];

/** Checkpoint and audit: what of a unit must be in the order of the units. */
async function close(
  tx: Database,
  runId: string,
  unit: CommuneSummary,
  inForce: boolean,
  parcels: number,
  { by, now }: ApplyOptions,
): Promise<void> {
  await tx.query(
    `insert into run_unit values ($1, $2, $3, $4, $5, $6)
     on conflict (run_id, unit) do update set state = excluded.state, changed_at = excluded.changed_at`,
    [runId, unit.unit, unit.name, inForce ? 'applied' : 'staged', JSON.stringify(unit), now.instant],
  );
  await appendAudit(tx, {
    at: now.instant,
    who: by,
    what: inForce ? 'unit.apply' : 'unit.stage',
    runId,
    unit: unit.unit,
    detail: { counts: unit.counts, parcels, assignment: unit.assignmentSha256, issue: unit.issueSha256 },
  });
}

/** The unit breaks a law of the registry: it is rolled back and reported, the others go on. */
class UnitFault extends Error {
  override name = 'UnitFault';
  constructor(readonly reason: Message) {
    super(reason.code);
  }
}

async function register(
  tx: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  options: ApplyOptions,
  after: number | null,
): Promise<number> {
  const runId = folder.manifest.id;
  const twice = await recordFault(tx, runId, unit.unit);
  const opened = twice === null ? await openRegistry(tx, runId, unit.unit, options.now.date, after) : null;
  const fault = twice ?? opened?.fault;
  if (fault) throw new UnitFault(tell('unit.fault', { name: unit.name, commune: unit.unit, fault }));
  return opened!.parcels;
}

/** The same record of the same file, applied by another run, perhaps into another commune. */
async function recordFault(tx: Database, runId: string, unit: string): Promise<Message | null> {
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
      return tell('unit.record-applied', {
        record: twice.ordinal,
        run,
        commune: twice.unit,
        other: twice.other,
      });
    }
  }
  return null;
}

export function settled(unit: CommuneSummary, outcome: UnitOutcome): UnitResult {
  const reason = outcome === 'blocked' ? tell('unit.blocked', { issues: unit.blocking }) : null;
  return { unit: unit.unit, name: unit.name, outcome, parcels: 0, reason };
}
