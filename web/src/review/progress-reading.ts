/** How far everybody is, read from the server. */
import type { Session } from '../session.ts';
import type { Remote } from './review-api.ts';
import { failed } from './tell.ts';

/** Between two readings of how far everybody is. */
const PROGRESS_MS = 1500;

export type ProgressReading = {
  now(): void;
  /** Every decision of everybody changes the sums; they are asked for once in a while, not once a decision. */
  soon(): void;
};

export function createProgressReading(session: Session, remote: Remote): ProgressReading {
  let due = 0;

  async function read(): Promise<void> {
    const { run } = session.loaded();
    if (run) session.put({ progress: await remote.progress(run) });
  }
  const now = () => void read().catch((fault) => failed(session, fault));

  return {
    now,
    soon() {
      if (due !== 0) return;
      due = window.setTimeout(() => {
        due = 0;
        now();
      }, PROGRESS_MS);
    },
  };
}
