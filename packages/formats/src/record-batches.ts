/** Batches of records as a stream that lets the event loop turn, and records one by one out of them. */
import type { SourceRecord } from '@thuadat/core/stages';
import { turnEventLoop } from './gdal/gdal.ts';

/** Without a generator's turn for each. */
export function oneByOne(batches: AsyncIterable<readonly SourceRecord[]>): AsyncIterable<SourceRecord> {
  return {
    [Symbol.asyncIterator]() {
      const source = batches[Symbol.asyncIterator]();
      let batch: readonly SourceRecord[] = [];
      let at = 0;
      const refill = async (): Promise<IteratorResult<SourceRecord>> => {
        do {
          const { done, value } = await source.next();
          if (done) return { done: true, value: undefined };
          batch = value;
          at = 0;
        } while (batch.length === 0);
        return { done: false, value: batch[at++]! };
      };
      return {
        next: () => (at < batch.length ? Promise.resolve({ done: false, value: batch[at++]! }) : refill()),
        async return() {
          batch = [];
          await source.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** Lets the event loop turn after each batch: reading is synchronous. */
export async function* turning(
  batches: Iterable<readonly SourceRecord[]>,
): AsyncGenerator<readonly SourceRecord[]> {
  for (const batch of batches) {
    yield batch;
    await turnEventLoop();
  }
}
