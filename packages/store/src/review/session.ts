/** Sessions of people who signed in. The cookie is a random token; the table holds its hash only. */
import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '@thuadat/core/review/account';
import type { Database } from '../db/database.ts';

/** A working day; and idle over a long lunch. */
const HOURS = 12;
const IDLE_HOURS = 2;
/** Noting each request would write more than the reviewers do. */
const NOTE_SECONDS = 60;

export type OpenSession = { readonly token: string; readonly csrf: string };

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
const random = (): string => randomBytes(32).toString('base64url');

export async function openSession(db: Database, account: number, at: string): Promise<OpenSession> {
  const session = { token: random(), csrf: random() };
  await db.query('delete from review_session where expires_at < $1::timestamptz', [at]);
  await db.query(
    `insert into review_session values ($1, $2, $3, $4::timestamptz, $4::timestamptz,
       $4::timestamptz + make_interval(hours => $5))`,
    [hash(session.token), account, session.csrf, at, HOURS],
  );
  return session;
}

/** Null when there is none, it is over, or its account was disabled. */
export async function readSession(
  db: Database,
  token: string,
  at: string,
): Promise<{ readonly actor: Actor; readonly csrf: string } | null> {
  const [row] = await db.query<Actor & { csrf: string; stale: boolean }>(
    `select a.id, a.name, a.display, a.role, a.units, s.csrf,
            s.seen_at < $2::timestamptz - make_interval(secs => $4) as stale
     from review_session s join account a on a.id = s.account and a.disabled_at is null
     where s.token_hash = $1 and s.expires_at > $2::timestamptz
       and s.seen_at > $2::timestamptz - make_interval(hours => $3)`,
    [hash(token), at, IDLE_HOURS, NOTE_SECONDS],
    'kept',
  );
  if (!row) return null;
  if (row.stale)
    await db.query('update review_session set seen_at = $2 where token_hash = $1', [hash(token), at]);
  const { csrf, stale: _, ...actor } = row;
  return { actor, csrf };
}

export async function closeSession(db: Database, token: string): Promise<void> {
  await db.query('delete from review_session where token_hash = $1', [hash(token)]);
}
