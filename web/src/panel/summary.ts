/** The run in one glance: every record that was read is in exactly one of three states, and the sum says so. */

import type { Status } from '@thuadat/api/map';
import type { StatusCounts } from '@thuadat/core/run';
import { element, icon } from '../dom.ts';
import { formatCount, formatShare } from '../wording.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';

export const STATUSES: readonly Status[] = ['assigned', 'ambiguous', 'rejected'];

/** Parts of a whole as one bar; widths are set by script, as the page allows no style attributes. */
export function stackedBar(counts: StatusCounts): HTMLElement {
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' });
  for (const status of STATUSES) {
    if (counts[status] === 0) continue;
    const part = element('i', { class: status });
    part.style.flexGrow = String(counts[status]);
    bar.append(part);
  }
  return bar;
}

function total({ t, language }: Shown, counts: StatusCounts): HTMLElement {
  return element(
    'p',
    { class: 'total' },
    element('strong', {}, formatCount(counts.read, language)),
    ' ',
    element('span', {}, t('count.parcels')),
  );
}

function conservation({ t, language }: Shown, counts: StatusCounts): HTMLElement {
  const holds = counts.assigned + counts.ambiguous + counts.rejected === counts.read;
  const values = Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, formatCount(count, language)]),
  );
  return element(
    'p',
    { class: holds ? 'adds' : 'adds differs' },
    icon(holds ? 'check' : 'alert'),
    element('span', {}, t(holds ? 'count.adds' : 'count.differs', values)),
  );
}

export function createSummary({ session }: Screen): HTMLElement {
  const section = element('section', { class: 'summary' });
  keepDrawn(
    section,
    session,
    ({ loaded }) => [loaded.run],
    (shown) => {
      const counts = shown.loaded.run?.counts;
      if (!counts) return [];
      const rows = STATUSES.map((status) =>
        element(
          'div',
          {},
          element('dt', {}, element('i', { class: `dot ${status}` }), shown.t(`count.${status}`)),
          element(
            'dd',
            {},
            element('strong', {}, formatCount(counts[status], shown.language)),
            element('span', {}, formatShare(counts[status], counts.read, shown.language)),
          ),
        ),
      );
      return [
        total(shown, counts),
        stackedBar(counts),
        element('dl', { class: 'counts' }, ...rows),
        conservation(shown, counts),
      ];
    },
  );
  return section;
}
