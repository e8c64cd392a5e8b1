/** The communes of the run: how much is done, what a person has to look at. */
import type { CommuneView } from '@thuadat/api/map';
import { element } from '../dom.ts';
import { formatCount, formatShare } from '../wording.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';
import { stackedBar } from './summary.ts';

/** Cases nobody decided yet; before the progress is known, the issues that become cases. */
function toReview({ unit, issues }: CommuneView, { loaded }: Shown): number {
  const progress = loaded.progress.find((each) => each.unit === unit);
  return progress ? progress.cases - progress.decided : issues.blocking + issues.error + issues.warning;
}

export function createCommunes({ session, navigate }: Screen): HTMLElement {
  const table = element('table', { class: 'communes' });

  const row = (commune: CommuneView, shown: Shown) => {
    const { t, language, state } = shown;
    const chosen = state.filter.unit === commune.unit;
    const review = toReview(commune, shown);
    const name = commune.unit.startsWith('.') ? t('communes.unresolved') : commune.name;
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
            'data-key': commune.unit,
            'aria-pressed': String(chosen),
            onclick: () => navigate.commune(commune.unit, commune.extent),
          },
          element('span', { class: 'name' }, name),
        ),
        element(
          'div',
          { class: 'under' },
          element('span', { class: 'code' }, commune.unit.startsWith('.') ? '' : commune.unit),
          stackedBar(commune.counts),
        ),
      ),
      element('td', {}, formatCount(commune.counts.read, language)),
      element('td', {}, formatShare(commune.counts.assigned, commune.counts.read, language)),
      element(
        'td',
        {},
        review === 0
          ? '–'
          : element('span', { class: `count ${commune.worst}` }, formatCount(review, language)),
      ),
    );
  };

  keepDrawn(
    table,
    session,
    ({ loaded, state }) => [loaded.communes, loaded.progress, state.filter.unit],
    (shown) => {
      const { t, loaded } = shown;
      const head = (['communes.name', 'communes.parcels', 'communes.done', 'communes.issues'] as const).map(
        (key) => element('th', { scope: 'col' }, t(key)),
      );
      return [
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...loaded.communes.map((commune) => row(commune, shown))),
      ];
    },
  );
  return table;
}
