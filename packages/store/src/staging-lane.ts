/**
 * Copies the rows of the next communes on a connection of its own while the commune before them goes into the registry:
 * on a server the two halves of `apply` keep two cores busy. Each is staged in a transaction of its own, which is the
 * state a stopped apply leaves too; numbers and audit are given at its turn, so the rows end the same with or without.
 */
import type { CommuneSummary } from '@thuadat/core/run';
import type { ApplyOptions } from './apply-options.ts';
import type { Database } from './database.ts';
import type { RunFolder } from './run-folder.ts';
import { stageUnit } from './stage.ts';

export type StagingLane = {
  /** Resolves when the unit's rows are staged, if it is one of the lane's; throws what hindered it. */
  reach(unit: CommuneSummary): Promise<void>;
  /** Starts nothing more and waits for what is under way. */
  stop(): Promise<void>;
};

/** Communes staged before their turn: enough to even out large and small ones, few to undo when one fails. */
const AHEAD = 3;

/** `units`: those that will be put in force and are not staged, in their order. The embedded engine has one connection. */
export function stagingLane(
  db: Database,
  folder: RunFolder,
  units: readonly CommuneSummary[],
  options: ApplyOptions,
): StagingLane {
  if (db.kind === 'pglite') return { reach: async () => {}, stop: async () => {} };
  const staged = new Map<string, Promise<void>>();
  let chain = Promise.resolve();
  let stopped = false;
  const start = (unit: CommuneSummary) => {
    // After a failure nothing more is staged; whoever reaches a unit then gets the same fault.
    chain = chain.then(() => (stopped ? undefined : stageAhead(db, folder, unit, options)));
    chain.catch(() => {});
    staged.set(unit.unit, chain);
  };
  return {
    async reach(unit) {
      const place = units.indexOf(unit);
      if (place < 0) return;
      for (const each of units.slice(place, place + 1 + AHEAD)) {
        if (!staged.has(each.unit)) start(each);
      }
      await staged.get(unit.unit);
      staged.set(unit.unit, Promise.resolve());
    },
    async stop() {
      stopped = true;
      await chain.catch(() => {});
    },
  };
}

async function stageAhead(
  db: Database,
  folder: RunFolder,
  unit: CommuneSummary,
  { now }: ApplyOptions,
): Promise<void> {
  await db.transaction(async (tx) => {
    await stageUnit(tx, folder, unit, now.instant);
    await tx.query(
      `insert into run_unit values ($1, $2, $3, 'staged', $4, $5)
       on conflict (run_id, unit) do update set state = excluded.state, changed_at = excluded.changed_at`,
      [folder.manifest.id, unit.unit, unit.name, JSON.stringify(unit), now.instant],
    );
  });
}
