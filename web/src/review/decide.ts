/** What is said of the case at hand. A decision is sent while the next case is shown already, and comes back if it was refused. */
import type { Verdict } from '@thuadat/core/review/rule';
import { open, take } from './case-at-hand.ts';
import { lastTold, later, lineOf, marked } from './case-line.ts';
import { load, step } from './case-list.ts';
import type { DeskWork } from './desk-work.ts';
import type { AnswerKind } from './review-api.ts';
import { failed, say } from './tell.ts';

/** `choice`: what is chosen of the case's choices, where the verdict is to choose. */
export function decide(work: DeskWork, verdict: Verdict, choice: string | null): void {
  const { session, remote, done } = work;
  const { detail, reason, run } = session.loaded();
  // A key pressed before the case at hand is shown must not fall on the one before it.
  if (!detail || !run || detail.key !== session.store.get().case || !detail.verdicts.includes(verdict))
    return;
  const { key, version } = detail;
  const body = {
    verdict,
    version,
    ...(choice === null ? {} : { choice }),
    ...(reason ? { reason } : {}),
  };
  const sent = remote.decide(run, key, body);
  session.put({ reason: '', cases: marked(session.loaded().cases, detail, verdict) });
  say(session, `said.${verdict}`);
  void step(work, 1);
  const kept = sent.then(
    () => true,
    () => false,
  );
  done.push(run.id, { key, batch: null, kept });
  sent.then(
    (changed) => take(work, changed),
    (fault) => comeBack(work, key, verdict, fault),
  );
}

/** A decision was refused: its case is shown again, as the server has it. */
async function comeBack(work: DeskWork, key: string, verdict: Verdict, fault: unknown): Promise<void> {
  const { session, ahead } = work;
  ahead.forget(key);
  failed(session, fault);
  const back = await ahead.get(key);
  session.put({ cases: lastTold(session.loaded().cases, new Map([[key, lineOf(back)]])) });
  // A choice had marked other records' cases too.
  if (verdict === 'choose') await load(work);
  const shown = session.loaded().detail;
  if (session.store.get().case !== key) open(work, key);
  else session.put({ detail: later(shown?.key === key ? shown : undefined, back) });
}

/** Decides for the choice with this number, from 1. */
export function choose(work: DeskWork, number: number): void {
  const choice = work.session.loaded().detail?.choices[number - 1];
  if (choice) decide(work, 'choose', choice.value);
}

/** A word to a decision that stands: taken back, approved, refused, confirmed. */
export async function answer(work: DeskWork, kind: AnswerKind): Promise<void> {
  const { session, remote } = work;
  const { detail, reason, run } = session.loaded();
  if (!detail || !run || detail.decision === null) return;
  await remote.answer(run, detail.decision, kind, reason).then(
    (changed) => {
      say(session, `said.${kind}`);
      take(work, changed);
      session.put({ reason: '' });
      if (kind !== 'undo') void step(work, 1);
    },
    (fault) => failed(session, fault),
  );
}

export async function comment(work: DeskWork, text: string): Promise<void> {
  const { session, remote } = work;
  const { detail, run } = session.loaded();
  if (!detail || !run || !text.trim()) return;
  await remote.comment(run, detail.key, text).then(
    (changed) => {
      say(session, 'said.comment');
      take(work, changed);
    },
    (fault) => failed(session, fault),
  );
}
