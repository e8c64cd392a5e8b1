/**
 * Which keys are one map sheet. A record that does not give its scale (or series) may be of any sheet with its commune and number:
 * where there is one such sheet, the law's key (commune, sheet, parcel) leaves no other; where there are several, nobody can tell.
 */
import { maySame, type SheetKey } from './key.ts';

export type SameSheets<K> = {
  /** Keys that are one sheet; in their given order. */
  readonly groups: readonly (readonly K[])[];
  /** Keys that may be one of several sheets, with these. */
  readonly unsaid: readonly { readonly key: K; readonly others: readonly K[] }[];
};

/** Both lists are in the order of the keys. */
export function sameSheets<K extends SheetKey>(keys: readonly K[]): SameSheets<K> {
  const byNumber = new Map<string, { readonly alike: K[]; readonly groups: K[][] }>();
  const numbered = (key: K) => byNumber.get(`${key.oldCommune}/${key.sheet}`);
  for (const key of keys) {
    const known = numbered(key);
    if (known) known.alike.push(key);
    else byNumber.set(`${key.oldCommune}/${key.sheet}`, { alike: [key], groups: [] });
  }
  const groups: K[][] = [];
  const unsaid: { key: K; others: readonly K[] }[] = [];
  for (const key of keys) {
    const { alike, groups: own } = numbered(key)!;
    const others = alike.filter((other) => other !== key && maySame(key, other));
    if (others.some((a) => others.some((b) => !maySame(a, b)))) {
      unsaid.push({ key, others });
      continue;
    }
    // Of those that are left, what may be one sheet with one of a group may be so with all of it.
    const group = own.find(([first]) => maySame(first!, key));
    if (group) {
      group.push(key);
      continue;
    }
    const fresh = [key];
    own.push(fresh);
    groups.push(fresh);
  }
  return { groups, unsaid };
}
