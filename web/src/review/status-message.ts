/** What was done last, for a moment on the screen and for screen readers. */
import { element } from '../dom.ts';
import { translator } from '../i18n.ts';
import type { Screen } from '../panel/panel.ts';

const SHOWN_MS = 2600;

export function createSaid({ session }: Screen): HTMLElement {
  const box = element('div', { class: 'said', role: 'status' });
  let timer = 0;
  session.onLoad(({ said }, before) => {
    if (said === before.said || said === null) return;
    box.replaceChildren(translator(session.store.get().language)(said.key, said.values));
    clearTimeout(timer);
    timer = window.setTimeout(() => box.replaceChildren(), SHOWN_MS);
  });
  return box;
}
