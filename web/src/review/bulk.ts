/** Many cases decided as one, by the filter of the queue. */
import type { BulkPreview } from '@thuadat/api/review';
import type { Verdict } from '@thuadat/core/review/rule';
import { take } from './case-at-hand.ts';
import type { DeskWork } from './desk-work.ts';
import { failed, say } from './tell.ts';

/** A choice is made case by case. */
export type BulkVerdict = Exclude<Verdict, 'choose'>;

/** What the decision would touch; null when the server refused to tell. */
export async function preview(
  { session, remote }: DeskWork,
  verdict: BulkVerdict,
): Promise<BulkPreview | null> {
  const { run } = session.loaded();
  if (!run) return null;
  return remote.preview(run, { filter: session.store.get().caseFilter, verdict }).catch((fault) => {
    failed(session, fault);
    return null;
  });
}

/** Decides what the preview showed; false when it was refused. */
export async function bulk(
  work: DeskWork,
  { token }: BulkPreview,
  verdict: BulkVerdict,
  reason: string,
): Promise<boolean> {
  const { session, remote, done } = work;
  const { run } = session.loaded();
  if (!run) return false;
  try {
    const { caseFilter } = session.store.get();
    const changed = await remote.bulk(run, { filter: caseFilter, verdict, reason, token });
    if (changed.batch) done.push(run.id, { key: '', batch: changed.batch, kept: Promise.resolve(true) });
    say(session, 'said.bulk', { n: changed.cases.length });
    take(work, changed);
    return true;
  } catch (fault) {
    failed(session, fault);
    return false;
  }
}
