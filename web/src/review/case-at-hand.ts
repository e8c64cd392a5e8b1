/** The case at hand: opened, shown, and kept as the server has it. */
import type { Changed } from '@thuadat/api/review';
import { lastTold, later } from './case-line.ts';
import type { DeskWork } from './desk-work.ts';
import { failed } from './tell.ts';

export function open({ session: { store } }: DeskWork, key: string): void {
  if (store.get().case !== key) store.set({ case: key });
}

export async function show({ session, ahead, hold }: DeskWork, key: string): Promise<void> {
  const detail = await ahead.get(key);
  if (session.store.get().case !== key) return;
  session.put({ detail, heldBy: detail.heldBy });
  ahead.follow(key, session.loaded().cases);
  await hold(key);
}

/** Puts cases as they are now into the list and the card. */
export function take({ session, ahead, progress }: DeskWork, { cases: changed }: Changed): void {
  const { store } = session;
  const now = new Map(changed.map((each) => [each.key, each]));
  const { cases, detail } = session.loaded();
  for (const key of now.keys()) ahead.forget(key);
  session.put({ cases: lastTold(cases, now) });
  const { case: key } = store.get();
  if (key !== null && detail?.key === key && now.has(key)) {
    ahead.get(key).then(
      (fresh) => {
        if (store.get().case !== key) return;
        const shown = session.loaded().detail;
        const last = later(shown?.key === key ? shown : undefined, fresh);
        session.put({ detail: last, heldBy: last.heldBy });
      },
      (fault) => failed(session, fault),
    );
  }
  progress.soon();
}
