/** Before and after, line by line; what changed stands out. */
import type { KeyView, NamedCode, ParcelView } from '@thuadat/api/map';
import { element } from '../dom.ts';
import type { MessageKey } from '../i18n.ts';
import { formatArea } from '../wording.ts';
import type { Shown } from './panel.ts';

type Line = { readonly label: MessageKey; readonly before: Cell; readonly after: Cell };
type Cell = { readonly text: string; readonly code: string | null } | null;

const unit = (named: NamedCode | null): Cell =>
  named && { text: named.name ?? named.code, code: named.name === null ? null : named.code };
const plain = (text: string | null): Cell => (text === null ? null : { text, code: null });
const scale = (text: string | null): Cell => plain(text === null ? null : `1:${text}`);

const linesOf = (before: KeyView, after: KeyView): Line[] => [
  { label: 'province', before: unit(before.province), after: unit(after.province) },
  { label: 'commune', before: unit(before.commune), after: unit(after.commune) },
  { label: 'sheet', before: plain(before.sheet), after: plain(after.sheet) },
  { label: 'number', before: plain(before.parcel), after: plain(after.parcel) },
  { label: 'scale', before: scale(before.scale), after: after.parcel === null ? null : scale(after.scale) },
];

const cell = (value: Cell): HTMLElement =>
  element(
    'td',
    {},
    value === null ? element('span', { class: 'empty' }, '–') : value.text,
    value?.code ? element('code', {}, value.code) : null,
  );

export function changeTable(parcel: ParcelView, { t, language }: Shown): HTMLElement {
  const rows = linesOf(parcel.old, parcel.new).map(({ label, before, after }) => {
    const changed = before?.text !== after?.text || before?.code !== after?.code;
    return element(
      'tr',
      { class: changed && after ? 'changed' : '' },
      element('th', { scope: 'row' }, t(label)),
      cell(before),
      cell(after),
    );
  });
  const wide = (label: MessageKey, text: string | null) =>
    text === null
      ? []
      : [element('tr', {}, element('th', { scope: 'row' }, t(label)), element('td', { colspan: 2 }, text))];
  const area =
    parcel.areaM2 === null && parcel.areaLegalM2 === null
      ? null
      : t('area.value', {
          geometry: parcel.areaM2 === null ? '–' : formatArea(parcel.areaM2, language),
          legal: parcel.areaLegalM2 === null ? '–' : formatArea(parcel.areaLegalM2, language),
        });
  return element(
    'table',
    { class: 'change' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('td', {}),
        element('th', { scope: 'col' }, t('before')),
        element('th', { scope: 'col' }, t('after')),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows,
      ...wide('address', parcel.address),
      ...wide('area', area),
      ...wide('landUse', parcel.landUse),
      ...wide('digitalAddress', parcel.digitalAddress),
    ),
  );
}
