/** The case at hand: what is wrong, the answers with their keys, the records it is about, and what was said before. */

import type { CaseDetail, CaseParcel, DecisionView } from '@thuadat/api/review';
import type { Verdict } from '@thuadat/core/review/rule';
import { element, icon } from '../dom.ts';
import type { MessageKey } from '../i18n.ts';
import { changeTable } from '../panel/change.ts';
import { keepDrawn, type Screen, type Shown } from '../panel/panel.ts';
import { ruleTitle } from '../rule-title.ts';
import { formatDate, formatShare, issueAdvice, issueSentence, issueSubject } from '../wording.ts';
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

export function createCaseCard({ session }: Screen, desk: Desk): HTMLElement {
  const card = element('section', { class: 'case-card', hidden: true });

  const answer = (verdict: Verdict, first: boolean, { t }: Shown) =>
    element(
      'button',
      {
        type: 'button',
        class: first ? 'answer first' : 'answer',
        'data-key': verdict,
        onclick: () => desk.decide(verdict, null),
      },
      t(`case.${verdict}`),
      element('kbd', {}, KEY_OF[verdict]),
    );

  const second = (kind: AnswerKind, first: boolean, { t }: Shown) =>
    element(
      'button',
      {
        type: 'button',
        class: first ? 'answer first' : 'answer',
        'data-key': kind,
        onclick: () => void desk.answer(kind),
      },
      t(`case.${kind}`),
      element('kbd', {}, KEY_OF[kind]),
    );

  const choices = (detail: CaseDetail, { t, language }: Shown): HTMLElement | null =>
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

  const standing = (detail: CaseDetail, { t, language, loaded }: Shown): HTMLElement | null => {
    const held = loaded.heldBy ?? detail.heldBy;
    if (held) return element('p', { class: 'standing held' }, t('case.held', { who: held }));
    if (detail.verdict === null) return null;
    const values = {
      verdict: t(`case.${detail.verdict}`),
      who: detail.decidedBy ?? '',
      when: detail.decidedAt ? formatDate(detail.decidedAt, language) : '',
    };
    return element(
      'p',
      { class: `standing ${detail.state}` },
      element('strong', {}, `${t(`case.state.${detail.state}`)}. `),
      t('case.by', values),
    );
  };

  const question = (detail: CaseDetail): MessageKey =>
    detail.verdicts.includes('choose') && detail.choices.length > 0
      ? detail.choices[0]!.ordinal === null
        ? 'case.question.choose.commune'
        : 'case.question.choose.record'
      : detail.verdicts.includes('accept')
        ? 'case.question.other'
        : 'case.question.fault';

  function answers(detail: CaseDetail, shown: Shown): HTMLElement {
    const { t, loaded } = shown;
    const kinds: readonly AnswerKind[] = detail.mayApprove
      ? detail.state === 'again'
        ? ['confirm']
        : ['approve', 'refuse']
      : [];
    const verdicts = detail.verdicts.filter((verdict) => verdict !== 'choose');
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
    const settled = detail.state !== 'open';
    return element(
      'div',
      { class: 'answers' },
      element('h3', {}, t(question(detail))),
      choices(detail, shown),
      element(
        'div',
        { class: 'row' },
        ...kinds.map((kind, at) => second(kind, at === 0, shown)),
        ...verdicts.map((verdict) => answer(verdict, !settled && verdict === 'accept', shown)),
        detail.mayUndo && second('undo', false, shown),
      ),
      reason,
    );
  }

  const heading = (detail: CaseDetail, { t, language, loaded }: Shown) => {
    const at = loaded.cases.findIndex(({ key }) => key === detail.key) + 1;
    const move = (by: 1 | -1) =>
      element(
        'button',
        {
          type: 'button',
          class: 'plain',
          'data-key': `step${by}`,
          'aria-label': t(by === 1 ? 'case.next' : 'case.previous'),
          title: `${t(by === 1 ? 'case.next' : 'case.previous')} (${by === 1 ? 'j' : 'k'})`,
          onclick: () => void desk.step(by),
        },
        icon(by === 1 ? 'next' : 'back'),
      );
    return element(
      'header',
      {},
      element('i', { class: `dot ${detail.severity}` }),
      element(
        'div',
        {},
        element('h2', { tabindex: -1 }, ruleTitle(detail.code, language)),
        element('p', {}, issueSubject(detail, language)),
      ),
      at > 0 && element('span', { class: 'at' }, t('case.place', { at, total: Math.max(loaded.total, at) })),
      move(-1),
      move(1),
    );
  };

  const section = (title: string, ...children: (Node | null | false)[]) =>
    element('section', {}, element('h3', {}, title), ...children);

  const draw = (detail: CaseDetail, shown: Shown): Node[] => {
    const { t, language } = shown;
    return [
      heading(detail, shown),
      element(
        'div',
        { class: 'body' },
        element('p', { class: 'sentence' }, issueSentence(detail, language)),
        // Where an answer can be chosen here, what to do elsewhere is no advice.
        detail.choices.length === 0 && element('p', { class: 'advice' }, issueAdvice(detail.code, language)),
        standing(detail, shown),
        answers(detail, shown),
        ...detail.parcels.slice(0, 1).map((parcel) => section(t('change'), changeTable(parcel, shown))),
        detail.parcels.length > 0 && section(t('case.attributes'), attributes(detail.parcels, shown)),
        section(t('case.history'), history(detail, shown), commentForm(shown)),
      ),
    ];
  };

  function commentForm({ t }: Shown): HTMLElement {
    const input = element('textarea', {
      id: 'case-comment',
      'data-key': 'comment',
      rows: 2,
      maxlength: 4000,
      placeholder: `${t('case.comment.hint')} (c)`,
      'aria-label': t('case.comment.hint'),
    });
    const send = () => void desk.comment(input.value).then(() => input.blur());
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
    });
    return element(
      'form',
      {
        class: 'comment',
        onsubmit: (event) => {
          event.preventDefault();
          send();
        },
      },
      input,
      element('button', { type: 'submit', class: 'answer' }, t('case.send')),
    );
  }

  keepDrawn(
    card,
    session,
    ({ loaded, state }) => [loaded.detail, loaded.heldBy, loaded.total, state.case, state.tab],
    (shown) => {
      const { detail } = shown.loaded;
      const { case: key, tab } = shown.state;
      card.hidden = tab !== 'review' || key === null;
      card.setAttribute('aria-label', shown.t('review'));
      // Which case is on the screen, told with its content: for those who watch from outside.
      card.setAttribute('data-case', detail?.key === key ? (key ?? '') : '');
      if (card.hidden) return [];
      if (detail?.key !== key) return [element('p', { class: 'note' }, shown.t('case.loading'))];
      return draw(detail, shown);
    },
  );
  return card;
}

