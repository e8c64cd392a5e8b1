/** Blocks that a person has lifted: what `apply` may leave out of account. */
import type { IssueCode } from '@thuadat/core/issue/index';
import { REVIEW_RULES } from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';

const LIFTING = (Object.keys(REVIEW_RULES) as IssueCode[]).filter((code) => REVIEW_RULES[code].lifts);

/** Accepted blocking issues a unit; those that wait for a second person do not count. */
export async function liftedBlocking(db: Database, runId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ unit: string; n: number }>(
    `select unit, count(*)::int as n from review_case
     where run_id = $1 and rank = 0 and state = 'decided' and verdict = 'accept' and code = any($2::text[]) group by unit`,
    [runId, LIFTING],
  );
  return new Map(rows.map(({ unit, n }) => [unit, n]));
}
