/** Keeps the answers asked for last, by their size in bytes; a promise is kept too, so one answer is made once. */
export type Cache<T> = { get(key: string, make: () => Promise<T>): Promise<T> };

export function createCache<T>(capacity: number, sizeOf: (value: T) => number): Cache<T> {
  const entries = new Map<string, { value: Promise<T>; size: number }>();
  let total = 0;

  function drop(key: string): void {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  }

  function weigh(key: string, entry: { size: number }, size: number): void {
    if (entries.get(key) !== entry) return;
    entry.size = size;
    total += size;
    for (const oldest of entries.keys()) {
      if (total <= capacity || oldest === key) break;
      drop(oldest);
    }
  }

  return {
    get(key, make) {
      const known = entries.get(key);
      if (known) {
        entries.delete(key);
        entries.set(key, known);
        return known.value;
      }
      const entry = { value: make(), size: 0 };
      entries.set(key, entry);
      entry.value.then(
        (value) => weigh(key, entry, sizeOf(value)),
        () => entries.get(key) === entry && drop(key),
      );
      return entry.value;
    },
  };
}
