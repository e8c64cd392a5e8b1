/** Issues by rule, gravest first; one rule opened lists its cases, each of which flies to its place. */

import type { IssueGroup, IssueView } from '@thuadat/api/map';
import type { IssueFilter } from '@thuadat/api/request';
import type { Severity } from '@thuadat/core/issue/index';
import { element, icon } from '../dom.ts';
import type { Navigate } from '../navigate.ts';
import { ruleTitle } from '../rule-title.ts';
import type { Store } from '../state.ts';
import { formatCount, issueAdvice, issueSentence, issueSubject } from '../wording.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';

const SEVERITIES: readonly Severity[] = ['blocking', 'error', 'warning', 'info'];

export function createIssues(screen: Screen): HTMLElement {
  const { session } = screen;
  const section = element('div', { class: 'issues' });
  keepDrawn(
    section,
    session,
    ({ loaded, state }) => [
      loaded.groups,
      loaded.issues,
      loaded.next,
      loaded.communes,
      state.filter,
      state.issue,
    ],
    (shown) => {
      const { code } = shown.state.filter;
      return [
        severities(shown, session.store),
        unitFilter(shown, session.store),
        ...(code ? opened(code, shown, screen) : rules(shown, session.store)),
      ];
    },
  );

  session.store.subscribe((state, before) => {
    if (state.issue !== before.issue)
      section.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  });
  return section;
}

const severities = ({ t, state, loaded, language }: Shown, store: Store): HTMLElement =>
  element(
    'div',
    { class: 'chips', role: 'group' },
    ...SEVERITIES.map((severity) => {
      const chosen = state.filter.severity === severity;
      const count = loaded.groups.reduce(
        (sum, group) => sum + (group.severity === severity ? group.count : 0),
        0,
      );
      return element(
        'button',
        {
          type: 'button',
          class: `chip ${severity}`,
          'data-key': severity,
          'aria-pressed': String(chosen),
          disabled: count === 0 && !chosen,
          onclick: () =>
            store.set({ filter: chosen ? without(state.filter, 'severity') : { ...state.filter, severity } }),
        },
        element('i', { class: `dot ${severity}` }),
        t(`severity.${severity}`),
        element('span', {}, formatCount(count, language)),
      );
    }),
  );

function unitFilter({ t, state, loaded }: Shown, store: Store): HTMLElement | null {
  const { unit } = state.filter;
  if (!unit) return null;
  const name = loaded.communes.find((commune) => commune.unit === unit)?.name ?? unit;
  return element(
    'button',
    {
      type: 'button',
      class: 'chip removable',
      'aria-label': t('issues.clear', { name }),
      onclick: () => store.set({ filter: without(state.filter, 'unit') }),
    },
    name,
    icon('close'),
  );
}

/** What a run has to tell, rule by rule. */
function rules(shown: Shown, store: Store): (HTMLElement | false)[] {
  const { groups } = shown.loaded;
  if (groups.length === 0) return [element('p', { class: 'note' }, shown.t('issues.none'))];
  return [
    element('ul', { class: 'rules' }, ...groups.map((each) => group(each, shown, store))),
    notices(shown),
  ];
}

const group = (
  { code, severity, count }: IssueGroup,
  { language, state }: Shown,
  store: Store,
): HTMLElement =>
  element(
    'li',
    {},
    element(
      'button',
      {
        type: 'button',
        class: 'rule',
        'data-key': code,
        onclick: () => store.set({ filter: { ...state.filter, code } }),
      },
      element('i', { class: `dot ${severity}` }),
      element('span', { class: 'title' }, ruleTitle(code, language)),
      element('span', { class: `count ${severity}` }, formatCount(count, language)),
      icon('next'),
    ),
  );

function notices({ loaded, t, language }: Shown): HTMLElement | false {
  const list = loaded.run?.notices ?? [];
  if (list.length === 0) return false;
  const items = list.map((each) =>
    element(
      'li',
      { class: 'notice-line' },
      element('i', { class: `dot ${each.severity}` }),
      element(
        'span',
        {},
        element('strong', {}, `${issueSubject(each, language)}: `),
        issueSentence(each, language),
      ),
    ),
  );
  return element(
    'section',
    { class: 'notices' },
    element('h3', {}, t('issues.notices')),
    element('ul', {}, ...items),
  );
}

/** One rule opened: what to do about it, and its cases. */
function opened(code: string, shown: Shown, { session, navigate }: Screen): (HTMLElement | false)[] {
  const { loaded, state, t, language } = shown;
  const one = loaded.groups.find((each) => each.code === code);
  return [
    element(
      'button',
      {
        type: 'button',
        class: 'back',
        'data-key': 'back',
        onclick: () => session.store.set({ filter: without(state.filter, 'code') }),
      },
      icon('back'),
      t('issues.back'),
    ),
    element(
      'div',
      { class: 'rule-head' },
      element('h3', {}, ruleTitle(code, language)),
      element('p', {}, issueAdvice(code, language)),
    ),
    element(
      'p',
      { class: 'steps' },
      stepButton(-1, shown, navigate),
      stepButton(1, shown, navigate),
      element('span', {}, one ? formatCount(one.count, language) : '0'),
    ),
    element('ol', { class: 'cases' }, ...loaded.issues.map((issue) => item(issue, shown, navigate))),
    loaded.next !== null &&
      element(
        'button',
        { type: 'button', class: 'more', 'data-key': 'more', onclick: () => void session.moreIssues() },
        t('issues.more'),
      ),
  ];
}

const stepButton = (by: 1 | -1, { t }: Shown, navigate: Navigate): HTMLElement =>
  element(
    'button',
    {
      type: 'button',
      class: 'step',
      'data-key': `step${by}`,
      'aria-label': t(by === 1 ? 'issues.next' : 'issues.previous'),
      title: t(by === 1 ? 'issues.next' : 'issues.previous'),
      onclick: () => void navigate.step(by),
    },
    icon(by === 1 ? 'next' : 'back'),
    element('kbd', {}, by === 1 ? 'n' : 'p'),
  );

const item = (issue: IssueView, { language, state }: Shown, navigate: Navigate): HTMLElement =>
  element(
    'li',
    {},
    element(
      'button',
      {
        type: 'button',
        class: 'case',
        'data-key': issue.key,
        'aria-current': issue.key === state.issue ? 'true' : null,
        onclick: () => navigate.issue(issue),
      },
      element('i', { class: `dot ${issue.severity}` }),
      element('span', { class: 'subject' }, issueSubject(issue, language)),
      element('span', { class: 'what' }, issueSentence(issue, language)),
    ),
  );

/** The filter with one of its conditions taken out. */
function without(filter: IssueFilter, name: keyof IssueFilter): IssueFilter {
  const { [name]: _, ...rest } = filter;
  return rest;
}
