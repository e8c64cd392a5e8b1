/** What stands over the screen for a moment; the keys are shown here. */
import { element } from '../dom.ts';
import { translator } from '../i18n.ts';
import type { Session } from '../session.ts';
import type { Key } from './keys.ts';

export function openDialog(title: string, ...body: readonly (Node | false)[]): HTMLDialogElement {
  const heading = element('h2', { id: 'dialog-title' }, title);
  const dialog = element('dialog', { 'aria-labelledby': 'dialog-title' }, heading, ...body);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const KEY_NAMES: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

export function openHelp(session: Session, keys: readonly Key[]): void {
  const t = translator(session.store.get().language);
  const rows: [readonly string[], string][] = keys
    .filter(({ label }) => label !== 'help.numbers')
    .map(({ keys: names, label }) => [names, t(label)]);
  rows.splice(2, 0, [['1–9'], t('help.numbers')]);
  rows.push([['/'], t('help.search')], [['Escape'], t('help.escape')]);
  const close = element(
    'button',
    { type: 'button', class: 'answer', onclick: () => dialog.close() },
    t('help.close'),
  );
  const dialog = openDialog(
    t('help.title'),
    element(
      'dl',
      { class: 'keys' },
      ...rows.map(([names, text]) =>
        element(
          'div',
          {},
          element('dt', {}, ...names.map((name) => element('kbd', {}, KEY_NAMES[name] ?? name))),
          element('dd', {}, text),
        ),
      ),
    ),
    close,
  );
}
