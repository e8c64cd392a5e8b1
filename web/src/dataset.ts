/**
 * Where the screen gets its data: one interface, so that a file or an embedded database can stand behind it as well as
 * the server does.
 */
import type { CommuneView, IssueGroup, IssuePage, ParcelView, RunView, SearchHit } from '@thuadat/api/map';
import type { Problem } from '@thuadat/api/problem';
import type { IssueFilter } from '@thuadat/api/request';
import type { Language } from './i18n.ts';

export type Dataset = {
  runs(): Promise<RunView[]>;
  communes(run: RunView): Promise<CommuneView[]>;
  parcel(run: RunView, ordinal: number): Promise<ParcelView>;
  issueGroups(run: RunView, filter: IssueFilter): Promise<IssueGroup[]>;
  issues(run: RunView, filter: IssueFilter, after: string | null): Promise<IssuePage>;
  search(run: RunView, text: string, signal: AbortSignal): Promise<SearchHit[]>;
  /** Address of the boundaries as GeoJSON: the map's worker reads it. */
  boundariesAddress(run: RunView, kind: 'old' | 'new'): string;
  /** Address of the parcel tiles with {z}, {x}, {y}. */
  tiles(run: RunView): string;
};

/** A problem the server named. */
export class DataError extends Error {
  override name = 'DataError';
  constructor(readonly problem: Problem) {
    super(`${problem.detail} ${problem.next}`);
  }
}

/** `base` is the folder the page itself was loaded from; `language` is what refusals are told in. */
export function serverDataset(base: URL, language: () => Language): Dataset {
  const address = (run: RunView, rest: string): URL =>
    new URL(`api/runs/${encodeURIComponent(run.id)}/${rest}`, base);

  async function read<T>(url: URL, signal?: AbortSignal): Promise<T> {
    const headers = { 'accept-language': language() };
    const response = await fetch(url, signal ? { headers, signal } : { headers });
    if (!response.ok) throw new DataError((await response.json()) as Problem);
    return (await response.json()) as T;
  }

  function filtered(url: URL, filter: IssueFilter): URL {
    for (const [name, value] of Object.entries(filter)) url.searchParams.set(name, value);
    return url;
  }

  return {
    runs: () => read(new URL('api/runs', base)),
    communes: (run) => read(address(run, 'communes')),
    parcel: (run, ordinal) => read(address(run, `parcels/${ordinal}`)),
    issueGroups: (run, filter) => read(filtered(address(run, 'issue-groups'), filter)),
    issues(run, filter, after) {
      const url = filtered(address(run, 'issues'), filter);
      if (after !== null) url.searchParams.set('after', after);
      return read(url);
    },
    search(run, text, signal) {
      const url = address(run, 'search');
      url.searchParams.set('q', text);
      return read(url, signal);
    },
    boundariesAddress(run, kind) {
      const url = address(run, `boundaries/${kind}`);
      url.searchParams.set('v', run.version);
      return url.href;
    },
    tiles: (run) => `${address(run, 'tiles').href}/{z}/{x}/{y}.mvt?v=${encodeURIComponent(run.version)}`,
  };
}
