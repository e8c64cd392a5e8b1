/** Keys that work anywhere but in a field: `/` search, Esc close, n and p through the issues. */
import type { Navigate } from './navigate.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=checkbox]), select, textarea, [contenteditable]');

export function listenToKeys(navigate: Navigate): void {
  const actions: Record<string, () => void> = {
    '/': () => document.getElementById('search')?.focus(),
    Escape: navigate.close,
    n: () => void navigate.step(1),
    p: () => void navigate.step(-1),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
