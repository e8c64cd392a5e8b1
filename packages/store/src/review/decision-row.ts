/** One decision: its row, the case it changes and the audit, all in the caller's transaction. */

import type { CaseState, DecisionKind } from '@thuadat/api/review';
import type { Actor } from '@thuadat/core/review/account';
import type { Verdict } from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';
import { appendAudit } from '../registry/audit.ts';
import type { ReviewedRecord } from './reviewed.ts';

/** What stands on a case: kept before and after in every decision, so that any can be taken back. */
export type CaseVerdict = {
  readonly state: CaseState;
  readonly verdict: Verdict | null;
  readonly choice: string | null;
  /** Id of the decision in force. */
  readonly decision: number | null;
};

export const OPEN: CaseVerdict = { state: 'open', verdict: null, choice: null, decision: null };

/** A case as it is held while it is changed. */
export type HeldCase = {
  readonly run_id: string;
  readonly unit: string;
  readonly seq: number;
  readonly code: string;
  readonly ordinal: number;
  readonly fingerprint: string;
  readonly rank: number;
  readonly version: number;
  readonly state: CaseState;
  readonly verdict: Verdict | null;
  readonly choice: string | null;
  readonly decision: number | null;
  readonly decided_by: number | null;
  /** Somebody else's lease that still runs. */
  readonly held: boolean;
};

const HELD = `run_id, unit, seq, code, ordinal::float8 as ordinal, fingerprint, rank, version, state, verdict, choice,
  decision::float8 as decision, decided_by, coalesce(lease_by <> $2::int and lease_until > now(), false) as held`;

/** Locks the cases in the order of their keys, so that two who change many do not wait for each other in a circle. */
export async function holdCases(
  tx: Database,
  runId: string,
  actor: number,
  keys: readonly { readonly unit: string; readonly seq: number }[],
): Promise<HeldCase[]> {
  return tx.query<HeldCase>(
    `select ${HELD} from review_case where run_id = $1 and (unit, seq) in (select * from unnest($3::text[], $4::int[]))
     order by unit, seq for update`,
    [runId, actor, keys.map(({ unit }) => unit), keys.map(({ seq }) => seq)],
  );
}

export async function holdByDecision(
  tx: Database,
  runId: string,
  actor: number,
  decisions: readonly number[],
): Promise<HeldCase[]> {
  return tx.query<HeldCase>(
    `select ${HELD} from review_case where run_id = $1 and decision = any($3::bigint[]) order by unit, seq for update`,
    [runId, actor, [...decisions]],
  );
}

const standingOf = (held: HeldCase): CaseVerdict => ({
  state: held.state,
  verdict: held.verdict,
  choice: held.choice,
  decision: held.decision,
});

export type DecisionDraft = {
  readonly kind: DecisionKind;
  readonly choice: string | null;
  readonly reason: string;
  readonly about: number | null;
  readonly batch: string | null;
  readonly records: readonly Pick<ReviewedRecord, 'source' | 'layer' | 'record' | 'hash' | 'commune'>[];
  /** What stands afterwards; `decision: null` with a state other than open means this very row. */
  readonly after: CaseVerdict;
};

/** Writes the row, then the case. Returns the decision's id. */
export async function writeDecision(
  tx: Database,
  actor: Actor,
  held: HeldCase,
  draft: DecisionDraft,
  at: string,
): Promise<number> {
  const before = standingOf(held);
  // The id is asked for first: what stands afterwards names it, and a row is never changed.
  const [next] = await tx.query<{ id: number }>(
    "select nextval(pg_get_serial_sequence('decision', 'id'))::float8 as id",
  );
  const id = next!.id;
  const own = draft.after.state !== 'open' && draft.after.decision === null;
  const after: CaseVerdict = own ? { ...draft.after, decision: id } : draft.after;
  await tx.query(
    `insert into decision (id, at, account, who, kind, run_id, unit, seq, fingerprint, code, subject, place, choice, reason,
       about, batch, records, before, after) overriding system value
     select $1, $2::timestamptz, $3::int, $4, $5, $6, $7, $8::int, $9, $10, i.subject,
            json_build_object('source', i.at ->> 'source', 'layer', i.at ->> 'layer', 'record', (i.at ->> 'record')::float8),
            $11, $12, $13::bigint, $14, $15::json, $16::json, $17::json
     from issue i where i.run_id = $6 and i.unit = $7 and i.seq = $8::int`,
    [
      id,
      at,
      actor.id,
      actor.display,
      draft.kind,
      held.run_id,
      held.unit,
      held.seq,
      held.fingerprint,
      held.code,
      draft.choice,
      draft.reason,
      draft.about,
      draft.batch,
      JSON.stringify(draft.records),
      JSON.stringify(before),
      JSON.stringify(after),
    ],
  );
  await putCase(tx, held, draft.kind, after);
  await appendAudit(tx, {
    at,
    who: actor.display,
    what: `review.${draft.kind}`,
    runId: held.run_id,
    unit: held.unit,
    detail: {
      case: `${held.unit}:${held.seq}`,
      code: held.code,
      decision: id,
      account: actor.name,
      before,
      after,
      reason: draft.reason,
      ...(draft.about === null ? {} : { about: draft.about }),
      ...(draft.batch === null ? {} : { batch: draft.batch }),
    },
  });
  return id;
}

/** The case wherever it stands: in another run it is the same one, and what stands on it must not differ. */
async function putCase(tx: Database, held: HeldCase, kind: DecisionKind, after: CaseVerdict): Promise<void> {
  if (kind === 'comment') {
    await tx.query(
      'update review_case set comments = comments + 1, version = version + 1 where fingerprint = $1',
      [held.fingerprint],
    );
    return;
  }
  await tx.query(
    `update review_case c set state = $2, verdict = $3, choice = $4, decision = $5::bigint, version = version + 1,
       decided_by = d.account, decided_at = d.at
     from (select 1) one left join decision d on d.id = $5::bigint
     where c.fingerprint = $1`,
    [held.fingerprint, after.state, after.verdict, after.choice, after.decision],
  );
}
