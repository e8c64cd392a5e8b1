/** How far each commune is, one below the other; a press shows its queue, another one all of them again. */
import type { UnitProgress } from '@thuadat/api/review';
import { element } from '../dom.ts';
import { keepDrawn, type Screen, type Shown } from '../panel/panel.ts';
import { formatCount } from '../wording.ts';
import type { Desk } from './review-controller.ts';

const HEAD = [
  'communes.name',
  'progress.decided',
  'progress.open',
  'progress.blocking',
  'progress.new',
] as const;

export function createProgressTable({ session, navigate }: Screen, desk: Desk): HTMLElement {
  const summary = element('summary', { class: 'tool' });
  const table = element('table', { class: 'by-commune' });

  const row = (each: UnitProgress, { state, t, language }: Shown) => {
    const chosen = state.caseFilter.unit === each.unit;
    const cell = (n: number, kind = '') =>
      element('td', { class: n > 0 ? kind : '' }, n === 0 ? '–' : formatCount(n, language));
    return element(
      'tr',
      { class: chosen ? 'chosen' : '' },
      element(
        'th',
        { scope: 'row' },
        element(
          'button',
          {
            type: 'button',
            'data-key': `progress-${each.unit}`,
            'aria-pressed': String(chosen),
            onclick: () => {
              desk.filter({ unit: chosen ? '' : each.unit });
              if (!chosen && each.extent) navigate.locate(null, each.extent);
            },
          },
          each.unit.startsWith('.') ? t('communes.unresolved') : each.name,
        ),
      ),
      cell(each.decided),
      cell(each.cases - each.decided),
      cell(each.blocking, 'blocking'),
      cell(each.newlyDecided + each.newlyOpened),
    );
  };

  keepDrawn(
    summary,
    session,
    () => [],
    ({ t }) => [document.createTextNode(t('progress.title'))],
  );
  keepDrawn(
    table,
    session,
    ({ loaded, state }) => [loaded.progress, state.caseFilter.unit],
    (shown) => [
      element(
        'thead',
        {},
        element('tr', {}, ...HEAD.map((key) => element('th', { scope: 'col' }, shown.t(key)))),
      ),
      element(
        'tbody',
        {},
        ...shown.loaded.progress.filter(({ cases }) => cases > 0).map((each) => row(each, shown)),
      ),
    ],
  );
  return element('details', { class: 'progress-by' }, summary, table);
}
