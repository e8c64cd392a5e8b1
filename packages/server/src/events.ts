/** Tells everybody who watches a run what changed in it, as server-sent events; told after the change is committed. */
import type { ServerResponse } from 'node:http';
import type { Changed, ReviewEvent } from '@thuadat/api/review';
import { type Actor, seesUnit } from '@thuadat/core/review/account';

/** Proxies close a connection on which nothing is said. */
const HEARTBEAT_MS = 20_000;
/** Above this the page reads its list again instead of being told case by case. */
const SINGLY = 20;

type Watcher = { readonly run: string; readonly actor: Actor; readonly out: ServerResponse };

export type Events = {
  watch(run: string, actor: Actor, out: ServerResponse): void;
  tell(run: string, changed: Changed): void;
  /** Much changed in a commune: whoever looks at it reads it again. */
  stale(run: string, unit: string): void;
  /** Something may have changed that nobody told. */
  missed(): void;
  close(): void;
};

export function createEvents(): Events {
  const watchers = new Set<Watcher>();
  const heartbeat = setInterval(() => {
    for (const { out } of watchers) out.write(': \n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();

  const send = (event: ReviewEvent) => {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    for (const { run, actor, out } of watchers) {
      if (run === event.run && (event.kind === 'run' || seesUnit(actor, event.unit))) out.write(text);
    }
  };

  return {
    watch(run, actor, out) {
      const watcher = { run, actor, out };
      watchers.add(watcher);
      out.on('close', () => watchers.delete(watcher));
      // The page asks again after so many milliseconds when the connection breaks.
      out.write('retry: 3000\n\n');
    },
    tell(run, { cases }) {
      if (cases.length > SINGLY) {
        for (const unit of new Set(cases.map((each) => each.unit))) send({ kind: 'cases', run, unit });
      } else for (const each of cases) send({ kind: 'case', run, unit: each.unit, case: each });
    },
    stale: (run, unit) => send({ kind: 'cases', run, unit }),
    missed() {
      for (const run of new Set([...watchers].map((each) => each.run))) send({ kind: 'run', run });
    },
    close() {
      clearInterval(heartbeat);
      for (const { out } of watchers) out.end();
    },
  };
}
