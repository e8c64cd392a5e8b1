/** The keys of the review, in one list: what they do is what the help shows. */
import { nextCompare } from '../compare/compare.ts';
import type { MessageKey } from '../i18n.ts';
import type { Session } from '../session.ts';
import type { Desk } from './review-controller.ts';

export type Key = { readonly keys: readonly string[]; readonly label: MessageKey; readonly act: () => void };

export type Dialogs = { help(): void; bulk(): void; lasso(): void };

export function reviewKeys(session: Session, desk: Desk, dialogs: Dialogs): readonly Key[] {
  const answer = (kind: 'approve' | 'refuse' | 'confirm') => () => void desk.answer(kind);
  const second = () => (session.loaded().detail?.state === 'again' ? answer('confirm') : answer('approve'))();
  return [
    { keys: ['j', 'ArrowDown'], label: 'case.next', act: () => void desk.step(1) },
    { keys: ['k', 'ArrowUp'], label: 'case.previous', act: () => void desk.step(-1) },
    { keys: ['a', 'Enter'], label: 'case.accept', act: () => desk.decide('accept', null) },
    { keys: ['r'], label: 'case.reject', act: () => desk.decide('reject', null) },
    { keys: ['s'], label: 'case.survey', act: () => desk.decide('survey', null) },
    { keys: ['x'], label: 'case.skip', act: () => void desk.skip() },
    { keys: ['u'], label: 'case.undo', act: () => void desk.undo() },
    { keys: ['y'], label: 'case.approve', act: second },
    { keys: ['n'], label: 'case.refuse', act: answer('refuse') },
    { keys: ['e'], label: 'case.reason', act: () => document.getElementById('case-reason')?.focus() },
    { keys: ['c'], label: 'case.comment', act: () => document.getElementById('case-comment')?.focus() },
    { keys: ['b'], label: 'review.bulk', act: dialogs.bulk },
    { keys: ['l'], label: 'lasso.start', act: dialogs.lasso },
    {
      keys: ['v'],
      label: 'compare',
      act: () => session.store.set({ compare: nextCompare(session.store.get().compare) }),
    },
    { keys: ['?'], label: 'review.help', act: dialogs.help },
    ...Array.from({ length: 9 }, (_, at) => ({
      keys: [String(at + 1)],
      label: 'help.numbers' as const,
      act: () => desk.choose(at + 1),
    })),
  ];
}
