/** A reviewer's desk: the queue, the case at hand, and what can be done with it; each move is a function of its own file. */

import type { CaseFilter } from '@thuadat/api/request';
import type { BulkPreview, CaseDetail } from '@thuadat/api/review';
import type { Verdict } from '@thuadat/core/review/rule';
import type { Session } from '../session.ts';
import { type BulkVerdict, bulk, preview } from './bulk.ts';
import { open, show, take } from './case-at-hand.ts';
import { enter, filter, more, reload, skip, step } from './case-list.ts';
import { answer, choose, comment, decide } from './decide.ts';
import type { DeskWork } from './desk-work.ts';
import { createLease } from './lease.ts';
import { createCasesAhead } from './prefetch-cases.ts';
import { createProgressReading } from './progress-reading.ts';
import type { AnswerKind, Remote } from './review-api.ts';
import { failed } from './tell.ts';
import { undo } from './undo.ts';
import { createDoneList } from './undo-history.ts';

export type Desk = {
  enter(): void;
  filter(change: Partial<CaseFilter>): void;
  open(key: string): void;
  step(by: 1 | -1): Promise<void>;
  skip(): Promise<void>;
  decide(verdict: Verdict, choice: string | null): void;
  choose(number: number): void;
  answer(kind: AnswerKind): Promise<void>;
  undo(): Promise<void>;
  comment(text: string): Promise<void>;
  preview(verdict: BulkVerdict): Promise<BulkPreview | null>;
  bulk(preview: BulkPreview, verdict: BulkVerdict, reason: string): Promise<boolean>;
  more(): Promise<void>;
};

/** `expect`: told of each case that is fetched before it is asked for. */
export function createDesk(session: Session, remote: Remote, expect: (detail: CaseDetail) => void): Desk {
  const work: DeskWork = {
    session,
    remote,
    done: createDoneList(sessionStorage),
    ahead: createCasesAhead((key) => remote.open(session.loaded().run!, key), expect),
    hold: createLease(session, remote),
    progress: createProgressReading(session, remote),
    listed: 0,
  };
  followRun(work);
  followState(work);
  return {
    enter: () => enter(work),
    filter: (change) => filter(work, change),
    open: (key) => open(work, key),
    step: (by) => step(work, by),
    skip: () => skip(work),
    decide: (verdict, choice) => decide(work, verdict, choice),
    choose: (number) => choose(work, number),
    answer: (kind) => answer(work, kind),
    undo: () => undo(work),
    comment: (text) => comment(work, text),
    preview: (verdict) => preview(work, verdict),
    bulk: (shown, verdict, reason) => bulk(work, shown, verdict, reason),
    more: () => more(work),
  };
}

/** Reads and watches the run that is shown, as long as it is. */
function followRun(work: DeskWork): void {
  const { session, remote, ahead, progress } = work;
  const reviewing = () => session.store.get().tab === 'review';
  let stopWatching: (() => void) | null = null;
  session.onLoad((loaded, before) => {
    if (loaded.run?.id === before.run?.id) return;
    stopWatching?.();
    stopWatching = null;
    ahead.clear();
    if (!loaded.run) return;
    stopWatching = remote.watch(
      loaded.run,
      (event) => {
        if (event.kind === 'case') take(work, { cases: [event.case], batch: null });
        else if (reviewing()) reload(work);
      },
      // What was decided between the reading of the list and now nobody tells.
      () => reviewing() && reload(work),
    );
    progress.now();
    if (reviewing()) reload(work);
  });
}

/** Loads what the state asks for: the list by its filter, the case by its key. */
function followState(work: DeskWork): void {
  const { session, hold } = work;
  session.store.subscribe((state, before) => {
    if (state.tab !== 'review') {
      if (before.tab === 'review') void hold(null).catch(() => {});
      return;
    }
    if (before.tab !== 'review' || state.caseFilter !== before.caseFilter) reload(work);
    if (state.case === before.case) return;
    if (state.case === null) session.put({ detail: null });
    else show(work, state.case).catch((fault) => failed(session, fault));
  });
}
