/**
 * The narrow door to SQL: the same statements on PGlite and on PostgreSQL + PostGIS. Not an ORM.
 * Errors carry their SQL ({@link DatabaseError}).
 */
export type Row = Record<string, unknown>;

export type Database = {
  readonly kind: 'pglite' | 'postgres';
  /** What `status` shows: a folder, or host/database without password. */
  readonly label: string;
  query<T extends Row = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Several statements without parameters, as in a migration. */
  script(sql: string): Promise<void>;
  /** `COPY … FROM STDIN` in text format; chunks need not end at row borders. Returns the rows copied. */
  copyIn(table: string, columns: readonly string[], chunks: AsyncIterable<Uint8Array>): Promise<number>;
  /** Streams rows by cursor, `batch` at a time; memory does not grow with the result. */
  stream<T extends Row = Row>(sql: string, params?: readonly unknown[], batch?: number): AsyncIterable<T>;
  /** Runs `work` in one transaction on one connection; rolls back when it throws. */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export class DatabaseError extends Error {
  override name = 'DatabaseError';
  constructor(
    message: string,
    readonly sql: string,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}
