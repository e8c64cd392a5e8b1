/** Records that came twice: same key, same geometry bytes, same attributes. */
import type { CheckIssue, CheckParcel, MeasuredContext, Rule } from './rule.ts';
import { checkIssue } from './rule.ts';

const sameBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean => {
  if (a === null || b === null) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
const sameTexts = (a: readonly (string | null)[], b: readonly (string | null)[]): boolean =>
  a === b || (a.length === b.length && a.every((text, i) => text === b[i]));

export const isCopy = (a: CheckParcel, b: CheckParcel): boolean =>
  a.zone === b.zone &&
  sameTexts(a.fields, b.fields) &&
  sameTexts(a.texts, b.texts) &&
  sameBytes(a.geometry, b.geometry);

/** Records by text, for the texts that more than one record has; records in their order. */
export function groups(
  parcels: readonly CheckParcel[],
  text: (parcel: CheckParcel) => string | null,
): CheckParcel[][] {
  const first = new Map<string, CheckParcel | CheckParcel[]>();
  const found: CheckParcel[][] = [];
  for (const parcel of parcels) {
    const key = parcel.status === 'rejected' ? null : text(parcel);
    if (key === null) continue;
    const known = first.get(key);
    if (known === undefined) first.set(key, parcel);
    else if (Array.isArray(known)) known.push(parcel);
    else {
      const group = [known, parcel];
      first.set(key, group);
      found.push(group);
    }
  }
  return found;
}

/** Ordinal of each copy → ordinal of the record it repeats. `plan` may reject the copies before it gives out keys. */
export function copiesOf(parcels: readonly CheckParcel[]): Map<number, number> {
  const copies = new Map<number, number>();
  for (const group of groups(parcels, (parcel) => parcel.oldKey)) {
    const originals: CheckParcel[] = [];
    for (const parcel of group) {
      const original = originals.find((other) => isCopy(other, parcel));
      if (original) copies.set(parcel.ordinal, original.ordinal);
      else originals.push(parcel);
    }
  }
  return copies;
}

export const copyRule: Rule = {
  id: 'duplicate.copy',
  codes: ['duplicate.copy'],
  stage: 'commune',
  run(context: MeasuredContext): CheckIssue[] {
    const byOrdinal = new Map(context.parcels.map((parcel) => [parcel.ordinal, parcel]));
    return [...context.copies].map(([copy, original]) =>
      checkIssue(context, 'duplicate.copy', byOrdinal.get(copy)!, byOrdinal.get(original)!.subject, '1', {
        others: [original],
      }),
    );
  },
};
