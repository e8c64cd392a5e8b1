/** All that the screen depends on, in one plain value; what is in the address bar is a part of it. */

import type { CaseFilter, IssueFilter } from '@thuadat/api/request';
import type { Language } from './i18n.ts';

export type Tab = 'communes' | 'issues' | 'review';
/** How before and after are shown: one map, a curtain between two, the two in turn, the two beside each other. */
export type Compare = 'none' | 'swipe' | 'blink' | 'side';
export type Labels = 'new' | 'old' | 'none';
export type MapView = { readonly zoom: number; readonly lat: number; readonly lon: number };

export type State = {
  readonly language: Language;
  readonly run: string | null;
  readonly view: MapView | null;
  /** Ordinal of the selected parcel. */
  readonly parcel: number | null;
  /** Key of the selected issue. */
  readonly issue: string | null;
  readonly tab: Tab;
  readonly filter: IssueFilter;
  /** Key of the case at hand. */
  readonly case: string | null;
  readonly caseFilter: CaseFilter;
  readonly compare: Compare;
  /** Id of the background map. */
  readonly background: string | null;
  readonly labels: Labels;
  readonly newBoundaries: boolean;
  readonly oldBoundaries: boolean;
};

export const INITIAL: State = {
  language: 'vi',
  run: null,
  view: null,
  parcel: null,
  issue: null,
  tab: 'communes',
  filter: {},
  case: null,
  caseFilter: {},
  compare: 'none',
  background: null,
  labels: 'new',
  newBoundaries: true,
  oldBoundaries: false,
};

type Listener = (state: State, before: State) => void;

export type Store = {
  get(): State;
  set(change: Partial<State>): void;
  /** Called after each change with the state before it. */
  subscribe(listener: Listener): void;
};

export function createStore(initial: State): Store {
  let state = initial;
  const listeners: Listener[] = [];
  return {
    get: () => state,
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before);
    },
    subscribe: (listener) => listeners.push(listener),
  };
}
