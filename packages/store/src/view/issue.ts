/** Issues of a run: counted by rule, and listed a page at a time by key, so that page 1,000 costs what page 1 costs. */

import type { IssueGroup, IssuePage, IssueView, Status } from '@thuadat/api/map';
import type { IssueFilter } from '@thuadat/api/request';
import type { Issue, IssueCode, Severity } from '@thuadat/core/issue/index';
import { type IssueTexts, valuesOf } from '@thuadat/core/issue/value';
import type { Database } from '../db/database.ts';

const ISSUE_VIEW = `
  select i.unit, i.seq, i.ordinal::float8 as ordinal, i.code, i.severity, i.subject, i.at, i.found, i.expected,
         coalesce(i.lon, a.lon) as lon, coalesce(i.lat, a.lat) as lat, i.shape, i.others, a.status
  from issue i left join assignment a on a.run_id = i.run_id and a.ordinal = i.ordinal`;

type IssueRow = IssueTexts & {
  unit: string;
  seq: number;
  ordinal: number;
  code: IssueCode;
  severity: Severity;
  at: Issue['at'];
  lon: number | null;
  lat: number | null;
  shape: IssueView['shape'];
  others: number[];
  status: Status | null;
};

const issueView = (row: IssueRow): IssueView => ({
  key: `${row.unit}:${row.seq}`,
  unit: row.unit,
  ordinal: row.ordinal,
  code: row.code,
  severity: row.severity,
  ...valuesOf(row),
  at: row.at,
  others: row.others,
  shape: row.shape,
  status: row.status,
  lonLat: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
});

/** Conditions of a filter and of the asker's communes (null = all), parameters numbered on from those already there. */
function filterConditions(filter: IssueFilter, params: unknown[], units: readonly string[] | null): string {
  const scope = units ? ` and i.unit = any($${params.push([...units])}::text[])` : '';
  const columns: Record<keyof IssueFilter, string> = {
    code: 'i.code',
    severity: 'i.severity',
    unit: 'i.unit',
    status: 'a.status',
  };
  const chosen = (Object.keys(columns) as (keyof IssueFilter)[])
    .filter((name) => filter[name] !== undefined)
    .map((name) => ` and ${columns[name]} = $${params.push(filter[name])}`)
    .join('');
  return scope + chosen;
}

/** Counts by rule, gravest first, then the most frequent. */
export async function groupIssues(
  db: Database,
  runId: string,
  filter: IssueFilter,
  units: readonly string[] | null = null,
): Promise<IssueGroup[]> {
  const params: unknown[] = [runId];
  const conditions = filterConditions(filter, params, units);
  const join = filter.status ? 'join assignment a on a.run_id = i.run_id and a.ordinal = i.ordinal' : '';
  return db.query<IssueGroup>(
    `select i.code, i.severity, count(*)::int as count from issue i ${join}
     where i.run_id = $1${conditions}
     group by i.code, i.severity
     order by case i.severity when 'blocking' then 0 when 'error' then 1 when 'warning' then 2 else 3 end,
              count(*) desc, i.code collate "C"`,
    params,
  );
}

/** Issues in the order of unit and sequence, after the one named `after` (`<unit>:<seq>`). */
export async function listIssues(
  db: Database,
  runId: string,
  filter: IssueFilter,
  after: string | null,
  limit: number,
  units: readonly string[] | null = null,
): Promise<IssuePage> {
  const params: unknown[] = [runId];
  let conditions = filterConditions(filter, params, units);
  if (after !== null) {
    const [unit, seq] = splitIssueKey(after);
    conditions += ` and (i.unit, i.seq) > ($${params.push(unit)}, $${params.push(seq)}::int)`;
  }
  const rows = await db.query<IssueRow>(
    `${ISSUE_VIEW} where i.run_id = $1${conditions} order by i.unit, i.seq limit $${params.push(limit + 1)}`,
    params,
  );
  const issues = rows.slice(0, limit).map(issueView);
  return { issues, next: rows.length > limit ? issues.at(-1)!.key : null };
}

export async function issuesOfParcel(db: Database, runId: string, ordinal: number): Promise<IssueView[]> {
  const rows = await db.query<IssueRow>(
    `${ISSUE_VIEW} where i.run_id = $1 and i.ordinal = $2 order by i.unit, i.seq`,
    [runId, ordinal],
  );
  return rows.map(issueView);
}

function splitIssueKey(key: string): [string, number] {
  const at = key.lastIndexOf(':');
  return [key.slice(0, at), Number(key.slice(at + 1))];
}
