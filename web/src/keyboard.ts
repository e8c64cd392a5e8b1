/** Keys that work anywhere but in a field: `/` search, Esc close, n and p through the issues; in the review its own. */
import type { Navigate } from './navigate.ts';
import type { Key } from './review/keys.ts';
import type { Session } from './session.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=checkbox]), select, textarea, [contenteditable]');

export function listenToKeys(session: Session, navigate: Navigate, keys: readonly Key[]): void {
  const review = new Map(keys.flatMap((each) => each.keys.map((name) => [name, each.act])));
  const actions: Record<string, () => void> = {
    '/': () => document.getElementById('search')?.focus(),
    Escape: navigate.close,
    n: () => void navigate.step(1),
    p: () => void navigate.step(-1),
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isField(event.target)) (event.target as HTMLElement).blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    // Enter belongs to the button that has the focus.
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    const reviewing = session.store.get().tab === 'review';
    const action = (reviewing ? review.get(event.key) : null) ?? actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
