/** A case is held while somebody has it open, so that two people do not think about the same one. */
import { LEASE_SECONDS } from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';
import { NotThereError, type Scope, splitCaseKey } from './scope.ts';

/** Takes or renews; false when another holds it. */
export async function takeLease(db: Database, scope: Scope, key: string): Promise<boolean> {
  const place = splitCaseKey(key);
  if (!place) throw new NotThereError(key);
  const rows = await db.query<{ mine: boolean }>(
    `update review_case set lease_by = $4::int, lease_until = now() + make_interval(secs => $5)
     where run_id = $1 and unit = $2 and seq = $3 and ($6::text[] is null or unit = any($6::text[]))
       and (lease_by is null or lease_by = $4::int or lease_until <= now()) returning true as mine`,
    [scope.run, place.unit, place.seq, scope.actor, LEASE_SECONDS, scope.units && [...scope.units]],
  );
  return rows.length > 0;
}

export async function releaseLease(db: Database, scope: Scope, key: string): Promise<void> {
  const place = splitCaseKey(key);
  if (!place) return;
  await db.query(
    `update review_case set lease_by = null, lease_until = null
     where run_id = $1 and unit = $2 and seq = $3 and lease_by = $4::int`,
    [scope.run, place.unit, place.seq, scope.actor],
  );
}
