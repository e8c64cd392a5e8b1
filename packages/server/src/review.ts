/** What the routes of the review work with. */
import type { BackgroundView } from '@thuadat/api/review';
import type { Database } from '@thuadat/store/db/database';
import { ensureCases } from '@thuadat/store/review/case-open';
import type { Dataset } from './dataset.ts';
import type { Events } from './events.ts';
import type { Identity } from './identity.ts';

export type Review = {
  readonly db: Database;
  readonly dataset: Dataset;
  readonly identity: Identity;
  readonly events: Events;
  readonly fourEyes: boolean;
  /** Cookies go over https only. */
  readonly secure: boolean;
  readonly backgrounds: readonly BackgroundView[];
  /** The run, once its cases are open. */
  run(id: string): Promise<string>;
};

/** Runs staged by an earlier version have no cases yet; looked for once a run and process. */
export function casesOf(db: Database, dataset: Dataset): Review['run'] {
  const opened = new Map<string, Promise<void>>();
  return async (id) => {
    const run = await dataset.run(id);
    const key = `${run.id} ${run.version}`;
    let opening = opened.get(key);
    if (!opening) {
      opening = ensureCases(db, run.id, new Date().toISOString());
      opened.set(key, opening);
      opening.catch(() => opened.delete(key));
    }
    await opening;
    return run.id;
  };
}
