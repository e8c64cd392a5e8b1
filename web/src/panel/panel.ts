/** What every part of the screen around the map gets: the session, the moves, the language. */
import { type Child, element } from '../dom.ts';
import type { Language, Translate } from '../i18n.ts';
import { translator } from '../i18n.ts';
import type { Navigate } from '../navigate.ts';
import type { Loaded, Session } from '../session.ts';
import type { State } from '../state.ts';

export type Screen = { readonly session: Session; readonly navigate: Navigate };

export type Shown = {
  readonly state: State;
  readonly loaded: Loaded;
  readonly t: Translate;
  readonly language: Language;
};

/**
 * Keeps `container` equal to `draw(…)` whenever one of `depends` changes. The element that had the focus gets it again
 * if it is still there, by its `data-key`.
 */
export function keepDrawn(
  container: HTMLElement,
  session: Session,
  depends: (shown: Shown) => readonly unknown[],
  draw: (shown: Shown) => readonly (Node | null | false)[],
): void {
  let last: readonly unknown[] | null = null;

  function redraw(): void {
    const state = session.store.get();
    const { language } = state;
    const shown: Shown = { state, loaded: session.loaded(), t: translator(language), language };
    const now = [language, ...depends(shown)];
    if (last && now.every((value, at) => Object.is(value, last![at]))) return;
    last = now;
    const focused = container.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-key')
      : null;
    container.replaceChildren(...draw(shown).filter((node) => node instanceof Node));
    if (focused) container.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  session.store.subscribe(redraw);
  session.onLoad(redraw);
  redraw();
}

/** A part of a card under its own title. */
export const section = (title: string, ...children: readonly Child[]): HTMLElement =>
  element('section', {}, element('h3', {}, title), ...children);
