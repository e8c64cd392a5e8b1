/**
 * A database whose work ends soon after Ctrl-C: between two statements, between two parts of a COPY, and on a server in the
 * middle of a long statement such as an index build. The transaction at hand is rolled back; what was committed stands.
 */
import type { Database } from '@thuadat/store/db/database';

/** Milliseconds that the embedded engine may keep the process from hearing signals and drawing progress. */
const DEAF = 100;

export function stoppable(db: Database, signal: AbortSignal): Database {
  let heard = performance.now();
  const hear = async () => {
    signal.throwIfAborted();
    if (performance.now() - heard < DEAF) return;
    await new Promise(setImmediate);
    heard = performance.now();
    signal.throwIfAborted();
  };
  async function* heeding(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      await hear();
      yield chunk;
    }
  }
  /** Inside a transaction: its connection is the one to be told. The embedded engine hears nothing meanwhile. */
  const cancellable = async (on: Database, sql: string) => {
    await hear();
    if (db.kind === 'pglite') return on.script(sql);
    const [own] = await on.query<{ pid: number }>('select pg_backend_pid() as pid');
    const cancel = () => void db.query('select pg_cancel_backend($1)', [own!.pid]).catch(() => {});
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await on.script(sql);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
  const wrap = (on: Database): Database => ({
    ...on,
    async query(sql, params, kept) {
      await hear();
      return on.query(sql, params, kept);
    },
    copyIn: (table, columns, chunks, format) => on.copyIn(table, columns, heeding(chunks), format),
    transaction: (work) =>
      on.transaction((tx) => work({ ...wrap(tx), script: (sql) => cancellable(tx, sql) })),
  });
  return wrap(db);
}
