/**
 * What is decided on one server reaches the people of all servers on the same database: the places of the changed cases
 * go over PostgreSQL's own channel, and each server reads them there for those who watch it.
 */
import { randomUUID } from 'node:crypto';
import type { Changed } from '@thuadat/api/review';
import type { Database } from '@thuadat/store/db/database';
import { casesByKey } from '@thuadat/store/review/case-list';
import { splitCaseKey } from '@thuadat/store/review/scope';
import type { Events } from './events.ts';

const CHANNEL = 'thuadat_review';
/** PostgreSQL carries 8,000 bytes; more cases than this are told as their communes. */
const MOST_KEYS = 20;

type RelayNotice = {
  readonly from: string;
  readonly run: string;
  readonly keys?: readonly string[];
  readonly units?: readonly string[];
};

/** The same events, told to and heard from the other servers too. */
export async function relayed(
  db: Database,
  local: Events,
  onError: (error: unknown) => void,
): Promise<Events> {
  const from = randomUUID();

  async function hear(text: string): Promise<void> {
    const said = JSON.parse(text) as RelayNotice;
    if (said.from === from) return;
    for (const unit of said.units ?? []) local.stale(said.run, unit);
    const places = (said.keys ?? []).flatMap((key) => splitCaseKey(key) ?? []);
    if (places.length === 0) return;
    const cases = await casesByKey(db, { run: said.run, units: null, actor: 0 }, places);
    local.tell(said.run, { cases, batch: null });
  }

  const stop = await db.listen(CHANNEL, {
    heard: (text) => void hear(text).catch(onError),
    missed: () => local.missed(),
  });

  const say = ({ cases }: Changed): Omit<RelayNotice, 'from' | 'run'> =>
    cases.length > MOST_KEYS
      ? { units: [...new Set(cases.map(({ unit }) => unit))].slice(0, 400) }
      : { keys: cases.map(({ key }) => key) };

  return {
    ...local,
    tell(run, changed) {
      local.tell(run, changed);
      const text = JSON.stringify({ from, run, ...say(changed) } satisfies RelayNotice);
      db.query('select pg_notify($1, $2)', [CHANNEL, text]).catch(onError);
    },
    close() {
      local.close();
      void stop();
    },
  };
}
