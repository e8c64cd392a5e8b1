/** Records that came twice: same key, same geometry bytes, same attributes. */
import type { CheckIssue, CheckParcel, CommuneRule, MeasuredContext } from './rule.ts';
import { checkIssue } from './rule.ts';

const sameBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean => {
  if (a === null || b === null) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
const sameTexts = (a: readonly (string | null)[], b: readonly (string | null)[]): boolean =>
  a === b || (a.length === b.length && a.every((text, i) => text === b[i]));

const isCopy = (a: CheckParcel, b: CheckParcel): boolean =>
  a.zone === b.zone &&
  sameTexts(a.fields, b.fields) &&
  sameTexts(a.texts(), b.texts()) &&
  sameBytes(a.geometry, b.geometry);

/**
 * Records by text, for the texts that more than one record has; records in their order. Nearly all texts are unique: what is
 * kept of each is a place in a table by its hash, and the text is made again when two hashes agree.
 */
export function groups(
  parcels: readonly CheckParcel[],
  text: (parcel: CheckParcel) => string | null,
): CheckParcel[][] {
  // Twice as many places as records, at least; 0 = free, else the record's place + 1.
  const mask = 2 ** Math.ceil(Math.log2(parcels.length + 1) + 1) - 1;
  const table = new Uint32Array(mask + 1);
  const hashes = new Uint32Array(parcels.length);
  const groupOf = new Map<number, CheckParcel[]>();
  for (let i = 0; i < parcels.length; i++) {
    const parcel = parcels[i]!;
    const key = parcel.status === 'rejected' ? null : text(parcel);
    if (key === null) continue;
    const hash = hashOf(key);
    hashes[i] = hash;
    let at = hash & mask;
    let other = table[at]! - 1;
    while (other >= 0 && (hashes[other] !== hash || text(parcels[other]!) !== key)) {
      at = (at + 1) & mask;
      other = table[at]! - 1;
    }
    if (other < 0) table[at] = i + 1;
    else {
      const group = groupOf.get(other);
      if (group) group.push(parcel);
      else groupOf.set(other, [parcels[other]!, parcel]);
    }
  }
  return [...groupOf.values()];
}

/** FNV-1a over UTF-16 units, with its high bits brought down: neighbours differ in their last digit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** FNV-1a over bytes. */
function hashOfBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

/** Records that have one old key in common. */
export const sameKeyGroups = (parcels: readonly CheckParcel[]): CheckParcel[][] =>
  groups(parcels, (parcel) => parcel.oldKey);

/** Ordinal of each copy → ordinal of the record it repeats. `plan` may reject the copies before it gives out keys. */
export function copiesOf(sameKey: readonly (readonly CheckParcel[])[]): Map<number, number> {
  const copies = new Map<number, number>();
  for (const group of sameKey) {
    // By the bytes of the geometry: thousands may have one key, that of a template never filled in.
    const originals = new Map<number, CheckParcel[]>();
    for (const parcel of group) {
      const hash = parcel.geometry === null ? 0 : hashOfBytes(parcel.geometry);
      const alike = originals.get(hash);
      const original = alike?.find((other) => isCopy(other, parcel));
      if (original) copies.set(parcel.ordinal, original.ordinal);
      else if (alike) alike.push(parcel);
      else originals.set(hash, [parcel]);
    }
  }
  return copies;
}

export const copyRule: CommuneRule = {
  id: 'duplicate.copy',
  codes: ['duplicate.copy'],
  stage: 'commune',
  run(context: MeasuredContext): CheckIssue[] {
    const byOrdinal = new Map(context.parcels.map((parcel) => [parcel.ordinal, parcel]));
    return [...context.copies].map(([copy, original]) =>
      checkIssue(context, 'duplicate.copy', byOrdinal.get(copy)!, byOrdinal.get(original)!.subject, 1, {
        others: [original],
      }),
    );
  },
};
