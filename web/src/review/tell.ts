/** What a move at the desk came to, put where the screen says it. */
import { DataError } from '../dataset.ts';
import type { MessageKey } from '../i18n.ts';
import type { Session, StatusMessage } from '../session.ts';

export function say(session: Session, key: MessageKey, values?: StatusMessage['values']): void {
  session.put({ said: values ? { key, values } : { key } });
}

/** A refusal of the server is said in its words; who is no longer signed in is asked again; the rest is a fault of the page. */
export function failed(session: Session, fault: unknown): void {
  if (!(fault instanceof DataError)) session.put({ fault });
  else if (fault.problem.status === 401) void session.start();
  else say(session, 'said.conflict', { why: fault.message });
}
