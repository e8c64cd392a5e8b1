/** A case as a line of the queue: whether it waits for somebody, and what it becomes before the server has answered. */

import type { CaseDetail, CaseView } from '@thuadat/api/review';
import type { Verdict } from '@thuadat/core/review/rule';

export const isOpen = ({ state, heldBy }: CaseView): boolean =>
  (state === 'open' || state === 'waiting' || state === 'again') && heldBy === null;

/** Shown as decided before the server says so; a choice among records decides the same finding on each of them. */
export function marked(
  cases: readonly CaseView[],
  detail: CaseDetail,
  verdict: Verdict,
): readonly CaseView[] {
  const records = verdict === 'choose' ? detail.choices.flatMap(({ ordinal }) => ordinal ?? []) : [];
  const meant = ({ key, code, ordinal }: CaseView) =>
    key === detail.key || (code === detail.code && records.includes(ordinal));
  return cases.map((each) => (meant(each) ? { ...each, state: 'decided', verdict } : each));
}

/** Answers and events overtake each other on the way: of two states of a case the later one stands. */
export const later = <T extends Pick<CaseView, 'version'>>(known: T | undefined, told: T): T =>
  known !== undefined && known.version > told.version ? known : told;

/** A list as it was read, unless something later is known of a case. */
export function lastKnown(read: readonly CaseView[], known: readonly CaseView[]): readonly CaseView[] {
  const byKey = new Map(known.map((each) => [each.key, each]));
  return read.map((each) => later(byKey.get(each.key), each));
}

/** The list that is known with what is told of some of its cases. */
export const lastTold = (
  known: readonly CaseView[],
  told: ReadonlyMap<string, CaseView>,
): readonly CaseView[] =>
  known.map((each) => {
    const now = told.get(each.key);
    return now ? later(each, now) : each;
  });

/** The line of the queue out of the whole case. */
export function lineOf(detail: CaseDetail): CaseView {
  const { shape, extent, parcels, verdicts, choices, history, decision, mayApprove, mayUndo, ...line } =
    detail;
  return line;
}
