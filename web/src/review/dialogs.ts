/** Two things that stand over the screen for a moment: the keys, and what a bulk decision would touch. */
import type { BulkPreview } from '@thuadat/core/review/view';
import { element } from '../dom.ts';
import { translator } from '../i18n.ts';
import type { Session } from '../session.ts';
import type { Desk } from './desk.ts';
import type { Key } from './keys.ts';

function openDialog(title: string, ...body: readonly (Node | false)[]): HTMLDialogElement {
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

export async function openBulk(session: Session, desk: Desk): Promise<void> {
  const preview = await desk.preview();
  if (!preview) return;
  const t = translator(session.store.get().language);
  const { touches, skipped } = preview;
  const reason = element('input', {
    id: 'bulk-reason',
    required: true,
    maxlength: 2000,
    autocomplete: 'off',
  });
  const form = element(
    'form',
    {
      method: 'dialog',
      onsubmit: (event) => {
        event.preventDefault();
        void desk.bulk(preview, reason.value.trim()).then((kept) => kept && dialog.close());
      },
    },
    element('p', {}, t('bulk.touches', { touches, skipped })),
    sampleOf(preview),
    element('label', { for: 'bulk-reason' }, t('bulk.reason')),
    reason,
    element(
      'div',
      { class: 'row' },
      element(
        'button',
        { type: 'submit', class: 'answer first', disabled: touches === 0 },
        t('bulk.do', { touches }),
      ),
      element('button', { type: 'button', class: 'answer', onclick: () => dialog.close() }, t('bulk.cancel')),
    ),
  );
  const dialog = openDialog(t('bulk.title'), form);
  reason.focus();
}

const sampleOf = ({ sample, touches }: BulkPreview): HTMLElement =>
  element(
    'ul',
    { class: 'sample' },
    ...sample.slice(0, 8).map(({ subject }) => element('li', {}, subject)),
    touches > 8 && element('li', {}, `… +${touches - 8}`),
  );
