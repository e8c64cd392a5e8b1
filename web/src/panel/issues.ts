/** Issues by rule, gravest first; one rule opened lists its cases, each of which flies to its place. */

import type { IssueGroup, IssueView } from '@thuadat/api/map';
import type { IssueFilter } from '@thuadat/api/request';
import type { Severity } from '@thuadat/core/issue/index';
import { element, icon } from '../dom.ts';
import { ruleTitle } from '../rule-title.ts';
import { formatCount, issueAdvice, issueSentence, issueSubject } from '../wording.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';

const SEVERITIES: readonly Severity[] = ['blocking', 'error', 'warning', 'info'];

export function createIssues({ session, navigate }: Screen): HTMLElement {
  const section = element('div', { class: 'issues' });
  const refilter = (filter: IssueFilter) => session.store.set({ filter });
  const without = (name: keyof IssueFilter): IssueFilter => {
    const { [name]: _, ...rest } = session.store.get().filter;
    return rest;
  };

  const severities = ({ t, state, loaded, language }: Shown) =>
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
            onclick: () => refilter(chosen ? without('severity') : { ...state.filter, severity }),
          },
          element('i', { class: `dot ${severity}` }),
          t(`severity.${severity}`),
          element('span', {}, formatCount(count, language)),
        );
      }),
    );

  const unitFilter = ({ t, state, loaded }: Shown) => {
    const { unit } = state.filter;
    if (!unit) return null;
    const name = loaded.communes.find((commune) => commune.unit === unit)?.name ?? unit;
    return element(
      'button',
      {
        type: 'button',
        class: 'chip removable',
        'aria-label': t('issues.clear', { name }),
        onclick: () => refilter(without('unit')),
      },
      name,
      icon('close'),
    );
  };

  const group = ({ code, severity, count }: IssueGroup, { language, state }: Shown) =>
    element(
      'li',
      {},
      element(
        'button',
        {
          type: 'button',
          class: 'rule',
          'data-key': code,
          onclick: () => refilter({ ...state.filter, code }),
        },
        element('i', { class: `dot ${severity}` }),
        element('span', { class: 'title' }, ruleTitle(code, language)),
        element('span', { class: `count ${severity}` }, formatCount(count, language)),
        icon('next'),
      ),
    );

  const item = (issue: IssueView, { language, state }: Shown) =>
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

  const notices = ({ loaded, t, language }: Shown): HTMLElement | false => {
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
  };

  const opened = (code: string, shown: Shown) => {
    const { loaded, t, language } = shown;
    const one = loaded.groups.find((each) => each.code === code);
    return [
      element(
        'button',
        { type: 'button', class: 'back', 'data-key': 'back', onclick: () => refilter(without('code')) },
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
        stepButton(shown, -1),
        stepButton(shown, 1),
        element('span', {}, one ? formatCount(one.count, language) : '0'),
      ),
      element('ol', { class: 'cases' }, ...loaded.issues.map((issue) => item(issue, shown))),
      loaded.next !== null &&
        element(
          'button',
          { type: 'button', class: 'more', 'data-key': 'more', onclick: () => void session.moreIssues() },
          t('issues.more'),
        ),
    ];
  };

  const stepButton = ({ t }: Shown, by: 1 | -1) =>
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
      const body = code
        ? opened(code, shown)
        : shown.loaded.groups.length === 0
          ? [element('p', { class: 'note' }, shown.t('issues.none'))]
          : [
              element('ul', { class: 'rules' }, ...shown.loaded.groups.map((each) => group(each, shown))),
              notices(shown),
            ];
      return [severities(shown), unitFilter(shown), ...body];
    },
  );

  session.store.subscribe((state, before) => {
    if (state.issue !== before.issue)
      section.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  });
  return section;
}
