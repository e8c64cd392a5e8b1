/**
 * Who did what, when: a chain in which each row holds the hash of the one before. A row that was changed, dropped or put
 * in between breaks the chain from there on; cutting off the end does not, so publish the last hash where it matters.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@thuadat/run/canonical-json';
import type { Database } from '../db/database.ts';

export type AuditEntry = {
  /** ISO instant, UTC. */
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly runId: string | null;
  readonly unit: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type AuditRow = AuditEntry & {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
};

export type AuditVerdict = {
  readonly rows: number;
  /** Hash of the last sound row. */
  readonly head: string;
  /** First row that does not fit, and why. */
  readonly bad: { readonly seq: number; readonly reason: string } | null;
};

const START = '0'.repeat(64);
/** Key of the transaction lock that puts writers of the chain in line. */
const CHAIN_LOCK = 7_468_751;

function hashOf(row: AuditEntry & { seq: number; previous: string }): string {
  const text = canonicalJson([
    row.seq,
    row.at,
    row.who,
    row.what,
    row.runId,
    row.unit,
    row.detail,
    row.previous,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** Appends one row inside the caller's transaction, so that it stands or falls with what it tells. */
export async function appendAudit(tx: Database, entry: AuditEntry): Promise<AuditRow> {
  await tx.query('select pg_advisory_xact_lock($1::bigint)', [CHAIN_LOCK]);
  const [last] = await tx.query<{ seq: number; hash: string }>(
    'select seq, hash from audit order by seq desc limit 1',
  );
  // The instant as the database will give it back: milliseconds, UTC.
  const at = new Date(entry.at).toISOString();
  const body = { ...entry, at, seq: (last?.seq ?? 0) + 1, previous: last?.hash ?? START };
  const row = { ...body, hash: hashOf(body) };
  await tx.query('insert into audit values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    row.seq,
    row.at,
    row.who,
    row.what,
    row.runId,
    row.unit,
    canonicalJson(row.detail),
    row.previous,
    row.hash,
  ]);
  return row;
}

/** The chain in order; memory does not grow with it. */
export async function* readAudit(db: Database): AsyncIterable<AuditRow> {
  yield* db.stream<AuditRow>(
    'select seq, at, who, what, run_id as "runId", unit, detail, previous, hash from audit order by seq',
  );
}

export async function verifyAudit(db: Database): Promise<AuditVerdict> {
  let rows = 0;
  let head = START;
  for await (const row of readAudit(db)) {
    const bad = (reason: string): AuditVerdict => ({ rows, head, bad: { seq: row.seq, reason } });
    if (row.seq !== rows + 1) return bad(`row ${rows + 1} is missing`);
    if (row.previous !== head) return bad(`"previous" is not the hash of row ${rows}`);
    if (row.hash !== hashOf(row)) return bad('the content does not match its hash: it was changed');
    rows++;
    head = row.hash;
  }
  return { rows, head, bad: null };
}
