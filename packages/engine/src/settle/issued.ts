/** Identifiers that earlier runs issued, laid out by old commune in the work folder so that a unit reads only its own. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issued } from '@thuadat/core/assign/identity';
import type { ParcelDraft } from '@thuadat/core/stages';
import { readWhole } from '../work/work-folder.ts';

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

const fileOf = (folder: string, oldCommune: string): string => join(folder, `${oldCommune}.json`);

/**
 * Lays out what comes ordered by old commune, one commune in memory at a time, and returns the folder; null when nothing
 * was issued. It is the plan's to take over, or to take away.
 */
export async function stageIssued(
  rows: AsyncIterable<{ readonly oldCommune: string; readonly key: string; readonly issued: Issued }>,
  runs: string,
): Promise<string | null> {
  const folder = join(runs, `${STAGED}${process.pid}`);
  let commune: string | null = null;
  let own: [string, Issued][] = [];
  const put = () => {
    if (commune === null) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(fileOf(folder, commune), JSON.stringify(own));
    own = [];
  };
  for await (const { oldCommune, key, issued } of rows) {
    if (oldCommune !== commune) put();
    commune = oldCommune;
    own.push([key, issued]);
  }
  put();
  return commune === null ? null : folder;
}

/** Begins the name of a staged folder; the number of its process follows. */
export const STAGED = '.issued-';

/** Makes a staged folder the plan's own. */
export function takeIssued(staged: string, work: string): void {
  rmSync(issuedIn(work), { recursive: true, force: true });
  renameSync(staged, issuedIn(work));
}

const issuedIn = (work: string): string => join(work, 'issued');

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
        issued = new Map(readWhole<[string, Issued][]>(fileOf(issuedIn(work), commune)) ?? []);
        read.set(commune, issued);
      }
      return issued.get(issuedKey(epoch, draft)) ?? null;
    },
    clear: () => read.clear(),
  };
}
