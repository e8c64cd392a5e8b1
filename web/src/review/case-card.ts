/** The case at hand: what is wrong, the answers with their keys, the records it is about, and what was said before. */

import type { CaseDetail, CaseParcel, DecisionView } from '@thuadat/api/review';
import { element, icon } from '../dom.ts';
import { changeTable } from '../panel/change.ts';
import { keepDrawn, type Screen, type Shown, section } from '../panel/panel.ts';
import { ruleTitle } from '../rule-title.ts';
import { formatDate, issueAdvice, issueSentence, issueSubject } from '../wording.ts';
import { answers } from './answers.ts';
import type { Desk } from './review-controller.ts';

export function createCaseCard(screen: Screen, desk: Desk): HTMLElement {
  const card = element('section', { class: 'case-card', hidden: true });
  keepDrawn(
    card,
    screen.session,
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
      return draw(detail, shown, screen, desk);
    },
  );
  return card;
}

function draw(detail: CaseDetail, shown: Shown, screen: Screen, desk: Desk): Node[] {
  const { t, language } = shown;
  return [
    heading(detail, shown, desk),
    element(
      'div',
      { class: 'body' },
      element('p', { class: 'sentence' }, issueSentence(detail, language)),
      // Where an answer can be chosen here, what to do elsewhere is no advice.
      detail.choices.length === 0 && element('p', { class: 'advice' }, issueAdvice(detail.code, language)),
      standing(detail, shown),
      answers(detail, shown, screen, desk),
      ...detail.parcels.slice(0, 1).map((parcel) => section(t('change'), changeTable(parcel, shown))),
      detail.parcels.length > 0 && section(t('case.attributes'), attributes(detail.parcels, shown)),
      section(t('case.history'), history(detail, shown), commentForm(shown, desk)),
    ),
  ];
}

function heading(detail: CaseDetail, { t, language, loaded }: Shown, desk: Desk): HTMLElement {
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
}

/** What stands by now: who has it open, or who decided what and when. */
function standing(detail: CaseDetail, { t, language, loaded }: Shown): HTMLElement | null {
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
}

function commentForm({ t }: Shown, desk: Desk): HTMLElement {
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
