/** The review's part of the server: what is asked of it, and what is told by it. */

import type { RunView } from '@thuadat/api/map';
import type { Problem } from '@thuadat/api/problem';
import type { BulkBody, CaseFilter, DecideBody } from '@thuadat/api/request';
import type {
  BulkPreview,
  CaseDetail,
  CasePage,
  CaseView,
  Changed,
  ReviewEvent,
  SessionView,
  UnitProgress,
} from '@thuadat/api/review';
import { DataError } from '../dataset.ts';
import type { Language } from '../i18n.ts';

export type AnswerKind = 'undo' | 'approve' | 'refuse' | 'confirm';

export type Remote = {
  session(): Promise<SessionView>;
  signIn(name: string, password: string): Promise<SessionView>;
  signOut(): Promise<void>;
  progress(run: RunView): Promise<UnitProgress[]>;
  cases(run: RunView, filter: CaseFilter, after: string | null): Promise<CasePage>;
  open(run: RunView, key: string): Promise<CaseDetail>;
  hold(run: RunView, key: string): Promise<CaseView>;
  release(run: RunView, key: string): Promise<void>;
  decide(run: RunView, key: string, body: DecideBody): Promise<Changed>;
  comment(run: RunView, key: string, text: string): Promise<Changed>;
  answer(run: RunView, decision: number, kind: AnswerKind, reason: string): Promise<Changed>;
  preview(run: RunView, body: Pick<BulkBody, 'filter' | 'verdict'>): Promise<BulkPreview>;
  bulk(run: RunView, body: BulkBody): Promise<Changed>;
  undoBatch(run: RunView, batch: string): Promise<Changed>;
  /** `opened`: from now on, or again, everything is told; what changed before may not have been. Returns what ends the watching. */
  watch(run: RunView, listener: (event: ReviewEvent) => void, opened: () => void): () => void;
};

/** Cases a page: what a list shows without scrolling far. */
const PAGE = 60;

/** `base` is the folder the page itself was loaded from; `language` is what refusals are told in. */
export function serverRemote(base: URL, language: () => Language): Remote {
  let csrf = '';
  const address = (run: RunView, rest: string) =>
    new URL(`api/runs/${encodeURIComponent(run.id)}/${rest}`, base);
  const caseAddress = (run: RunView, key: string, rest = '') =>
    address(run, `cases/${encodeURIComponent(key)}${rest}`);

  async function ask<T>(method: string, url: URL, body?: unknown): Promise<T> {
    const response = await fetch(url, {
      method,
      headers: {
        'accept-language': language(),
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A lease is let go of while the page closes.
      keepalive: method === 'DELETE',
    });
    if (!response.ok) throw new DataError((await response.json()) as Problem);
    return (await response.json()) as T;
  }
  const told = (view: SessionView): SessionView => {
    csrf = view.csrf ?? '';
    return view;
  };

  return {
    session: () => ask<SessionView>('GET', new URL('api/session', base)).then(told),
    signIn: (name, password) =>
      ask<SessionView>('POST', new URL('api/session', base), { name, password }).then(told),
    signOut: () => ask('DELETE', new URL('api/session', base)),
    progress: (run) => ask('GET', address(run, 'progress')),
    cases(run, filter, after) {
      const url = address(run, 'cases');
      for (const [name, value] of Object.entries(filter)) url.searchParams.set(name, value);
      url.searchParams.set('limit', String(PAGE));
      if (after !== null) url.searchParams.set('after', after);
      return ask('GET', url);
    },
    open: (run, key) => ask('GET', caseAddress(run, key)),
    hold: (run, key) => ask('PUT', caseAddress(run, key, '/lease'), {}),
    release: (run, key) => ask('DELETE', caseAddress(run, key, '/lease')),
    decide: (run, key, body) => ask('POST', caseAddress(run, key, '/decision'), body),
    comment: (run, key, text) => ask('POST', caseAddress(run, key, '/comment'), { text }),
    answer: (run, decision, kind, reason) =>
      ask('POST', address(run, `decisions/${decision}/${kind}`), { reason }),
    preview: (run, body) => ask('POST', address(run, 'bulk/preview'), body),
    bulk: (run, body) => ask('POST', address(run, 'bulk'), body),
    undoBatch: (run, batch) => ask('POST', address(run, `batches/${batch}/undo`), {}),
    watch(run, listener, opened) {
      const source = new EventSource(address(run, 'events'));
      source.addEventListener('open', opened);
      source.addEventListener('message', ({ data }) => listener(JSON.parse(data as string) as ReviewEvent));
      return () => source.close();
    },
  };
}
