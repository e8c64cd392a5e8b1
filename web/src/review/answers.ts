/** What can be answered to the case at hand, each answer with its key. */

import type { CaseDetail } from '@thuadat/api/review';
import type { Verdict } from '@thuadat/core/review/rule';
import { element } from '../dom.ts';
import type { MessageKey, Translate } from '../i18n.ts';
import type { Screen, Shown } from '../panel/panel.ts';
import type { Session } from '../session.ts';
import { formatShare } from '../wording.ts';
import type { AnswerKind } from './review-api.ts';
import type { Desk } from './review-controller.ts';

const KEY_OF: Readonly<Record<Verdict | AnswerKind, string>> = {
  accept: 'a',
  reject: 'r',
  choose: '1',
  survey: 's',
  undo: 'u',
  approve: 'y',
  refuse: 'n',
  confirm: 'y',
};

/** What is asked, and all that can be answered. */
export function answers(detail: CaseDetail, shown: Shown, { session }: Screen, desk: Desk): HTMLElement {
  const { t } = shown;
  const kinds: readonly AnswerKind[] = detail.mayApprove
    ? detail.state === 'again'
      ? ['confirm']
      : ['approve', 'refuse']
    : [];
  const verdicts = detail.verdicts.filter((verdict) => verdict !== 'choose');
  const settled = detail.state !== 'open';
  return element(
    'div',
    { class: 'answers' },
    element('h3', {}, t(question(detail))),
    choices(detail, shown, desk),
    element(
      'div',
      { class: 'row' },
      ...kinds.map((kind, at) => button(kind, at === 0, t, () => void desk.answer(kind))),
      ...verdicts.map((verdict) =>
        button(verdict, !settled && verdict === 'accept', t, () => desk.decide(verdict, null)),
      ),
      detail.mayUndo && button('undo', false, t, () => void desk.answer('undo')),
    ),
    reasonField(shown, session),
  );
}

const question = (detail: CaseDetail): MessageKey =>
  detail.verdicts.includes('choose') && detail.choices.length > 0
    ? detail.choices[0]!.ordinal === null
      ? 'case.question.choose.commune'
      : 'case.question.choose.record'
    : detail.verdicts.includes('accept')
      ? 'case.question.other'
      : 'case.question.fault';

const choices = (detail: CaseDetail, { t, language }: Shown, desk: Desk): HTMLElement | null =>
  detail.choices.length === 0
    ? null
    : element(
        'ol',
        { class: 'choices' },
        ...detail.choices.map(({ value, label, note }, at) =>
          element(
            'li',
            {},
            element(
              'button',
              {
                type: 'button',
                class: detail.choice === value ? 'choice chosen' : 'choice',
                'data-key': value,
                onclick: () => desk.decide('choose', value),
              },
              element('kbd', {}, String(at + 1)),
              element('span', {}, label),
              element(
                'span',
                { class: 'share' },
                /^[\d.]+$/.test(note)
                  ? t('case.share', { share: formatShare(Number(note), 1, language) })
                  : '',
              ),
            ),
          ),
        ),
      );

const button = (name: Verdict | AnswerKind, first: boolean, t: Translate, act: () => void): HTMLElement =>
  element(
    'button',
    { type: 'button', class: first ? 'answer first' : 'answer', 'data-key': name, onclick: act },
    t(`case.${name}`),
    element('kbd', {}, KEY_OF[name]),
  );

function reasonField({ t, loaded }: Shown, session: Session): HTMLElement {
  const reason = element('input', {
    id: 'case-reason',
    'data-key': 'reason',
    value: loaded.reason,
    maxlength: 2000,
    autocomplete: 'off',
    placeholder: `${t('case.reason.hint')} (e)`,
    'aria-label': t('case.reason.hint'),
    oninput: () => session.put({ reason: reason.value }),
    // Written; the next key decides.
    onkeydown: (event) => (event as KeyboardEvent).key === 'Enter' && reason.blur(),
  });
  return reason;
}
