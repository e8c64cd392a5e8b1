/** Deciding one case, commenting on it, taking a decision back, and the second pair of eyes. */
import { randomUUID } from 'node:crypto';
import type { DecideBody } from '@thuadat/api/request';
import type { CaseView, Changed } from '@thuadat/api/review';
import type { IssueCode, Severity } from '@thuadat/core/issue/index';
import { type Actor, may, seesUnit } from '@thuadat/core/review/account';
import {
  needsSecondPerson,
  REVIEW_RULES,
  REVIEWED,
  SECOND_LOOK,
  type Verdict,
} from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';
import { casesByKey } from './case-list.ts';
import { groupOf, recordsOf } from './consequence.ts';
import { ConflictError, ForbiddenError } from './decision-refusal.ts';
import {
  type CaseVerdict,
  type HeldCase,
  holdByDecision,
  holdCases,
  OPEN,
  writeDecision,
} from './decision-row.ts';
import { isDrawn } from './fingerprint.ts';
import { NotThereError, scopeOf, splitCaseKey } from './scope.ts';

export type DecideOptions = {
  /** ISO instant. */
  readonly at: string;
  /** Weighty decisions wait for a second person, and a sample of accepted cases is looked at twice. */
  readonly fourEyes: boolean;
};

export async function decide(
  db: Database,
  actor: Actor,
  runId: string,
  key: string,
  body: DecideBody,
  options: DecideOptions,
): Promise<Changed> {
  const place = placeOf(actor, key);
  if (!may(actor, 'decide')) throw new ForbiddenError('look-only');
  return settled(db, actor, runId, async (tx) => {
    const [held] = await holdCases(tx, runId, actor.id, [place]);
    if (!held) throw new NotThereError(key);
    await refuseStale(tx, actor, held, body.version);
    refuseVerdict(actor, held, body.verdict);
    const choice = body.verdict === 'choose' ? (body.choice ?? '') : null;
    const group = choice === null ? [held] : await groupOf(tx, actor, held);
    const batch = group.length > 1 ? randomUUID() : null;
    const records = await recordsOf(tx, held, group, body.verdict, choice);
    for (const each of group) {
      if (each.held) await refuseStale(tx, actor, each, each.version);
      await writeDecision(
        tx,
        actor,
        each,
        {
          kind: body.verdict,
          choice,
          reason: body.reason?.trim() ?? '',
          about: null,
          batch,
          records,
          after: verdictStanding(each, body.verdict, choice, options),
        },
        options.at,
      );
    }
    return { touched: group, batch };
  });
}

const severityOf = ({ rank }: HeldCase): Severity => REVIEWED[rank]!;

export function verdictStanding(
  held: HeldCase,
  verdict: Verdict,
  choice: string | null,
  { fourEyes }: DecideOptions,
): CaseVerdict {
  const code = held.code as IssueCode;
  const waits = fourEyes && needsSecondPerson(code, severityOf(held), verdict);
  const drawn = fourEyes && verdict === 'accept' && isDrawn(held.fingerprint, SECOND_LOOK);
  return { state: waits ? 'waiting' : drawn ? 'again' : 'decided', verdict, choice, decision: null };
}

/** A verdict the rule does not offer, or on another's decision, is refused before anything is written. */
export function refuseVerdict(actor: Actor, held: HeldCase, verdict: Verdict): void {
  const rule = REVIEW_RULES[held.code as IssueCode];
  if (!rule.verdicts.includes(verdict)) {
    const expected = rule.verdicts.join(', ');
    throw new ForbiddenError('verdict.not-offered', { verdict, code: held.code, expected });
  }
  if (verdict === 'reject' && held.ordinal === 0) {
    throw new ForbiddenError('verdict.no-record', { code: held.code });
  }
  const another = held.state !== 'open' && held.decided_by !== actor.id;
  if (another && held.state !== 'again' && !may(actor, 'approve')) {
    throw new ForbiddenError('case.decided-by-another');
  }
}

/** The case is open at somebody else's. */
export const heldError = (current: CaseView | undefined): ConflictError =>
  current?.heldBy
    ? new ConflictError('case.held', current, { by: current.heldBy })
    : new ConflictError('case.held-by-another', current);

async function refuseStale(tx: Database, actor: Actor, held: HeldCase, version: number): Promise<void> {
  if (held.version === version && !held.held) return;
  const [current] = await casesByKey(tx, scopeOf(held.run_id, actor), [held]);
  if (!held.held) throw new ConflictError('case.changed', current);
  throw heldError(current);
}

