/** `thuadat account`: who may review. Passwords are asked for, never given as an argument, where others could read them. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { AccountView } from '@thuadat/api/review';
import { ROLES, type Role } from '@thuadat/core/review/account';
import type { Database } from '@thuadat/store/db/database';
import { changeAccount, createAccount, findAccount, listAccounts } from '@thuadat/store/review/account';
import type { Command } from 'commander';
import { say } from '../terminal/language.ts';
import { byOption, databaseOption, jsonOption } from '../terminal/options.ts';
import { dim, json, out, talk } from '../terminal/print.ts';
import { withDatabase, worker } from './session.ts';

type Flags = {
  readonly database?: string;
  readonly display?: string;
  readonly role?: string;
  readonly units?: string;
  readonly password?: boolean;
  readonly by?: string;
  readonly json?: boolean;
};

export function declareAccount(program: Command): void {
  const account = program
    .command('account')
    .description(say('tài khoản của những người kiểm tra', 'accounts of those who review'));
  const add = account
    .command('add')
    .description(say('thêm tài khoản; mật khẩu được hỏi', 'make an account; the password is asked for'))
    .argument('<name>', say('tên đăng nhập', 'name to sign in with'))
    .option('--role <role>', ROLES.join(', '), 'reviewer');
  options(add).action((name: string, flags: Flags) => run(flags, (db) => addAccount(db, name, flags)));
  const change = account
    .command('change')
    .description(
      say(
        'đổi vai trò, xã, tên hoặc mật khẩu (--password)',
        'change role, communes, name or password (--password)',
      ),
    )
    .argument('<name>', say('tên đăng nhập', 'name to sign in with'))
    .option('--role <role>', ROLES.join(', '))
    .option('--password', say('hỏi mật khẩu mới', 'ask for a new password'));
  options(change).action((name: string, flags: Flags) => run(flags, (db) => changeOne(db, name, flags)));
  const disable = account
    .command('disable')
    .description(say('khóa tài khoản; các quyết định vẫn còn', 'disable an account; its decisions stay'))
    .argument('<name>', say('tên đăng nhập', 'name to sign in with'));
  place(disable).action((name: string, flags: Flags) =>
    run(flags, async (db) => {
      const { id } = await findAccount(db, name);
      await changeAccount(db, id, { disabled: true }, worker(flags.by), now());
    }),
  );
  place(account.command('list').description(say('liệt kê tài khoản', 'list accounts'))).action(
    (flags: Flags) => run(flags, async () => {}),
  );
}

const place = (command: Command): Command =>
  command.addOption(databaseOption()).addOption(byOption()).addOption(jsonOption());

const options = (command: Command): Command =>
  place(command)
    .option('--display <text>', say('họ tên ghi trong biên bản', 'name as it stands in records'))
    .option(
      '--units <codes>',
      say(
        'mã các xã, cách nhau dấu phẩy; .unresolved: các thửa chưa rõ xã; all: mọi xã',
        'commune codes, comma between; .unresolved: records without a commune; all: every commune',
      ),
    );

const now = (): string => new Date().toISOString();

/** Every subcommand ends by showing the accounts as they are now. */
async function run(flags: Flags, work: (db: Database) => Promise<void>): Promise<void> {
  await withDatabase(flags.database, async (db) => {
    await work(db);
    const accounts = await listAccounts(db);
    if (flags.json) json(accounts);
    else print(accounts);
  });
}

function print(accounts: readonly AccountView[]): void {
  if (accounts.length === 0) out(say('Chưa có tài khoản nào.', 'No account yet.'));
  for (const { name, display, role, units, disabled } of accounts) {
    const communes = units === null ? say('mọi xã', 'all communes') : units.join(', ');
    const line = `${name.padEnd(16)} ${role.padEnd(14)} ${display}  ${dim(communes)}`;
    out(disabled ? dim(`${line}  ${say('đã khóa', 'disabled')}`) : line);
  }
}

const unitsOf = (text: string | undefined): readonly string[] | null =>
  text === undefined || text === 'all' ? null : text.split(',').map((unit) => unit.trim());

async function addAccount(db: Database, name: string, flags: Flags): Promise<void> {
  const draft = {
    name,
    display: flags.display ?? name,
    role: (flags.role ?? 'reviewer') as Role,
    units: unitsOf(flags.units),
    password: await askPassword(),
  };
  await createAccount(db, draft, worker(flags.by), now());
}

async function changeOne(db: Database, name: string, flags: Flags): Promise<void> {
  const { id } = await findAccount(db, name);
  const change = {
    ...(flags.display ? { display: flags.display } : {}),
    ...(flags.role ? { role: flags.role as Role } : {}),
    ...(flags.units ? { units: unitsOf(flags.units) } : {}),
    ...(flags.password ? { password: await askPassword() } : {}),
  };
  await changeAccount(db, id, change, worker(flags.by), now());
}

/** From the terminal without echo, or the first line of standard input. */
async function askPassword(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY === true;
  if (terminal) talk(say('Mật khẩu (không hiện khi gõ):', 'Password (not shown):'));
  const lines = createInterface({ input: process.stdin, output: silent, terminal });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
