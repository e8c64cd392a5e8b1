/** The identifier in groups of four, with a button that copies it whole. */

import type { ParcelView } from '@thuadat/api/map';
import { describeRules } from '@thuadat/core/identifier/method-text';
import { element, icon } from '../dom.ts';
import { formatPoint } from '../wording.ts';
import type { Shown } from './panel.ts';

const groupsOf = (id: string): HTMLElement[] =>
  (id.match(/.{1,4}/g) ?? []).map((part) => element('span', {}, part));

function copyButton(id: string, { t }: Shown): HTMLElement {
  const label = element('span', { role: 'status' }, t('id.copy'));
  return element(
    'button',
    {
      type: 'button',
      class: 'copy',
      'data-key': 'copy',
      onclick: () => {
        void navigator.clipboard.writeText(id).then(() => {
          label.textContent = t('id.copied');
        });
      },
    },
    icon('copy'),
    label,
  );
}

export function identifierCard(parcel: ParcelView, shown: Shown): HTMLElement {
  const { t, language } = shown;
  const { parcelId, point, madeBy } = parcel;
  return element(
    'div',
    { class: 'identifier' },
    element('h3', {}, t('id.title')),
    element(
      'div',
      { class: 'id-line' },
      parcelId
        ? element('code', { class: 'id' }, ...groupsOf(parcelId))
        : element('span', { class: 'id none' }, t('id.none')),
      parcelId ? copyButton(parcelId, shown) : null,
    ),
    element('p', {}, t(`id.${parcel.idState}`)),
    madeBy && element('p', {}, t('id.method', { method: describeRules(madeBy, language) })),
    point && element('p', {}, `${t('id.point')}: `, element('span', { class: 'point' }, formatPoint(point))),
  );
}
