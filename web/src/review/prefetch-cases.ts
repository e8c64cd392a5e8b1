/** Whole cases, fetched before they are asked for, so that the next is on the screen at the key. */
import type { CaseDetail, CaseView } from '@thuadat/api/review';
import { isOpen } from './case-line.ts';

/** Cases fetched beforehand. */
const AHEAD = 2;

export type CasesAhead = {
  get(key: string): Promise<CaseDetail>;
  /** Fetches what comes after the case in the list, and lets go of the rest. */
  follow(key: string, cases: readonly CaseView[]): void;
  /** It changed: who wants it next asks anew. */
  forget(key: string): void;
  clear(): void;
};

/** `expect`: told of each case that is fetched before it is asked for. */
export function createCasesAhead(
  fetch: (key: string) => Promise<CaseDetail>,
  expect: (detail: CaseDetail) => void,
): CasesAhead {
  const known = new Map<string, Promise<CaseDetail>>();

  function get(key: string): Promise<CaseDetail> {
    let coming = known.get(key);
    if (!coming) {
      coming = fetch(key);
      known.set(key, coming);
      coming.catch(() => known.delete(key));
    }
    return coming;
  }

  return {
    get,
    follow(key, cases) {
      const at = cases.findIndex((each) => each.key === key);
      const next = cases.slice(at + 1).filter(isOpen);
      const near = next.slice(0, AHEAD);
      for (const each of near) {
        if (!known.has(each.key)) get(each.key).then(expect, () => {});
      }
      const keep = new Set([key, ...near.map((each) => each.key)]);
      for (const each of [...known.keys()]) if (!keep.has(each)) known.delete(each);
    },
    forget: (key) => known.delete(key),
    clear: () => known.clear(),
  };
}
