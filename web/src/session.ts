/** Loads what the state asks for and tells who shows it. An answer that comes after the question changed is dropped. */

import type { CommuneView, IssueGroup, IssueView, ParcelView, RunView } from '@thuadat/api/map';
import type { IssueFilter } from '@thuadat/api/request';
import type { CaseDetail, CaseView, SessionView, UnitProgress } from '@thuadat/api/review';
import type { Dataset } from './dataset.ts';
import type { MessageKey } from './i18n.ts';
import type { State, Store } from './state.ts';

export type StatusMessage = {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, string | number>>;
};

export type Loaded = {
  readonly runs: readonly RunView[] | null;
  readonly run: RunView | null;
  readonly communes: readonly CommuneView[];
  readonly groups: readonly IssueGroup[];
  readonly issues: readonly IssueView[];
  /** There are more issues than loaded. */
  readonly next: string | null;
  readonly parcel: ParcelView | null;
  /** Who is at work; null before the server told. */
  readonly who: SessionView | null;
  readonly progress: readonly UnitProgress[];
  /** The queue as far as it is loaded, of `total` that pass the filter. */
  readonly cases: readonly CaseView[];
  readonly total: number;
  readonly nextCase: string | null;
  readonly detail: CaseDetail | null;
  /** Somebody else has the case at hand open. */
  readonly heldBy: string | null;
  /** Goes with the next decision. */
  readonly reason: string;
  /** What was done last, for eyes and ears. */
  readonly said: StatusMessage | null;
  readonly fault: unknown;
};

export type Session = {
  readonly store: Store;
  readonly dataset: Dataset;
  loaded(): Loaded;
  put(change: Partial<Loaded>): void;
  onLoad(listener: (loaded: Loaded, before: Loaded) => void): void;
  start(): Promise<void>;
  moreIssues(): Promise<void>;
  /** The issue the state names, wherever it was loaded. */
  issue(): IssueView | null;
};

/** What belongs to a run, before any of it is loaded. */
const OF_RUN = {
  communes: [],
  groups: [],
  issues: [],
  next: null,
  parcel: null,
  progress: [],
  cases: [],
  total: 0,
  nextCase: null,
  detail: null,
  heldBy: null,
} satisfies Partial<Loaded>;

const EMPTY: Loaded = { ...OF_RUN, runs: null, run: null, who: null, reason: '', said: null, fault: null };

const sameFilter = (a: IssueFilter, b: IssueFilter): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `identify` asks the server who is at work; nothing else is asked of it before somebody is. */
export function createSession(store: Store, dataset: Dataset, identify: () => Promise<SessionView>): Session {
  let loaded = EMPTY;
  let question = 0;
  let parcelQuestion = 0;
  const listeners: ((loaded: Loaded, before: Loaded) => void)[] = [];

  function put(change: Partial<Loaded>): void {
    const before = loaded;
    loaded = { ...loaded, ...change };
    for (const listener of listeners) listener(loaded, before);
  }

  async function loadIssues(run: RunView): Promise<void> {
    const asked = ++question;
    const { filter } = store.get();
    const { code: _, ...wide } = filter;
    const [groups, page] = await Promise.all([
      dataset.issueGroups(run, wide),
      dataset.issues(run, filter, null),
    ]);
    if (asked === question) put({ groups, issues: page.issues, next: page.next });
  }

  async function loadParcel(run: RunView, ordinal: number | null): Promise<void> {
    const asked = ++parcelQuestion;
    if (ordinal === null) return put({ parcel: null });
    const parcel = await dataset.parcel(run, ordinal);
    if (asked === parcelQuestion) put({ parcel });
  }

  async function loadRun(): Promise<void> {
    const run = loaded.runs?.find((each) => each.id === store.get().run) ?? loaded.runs?.[0] ?? null;
    put({ ...OF_RUN, run });
    if (!run) return;
    if (store.get().run !== run.id) store.set({ run: run.id });
    const communes = dataset
      .communes(run)
      .then((list) => loaded.run?.id === run.id && put({ communes: list }));
    await Promise.all([communes, loadIssues(run), loadParcel(run, store.get().parcel)]);
  }

  async function moreIssues(): Promise<void> {
    const { run, next, issues } = loaded;
    if (!run || next === null) return;
    const asked = question;
    const page = await dataset.issues(run, store.get().filter, next);
    if (asked === question) put({ issues: [...issues, ...page.issues], next: page.next });
  }

  async function start(): Promise<void> {
    const who = await identify();
    put({ fault: null, who });
    if (!who.actor) return;
    put({ runs: await dataset.runs() });
    await loadRun();
  }

  const guarded = (work: Promise<void>): Promise<void> => work.catch((fault: unknown) => put({ fault }));

  store.subscribe((state: State, before: State) => {
    const { run } = loaded;
    if (!run) return;
    if (state.run !== before.run && state.run !== run.id) void guarded(loadRun());
    else {
      if (!sameFilter(state.filter, before.filter)) void guarded(loadIssues(run));
      if (state.parcel !== before.parcel) void guarded(loadParcel(run, state.parcel));
    }
  });

  return {
    store,
    dataset,
    loaded: () => loaded,
    put,
    onLoad: (listener) => listeners.push(listener),
    start: () => guarded(start()),
    moreIssues: () => guarded(moreIssues()),
    issue: () => issueOf(store.get(), loaded),
  };
}

function issueOf({ issue: key }: State, { issues, parcel }: Loaded): IssueView | null {
  const all = [...issues, ...(parcel?.issues ?? [])];
  return key === null ? null : (all.find((each) => each.key === key) ?? null);
}
