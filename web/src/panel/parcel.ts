/** One parcel: its identifier, what it was and what it is, what is wrong with it, and the source's own words. */
import type { IssueView, ParcelView } from '@thuadat/api/map';
import { element, icon } from '../dom.ts';
import type { Navigate } from '../navigate.ts';
import { ruleTitle } from '../rule-title.ts';
import type { State } from '../state.ts';
import { formatDate, formatShare, issueAdvice, issueSentence } from '../wording.ts';
import { changeTable } from './change.ts';
import { identifierCard } from './identifier.ts';
import { keepDrawn, type Screen, type Shown, section } from './panel.ts';

/** The case at hand has the place then. */
const reviewing = ({ tab, case: key }: State): boolean => tab === 'review' && key !== null;

export function createParcelPanel({ session, navigate }: Screen): HTMLElement {
  const panel = element('section', { class: 'parcel', hidden: true });
  keepDrawn(
    panel,
    session,
    ({ loaded, state }) => [loaded.parcel, state.parcel, state.issue, reviewing(state)],
    (shown) => {
      const { parcel } = shown.loaded;
      panel.hidden = shown.state.parcel === null || reviewing(shown.state);
      panel.setAttribute('aria-label', shown.t('parcel'));
      if (panel.hidden) return [];
      if (parcel?.ordinal !== shown.state.parcel)
        return [element('p', { class: 'note' }, shown.t('loading'))];
      return draw(parcel, shown, navigate);
    },
  );
  return panel;
}

function draw(parcel: ParcelView, shown: Shown, navigate: Navigate): Node[] {
  const { t } = shown;
  return [
    heading(parcel, shown, navigate),
    element(
      'div',
      { class: 'body' },
      identifierCard(parcel, shown),
      reasonOf(parcel, shown),
      section(t('change'), changeTable(parcel, shown)),
      candidates(parcel, shown),
      parcel.issues.length > 0 &&
        section(
          t('parcel.issues'),
          element(
            'ul',
            { class: 'issue-cards' },
            ...parcel.issues.map((issue) => issueCard(issue, shown, navigate)),
          ),
        ),
      section(t('source'), sourceOf(parcel, shown), attributes(parcel, shown)),
      registryOf(parcel, shown),
    ),
  ];
}

function heading(parcel: ParcelView, { t }: Shown, navigate: Navigate): HTMLElement {
  const key = parcel.new.parcel ? parcel.new : parcel.old;
  const title =
    key.parcel || key.sheet
      ? t('parcel.title', { parcel: key.parcel ?? '?', sheet: key.sheet ?? '?' })
      : t('parcel.record', { record: parcel.source.record });
  return element(
    'header',
    {},
    element(
      'div',
      {},
      element('h2', { tabindex: -1 }, title),
      element('p', {}, key.commune?.name ?? key.commune?.code ?? ''),
    ),
    element('span', { class: `pill ${parcel.status}` }, t(`status.${parcel.status}`)),
    element(
      'button',
      {
        type: 'button',
        class: 'plain',
        'aria-label': t('parcel.locate'),
        title: t('parcel.locate'),
        onclick: () => navigate.locate(parcel.point, parcel.extent),
      },
      icon('target'),
    ),
    element(
      'button',
      {
        type: 'button',
        class: 'plain',
        'data-key': 'close',
        'aria-label': t('parcel.close'),
        title: `${t('parcel.close')} (Esc)`,
        onclick: navigate.close,
      },
      icon('close'),
    ),
  );
}

const issueCard = (issue: IssueView, { language, state, t }: Shown, navigate: Navigate): HTMLElement =>
  element(
    'li',
    { class: issue.key === state.issue ? `issue ${issue.severity} current` : `issue ${issue.severity}` },
    element(
      'p',
      {},
      element('strong', {}, `${t(`severity.${issue.severity}`)}. `),
      issueSentence(issue, language),
    ),
    element('p', { class: 'advice' }, issueAdvice(issue.code, language)),
    (issue.shape || issue.lonLat) &&
      element(
        'button',
        { type: 'button', class: 'link', 'data-key': issue.key, onclick: () => navigate.issue(issue) },
        t('show'),
      ),
  );

function candidates(parcel: ParcelView, { t, language }: Shown): Node | false {
  if (parcel.candidates.length === 0 || parcel.status === 'assigned') return false;
  const rows = parcel.candidates.map(({ commune, name, share }) =>
    element(
      'li',
      {},
      element('span', {}, name ?? commune, ' ', element('code', {}, commune)),
      element(
        'span',
        { class: 'share' },
        share === null ? '' : t('share', { share: formatShare(share, 1, language) }),
      ),
    ),
  );
  return section(t('candidates'), element('ul', { class: 'candidates' }, ...rows));
}

function reasonOf(parcel: ParcelView, { t, language }: Shown): Node | false {
  const { reason, status, issues } = parcel;
  if (reason === null || status === 'assigned') return false;
  const deciding = issues.find((issue) => issue.code === reason);
  const sentence = deciding ? issueSentence(deciding, language) : ruleTitle(reason, language);
  return element('p', { class: `reason ${status}` }, element('strong', {}, `${t('reason')}: `), sentence);
}

function sourceOf({ source }: ParcelView, { t }: Shown): Node {
  return element('p', { class: 'origin' }, t('source.from', source));
}

function attributes({ raw }: ParcelView, { t }: Shown): Node {
  const rows = raw.map(([column, text]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, column),
      element(
        'td',
        {},
        text === null || text === '' ? element('span', { class: 'empty' }, t('empty')) : text,
      ),
    ),
  );
  return element('table', { class: 'attributes' }, element('tbody', {}, ...rows));
}

function registryOf({ registry }: ParcelView, { t, language }: Shown): Node | false {
  if (registry.length === 0) return false;
  const rows = registry.map((entry) =>
    element(
      'li',
      {},
      element(
        'span',
        { class: 'dates' },
        `${formatDate(entry.from, language)} – ${entry.to ? formatDate(entry.to, language) : t('registry.now')}`,
      ),
      element('span', {}, `${entry.old} → ${entry.new}`),
      element('code', {}, entry.parcelId ?? ''),
    ),
  );
  return section(t('registry'), element('ol', { class: 'registry' }, ...rows));
}
