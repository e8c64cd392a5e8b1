/** Accounts: who works on the review. They are disabled, never deleted: decisions name them. */

import type { AccountChange, AccountDraft } from '@thuadat/api/request';
import type { AccountView } from '@thuadat/api/review';
import { ACCOUNT_NAME, type Actor, PASSWORD_LENGTH, ROLES } from '@thuadat/core/review/account';
import type { Database } from '../db/database.ts';
import { refused } from '../messages.ts';
import { appendAudit } from '../registry/audit.ts';
import { hashPassword, verifyNobody, verifyPassword } from './password.ts';

type AccountRow = Actor & {
  readonly password: string | null;
  readonly createdAt: string;
  readonly disabled: boolean;
};

const ACCOUNT = `select id, name, display, role, units, password, disabled_at is not null as disabled,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt" from account`;

const actorOf = ({ id, name, display, role, units }: AccountRow): Actor => ({
  id,
  name,
  display,
  role,
  units,
});

export async function createAccount(
  db: Database,
  draft: AccountDraft,
  by: string,
  at: string,
): Promise<Actor> {
  const name = draft.name.trim().toLowerCase();
  if (!ACCOUNT_NAME.test(name)) throw refused('account.name', { found: draft.name }, WRONG);
  if (!draft.display.trim()) throw refused('account.display', {}, WRONG);
  check(draft);
  const password = draft.password === null ? null : await hashPassword(draft.password);
  return db.transaction(async (tx) => {
    const [known] = await tx.query('select 1 from account where name = $1', [name]);
    if (known !== undefined) throw refused('account.name-taken', { found: name }, WRONG);
    const [row] = await tx.query<{ id: number }>(
      `insert into account (name, display, role, units, password, created_at) values ($1, $2, $3, $4, $5, $6) returning id`,
      [name, draft.display.trim(), draft.role, draft.units && JSON.stringify(draft.units), password, at],
    );
    await audit(tx, 'account.create', name, { role: draft.role, units: draft.units }, by, at);
    return { id: row!.id, name, display: draft.display.trim(), role: draft.role, units: draft.units };
  });
}

/** What was asked of an account is not possible; nothing was done. */
const WRONG = { kind: 'usage' } as const;

function check({ role, units, password }: AccountChange): void {
  if (role !== undefined && !ROLES.includes(role))
    throw refused('account.role', { found: String(role), roles: ROLES }, WRONG);
  const bad = units?.find((unit) => !/^(\d{5}|\.unresolved)$/.test(unit));
  if (bad !== undefined) throw refused('account.units', { found: bad }, WRONG);
  if (typeof password === 'string' && password.length < PASSWORD_LENGTH)
    throw refused('account.password', { found: password.length, least: PASSWORD_LENGTH }, WRONG);
}

/** A new password or a disabled account ends its sessions. */
export async function changeAccount(
  db: Database,
  id: number,
  change: AccountChange,
  by: string,
  at: string,
): Promise<void> {
  check(change);
  const password = typeof change.password === 'string' ? await hashPassword(change.password) : undefined;
  await db.transaction(async (tx) => {
    const [row] = await tx.query<AccountRow>(`${ACCOUNT} where id = $1 for update`, [id]);
    if (!row) throw refused('account.unknown', { found: String(id) }, WRONG);
    const next = { ...row, ...change };
    const gone = change.disabled ?? row.disabled;
    await tx.query(
      `update account set display = $2, role = $3, units = $4, password = $5,
         disabled_at = case when $6 then coalesce(disabled_at, $7::timestamptz) end where id = $1`,
      [
        id,
        next.display,
        next.role,
        next.units && JSON.stringify(next.units),
        password ?? row.password,
        gone,
        at,
      ],
    );
    if (password !== undefined || gone) await tx.query('delete from review_session where account = $1', [id]);
    const { password: secret, ...told } = change;
    await audit(
      tx,
      'account.change',
      row.name,
      { ...told, ...(secret ? { password: 'changed' } : {}) },
      by,
      at,
    );
  });
}

const audit = (
  tx: Database,
  what: string,
  account: string,
  detail: Readonly<Record<string, unknown>>,
  who: string,
  at: string,
) => appendAudit(tx, { at, who, what, runId: null, unit: null, detail: { account, ...detail } });

export async function listAccounts(db: Database): Promise<AccountView[]> {
  const rows = await db.query<AccountRow>(`${ACCOUNT} order by name`);
  return rows.map((row) => ({ ...actorOf(row), createdAt: row.createdAt, disabled: row.disabled }));
}

export async function findAccount(db: Database, name: string): Promise<AccountView> {
  const found = (await listAccounts(db)).find((account) => account.name === name.toLowerCase());
  if (!found) throw refused('account.unknown', { found: name }, WRONG);
  return found;
}

/** Null for an unknown name, a wrong password and a disabled account alike. */
export async function checkSignIn(db: Database, name: string, password: string): Promise<Actor | null> {
  const [row] = await db.query<AccountRow>(`${ACCOUNT} where name = $1`, [name.trim().toLowerCase()]);
  const right = row?.password ? await verifyPassword(password, row.password) : await verifyNobody(password);
  return right && row && !row.disabled ? actorOf(row) : null;
}

/** The one person of a machine without accounts. */
export async function localAccount(db: Database, at: string): Promise<Actor> {
  await db.query(
    `insert into account (name, display, role, created_at) values ('local', 'Máy này', 'administrator', $1)
     on conflict (name) do nothing`,
    [at],
  );
  const [row] = await db.query<AccountRow>(`${ACCOUNT} where name = 'local'`);
  return actorOf(row!);
}
