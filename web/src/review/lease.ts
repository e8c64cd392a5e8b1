/** The case at hand is held at the server while it is open, so that two people do not decide it at once. */
import { LEASE_SECONDS } from '@thuadat/core/review/rule';
import { DataError } from '../dataset.ts';
import type { Session } from '../session.ts';
import type { Remote } from './review-api.ts';

/** Holds this case and lets go of the one before; null = none. Whoever has it already is told to the session. */
export type HoldCase = (key: string | null) => Promise<void>;

export function createLease(session: Session, remote: Remote): HoldCase {
  const { store } = session;
  let held: string | null = null;

  const hold: HoldCase = async (key) => {
    const { run, who } = session.loaded();
    if (!run || who?.actor?.role === 'viewer') return;
    if (held !== null && held !== key) remote.release(run, held).catch(() => {});
    held = key;
    if (key === null) return;
    try {
      await remote.hold(run, key);
    } catch (fault) {
      if (!(fault instanceof DataError) || fault.problem.status !== 409) throw fault;
      const { case: current } = fault.problem;
      if (store.get().case === key) session.put({ heldBy: current?.heldBy ?? null });
    }
  };

  setInterval(
    () => {
      if (held !== null) hold(held).catch(() => {});
    },
    (LEASE_SECONDS / 3) * 1000,
  );
  addEventListener('pagehide', () => void hold(null).catch(() => {}));
  return hold;
}
