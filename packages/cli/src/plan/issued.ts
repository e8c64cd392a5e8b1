/** Identifiers that earlier runs issued, laid out by old commune in the work folder so that a unit reads only its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ParcelDraft } from '@thuadat/core/record';
import type { Issued } from './identity.ts';
import { readWhole, writeWhole } from './work-folder.ts';

/** The same parcel in another run: its old key with its epoch. */
export function issuedKey(
  epoch: string,
  {
    commune,
    sheet,
    scale,
    series,
    parcel,
  }: Pick<ParcelDraft, 'commune' | 'sheet' | 'scale' | 'series' | 'parcel'>,
): string {
  return [epoch, commune, sheet, scale ?? '', series ?? '', parcel].join('\u001f');
}

const fileOf = (work: string, oldCommune: string): string => join(work, 'issued', `${oldCommune}.json`);

export function writeIssued(work: string, byCommune: ReadonlyMap<string, ReadonlyMap<string, Issued>>): void {
  mkdirSync(join(work, 'issued'), { recursive: true });
  for (const [commune, issued] of byCommune) writeWhole(fileOf(work, commune), JSON.stringify([...issued]));
}

export type IssuedLookup = {
  to(epoch: string, draft: ParcelDraft): Issued | null;
  /** Forgets what was read: the next unit has other old communes. */
  clear(): void;
};

export const NONE_ISSUED: IssuedLookup = { to: () => null, clear() {} };

export function createIssuedLookup(work: string): IssuedLookup {
  const read = new Map<string, ReadonlyMap<string, Issued>>();
  return {
    to(epoch, draft) {
      const { commune } = draft;
      if (commune === null) return null;
      let issued = read.get(commune);
      if (!issued) {
        issued = new Map(readWhole<[string, Issued][]>(fileOf(work, commune)) ?? []);
        read.set(commune, issued);
      }
      return issued.get(issuedKey(epoch, draft)) ?? null;
    },
    clear: () => read.clear(),
  };
}
