/** What the moves at the desk share: who is asked and told, and what is remembered from one move to the next. */
import type { Session } from '../session.ts';
import type { HoldCase } from './lease.ts';
import type { CasesAhead } from './prefetch-cases.ts';
import type { ProgressReading } from './progress-reading.ts';
import type { Remote } from './review-api.ts';
import type { DoneList } from './undo-history.ts';

export type DeskWork = {
  readonly session: Session;
  readonly remote: Remote;
  readonly done: DoneList;
  readonly ahead: CasesAhead;
  readonly hold: HoldCase;
  readonly progress: ProgressReading;
  /** How often the list was asked for: an answer that comes after the next question is dropped. */
  listed: number;
};