export async function comment(
  db: Database,
  actor: Actor,
  runId: string,
  key: string,
  text: string,
  at: string,
): Promise<Changed> {
  const place = placeOf(actor, key);
  if (!may(actor, 'decide')) throw new ForbiddenError('look-only');
  if (!text.trim()) throw new ForbiddenError('comment.empty');
  return settled(db, actor, runId, async (tx) => {
    const [held] = await holdCases(tx, runId, actor.id, [place]);
    if (!held) throw new NotThereError(key);
    const { state, verdict, choice, decision } = held;
    const after = { state, verdict, choice, decision };
    const draft = { kind: 'comment', choice: null, about: null, batch: null, records: [], after } as const;
    await writeDecision(tx, actor, held, { ...draft, reason: text.trim() }, at);
    return { touched: [held], batch: null };
  });
}

export type Answer = 'undo' | 'approve' | 'refuse' | 'confirm';

type AboutRow = {
  kind: Verdict;
  batch: string | null;
  account: number;
  unit: string;
};

/**
 * Says something about a decision in force: takes it back, or is the second pair of eyes. What was chosen for a group of
 * records is answered for the whole group. `decision` names what the person saw in `runId`, so nothing newer is hit; it may
 * have been made in an earlier run.
 */
export async function answer(
  db: Database,
  actor: Actor,
  runId: string,
  decision: number,
  kind: Answer,
  reason: string,
  at: string,
): Promise<Changed> {
  const [about] = await db.query<AboutRow>(
    'select kind, batch, account, unit from decision where id = $1::bigint',
    [decision],
  );
  if (!about || !seesUnit(actor, about.unit)) throw new NotThereError(String(decision));
  refuseAnswer(actor, about, kind);
  return settled(db, actor, runId, async (tx) => {
    const ids = await together(tx, decision, about);
    const held = await holdByDecision(tx, runId, actor.id, ids);
    if (!held.some((each) => each.decision === decision)) {
      throw new ConflictError('decision.gone');
    }
    const foreign = held.find(({ unit }) => !seesUnit(actor, unit));
    if (foreign) throw new ForbiddenError('commune.foreign', { unit: foreign.unit });
    const batch = held.length > 1 ? randomUUID() : null;
    for (const each of held) {
      const after = await answerStanding(tx, actor, each, kind);
      const draft = { kind, choice: null, reason, about: each.decision, batch, records: [], after } as const;
      await writeDecision(tx, actor, each, draft, at);
    }
    return { touched: held, batch };
  });
}

function refuseAnswer(actor: Actor, about: AboutRow, kind: Answer): void {
  const own = about.account === actor.id;
  if (kind === 'undo' && !(own ? may(actor, 'decide') : may(actor, 'approve'))) {
    throw new ForbiddenError('decision.not-yours');
  }
  if (kind === 'undo') return;
  if (own && kind !== 'refuse') throw new ForbiddenError('decision.own');
  if (!may(actor, kind === 'confirm' ? 'decide' : 'approve')) {
    throw new ForbiddenError('approver.needed');
  }
}

/** A choice among records was made for all of them at once. */
async function together(tx: Database, decision: number, about: AboutRow): Promise<number[]> {
  if (about.kind !== 'choose' || about.batch === null) return [decision];
  const rows = await tx.query<{ id: number }>('select id::float8 as id from decision where batch = $1', [
    about.batch,
  ]);
  return rows.map(({ id }) => id);
}

async function answerStanding(
  tx: Database,
  actor: Actor,
  held: HeldCase,
  kind: Answer,
): Promise<CaseVerdict> {
  const standing = { state: held.state, verdict: held.verdict, choice: held.choice, decision: held.decision };
  const expects = { approve: 'waiting', refuse: 'waiting', confirm: 'again' } as const;
  if (kind !== 'undo' && held.state !== expects[kind]) {
    const [current] = await casesByKey(tx, scopeOf(held.run_id, actor), [held]);
    throw new ConflictError('case.state', current, { state: held.state, expected: expects[kind] });
  }
  if (kind === 'approve' || kind === 'confirm') return { ...standing, state: 'decided' };
  if (kind === 'refuse') return OPEN;
  const [row] = await tx.query<{ before: CaseVerdict }>('select before from decision where id = $1::bigint', [
    held.decision,
  ]);
  return row!.before;
}

function placeOf(actor: Actor, key: string): { readonly unit: string; readonly seq: number } {
  const place = splitCaseKey(key);
  if (!place || !seesUnit(actor, place.unit)) throw new NotThereError(key);
  return place;
}

type Touched = { readonly touched: readonly HeldCase[]; readonly batch: string | null };

/** One transaction; then the cases as everybody sees them. */
export async function settled(
  db: Database,
  actor: Actor,
  runId: string,
  work: (tx: Database) => Promise<Touched>,
): Promise<Changed> {
  return db.transaction(async (tx) => {
    const { touched, batch } = await work(tx);
    return { cases: await casesByKey(tx, { ...scopeOf(runId, actor), units: null }, touched), batch };
  });
}
