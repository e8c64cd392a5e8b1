/** The queue: cases that pass a filter, gravest first, a page at a time by key. */

import type { Status } from '@thuadat/api/map';
import type { CaseFilter } from '@thuadat/api/request';
import type { CasePage, CaseState, CaseView } from '@thuadat/api/review';
import type { IssueCode, Severity } from '@thuadat/core/issue/index';
import { type IssueTexts, valuesOf } from '@thuadat/core/issue/value';
import { REVIEWED, type Verdict } from '@thuadat/core/review/rule';
import { foldVietnamese } from '@thuadat/core/text/search-key';
import type { Database } from '../db/database.ts';
import { areaWkt } from './area.ts';
import { type Scope, splitCaseKey } from './scope.ts';

/** Its values as the columns keep them. */
export type CaseRow = IssueTexts & {
  unit: string;
  seq: number;
  rank: number;
  code: IssueCode;
  severity: Severity;
  ordinal: number;
  sheet: string | null;
  status: Status | null;
  lon: number | null;
  lat: number | null;
  state: CaseState;
  verdict: Verdict | null;
  choice: string | null;
  decided_who: string | null;
  decided_at: string | null;
  comments: number;
  version: number;
  held_by: string | null;
};

/** Parameter $1 is the run, $2 the asker's account. */
const CASE = `
  select c.unit, c.seq, c.rank, c.code, i.severity, c.ordinal::float8 as ordinal, i.subject, i.found, i.expected, c.sheet,
         c.status, c.lon, c.lat, c.state, c.verdict, c.choice, d.display as decided_who,
         to_char(c.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as decided_at, c.comments, c.version,
         case when c.lease_by <> $2::int and c.lease_until > now() then h.display end as held_by
  from review_case c
  join issue i on i.run_id = c.run_id and i.unit = c.unit and i.seq = c.seq
  left join account d on d.id = c.decided_by
  left join account h on h.id = c.lease_by`;

export const caseView = (row: CaseRow): CaseView => ({
  key: `${row.unit}:${row.seq}`,
  unit: row.unit,
  ordinal: row.ordinal,
  code: row.code,
  severity: row.severity,
  ...valuesOf(row),
  sheet: row.sheet,
  status: row.status,
  lonLat: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
  state: row.state,
  verdict: row.verdict,
  choice: row.choice,
  decidedBy: row.decided_who,
  decidedAt: row.decided_at,
  comments: row.comments,
  version: row.version,
  heldBy: row.held_by,
});

/** Conditions on `review_case c`; parameters are pushed behind those already there. */
export function caseConditions(scope: Scope, filter: CaseFilter, params: unknown[]): string {
  const put = (value: unknown) => `$${params.push(value)}`;
  const parts = ['c.run_id = $1'];
  if (scope.units) parts.push(`c.unit = any(${put([...scope.units])}::text[])`);
  if (filter.code) parts.push(`c.code = ${put(filter.code)}`);
  if (filter.severity) parts.push(`c.rank = ${put(REVIEWED.indexOf(filter.severity))}::int`);
  if (filter.status) parts.push(`c.status = ${put(filter.status)}`);
  if (filter.unit) parts.push(`c.unit = ${put(filter.unit)}`);
  if (filter.sheet) parts.push(`c.sheet = ${put(filter.sheet)}`);
  if (filter.state) parts.push(`c.state = ${put(filter.state)}`);
  if (filter.by)
    parts.push(`c.decided_by = (select id from account where name = ${put(filter.by.toLowerCase())})`);
  if (filter.since) parts.push(`c.decided_at >= ${put(midnight(filter.since, 0))}::timestamptz`);
  if (filter.until) parts.push(`c.decided_at < ${put(midnight(filter.until, 1))}::timestamptz`);
  for (const word of wordsOf(filter.text)) parts.push(`position(${put(word)} in c.words) > 0`);
  if (filter.area)
    parts.push(`ST_Contains(ST_GeomFromText(${put(areaWkt(filter.area))}), ST_MakePoint(c.lon, c.lat))`);
  return parts.join(' and ');
}

/** Days begin where the people are, which is where this program runs; the database counts in UTC. */
function midnight(day: string, daysOn: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date! + daysOn).toISOString();
}

/** Each word must be there, in any order. */
const wordsOf = (text: string | undefined): string[] =>
  foldVietnamese((text ?? '').slice(0, 200))
    .split(/\s+/)
    .filter(Boolean);

export async function listCases(
  db: Database,
  scope: Scope,
  filter: CaseFilter,
  after: string | null,
  limit: number,
): Promise<CasePage> {
  const params: unknown[] = [scope.run, scope.actor];
  const conditions = caseConditions(scope, filter, params);
  const [sum] = await db.query<{ n: number }>(
    `select count(*)::int as n from review_case c where $2::int is not null and ${conditions}`,
    params,
  );
  let rest = '';
  const key = after === null ? null : splitCaseKey(after);
  if (key) {
    const unit = `$${params.push(key.unit)}`;
    const seq = `$${params.push(key.seq)}::int`;
    rest = ` and (c.rank, c.unit, c.code, c.seq) > (select k.rank, k.unit, k.code, k.seq from review_case k
      where k.run_id = $1 and k.unit = ${unit} and k.seq = ${seq})`;
  }
  const rows = await db.query<CaseRow>(
    `${CASE} where ${conditions}${rest} order by c.rank, c.unit, c.code, c.seq limit $${params.push(limit + 1)}`,
    params,
  );
  const cases = rows.slice(0, limit).map(caseView);
  return { cases, total: sum?.n ?? 0, next: rows.length > limit ? cases.at(-1)!.key : null };
}

/** The cases of these keys as they are now, in the order of the queue. */
export async function casesByKey(
  db: Database,
  scope: Scope,
  keys: readonly { readonly unit: string; readonly seq: number }[],
): Promise<CaseView[]> {
  const rows = await db.query<CaseRow>(
    `${CASE} where c.run_id = $1 and (c.unit, c.seq) in (select * from unnest($3::text[], $4::int[]))
       and ($5::text[] is null or c.unit = any($5::text[])) order by c.rank, c.unit, c.code, c.seq`,
    [
      scope.run,
      scope.actor,
      keys.map(({ unit }) => unit),
      keys.map(({ seq }) => seq),
      scope.units === null ? null : [...scope.units],
    ],
  );
  return rows.map(caseView);
}
