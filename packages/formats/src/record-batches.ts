/** Records one by one out of batches, without a generator's turn for each. */
import type { SourceRecord } from '@thuadat/core/record';

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
