/**
 * A reviewer's desk: the queue, the case at hand, and what can be done with it. A decision is sent while the next case is
 * shown already, and comes back if it was refused.
 */

import type { RunView } from '@thuadat/api/map';
import type { CaseFilter } from '@thuadat/api/request';
import type { BulkPreview, CaseDetail, Changed } from '@thuadat/api/review';
import type { Verdict } from '@thuadat/core/review/rule';
import { DataError } from '../dataset.ts';
import type { MessageKey } from '../i18n.ts';
import type { Session } from '../session.ts';
import { isOpen, lastKnown, lastTold, later, lineOf, marked } from './case-line.ts';
import { createLease } from './lease.ts';
import { createCasesAhead } from './prefetch-cases.ts';
import type { AnswerKind, Remote } from './review-api.ts';
import { createDoneList } from './undo-history.ts';

/** A choice is made case by case. */
export type BulkVerdict = Exclude<Verdict, 'choose'>;

export type StatusMessage = {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, string | number>>;
};

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

/** Between two readings of how far everybody is. */
const PROGRESS_MS = 1500;

/** `expect`: told of each case that is fetched before it is asked for. */
export function createDesk(session: Session, remote: Remote, expect: (detail: CaseDetail) => void): Desk {
  const { store } = session;
  const done = createDoneList(sessionStorage);
  let listed = 0;

  const run = () => session.loaded().run;
  const ahead = createCasesAhead((key) => remote.open(run()!, key), expect);
  const hold = createLease(session, remote);
  const say = (key: MessageKey, values?: StatusMessage['values']) =>
    session.put({ said: values ? { key, values } : { key } });
  const failed = (fault: unknown) => {
    if (!(fault instanceof DataError)) return session.put({ fault });
    if (fault.problem.status === 401) return void session.start();
    say('said.conflict', { why: fault.message });
  };

  async function load(): Promise<void> {
    const now = run();
    if (!now) return;
    const question = ++listed;
    const page = await remote.cases(now, store.get().caseFilter, null);
    if (question !== listed) return;
    const cases = lastKnown(page.cases, session.loaded().cases);
    session.put({ cases, total: page.total, nextCase: page.next });
    const { case: key } = store.get();
    if (key === null && page.cases[0]) return open(page.cases[0].key);
    const { detail } = session.loaded();
    if (key !== null && detail?.key !== key) return show(key);
    const line = cases.find((each) => each.key === key);
    if (line && detail && line.version > detail.version) take({ cases: [line], batch: null });
  }

  const loadProgress = async (): Promise<void> => {
    const now = run();
    if (now) session.put({ progress: await remote.progress(now) });
  };

  /** Every decision of everybody changes the sums; they are asked for once in a while, not once a decision. */
  let progressDue = 0;
  const progressSoon = (): void => {
    if (progressDue !== 0) return;
    progressDue = window.setTimeout(() => {
      progressDue = 0;
      loadProgress().catch(failed);
    }, PROGRESS_MS);
  };

  function open(key: string): void {
    if (store.get().case !== key) store.set({ case: key });
  }

  async function show(key: string): Promise<void> {
    const detail = await ahead.get(key);
    if (store.get().case !== key) return;
    session.put({ detail, heldBy: detail.heldBy });
    ahead.follow(key, session.loaded().cases);
    await hold(key);
  }

  /** Puts cases as they are now into the list and the card. */
  function take({ cases: changed }: Changed): void {
    const now = new Map(changed.map((each) => [each.key, each]));
    const { cases, detail } = session.loaded();
    for (const key of now.keys()) ahead.forget(key);
    session.put({ cases: lastTold(cases, now) });
    const { case: key } = store.get();
    if (key !== null && detail?.key === key && now.has(key)) {
      ahead.get(key).then((fresh) => {
        if (store.get().case !== key) return;
        const shown = session.loaded().detail;
        const last = later(shown?.key === key ? shown : undefined, fresh);
        session.put({ detail: last, heldBy: last.heldBy });
      }, failed);
    }
    progressSoon();
  }

  async function step(by: 1 | -1): Promise<void> {
    const { cases, nextCase } = session.loaded();
    const at = cases.findIndex((each) => each.key === store.get().case);
    const next = by === 1 ? cases.slice(at + 1).find(isOpen) : cases.slice(0, Math.max(0, at)).at(-1);
    if (next) return open(next.key);
    if (by === 1 && nextCase !== null) {
      await desk.more();
      return step(1);
    }
    say('said.last');
  }

  /** Null when what stands there is somebody else's word by now, or nobody's. */
  async function undoOne(now: RunView, key: string): Promise<Changed | null> {
    const { decision, decidedBy } = await remote.open(now, key);
    const mine = decidedBy === session.loaded().who?.actor?.display;
    return decision !== null && mine ? remote.answer(now, decision, 'undo', '') : null;
  }

  const desk: Desk = {
    enter() {
      const { caseFilter } = store.get();
      const fresh = Object.keys(caseFilter).length === 0;
      store.set({
        tab: 'review',
        parcel: null,
        issue: null,
        ...(fresh ? { caseFilter: { state: 'open' } } : {}),
      });
    },
    filter(change) {
      const merged = { ...store.get().caseFilter, ...change };
      const caseFilter = Object.fromEntries(
        Object.entries(merged).filter(([, value]) => value),
      ) as CaseFilter;
      store.set({ caseFilter, case: null });
    },
    open,
    step,
    async skip() {
      const { case: key } = store.get();
      const { cases } = session.loaded();
      const at = cases.findIndex((each) => each.key === key);
      await step(1);
      if (at < 0 || store.get().case === key) return;
      session.put({ cases: [...cases.slice(0, at), ...cases.slice(at + 1), cases[at]!] });
    },
    decide(verdict, choice) {
      const { detail, reason } = session.loaded();
      const now = run();
      // A key pressed before the case at hand is shown must not fall on the one before it.
      if (!detail || !now || detail.key !== store.get().case || !detail.verdicts.includes(verdict)) return;
      const { key, version } = detail;
      const body = {
        verdict,
        version,
        ...(choice === null ? {} : { choice }),
        ...(reason ? { reason } : {}),
      };
      const sent = remote.decide(now, key, body);
      session.put({ reason: '', cases: marked(session.loaded().cases, detail, verdict) });
      say(`said.${verdict}`);
      void step(1);
      done.push(now.id, {
        key,
        batch: null,
        kept: sent.then(
          () => true,
          () => false,
        ),
      });
      sent.then(take, async (fault) => {
        ahead.forget(key);
        failed(fault);
        const back = await ahead.get(key);
        session.put({
          cases: lastTold(session.loaded().cases, new Map([[key, lineOf(back)]])),
        });
        if (verdict === 'choose') await load();
        const shown = session.loaded().detail;
        if (store.get().case !== key) open(key);
        else session.put({ detail: later(shown?.key === key ? shown : undefined, back) });
      });
    },
    choose(number) {
      const choice = session.loaded().detail?.choices[number - 1];
      if (choice) desk.decide('choose', choice.value);
    },
    async answer(kind) {
      const { detail, reason } = session.loaded();
      const now = run();
      if (!detail || !now || detail.decision === null) return;
      await remote.answer(now, detail.decision, kind, reason).then((changed) => {
        say(`said.${kind}`);
        take(changed);
        session.put({ reason: '' });
        if (kind !== 'undo') void step(1);
      }, failed);
    },
    async undo() {
      const now = run();
      if (!now) return;
      const last = done.pop(now.id);
      if (last && !(await last.kept)) return desk.undo();
      if (!last) {
        if (session.loaded().detail?.mayUndo) return desk.answer('undo');
        return say('said.nothing');
      }
      try {
        const changed = last.batch ? await remote.undoBatch(now, last.batch) : await undoOne(now, last.key);
        if (!changed) return desk.undo();
        say('said.undo');
        take(changed);
        if (last.batch !== null) return;
        open(last.key);
        // Decided before this page was loaded, it is not in the list.
        if (!session.loaded().cases.some(({ key }) => key === last.key)) await load();
      } catch (fault) {
        failed(fault);
      }
    },
    async comment(text) {
      const { detail } = session.loaded();
      const now = run();
      if (!detail || !now || !text.trim()) return;
      await remote.comment(now, detail.key, text).then((changed) => {
        say('said.comment');
        take(changed);
      }, failed);
    },
    async preview(verdict) {
      const now = run();
      if (!now) return null;
      return remote.preview(now, { filter: store.get().caseFilter, verdict }).catch((fault) => {
        failed(fault);
        return null;
      });
    },
    async bulk({ token }, verdict, reason) {
      const now = run();
      if (!now) return false;
      try {
        const changed = await remote.bulk(now, {
          filter: store.get().caseFilter,
          verdict,
          reason,
          token,
        });
        if (changed.batch) done.push(now.id, { key: '', batch: changed.batch, kept: Promise.resolve(true) });
        say('said.bulk', { n: changed.cases.length });
        take(changed);
        return true;
      } catch (fault) {
        failed(fault);
        return false;
      }
    },
    async more() {
      const now = run();
      const { nextCase, cases } = session.loaded();
      if (!now || nextCase === null) return;
      const page = await remote.cases(now, store.get().caseFilter, nextCase);
      const known = new Set(cases.map(({ key }) => key));
      session.put({
        cases: [...cases, ...page.cases.filter(({ key }) => !known.has(key))],
        nextCase: page.next,
      });
    },
  };

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
        if (event.kind === 'case') take({ cases: [event.case], batch: null });
        else if (store.get().tab === 'review') void load().catch(failed);
      },
      // What was decided between the reading of the list and now nobody tells.
      () => store.get().tab === 'review' && void load().catch(failed),
    );
    loadProgress().catch(failed);
    if (store.get().tab === 'review') load().catch(failed);
  });
  store.subscribe((state, before) => {
    const entered = state.tab === 'review' && before.tab !== 'review';
    if (state.tab !== 'review') {
      if (before.tab === 'review') void hold(null).catch(() => {});
      return;
    }
    if (entered || state.caseFilter !== before.caseFilter) load().catch(failed);
    if (state.case !== before.case) {
      if (state.case === null) session.put({ detail: null });
      else show(state.case).catch(failed);
    }
  });
  return desk;
}
