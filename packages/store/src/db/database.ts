/**
 * The narrow door to SQL: the same statements on PGlite and on PostgreSQL + PostGIS. Not an ORM.
 * Errors carry their SQL ({@link DatabaseError}).
 *
 * Values come back alike from both: `bigint` as number, `date` as `YYYY-MM-DD`, `timestamptz` as ISO text in UTC with
 * milliseconds, `json` parsed, `geometry` as hex EWKB, `bytea` as Uint8Array. Parameters: pass JSON as text.
 */
import { formatMessage, type Message, RefusalError } from '@thuadat/core/message/message';
import { STORE_MESSAGES, tell } from '../messages.ts';
import type { Hearing } from './postgres-listen.ts';

export type Row = Record<string, unknown>;

export type CopyFormat = 'text' | 'binary';

export type Database = {
  readonly kind: 'pglite' | 'postgres';
  /** What `status` shows: a folder, or host/database without password. */
  readonly label: string;
  /**
   * `kept`: the server keeps the statement's plan with the connection; for questions asked all the time over all
   * partitions, where planning costs more than the answer.
   */
  query<T extends Row = Row>(sql: string, params?: readonly unknown[], kept?: 'kept'): Promise<T[]>;
  /** Several statements without parameters, as in a migration. */
  script(sql: string): Promise<void>;
  /**
   * `COPY … FROM STDIN`, text by default; chunks need not end at row borders. Binary comes with header and trailer.
   * Returns the rows copied.
   */
  copyIn(
    table: string,
    columns: readonly string[],
    chunks: AsyncIterable<Uint8Array>,
    format?: CopyFormat,
  ): Promise<number>;
  /** Streams rows by cursor, `batch` at a time; memory does not grow with the result. Other queries may run meanwhile. */
  stream<T extends Row = Row>(sql: string, params?: readonly unknown[], batch?: number): AsyncIterable<T>;
  /** Runs `work` in one transaction on one connection; rolls back when it throws. Not to be nested. */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  /** Runs `work` while no other process or caller holds `name`; throws {@link BusyError} at once when one does. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Hears what any process says on a channel with `pg_notify`; an embedded database has nobody else. Returns what ends it. */
  listen(channel: string, hearing: Hearing): Promise<() => Promise<void>>;
  /** Writes everything down and bounds the log that a restart must replay; call between large transactions. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
};

export class DatabaseError extends RefusalError {
  override name = 'DatabaseError';
  /** SQLSTATE, e.g. `23505` for a unique violation; null when the fault is not the server's. */
  readonly state: string | null;
  /** The server or the way to it is gone: what was committed stands, and the same command goes on. */
  readonly connectionLost: boolean;
  constructor(
    reason: Message,
    readonly sql: string,
    options: ErrorOptions,
  ) {
    super('failed', reason, formatMessage(reason, 'en', STORE_MESSAGES), options);
    const code = (options.cause as { code?: unknown } | undefined)?.code;
    this.connectionLost = isConnectionLost((options.cause ?? {}) as { code?: string; message?: string });
    this.state = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
  }
}

/** Somebody else is at it: another process holds the database folder, or another apply is running. */
export class BusyError extends RefusalError {
  override name = 'BusyError';
  constructor(reason: Message) {
    super('failed', reason, formatMessage(reason, 'en', STORE_MESSAGES));
  }
}

/** SQLSTATE 08… (connection), 57P01–57P03 (server stopped or starting), or the socket's own fault. */
const isConnectionLost = ({ code, message }: { code?: string; message?: string }): boolean =>
  /^(08...|57P0[123]|ECONN(RESET|REFUSED)|EPIPE)$/.test(code ?? '') ||
  /connection (terminated|ended)|not queryable/i.test(message ?? '');

/** Wraps a driver's error with its SQL, cut to what a person reads. */
export function databaseError(cause: unknown, sql: string): DatabaseError {
  if (cause instanceof DatabaseError) return cause;
  const fault = cause as { message?: string; detail?: string; where?: string; code?: string };
  const short = sql.trim().length > 600 ? `${sql.trim().slice(0, 600)} …` : sql.trim();
  const own = cause instanceof RefusalError ? cause.reason : (fault.message ?? String(cause));
  const detail = [own, fault.detail, fault.where].flatMap((part) => part || []);
  // disk_full: what was committed stands, the rest is rolled back at the next start
  const reason =
    fault.code === '53100'
      ? tell('database.disk-full', { detail })
      : isConnectionLost(fault)
        ? tell('database.lost', { detail })
        : tell('database.fault', { detail, sql: short });
  return new DatabaseError(reason, sql, { cause });
}

/** The first line of what the server or its driver said. */
export function driverText(fault: unknown): string {
  const said = (fault instanceof DatabaseError ? fault.cause : fault) as { message?: string; code?: string };
  return (said.message || said.code || String(said)).split('\n')[0]!;
}

/** `timestamptz` text of PostgreSQL (UTC session) → ISO text. */
export const instantText = (text: string): string =>
  new Date(`${text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')}`).toISOString();
