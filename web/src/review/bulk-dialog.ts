/** Many cases decided as one: what the decision would touch is shown before it is made. */

import type { BulkPreview } from '@thuadat/api/review';
import type { IssueCode } from '@thuadat/core/issue/index';
import { REVIEW_RULES } from '@thuadat/core/review/rule';
import { element } from '../dom.ts';
import { type Language, type Translate, translator } from '../i18n.ts';
import type { Session } from '../session.ts';
import { issueSubject } from '../wording.ts';
import type { BulkVerdict } from './bulk.ts';
import { openDialog } from './dialogs.ts';
import type { Desk } from './review-controller.ts';

/** The one that changes nothing first. */
const BULK_VERDICTS: readonly BulkVerdict[] = ['accept', 'survey', 'reject'];

/** What the rule at hand allows for many at once; without a rule, a look that changes nothing. */
function bulkVerdicts(session: Session): readonly BulkVerdict[] {
  const { code } = session.store.get().caseFilter;
  const offered = code === undefined ? null : REVIEW_RULES[code as IssueCode]?.verdicts;
  return BULK_VERDICTS.filter((verdict) => (offered ? offered.includes(verdict) : verdict === 'accept'));
}

export async function openBulk(session: Session, desk: Desk): Promise<void> {
  const { language } = session.store.get();
  const t = translator(language);
  const verdicts = bulkVerdicts(session);
  let verdict = verdicts[0]!;
  let preview = await desk.preview(verdict);
  if (!preview) return;
  const reason = element('input', {
    id: 'bulk-reason',
    required: true,
    maxlength: 2000,
    autocomplete: 'off',
  });
  const touched = createTouched(t, language);
  const change = async (to: BulkVerdict) => {
    verdict = to;
    touched.submit.disabled = true;
    preview = await desk.preview(to);
    if (preview) touched.draw(preview, verdict);
  };
  const send = async () => {
    if (preview && (await desk.bulk(preview, verdict, reason.value.trim()))) dialog.close();
  };
  const select = element(
    'select',
    { 'aria-label': t('bulk.verdict'), onchange: () => void change(select.value as BulkVerdict) },
    ...verdicts.map((each) => element('option', { value: each }, t(`case.${each}`))),
  );
  const cancel = { type: 'button', class: 'answer', onclick: () => dialog.close() };
  const form = element(
    'form',
    {
      method: 'dialog',
      onsubmit: (event) => {
        event.preventDefault();
        void send();
      },
    },
    verdicts.length > 1 && select,
    touched.box,
    element('label', { for: 'bulk-reason' }, t('bulk.reason')),
    reason,
    element('div', { class: 'row' }, touched.submit, element('button', cancel, t('bulk.cancel'))),
  );
  touched.draw(preview, verdict);
  const dialog = openDialog(t('bulk.title'), form);
  reason.focus();
}

/** How many, the first of them, and the button that does it. */
function createTouched(t: Translate, language: Language) {
  const box = element('div');
  const submit = element('button', { type: 'submit', class: 'answer first' });
  return {
    box,
    submit,
    draw(preview: BulkPreview, verdict: BulkVerdict): void {
      const { touches, skipped } = preview;
      const values = { verdict: t(`case.${verdict}`), touches, skipped };
      box.replaceChildren(element('p', {}, t('bulk.touches', values)), sampleOf(preview, language));
      submit.replaceChildren(t('bulk.do', values));
      submit.disabled = touches === 0;
    },
  };
}

const sampleOf = ({ sample, touches }: BulkPreview, language: Language): HTMLElement =>
  element(
    'ul',
    { class: 'sample' },
    ...sample.slice(0, 8).map((each) => element('li', {}, issueSubject(each, language))),
    touches > 8 && element('li', {}, `… +${touches - 8}`),
  );
