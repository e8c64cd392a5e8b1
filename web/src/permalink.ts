/** The state in the address bar: copy the address, and the other person sees the same. Defaults are left out. */

import type { Status } from '@thuadat/api/map';
import type { CaseFilter, IssueFilter } from '@thuadat/api/request';
import type { Severity } from '@thuadat/core/issue/index';
import { type Compare, INITIAL, type MapView, type State } from './state.ts';

const SEVERITIES: readonly string[] = ['blocking', 'error', 'warning', 'info'];
const COMPARE: readonly string[] = ['swipe', 'blink', 'side'] satisfies readonly Compare[];
const CASE_FILTER = [
  'code',
  'severity',
  'status',
  'unit',
  'sheet',
  'state',
  'by',
  'since',
  'until',
  'text',
  'area',
] as const satisfies readonly (keyof CaseFilter)[];
const STATUSES: readonly string[] = ['assigned', 'ambiguous', 'rejected'];

export function formatPermalink(state: State): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string | null | undefined) => value && query.set(name, value);
  put('run', state.run);
  put(
    'at',
    state.view && `${state.view.zoom.toFixed(2)}/${state.view.lat.toFixed(6)}/${state.view.lon.toFixed(6)}`,
  );
  put('parcel', state.parcel?.toString());
  put('issue', state.issue);
  put('tab', state.tab === INITIAL.tab ? null : state.tab);
  put('rule', state.filter.code);
  put('severity', state.filter.severity);
  put('commune', state.filter.unit);
  put('status', state.filter.status);
  put('case', state.case);
  for (const name of CASE_FILTER) put(name === 'text' ? 'q' : `c.${name}`, state.caseFilter[name]);
  put('compare', state.compare === INITIAL.compare ? null : state.compare);
  put('background', state.background);
  put('labels', state.labels === INITIAL.labels ? null : state.labels);
  put('borders', bordersText(state));
  put('lang', state.language === INITIAL.language ? null : state.language);
  // Slashes and colons are legal in a query, and an address is also read by people.
  return `?${query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':')}`;
}

/** Anything may stand in an address: what cannot be read is left at its default. */
export function parsePermalink(text: string): State {
  const query = new URLSearchParams(text);
  const borders = query.get('borders');
  const parcel = query.get('parcel') ?? '';
  const labels = query.get('labels');
  const tab = query.get('tab');
  const compare = query.get('compare') ?? '';
  return {
    ...INITIAL,
    language: query.get('lang') === 'en' ? 'en' : 'vi',
    run: query.get('run'),
    view: parseView(query.get('at')),
    parcel: /^\d{1,15}$/.test(parcel) ? Number(parcel) : null,
    issue: query.get('issue'),
    tab: tab === 'issues' || tab === 'review' ? tab : 'communes',
    case: query.get('case'),
    caseFilter: parseCaseFilter(query),
    compare: COMPARE.includes(compare) ? (compare as Compare) : 'none',
    background: query.get('background'),
    filter: parseFilter(query),
    labels: labels === 'old' || labels === 'none' ? labels : 'new',
    newBoundaries: borders === null ? INITIAL.newBoundaries : borders.includes('new'),
    oldBoundaries: borders === null ? INITIAL.oldBoundaries : borders.includes('old'),
  };
}

function bordersText({ newBoundaries, oldBoundaries }: State): string | null {
  if (newBoundaries === INITIAL.newBoundaries && oldBoundaries === INITIAL.oldBoundaries) return null;
  return [newBoundaries ? 'new' : '', oldBoundaries ? 'old' : ''].filter(Boolean).join('.') || 'none';
}

function parseView(text: string | null): MapView | null {
  const [zoom, lat, lon, ...rest] = (text ?? '')
    .split('/')
    .map((part) => (part === '' ? Number.NaN : Number(part)));
  if (rest.length > 0 || zoom === undefined || lat === undefined || lon === undefined) return null;
  const valid = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return valid ? { zoom, lat, lon } : null;
}

function parseFilter(query: URLSearchParams): IssueFilter {
  const [code, unit] = [query.get('rule'), query.get('commune')];
  const severity = query.get('severity') ?? '';
  const status = query.get('status') ?? '';
  return {
    ...(code ? { code } : {}),
    ...(unit ? { unit } : {}),
    ...(SEVERITIES.includes(severity) ? { severity: severity as Severity } : {}),
    ...(STATUSES.includes(status) ? { status: status as Status } : {}),
  };
}

const CASE_STATES: readonly string[] = ['open', 'waiting', 'again', 'decided'];
const ALLOWED: Partial<Record<keyof CaseFilter, readonly string[]>> = {
  severity: SEVERITIES,
  status: STATUSES,
  state: CASE_STATES,
};

function parseCaseFilter(query: URLSearchParams): CaseFilter {
  const entries = CASE_FILTER.flatMap((name) => {
    const value = query.get(name === 'text' ? 'q' : `c.${name}`);
    return value && (ALLOWED[name]?.includes(value) ?? true) ? [[name, value]] : [];
  });
  return Object.fromEntries(entries) as CaseFilter;
}
