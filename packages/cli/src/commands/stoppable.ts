/**
 * A database whose work ends soon after Ctrl-C: between two statements and between two parts of a COPY. The transaction
 * at hand is rolled back; what was committed stands.
 */
import type { Database } from '@thuadat/store/database';

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
  const wrap = (on: Database): Database => ({
    ...on,
    async query(sql, params, kept) {
      await hear();
      return on.query(sql, params, kept);
    },
    copyIn: (table, columns, chunks, format) => on.copyIn(table, columns, heeding(chunks), format),
    transaction: (work) => on.transaction((tx) => work(wrap(tx))),
  });
  return wrap(db);
}
