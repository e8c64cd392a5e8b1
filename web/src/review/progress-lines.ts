/** How much is left of the queue, and how much of it is grave or new. */
import { element } from '../dom.ts';
import type { Shown } from '../panel/panel.ts';
import { formatCount } from '../wording.ts';

export function progressLines({ loaded, state, t, language }: Shown): HTMLElement[] {
  const units = loaded.progress.filter(
    ({ unit }) => !state.caseFilter.unit || unit === state.caseFilter.unit,
  );
  const sum = (name: 'cases' | 'decided' | 'blocking' | 'newlyDecided') =>
    units.reduce((all, unit) => all + unit[name], 0);
  const count = (n: number) => formatCount(n, language);
  const [cases, decided, blocking, fresh] = [
    sum('cases'),
    sum('decided'),
    sum('blocking'),
    sum('newlyDecided'),
  ];
  const bar = element('i', { class: 'decided' });
  bar.style.flexGrow = String(decided);
  const rest = element('i', { class: 'rest' });
  rest.style.flexGrow = String(Math.max(cases - decided, cases === 0 ? 1 : 0));
  return [
    element('strong', {}, t('review.left', { open: count(cases - decided) })),
    element('span', {}, t('review.done', { decided: count(decided) })),
    element('div', { class: 'bar', 'aria-hidden': 'true' }, decided > 0 && bar, rest),
    blocking > 0 && element('p', { class: 'blocking' }, t('review.blocking', { blocking: count(blocking) })),
    fresh > 0 && element('p', {}, t('review.since', { decided: count(fresh) })),
  ].filter((node) => node !== false);
}
