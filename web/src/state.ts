/** All that the screen depends on, in one plain value; what is in the address bar is a part of it. */
import type { IssueFilter } from '@thuadat/core/view';
import type { Language } from './i18n.ts';

export type Tab = 'communes' | 'issues';
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
