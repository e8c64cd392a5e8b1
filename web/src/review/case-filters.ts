/** What the queue is narrowed to, and what can be done with what is left. */

import type { Status } from '@thuadat/api/map';
import type { CaseFilter } from '@thuadat/api/request';
import type { CaseState } from '@thuadat/api/review';
import type { Severity } from '@thuadat/core/issue/index';
import { element, icon } from '../dom.ts';
import type { MessageKey } from '../i18n.ts';
import { keepDrawn, type Shown } from '../panel/panel.ts';
import { ruleTitle } from '../rule-title.ts';
import type { Session } from '../session.ts';
import type { Dialogs } from './keys.ts';
import type { Desk } from './review-controller.ts';

const STATES: readonly CaseState[] = ['open', 'waiting', 'again', 'decided'];
const SEVERITIES: readonly Severity[] = ['blocking', 'error', 'warning'];
const STATUSES: readonly Status[] = ['assigned', 'ambiguous', 'rejected'];
/** Typing is waited for this long before it is asked. */
const TYPING_MS = 250;

export function createCaseFilters(session: Session, desk: Desk, dialogs: Dialogs): HTMLElement {
  const filters = element('div', { class: 'case-filters' });
  let typing = 0;
  const typed = (text: string) => {
    clearTimeout(typing);
    typing = window.setTimeout(() => desk.filter({ text }), TYPING_MS);
  };
  keepDrawn(
    filters,
    session,
    ({ state, loaded }) => [state.caseFilter, loaded.groups, loaded.communes, loaded.run],
    (shown) => [
      textField(shown, typed),
      ...choices(shown, desk),
      element(
        'div',
        { class: 'further' },
        further(shown, desk),
        element('div', { class: 'tools' }, ...papers(shown)),
      ),
      areaChip(shown, desk),
      tools(shown, dialogs),
    ],
  );
  return filters;
}

function textField({ state, t }: Shown, typed: (text: string) => void): HTMLElement {
  const input = element('input', {
    type: 'search',
    'data-key': 'text',
    value: state.caseFilter.text ?? '',
    placeholder: t('review.search'),
    'aria-label': t('review.search'),
    oninput: () => typed(input.value.trim()),
  });
  return input;
}

/** By rule, commune, state and severity. */
function choices(shown: Shown, desk: Desk): HTMLElement[] {
  const { loaded, t, language } = shown;
  const rules = loaded.groups.filter(({ severity }) => severity !== 'info');
  const code: Choice = {
    name: 'code',
    label: t('review.rule'),
    all: t('review.rule.all'),
    options: rules.map((rule) => [rule.code, ruleTitle(rule.code, language)]),
  };
  const unit: Choice = {
    name: 'unit',
    label: t('commune'),
    all: t('review.commune.all'),
    options: loaded.communes.map((commune) => [
      commune.unit,
      commune.unit.startsWith('.') ? t('communes.unresolved') : commune.name,
    ]),
  };
  const state: Choice = {
    name: 'state',
    label: t('case.state.open'),
    all: t('review.all'),
    options: STATES.map((each) => [each, t(`case.state.${each}`)]),
  };
  const severity: Choice = {
    name: 'severity',
    label: t('issues'),
    all: t('review.all'),
    options: SEVERITIES.map((each) => [each, t(`severity.${each}`)]),
  };
  const pair = (...pairs: readonly Choice[]) =>
    element('div', { class: 'pair' }, ...pairs.map((choice) => select(choice, shown, desk)));
  return [pair(code, unit), pair(state, severity)];
}

type Choice = {
  readonly name: keyof CaseFilter;
  readonly label: string;
  /** What the choice of none is called. */
  readonly all: string;
  /** Value and text. */
  readonly options: readonly (readonly [string, string])[];
};

function select({ name, label, all, options }: Choice, { state }: Shown, desk: Desk): HTMLElement {
  const chosen = state.caseFilter[name];
  const made = element(
    'select',
    { 'data-key': name, 'aria-label': label, onchange: () => desk.filter({ [name]: made.value }) },
    element('option', { value: '' }, all),
    ...options.map(([value, text]) => element('option', { value, selected: value === chosen }, text)),
  );
  return made;
}

/** Asked for less often; open while one of them narrows the queue. */
function further(shown: Shown, desk: Desk): HTMLElement {
  const { state, t } = shown;
  const { status, sheet, by, since, until } = state.caseFilter;
  const field = (name: 'sheet' | 'by' | 'since' | 'until', label: string, type: 'text' | 'date') => {
    const input = element('input', {
      type,
      'data-key': name,
      value: state.caseFilter[name] ?? '',
      onchange: () => desk.filter({ [name]: input.value.trim() }),
    });
    return element('label', {}, label, input);
  };
  const statuses: Choice = {
    name: 'status',
    label: t('review.status'),
    all: t('review.status'),
    options: STATUSES.map((each) => [each, t(`status.${each}`)]),
  };
  return element(
    'details',
    { open: (status ?? sheet ?? by ?? since ?? until) !== undefined },
    element('summary', { class: 'tool' }, t('review.further')),
    element(
      'div',
      { class: 'pair' },
      field('sheet', t('review.sheet'), 'text'),
      field('by', t('review.by'), 'text'),
      field('since', t('review.from'), 'date'),
      field('until', t('review.to'), 'date'),
    ),
    select(statuses, shown, desk),
  );
}

/** What leaves the screen: the record on paper, the list as a workbook. */
function papers({ state, loaded, t, language }: Shown): HTMLElement[] {
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
}

const areaChip = ({ state, t }: Shown, desk: Desk): HTMLElement | null =>
  state.caseFilter.area
    ? element(
        'button',
        { type: 'button', class: 'chip removable', onclick: () => desk.filter({ area: '' }) },
        t('review.area.clear'),
        icon('close'),
      )
    : null;

function tools({ state, t }: Shown, dialogs: Dialogs): HTMLElement {
  const tool = (name: keyof Dialogs, label: MessageKey, key: string, disabled = false) =>
    element(
      'button',
      { type: 'button', class: 'tool', 'data-key': name, disabled, onclick: dialogs[name] },
      t(label),
      element('kbd', {}, key),
    );
  return element(
    'div',
    { class: 'tools' },
    tool('bulk', 'review.bulk', 'b', !state.caseFilter.code),
    tool('help', 'review.help', '?'),
    tool('lasso', 'lasso.start', 'l'),
  );
}
