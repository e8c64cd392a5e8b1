/** The queue on the left: how much is left, what is looked for, and the cases one below the other. */

import type { Status } from '@thuadat/api/map';
import type { CaseFilter } from '@thuadat/api/request';
import type { CaseState, CaseView } from '@thuadat/api/review';
import type { Severity } from '@thuadat/core/issue/index';
import { element, icon } from '../dom.ts';
import { keepDrawn, type Screen, type Shown } from '../panel/panel.ts';
import { ruleTitle } from '../rule-title.ts';
import { formatCount, issueSentence, issueSubject } from '../wording.ts';
import type { Dialogs } from './keys.ts';
import { createProgressTable } from './progress-table.ts';
import type { Desk } from './review-controller.ts';

const STATES: readonly CaseState[] = ['open', 'waiting', 'again', 'decided'];
const SEVERITIES: readonly Severity[] = ['blocking', 'error', 'warning'];
const STATUSES: readonly Status[] = ['assigned', 'ambiguous', 'rejected'];
/** Typing is waited for this long before it is asked. */
const TYPING_MS = 250;

export function createQueue(screen: Screen, desk: Desk, dialogs: Dialogs): HTMLElement {
  const { session } = screen;
  const byCommune = createProgressTable(screen, desk);
  const progress = element('div', { class: 'progress' });
  const filters = element('div', { class: 'case-filters' });
  const list = element('div', { class: 'case-list' });

  keepDrawn(
    progress,
    session,
    ({ loaded, state }) => [loaded.progress, state.caseFilter.unit],
    ({ loaded, state, t, language }) => {
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
        blocking > 0 &&
          element('p', { class: 'blocking' }, t('review.blocking', { blocking: count(blocking) })),
        fresh > 0 && element('p', {}, t('review.since', { decided: count(fresh) })),
      ].filter((node) => node !== false);
    },
  );

  const select = <N extends keyof CaseFilter>(
    name: N,
    label: string,
    all: string,
    options: readonly (readonly [string, string])[],
    chosen: string | undefined,
  ) => {
    const made = element(
      'select',
      { 'data-key': name, 'aria-label': label, onchange: () => desk.filter({ [name]: made.value }) },
      element('option', { value: '' }, all),
      ...options.map(([value, text]) => element('option', { value, selected: value === chosen }, text)),
    );
    return made;
  };

  /** Asked for less often; open while one of them narrows the queue. */
  const further = ({ state, t }: Shown): HTMLElement => {
    const { caseFilter } = state;
    const field = (name: 'sheet' | 'by' | 'since' | 'until', label: string, type: 'text' | 'date') => {
      const input = element('input', {
        type,
        'data-key': name,
        value: caseFilter[name] ?? '',
        onchange: () => desk.filter({ [name]: input.value.trim() }),
      });
      return element('label', {}, label, input);
    };
    const used =
      caseFilter.status ?? caseFilter.sheet ?? caseFilter.by ?? caseFilter.since ?? caseFilter.until;
    return element(
      'details',
      { open: used !== undefined },
      element('summary', { class: 'tool' }, t('review.further')),
      element(
        'div',
        { class: 'pair' },
        field('sheet', t('review.sheet'), 'text'),
        field('by', t('review.by'), 'text'),
        field('since', t('review.from'), 'date'),
        field('until', t('review.to'), 'date'),
      ),
      select(
        'status',
        t('review.status'),
        t('review.status'),
        STATUSES.map((each) => [each, t(`status.${each}`)]),
        caseFilter.status,
      ),
    );
  };

  /** What leaves the screen: the record on paper, the list as a workbook. */
  const papers = ({ state, loaded, t, language }: Shown): HTMLElement[] => {
    const { run } = loaded;
    if (!run) return [];
    const { unit, sheet, area: _, ...rest } = state.caseFilter;
    const query = (values: Readonly<Record<string, string | undefined>>) =>
      new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));
    const list = `api/runs/${encodeURIComponent(run.id)}/cases.xlsx?${query({ ...rest, unit, sheet })}`;
    const record = `print.html?${query({ run: run.id, unit, sheet, lang: language })}`;
    return [
      element('a', { class: 'tool', href: list, download: true }, t('print.list')),
      ...(unit
        ? [element('a', { class: 'tool', href: record, target: '_blank', rel: 'noopener' }, t('print'))]
        : []),
    ];
  };

  let typing = 0;
  keepDrawn(
    filters,
    session,
    ({ state, loaded }) => [state.caseFilter, loaded.groups, loaded.communes, loaded.run],
    ({ state, loaded, t, language }) => {
      const { caseFilter } = state;
      const text = element('input', {
        type: 'search',
        'data-key': 'text',
        value: caseFilter.text ?? '',
        placeholder: t('review.search'),
        'aria-label': t('review.search'),
        oninput: () => {
          clearTimeout(typing);
          typing = window.setTimeout(() => desk.filter({ text: text.value.trim() }), TYPING_MS);
        },
      });
      const rules = loaded.groups.filter(({ severity }) => severity !== 'info');
      return [
        text,
        element(
          'div',
          { class: 'pair' },
          select(
            'code',
            t('review.rule'),
            t('review.rule.all'),
            rules.map(({ code }) => [code, ruleTitle(code, language)]),
            caseFilter.code,
          ),
          select(
            'unit',
            t('commune'),
            t('review.commune.all'),
            loaded.communes.map(({ unit, name }) => [
              unit,
              unit.startsWith('.') ? t('communes.unresolved') : name,
            ]),
            caseFilter.unit,
          ),
        ),
        element(
          'div',
          { class: 'pair' },
          select(
            'state',
            t('case.state.open'),
            t('review.all'),
            STATES.map((each) => [each, t(`case.state.${each}`)]),
            caseFilter.state,
          ),
          select(
            'severity',
            t('issues'),
            t('review.all'),
            SEVERITIES.map((each) => [each, t(`severity.${each}`)]),
            caseFilter.severity,
          ),
        ),
        element(
          'div',
          { class: 'further' },
          further({ state, loaded, t, language }),
          element('div', { class: 'tools' }, ...papers({ state, loaded, t, language })),
        ),
        caseFilter.area
          ? element(
              'button',
              { type: 'button', class: 'chip removable', onclick: () => desk.filter({ area: '' }) },
              t('review.area.clear'),
              icon('close'),
            )
          : null,
        element(
          'div',
          { class: 'tools' },
          element(
            'button',
            {
              type: 'button',
              class: 'tool',
              'data-key': 'bulk',
              disabled: !caseFilter.code,
              onclick: dialogs.bulk,
            },
            t('review.bulk'),
            element('kbd', {}, 'b'),
          ),
          element(
            'button',
            { type: 'button', class: 'tool', 'data-key': 'help', onclick: dialogs.help },
            t('review.help'),
            element('kbd', {}, '?'),
          ),
          element(
            'button',
            { type: 'button', class: 'tool', 'data-key': 'lasso', onclick: dialogs.lasso },
            t('lasso.start'),
            element('kbd', {}, 'l'),
          ),
        ),
      ];
    },
  );

  const line = (each: CaseView, { state, t, language }: Shown) =>
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

  keepDrawn(
    list,
    session,
    ({ loaded, state }) => [loaded.cases, loaded.nextCase, state.case],
    (shown) => {
      const { loaded, t } = shown;
      if (loaded.cases.length === 0) return [element('p', { class: 'note' }, t('review.empty'))];
      return [
        element('ol', { class: 'cases' }, ...loaded.cases.map((each) => line(each, shown))),
        loaded.nextCase === null
          ? null
          : element(
              'button',
              { type: 'button', class: 'more', 'data-key': 'more', onclick: () => void desk.more() },
              t('review.more'),
            ),
      ];
    },
  );
  session.store.subscribe((state, before) => {
    if (state.case !== before.case)
      list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  });
  return element('div', { class: 'queue' }, progress, byCommune, filters, list);
}
