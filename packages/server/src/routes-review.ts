/** The routes by which cases are listed, opened, held and decided. */

import type { BulkBody, CaseFilter, Changed, DecideBody } from '@thuadat/api/review';
import { CASE_FILTER_NAMES, REVIEW_BODIES, REVIEW_PARAMS, REVIEW_QUERIES } from '@thuadat/api/schema-review';
import type { Actor } from '@thuadat/core/review/account';
import { decideBulk, previewBulk, undoBatch } from '@thuadat/store/review/bulk';
import { readCase } from '@thuadat/store/review/case-detail';
import { casesByKey, listCases } from '@thuadat/store/review/case-list';
import { type Answer, answer, comment, decide, heldError } from '@thuadat/store/review/decide';
import { releaseLease, takeLease } from '@thuadat/store/review/lease';
import { readProgress } from '@thuadat/store/review/progress';
import { NotThereError, scopeOf, splitCaseKey } from '@thuadat/store/review/scope';
import { jsonBody } from './body.ts';
import type { Review } from './review.ts';
import { JSON_TYPE, type Route, type RouteRequest } from './route.ts';

const now = (): string => new Date().toISOString();
const fresh = async (value: unknown) => ({ body: await jsonBody(value), keep: 'never' as const });
const keyOf = ({ params }: RouteRequest): string => String(params.key);

export const caseFilterOf = ({ query }: Pick<RouteRequest, 'query'>): CaseFilter =>
  Object.fromEntries(
    CASE_FILTER_NAMES.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  );

/** Yesterday's midnight where the server stands: what came since is new. */
function sinceYesterday(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - 1);
  return day.toISOString();
}

const readingRoutes = (review: Review): Route[] => [
  {
    id: 'readProgress',
    path: '/api/runs/:run/progress',
    summary: 'How far each commune is: open, decided, blocked, and what is new since yesterday',
    needs: 'see',
    params: REVIEW_PARAMS.run,
    type: JSON_TYPE,
    gives: 'Progress',
    async answer({ params, actor }) {
      const run = await review.run(String(params.run));
      const extent = await review.dataset.extent(await review.dataset.run(run));
      return fresh(await readProgress(review.db, scopeOf(run, actor), extent, sinceYesterday()));
    },
  },
  {
    id: 'listCases',
    path: '/api/runs/:run/cases',
    summary: 'The queue: cases that pass a filter, gravest first, a page at a time',
    needs: 'see',
    params: REVIEW_PARAMS.run,
    query: REVIEW_QUERIES.cases,
    type: JSON_TYPE,
    gives: 'Cases',
    async answer(taken) {
      const run = await review.run(String(taken.params.run));
      const after = taken.query.after === undefined ? null : String(taken.query.after);
      const limit = Number(taken.query.limit ?? 50);
      return fresh(await listCases(review.db, scopeOf(run, taken.actor), caseFilterOf(taken), after, limit));
    },
  },
  {
    id: 'readCase',
    path: '/api/runs/:run/cases/:key',
    summary: 'One case with what it takes to decide it: records, shapes, choices, history',
    needs: 'see',
    params: REVIEW_PARAMS.case,
    type: JSON_TYPE,
    gives: 'Case',
    async answer(taken) {
      const run = await review.run(String(taken.params.run));
      const { db, dataset } = review;
      const detail = await readCase(db, taken.actor, run, keyOf(taken), dataset.gazetteer);
      if (!detail) throw new NotThereError(keyOf(taken));
      return fresh(detail);
    },
  },
  {
    id: 'watchRun',
    path: '/api/runs/:run/events',
    summary: 'What changes in a run, as server-sent events',
    needs: 'see',
    params: REVIEW_PARAMS.run,
    type: 'text/event-stream',
    gives: null,
    async answer({ params, actor }, { reply }) {
      const run = await review.run(String(params.run));
      reply.hijack();
      const headers = {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      };
      for (const [name, value] of Object.entries(headers))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.raw.writeHead(200);
      review.events.watch(run, actor, reply.raw);
      return null;
    },
  },
];

const leaseRoutes = (review: Review): Route[] => {
  const held = async (actor: Actor, run: string, key: string) => {
    const place = splitCaseKey(key);
    const [view] = place ? await casesByKey(review.db, scopeOf(run, actor), [place]) : [];
    if (!view) throw new NotThereError(key);
    return view;
  };
  const lease = (
    id: string,
    method: 'PUT' | 'DELETE',
    summary: string,
    change: typeof takeLease | typeof releaseLease,
  ) =>
    ({
      id,
      method,
      path: '/api/runs/:run/cases/:key/lease',
      summary,
      needs: 'decide',
      params: REVIEW_PARAMS.case,
      type: JSON_TYPE,
      gives: 'CaseLine',
      async answer(taken: RouteRequest) {
        const run = await review.run(String(taken.params.run));
        const before = await held(taken.actor, run, keyOf(taken));
        const took = await change(review.db, scopeOf(run, taken.actor), keyOf(taken));
        if (took === false) throw heldError(before);
        return fresh(await held(taken.actor, run, keyOf(taken)));
      },
    }) satisfies Route;
  return [
    lease('takeLease', 'PUT', 'Hold a case while it is open; renewed by asking again', takeLease),
    lease('releaseLease', 'DELETE', 'Let go of a case', releaseLease),
  ];
};

