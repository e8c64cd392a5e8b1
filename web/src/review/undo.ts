/** Takes back what this person did last, be it one decision or many as one. */
import type { RunView } from '@thuadat/api/map';
import type { Changed } from '@thuadat/api/review';
import { open, take } from './case-at-hand.ts';
import { load } from './case-list.ts';
import { answer } from './decide.ts';
import type { DeskWork } from './desk-work.ts';
import { failed, say } from './tell.ts';

export async function undo(work: DeskWork): Promise<void> {
  const { session, remote, done } = work;
  const { run } = session.loaded();
  if (!run) return;
  const last = done.pop(run.id);
  if (last && !(await last.kept)) return undo(work);
  if (!last) {
    if (session.loaded().detail?.mayUndo) return answer(work, 'undo');
    return say(session, 'said.nothing');
  }
  try {
    const changed = last.batch ? await remote.undoBatch(run, last.batch) : await undoOne(work, run, last.key);
    if (!changed) return undo(work);
    say(session, 'said.undo');
    take(work, changed);
    if (last.batch !== null) return;
    open(work, last.key);
    // Decided before this page was loaded, it is not in the list.
    if (!session.loaded().cases.some(({ key }) => key === last.key)) await load(work);
  } catch (fault) {
    failed(session, fault);
  }
}

/** Null when what stands there is somebody else's word by now, or nobody's. */
async function undoOne({ session, remote }: DeskWork, run: RunView, key: string): Promise<Changed | null> {
  const { decision, decidedBy } = await remote.open(run, key);
  const mine = decidedBy === session.loaded().who?.actor?.display;
  return decision !== null && mine ? remote.answer(run, decision, 'undo', '') : null;
}
