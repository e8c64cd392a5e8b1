/** The same verdict for many cases: first what it touches is shown, then exactly that is done, and undone as one. */
import { createHash, randomUUID } from 'node:crypto';
import type { BulkBody } from '@thuadat/api/request';
import type { BulkPreview, Changed } from '@thuadat/api/review';
import type { IssueCode } from '@thuadat/core/issue/index';
import { type Actor, may } from '@thuadat/core/review/account';
import { REVIEW_RULES } from '@thuadat/core/review/rule';
import type { Database } from '../db/database.ts';
import { caseConditions, casesByKey } from './case-list.ts';
import { recordsOf } from './consequence.ts';
import { type DecideOptions, settled, verdictStanding } from './decide.ts';
import { ConflictError, ForbiddenError } from './decision-refusal.ts';
import { type CaseVerdict, type HeldCase, holdByDecision, holdCases, writeDecision } from './decision-row.ts';
import { NotThereError, scopeOf } from './scope.ts';

/** More than a sheet or a rule ever has; above it a person no longer knows what is touched. */
const MOST = 5000;
const SAMPLE = 20;

type Request = Pick<BulkBody, 'filter' | 'verdict'>;
type CaseInScope = {
  unit: string;
  seq: number;
  version: number;
  state: string;
  code: IssueCode;
  held: boolean;
};

async function find(db: Database, actor: Actor, runId: string, { filter, verdict }: Request) {
  const params: unknown[] = [runId, actor.id];
  const where = caseConditions(scopeOf(runId, actor), filter, params);
  const rows = await db.query<CaseInScope>(
    `select c.unit, c.seq, c.version, c.state, c.code,
            coalesce(c.lease_by <> $2::int and c.lease_until > now(), false) as held
     from review_case c where ${where} order by c.unit, c.seq limit ${MOST + 1}`,
    params,
  );
  if (rows.length > MOST) {
    throw new ForbiddenError('bulk.too-many', { most: MOST });
  }
  const fit = ({ state, code, held }: CaseInScope) =>
    state === 'open' && !held && REVIEW_RULES[code].verdicts.includes(verdict);
  return { touched: rows.filter(fit), total: rows.length };
}

const tokenOf = (touched: readonly CaseInScope[]): string =>
  createHash('sha256')
    .update(touched.map(({ unit, seq, version }) => `${unit}:${seq}@${version}`).join('\n'))
    .digest('hex');

export async function previewBulk(
  db: Database,
  actor: Actor,
  runId: string,
  request: Request,
): Promise<BulkPreview> {
  if (request.verdict === 'choose') throw new ForbiddenError('bulk.choice');
  const { touched, total } = await find(db, actor, runId, request);
  const sample = await casesByKey(db, scopeOf(runId, actor), touched.slice(0, SAMPLE));
  return { total, touches: touched.length, skipped: total - touched.length, sample, token: tokenOf(touched) };
}

export async function decideBulk(
  db: Database,
  actor: Actor,
  runId: string,
  body: BulkBody,
  options: DecideOptions,
): Promise<Changed> {
  if (!may(actor, 'decide')) throw new ForbiddenError('look-only');
  if (body.verdict === 'choose') throw new ForbiddenError('bulk.choice');
  if (!body.reason.trim()) throw new ForbiddenError('bulk.no-reason');
  const batch = randomUUID();
  return settled(db, actor, runId, async (tx) => {
    const { touched } = await find(tx, actor, runId, body);
    const held = await holdCases(tx, runId, actor.id, touched);
    const same = held.every((each, at) => each.version === touched[at]?.version && each.state === 'open');
    if (!same || tokenOf(touched) !== body.token) {
      throw new ConflictError('bulk.changed');
    }
    for (const each of held) await decideOne(tx, actor, each, body, batch, options);
    return { touched: held, batch };
  });
}

async function decideOne(
  tx: Database,
  actor: Actor,
  held: HeldCase,
  { verdict, reason }: BulkBody,
  batch: string,
  options: DecideOptions,
): Promise<void> {
  if (verdict === 'reject' && held.ordinal === 0)
    throw new ForbiddenError('verdict.no-record', { code: held.code });
  const records = await recordsOf(tx, held, [held], verdict, null);
  const after = verdictStanding(held, verdict, null, options);
  const draft = { kind: verdict, choice: null, reason: reason.trim(), about: null, batch, records, after };
  await writeDecision(tx, actor, held, draft, options.at);
}

/** Takes back what still stands of a batch; what was decided anew meanwhile stays. */
export async function undoBatch(
  db: Database,
  actor: Actor,
  runId: string,
  batch: string,
  reason: string,
  at: string,
): Promise<Changed> {
  const rows = await db.query<{
    id: number;
    account: number;
    run_id: string;
    before: CaseVerdict;
    unit: string;
  }>(
    'select id::float8 as id, account, before, unit from decision where batch = $1 and about is null order by id',
    [batch],
  );
  const [first] = rows;
  if (!first) throw new NotThereError(batch);
  if (first.account !== actor.id && !may(actor, 'approve')) {
    throw new ForbiddenError('decision.not-yours');
  }
  if (actor.units && rows.some(({ unit }) => !actor.units!.includes(unit))) throw new NotThereError(batch);
  const before = new Map(rows.map((row) => [row.id, row.before]));
  const undone = randomUUID();
  return settled(db, actor, runId, async (tx) => {
    const held = await holdByDecision(tx, runId, actor.id, [...before.keys()]);
    for (const each of held) {
      const draft = {
        kind: 'undo',
        choice: null,
        reason,
        about: each.decision,
        batch: undone,
        records: [],
      } as const;
      await writeDecision(tx, actor, each, { ...draft, after: before.get(each.decision!)! }, at);
    }
    return { touched: held, batch: undone };
  });
}
