/** Put into the page: how long it takes from a key to the next case: in the page, and drawn on the screen. */

export type KeyTime = { readonly there: number; readonly drawn: number };

type Watched = { times: KeyTime[] };

export function countKeys(): void {
  const times: KeyTime[] = [];
  let pressed = 0;
  addEventListener(
    'keydown',
    () => {
      pressed = performance.now();
    },
    { capture: true },
  );
  const card = document.querySelector('.case-card')!;
  let last = card.getAttribute('data-case');
  new MutationObserver(() => {
    const now = card.getAttribute('data-case');
    if (!now || now === last || pressed === 0) return;
    last = now;
    const since = pressed;
    const there = performance.now() - since;
    pressed = 0;
    // The frame after the one it is put in has it on the glass.
    requestAnimationFrame(() => setTimeout(() => times.push({ there, drawn: performance.now() - since })));
  }).observe(card, { attributes: true, attributeFilter: ['data-case'] });
  Object.assign(globalThis, { times });
}

export const keyTimes = (): KeyTime[] => (globalThis as unknown as Watched).times;
