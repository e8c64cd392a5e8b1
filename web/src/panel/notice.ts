/** What stands in the way: no runs, or no data, and what to do about it. */
import { DataError } from '../dataset.ts';
import { element, icon } from '../dom.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';

export function createNotice({ session }: Screen): HTMLElement {
  const box = element('div', { class: 'notice', role: 'alert', hidden: true });

  const fault = ({ loaded, t }: Shown) => [
    icon('alert'),
    element('h2', {}, t('error.title')),
    element('p', {}, loaded.fault instanceof DataError ? loaded.fault.message : t('error.next')),
    element('button', { type: 'button', onclick: () => void session.start() }, t('error.retry')),
  ];

  keepDrawn(
    box,
    session,
    ({ loaded }) => [loaded.fault, loaded.runs],
    (shown) => {
      const { loaded, t } = shown;
      const empty = loaded.runs?.length === 0;
      box.hidden = loaded.fault === null && !empty;
      if (loaded.fault !== null) return fault(shown);
      return empty ? [element('h2', {}, t('no.runs')), element('p', {}, t('no.runs.next'))] : [];
    },
  );
  return box;
}
