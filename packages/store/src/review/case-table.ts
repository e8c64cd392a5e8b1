/** Cases with what was decided on them, row by row: for the issue list, the printed record and the decisions' export. */
import type { CaseFilter } from '@thuadat/api/request';
import type { Database } from '../db/database.ts';
import { type CaseRow, caseConditions } from './case-list.ts';
import type { Scope } from './scope.ts';

export type CaseTableRow = CaseRow & {
  readonly unit_name: string;
  /** The record it is about, as its source names it. */
  readonly source: string | null;
  readonly record: number | null;
  readonly reason: string | null;
  /** Who agreed as the second person. */
  readonly approved_by: string | null;
  /** State before and after the decision in force. */
  readonly before: string | null;
  readonly after: string | null;
};

/** In the order of unit, sheet and rule; memory does not grow with the number of cases. */
export function caseTable(db: Database, scope: Scope, filter: CaseFilter): AsyncIterable<CaseTableRow> {
  const params: unknown[] = [scope.run, scope.actor];
  const where = caseConditions(scope, filter, params);
  return db.stream<CaseTableRow>(
    `select c.unit, u.name as unit_name, c.seq, c.rank, c.code, i.severity, c.ordinal::float8 as ordinal, i.subject, i.found,
            i.expected, c.sheet, c.status, c.lon, c.lat, c.state, c.verdict, c.choice, d.who as decided_who,
            to_char(c.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as decided_at, c.comments, c.version,
            null as held_by, i.at ->> 'source' as source, (i.at ->> 'record')::float8 as record, d.reason, p.who as approved_by, d.before ->> 'state' as before, d.after ->> 'state' as after
     from review_case c
     join issue i on i.run_id = c.run_id and i.unit = c.unit and i.seq = c.seq
     left join run_unit u on u.run_id = c.run_id and u.unit = c.unit
     left join decision d on d.id = c.decision
     left join lateral (select who from decision a where a.about = d.id and a.kind in ('approve', 'confirm')
                        order by a.id desc limit 1) p on true
     where $2::int is not null and ${where}
     order by c.unit, c.sheet, c.rank, c.code, c.seq`,
    params,
  );
}
