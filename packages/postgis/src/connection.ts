/** One connection to the server of a table, and one transaction on it in which all that is read belongs together. */
import pg from 'pg';
import { shownAddress, type TableAddress } from './address.ts';
import { tableError } from './fault.ts';

export type TableServer = {
  readonly client: pg.Client;
  /** Host, port and database; never a password. */
  readonly label: string;
  readonly user: string;
};

/** What is shown must not depend on the settings of the server, the database or the user. */
const SETTINGS = `set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local xmloption = 'content';
  set local row_security = off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** One consistent moment of the table, however long the reading takes. */
export const READ = 'begin transaction isolation level repeatable read read only';
/** As {@link READ}, for a copy made of that moment. */
export const COPY = 'begin transaction isolation level repeatable read';
/** Each statement sees what is committed: the caller locks the table first. */
export const WRITE = 'begin';

/** Runs `work` in one transaction; commits what it did, rolls back when it throws, and always hangs up. */
export async function onServer<T>(
  address: TableAddress,
  begin: string,
  work: (server: TableServer) => Promise<T>,
): Promise<T> {
  const server = await connect(address);
  const { client } = server;
  // Told to whoever waits for an answer; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.query(begin);
    await client.query(SETTINGS);
    const value = await work(server);
    await client.query('commit');
    return value;
  } catch (cause) {
    if (isLost(cause)) {
      throw tableError({ kind: 'lost', server: server.label, found: (cause as Error).message }, cause);
    }
    // Hanging up would roll back too, but a table's locks should go at once.
    await client.query('rollback').catch(() => {});
    throw cause;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Password, user and server also come from PGPASSWORD, PGUSER, PGHOST, `.pgpass` …, as the driver reads them. */
async function connect(address: TableAddress): Promise<TableServer> {
  let client: pg.Client;
  try {
    client = new pg.Client({
      connectionString: address.server,
      application_name: 'thuadat',
      client_encoding: 'UTF8',
      connectionTimeoutMillis: 30_000,
      keepAlive: true,
    });
  } catch (cause) {
    throw tableError({ kind: 'bad-address', found: shownAddress(address.server) }, cause);
  }
  const label = `${client.host}:${client.port}/${client.database ?? ''}`;
  try {
    await client.connect();
  } catch (cause) {
    const fault = cause as { code?: string; message?: string };
    const found = fault.message || fault.code || 'no answer';
    throw tableError({ kind: 'no-connection', server: label, code: fault.code ?? null, found }, cause);
  }
  return { client, label, user: client.user ?? '' };
}

export async function rowsOf<T>(
  { client }: TableServer,
  sql: string,
  params: readonly unknown[] = [],
): Promise<T[]> {
  return (await client.query(sql, [...params])).rows as T[];
}

/** SQLSTATE of a fault of the server, else null. */
export const stateOf = (cause: unknown): string | null => {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
};

/** The connection broke, or the server is going down or starting: the work may be done again. */
const isLost = (cause: unknown): boolean =>
  /^(?:08|57P)/.test(stateOf(cause) ?? '') ||
  /^(?:Connection terminated|Client has encountered a connection error)|ECONNRESET|EPIPE/.test(
    (cause as Error | null)?.message ?? '',
  );