/** Column by column, the records beside each other; what differs stands out, what is the same on all can be told short. */
function attributes(parcels: readonly CaseParcel[], { t }: Shown): HTMLElement {
  const columns = [...new Set(parcels.flatMap(({ raw }) => raw.map(([column]) => column)))];
  const shown = parcels.slice(0, 3);
  const textOf = (parcel: CaseParcel, column: string) =>
    parcel.raw.find(([name]) => name === column)?.[1] ?? '';
  const rows = columns.map((column) => {
    const values = shown.map((parcel) => textOf(parcel, column));
    const differs = new Set(values).size > 1;
    return element(
      'tr',
      { class: differs ? 'differs' : '' },
      element('th', { scope: 'row' }, column),
      ...values.map((value) =>
        element('td', {}, value === '' ? element('span', { class: 'empty' }, t('empty')) : value),
      ),
    );
  });
  const names = shown.map(({ source }, at) =>
    element('th', { scope: 'col' }, `${at + 1}. ${source.name} #${source.record}`),
  );
  return element(
    'table',
    { class: 'attributes beside' },
    element('thead', {}, element('tr', {}, element('td', {}), ...names)),
    element('tbody', {}, ...rows),
  );
}

/** From the source's record over what people said to the registry. */
function history(detail: CaseDetail, { t, language }: Shown): HTMLElement {
  const [first] = detail.parcels;
  const said = (each: DecisionView) =>
    element(
      'li',
      {},
      element('span', { class: 'dates' }, formatDate(each.at, language)),
      element('strong', {}, t(`case.${each.kind}`)),
      ` · ${each.who}`,
      each.choice ? element('code', {}, each.choice) : null,
      each.reason ? element('p', {}, each.reason) : null,
    );
  const registered = (first?.registry ?? []).map((entry) =>
    element(
      'li',
      {},
      element('span', { class: 'dates' }, formatDate(entry.from, language)),
      `${entry.old} → ${entry.new} `,
      element('code', {}, entry.parcelId ?? ''),
    ),
  );
  return element(
    'ol',
    { class: 'history' },
    first
      ? element(
          'li',
          {},
          t('case.history.run', {
            source: `${first.source.name} · ${first.source.layer}`,
            record: first.source.record,
          }),
        )
      : null,
    ...detail.history.map(said),
    ...registered,
  );
}
