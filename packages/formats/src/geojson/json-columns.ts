/** Which column a member of a feature's `properties` goes to. A key that stands twice in a feature has two columns. */
import type { Member } from './json-members.ts';

export type JsonColumns = {
  readonly fields: readonly string[];
  /** Column of each member; a key not seen before gets a new one. */
  columnsOf(members: readonly Member[]): readonly number[];
};

export function createJsonColumns(): JsonColumns {
  const fields: string[] = [];
  const known = new Map<string, number>();
  // Features of a layer mostly have the same keys in the same order.
  let lastKeys: readonly string[] = [];
  let lastColumns: readonly number[] = [];

  function columnOf(key: string, occurrence: number): number {
    const id = `${occurrence}:${key}`;
    const column = known.get(id);
    if (column !== undefined) return column;
    known.set(id, fields.length);
    return fields.push(key) - 1;
  }

  return {
    fields,
    columnsOf(members) {
      if (members.length === lastKeys.length && members.every((member, i) => member.key === lastKeys[i]))
        return lastColumns;
      const seen = new Map<string, number>();
      lastKeys = members.map((member) => member.key);
      lastColumns = lastKeys.map((key) => {
        const occurrence = (seen.get(key) ?? 0) + 1;
        seen.set(key, occurrence);
        return columnOf(key, occurrence);
      });
      return lastColumns;
    },
  };
}
