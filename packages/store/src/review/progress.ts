/** How far each commune is, and what is new. */
import type { UnitProgress } from '@thuadat/api/review';
import type { Database } from '../db/database.ts';
import type { RunExtent } from '../view/run.ts';
import { liftedBlocking } from './lifted-blocks.ts';
import type { Scope } from './scope.ts';

type Row = Omit<UnitProgress, 'extent' | 'blocking'> & {
  readonly blocking: number;
  readonly applied: boolean;
};

/** `since`: an instant; what was decided or opened from then on is new. */
export async function readProgress(
  db: Database,
  scope: Scope,
  extent: RunExtent,
  since: string,
): Promise<UnitProgress[]> {
  const rows = await db.query<Row>(
    `select u.unit, u.name, coalesce(n.cases, 0) as cases, coalesce(n.open, 0) as open, coalesce(n.waiting, 0) as waiting,
            coalesce(n.again, 0) as again, coalesce(n.decided, 0) as decided,
            (u.summary ->> 'blocking')::int as blocking, u.state = 'applied' as applied,
            coalesce(n.newly_decided, 0) as "newlyDecided", coalesce(n.newly_opened, 0) as "newlyOpened"
     from run_unit u left join (
       select unit, count(*)::int as cases, count(*) filter (where state = 'open')::int as open,
              count(*) filter (where state = 'waiting')::int as waiting,
              count(*) filter (where state = 'again')::int as again,
              count(*) filter (where state = 'decided')::int as decided,
              count(*) filter (where decided_at >= $3::timestamptz)::int as newly_decided,
              count(*) filter (where opened_at >= $3::timestamptz)::int as newly_opened
       from review_case where run_id = $1 group by unit) n on n.unit = u.unit
     where u.run_id = $1 and u.state <> 'reverted' and ($2::text[] is null or u.unit = any($2::text[]))
     order by u.unit collate "C"`,
    [scope.run, scope.units && [...scope.units], since],
  );
  const lifted = await liftedBlocking(db, scope.run);
  return rows.map(({ applied, blocking, ...row }) => ({
    ...row,
    blocking: applied ? 0 : Math.max(0, blocking - (lifted.get(row.unit) ?? 0)),
    extent: extent.units.get(row.unit) ?? null,
  }));
}
