/** What people decided, as the next plan takes it up. */

import type { CaseState } from '@thuadat/api/review';
import { valueFromText } from '@thuadat/core/issue/value';
import type { MessageValue } from '@thuadat/core/message/message';
import type { Verdict } from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';

export type ReviewedRecord = {
  /** File name or table of the source, its layer, and the record in it. */
  readonly source: string;
  readonly layer: string;
  readonly record: number;
  /** Of the record as it was decided on: see `recordHash`. */
  readonly hash: string;
  /** New commune; null = the record is withdrawn. */
  readonly commune: string | null;
  readonly decision: number;
  readonly who: string;
  readonly reason: string;
};

export type StandingDecision = {
  readonly fingerprint: string;
  readonly code: string;
  readonly verdict: Verdict;
  readonly state: CaseState;
  readonly choice: string | null;
  readonly who: string;
  readonly at: string;
  readonly reason: string;
  readonly unit: string;
  readonly records: readonly Pick<ReviewedRecord, 'source' | 'layer' | 'record' | 'hash' | 'commune'>[];
  readonly decision: number;
  readonly subject: MessageValue;
  /** Record the case is about. */
  readonly place: { readonly source: string; readonly layer: string; readonly record: number };
};

/** The newest word on each case ever decided in runs of the province, by its decision. */
export async function standingDecisions(db: Database, province: string): Promise<StandingDecision[]> {
  const rows = await db.query<StandingDecision & { readonly subject: string }>(
    `select d.fingerprint, d.code, l.after ->> 'verdict' as verdict, l.after ->> 'state' as state, d.choice, d.who,
            to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, d.reason, d.unit, d.records,
            d.id::float8 as decision, d.subject, d.place
     from (select distinct on (fingerprint) fingerprint, after, run_id from decision where kind <> 'comment'
           order by fingerprint, id desc) l
     join decision d on d.id = (l.after ->> 'decision')::bigint
     join run r on r.id = d.run_id and r.manifest ->> 'province' = $1
     where l.after ->> 'state' <> 'open' order by d.id`,
    [province],
  );
  return rows.map((row) => ({ ...row, subject: valueFromText(row.subject) }));
}

/** Records to place or to withdraw: of decisions that stand and wait for nobody, each record once, the newest word. */
export async function reviewedRecords(db: Database, province: string): Promise<ReviewedRecord[]> {
  const records = new Map<string, ReviewedRecord>();
  for (const { state, decision, who, reason, records: list } of await standingDecisions(db, province)) {
    if (state !== 'decided') continue;
    for (const each of list) {
      records.set(`${each.source}\u001f${each.layer}\u001f${each.record}`, {
        ...each,
        decision,
        who,
        reason,
      });
    }
  }
  return [...records.values()].sort(
    (a, b) => compare(a.source, b.source) || compare(a.layer, b.layer) || a.record - b.record,
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