type Change = {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly params: Route['params'];
  readonly body: Route['body'];
  readonly needs?: Route['needs'];
  change(taken: RouteRequest): Promise<{ readonly run: string; readonly changed: Changed }>;
};

const ANSWERS: Readonly<Record<Answer, string>> = {
  undo: 'Take a decision back; the case is again as it was before',
  approve: 'Agree, as the second person, with a decision that waits',
  refuse: 'Disagree with a decision that waits; the case is open again',
  confirm: 'Confirm an accepted case on a second look',
};

function changingRoutes(review: Review): Route[] {
  const { db, fourEyes } = review;
  const options = () => ({ at: now(), fourEyes });
  const inRun = async (taken: RouteRequest, work: (run: string) => Promise<Changed>) => {
    const run = await review.run(String(taken.params.run));
    return { run, changed: await work(run) };
  };
  const changes: Change[] = [
    {
      id: 'decide',
      path: '/api/runs/:run/cases/:key/decision',
      summary: 'Decide a case; refused when it changed since it was seen',
      params: REVIEW_PARAMS.case,
      body: REVIEW_BODIES.decide,
      change: (taken) =>
        inRun(taken, (run) =>
          decide(db, taken.actor, run, keyOf(taken), taken.body as DecideBody, options()),
        ),
    },
    {
      id: 'comment',
      path: '/api/runs/:run/cases/:key/comment',
      summary: 'Say something about a case without deciding it',
      params: REVIEW_PARAMS.case,
      body: REVIEW_BODIES.comment,
      change: (taken) =>
        inRun(taken, (run) =>
          comment(db, taken.actor, run, keyOf(taken), (taken.body as { text: string }).text, now()),
        ),
    },
    {
      id: 'decideBulk',
      path: '/api/runs/:run/bulk',
      summary: 'The same verdict for the very cases of a preview, with a reason; undone as one',
      params: REVIEW_PARAMS.run,
      body: REVIEW_BODIES.bulk,
      change: (taken) =>
        inRun(taken, (run) => decideBulk(db, taken.actor, run, taken.body as BulkBody, options())),
    },
    {
      id: 'undoBatch',
      path: '/api/runs/:run/batches/:batch/undo',
      summary: 'Take back what still stands of decisions made as one',
      params: REVIEW_PARAMS.batch,
      body: REVIEW_BODIES.reason,
      change: (taken) =>
        inRun(taken, (run) =>
          undoBatch(db, taken.actor, run, String(taken.params.batch), reasonOf(taken), now()),
        ),
    },
    ...(Object.keys(ANSWERS) as Answer[]).map(
      (kind): Change => ({
        id: kind,
        path: `/api/runs/:run/decisions/:id/${kind}`,
        summary: ANSWERS[kind],
        params: REVIEW_PARAMS.decision,
        body: REVIEW_BODIES.reason,
        change: (taken) =>
          inRun(taken, (run) =>
            answer(db, taken.actor, run, Number(taken.params.id), kind, reasonOf(taken), now()),
          ),
      }),
    ),
  ];
  return changes.map(
    ({ change, needs, ...route }): Route =>
      ({
        ...route,
        method: 'POST',
        needs: needs ?? 'decide',
        type: JSON_TYPE,
        gives: 'Changed',
        async answer(taken) {
          const { run, changed } = await change(taken);
          review.events.tell(run, changed);
          return fresh(changed);
        },
      }) as Route,
  );
}

const reasonOf = ({ body }: RouteRequest): string => (body as { reason?: string }).reason ?? '';

const previewRoute = (review: Review): Route => ({
  id: 'previewBulk',
  method: 'POST',
  path: '/api/runs/:run/bulk/preview',
  summary: 'What the same verdict for all cases of a filter would touch',
  needs: 'decide',
  params: REVIEW_PARAMS.run,
  body: REVIEW_BODIES.preview,
  type: JSON_TYPE,
  gives: 'BulkPreview',
  async answer(taken) {
    const run = await review.run(String(taken.params.run));
    return fresh(await previewBulk(review.db, taken.actor, run, taken.body as BulkBody));
  },
});

export const reviewRoutes = (review: Review): Route[] => [
  ...readingRoutes(review),
  ...leaseRoutes(review),
  ...changingRoutes(review),
  previewRoute(review),
];
