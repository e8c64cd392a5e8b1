/** The record of a commune or one of its sheets, as it is printed and signed. */

import type { RunView } from '@thuadat/api/map';
import type { RecordLine, RecordView } from '@thuadat/api/review';
import type { IssueCode, Severity } from '@thuadat/core/issue/index';
import { valuesOf } from '@thuadat/core/issue/value';
import type { CommuneSummary } from '@thuadat/core/run';
import type { Database } from '../db/database.ts';
import { type CaseTableRow, caseTable } from './case-table.ts';
import { NotThereError, type Scope } from './scope.ts';

/** Lines of each list: some forty pages. More is read on a screen, from the issue list. */
const LINES = 1500;

export async function readRecord(
  db: Database,
  scope: Scope,
  run: RunView,
  unit: string,
  sheet: string | null,
): Promise<RecordView> {
  const [row] = await db.query<{ name: string; state: string; summary: CommuneSummary }>(
    `select name, state, summary from run_unit where run_id = $1 and unit = $2 and state <> 'reverted'
       and ($3::text[] is null or unit = any($3::text[]))`,
    [run.id, unit, scope.units && [...scope.units]],
  );
  if (!row) throw new NotThereError(unit);
  const rules = new Map<string, { code: IssueCode; severity: Severity; cases: number; decided: number }>();
  const lists = { decided: [] as RecordLine[], open: [] as RecordLine[] };
  let omitted = 0;
  for await (const each of caseTable(db, scope, { unit, ...(sheet === null ? {} : { sheet }) })) {
    const rule = rules.get(each.code) ?? { code: each.code, severity: each.severity, cases: 0, decided: 0 };
    rules.set(each.code, rule);
    rule.cases++;
    if (each.state === 'decided') rule.decided++;
    const list = each.state === 'decided' ? lists.decided : lists.open;
    if (list.length < LINES) list.push(lineOf(each));
    else omitted++;
  }
  return {
    run: run.id,
    province: run.provinceName,
    asOf: run.asOf,
    plannedAt: run.plannedAt,
    plannedBy: run.plannedBy,
    unit: { code: unit, name: row.name, state: row.state },
    sheet,
    counts: row.summary.counts,
    sheets: await movesOf(db, run.id, unit, sheet),
    rules: [...rules.values()],
    ...lists,
    omitted,
    audit: await auditHead(db),
  };
}

const lineOf = (row: CaseTableRow): RecordLine => ({
  ...valuesOf(row),
  code: row.code,
  severity: row.severity,
  state: row.state,
  verdict: row.verdict,
  choice: row.choice,
  who: row.decided_who,
  at: row.decided_at,
  reason: row.reason,
  approvedBy: row.approved_by,
});

const movesOf = (db: Database, run: string, unit: string, sheet: string | null) =>
  db.query<RecordView['sheets'][number]>(
    `select old_commune as "oldCommune", sheet as "oldSheet", scale, new_sheet as "newSheet", parcels from sheet_move
     where run_id = $1 and new_commune = $2 and ($3::text is null or new_sheet = $3)
     order by old_commune, length(sheet), sheet`,
    [run, unit, sheet],
  );

async function auditHead(db: Database): Promise<RecordView['audit']> {
  const [last] = await db.query<{ rows: number; head: string }>(
    'select seq::float8 as rows, hash as head from audit order by seq desc limit 1',
  );
  return last ?? { rows: 0, head: '' };
}
