/** The queue as far as it is loaded, and the way through it. */
import type { CaseFilter } from '@thuadat/api/request';
import { open, show, take } from './case-at-hand.ts';
import { isOpen, lastKnown } from './case-line.ts';
import type { DeskWork } from './desk-work.ts';
import { failed, say } from './tell.ts';

/** Reads the list anew; what goes wrong is told. */
export const reload = (work: DeskWork): void => void load(work).catch((fault) => failed(work.session, fault));

export async function load(work: DeskWork): Promise<void> {
  const { session, remote } = work;
  const { store } = session;
  const { run } = session.loaded();
  if (!run) return;
  const question = ++work.listed;
  const page = await remote.cases(run, store.get().caseFilter, null);
  if (question !== work.listed) return;
  const cases = lastKnown(page.cases, session.loaded().cases);
  session.put({ cases, total: page.total, nextCase: page.next });
  const { case: key } = store.get();
  if (key === null && page.cases[0]) return open(work, page.cases[0].key);
  const { detail } = session.loaded();
  if (key !== null && detail?.key !== key) return show(work, key);
  const line = cases.find((each) => each.key === key);
  if (line && detail && line.version > detail.version) take(work, { cases: [line], batch: null });
}

/** Loads the next page of the list. */
export async function more({ session, remote }: DeskWork): Promise<void> {
  const { run, nextCase, cases } = session.loaded();
  if (!run || nextCase === null) return;
  const page = await remote.cases(run, session.store.get().caseFilter, nextCase);
  const known = new Set(cases.map(({ key }) => key));
  session.put({
    cases: [...cases, ...page.cases.filter(({ key }) => !known.has(key))],
    nextCase: page.next,
  });
}

/** On to the next case that waits for somebody, or back to the one before. */
export async function step(work: DeskWork, by: 1 | -1): Promise<void> {
  const { session } = work;
  const { cases, nextCase } = session.loaded();
  const at = cases.findIndex((each) => each.key === session.store.get().case);
  const next = by === 1 ? cases.slice(at + 1).find(isOpen) : cases.slice(0, Math.max(0, at)).at(-1);
  if (next) return open(work, next.key);
  if (by === 1 && nextCase !== null) {
    await more(work);
    return step(work, 1);
  }
  say(session, 'said.last');
}

/** Puts the case at hand last, and goes on. */
export async function skip(work: DeskWork): Promise<void> {
  const { session } = work;
  const { case: key } = session.store.get();
  const { cases } = session.loaded();
  const at = cases.findIndex((each) => each.key === key);
  await step(work, 1);
  if (at < 0 || session.store.get().case === key) return;
  session.put({ cases: [...cases.slice(0, at), ...cases.slice(at + 1), cases[at]!] });
}

/** From the map to the queue: what is open, unless somebody has filtered already. */
export function enter({ session: { store } }: DeskWork): void {
  const fresh = Object.keys(store.get().caseFilter).length === 0;
  store.set({
    tab: 'review',
    parcel: null,
    issue: null,
    ...(fresh ? { caseFilter: { state: 'open' } } : {}),
  });
}

/** Changes some of the conditions; an empty one is none. */
export function filter({ session: { store } }: DeskWork, change: Partial<CaseFilter>): void {
  const merged = { ...store.get().caseFilter, ...change };
  const caseFilter = Object.fromEntries(Object.entries(merged).filter(([, value]) => value)) as CaseFilter;
  store.set({ caseFilter, case: null });
}
