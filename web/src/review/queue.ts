/** The queue on the left: how much is left, what is looked for, and the cases one below the other. */

import type { CaseView } from '@thuadat/api/review';
import { element, icon } from '../dom.ts';
import { keepDrawn, type Screen, type Shown } from '../panel/panel.ts';
import { issueSentence, issueSubject } from '../wording.ts';
import { createCaseFilters } from './case-filters.ts';
import type { Dialogs } from './keys.ts';
import { progressLines } from './progress-lines.ts';
import { createProgressTable } from './progress-table.ts';
import type { Desk } from './review-controller.ts';

export function createQueue(screen: Screen, desk: Desk, dialogs: Dialogs): HTMLElement {
  const { session } = screen;
  const progress = element('div', { class: 'progress' });
  const byCommune = createProgressTable(screen, desk);
  const filters = createCaseFilters(session, desk, dialogs);
  const list = element('div', { class: 'case-list' });

  keepDrawn(
    progress,
    session,
    ({ loaded, state }) => [loaded.progress, state.caseFilter.unit],
    progressLines,
  );
  keepDrawn(
    list,
    session,
    ({ loaded, state }) => [loaded.cases, loaded.nextCase, state.case],
    (shown) => lines(shown, desk),
  );
  session.store.subscribe((state, before) => {
    if (state.case !== before.case)
      list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  });
  return element('div', { class: 'queue' }, progress, byCommune, filters, list);
}

function lines(shown: Shown, desk: Desk): (HTMLElement | null)[] {
  const { loaded, t } = shown;
  if (loaded.cases.length === 0) return [element('p', { class: 'note' }, t('review.empty'))];
  return [
    element('ol', { class: 'cases' }, ...loaded.cases.map((each) => line(each, shown, desk))),
    loaded.nextCase === null
      ? null
      : element(
          'button',
          { type: 'button', class: 'more', 'data-key': 'more', onclick: () => void desk.more() },
          t('review.more'),
        ),
  ];
}

const line = (each: CaseView, { state, t, language }: Shown, desk: Desk): HTMLElement =>
  element(
    'li',
    {},
    element(
      'button',
      {
        type: 'button',
        class: `case ${each.state}`,
        'data-key': each.key,
        'aria-current': each.key === state.case ? 'true' : null,
        onclick: () => desk.open(each.key),
      },
      each.state === 'open'
        ? element('i', { class: `dot ${each.severity}` })
        : element(
            'span',
            { class: `mark ${each.state}`, title: t(`case.state.${each.state}`) },
            icon('check'),
          ),
      element('span', { class: 'subject' }, issueSubject(each, language)),
      element(
        'span',
        { class: 'what' },
        each.heldBy ? t('case.held', { who: each.heldBy }) : issueSentence(each, language),
      ),
    ),
  );
