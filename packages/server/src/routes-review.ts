/** The routes by which cases are listed, opened, held and decided. */

import type { Plain, Schema } from '@thuadat/api/parts';
import { BODIES, caseFilterOf, PARAMS, QUERIES } from '@thuadat/api/request';
import type { Changed } from '@thuadat/api/review';
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
import { JSON_TYPE, type Route, type RouteRequest, route } from './route.ts';

const now = (): string => new Date().toISOString();
const fresh = async (value: unknown) => ({ body: await jsonBody(value), keep: 'never' as const });

/** Yesterday's midnight where the server stands: what came since is new. */
function sinceYesterday(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - 1);
  return day.toISOString();
}

const readingRoutes = (review: Review): Route[] => [
  route({
    id: 'readProgress',
    path: '/api/runs/:run/progress',
    summary: 'How far each commune is: open, decided, blocked, and what is new since yesterday',
    needs: 'see',
    params: PARAMS.run,
    type: JSON_TYPE,
    gives: 'Progress',
    async answer({ params, actor }) {
      const run = await review.run(params.run);
      const extent = await review.dataset.extent(await review.dataset.run(run));
      return fresh(await readProgress(review.db, scopeOf(run, actor), extent, sinceYesterday()));
    },
  }),
  route({
    id: 'listCases',
    path: '/api/runs/:run/cases',
    summary: 'The queue: cases that pass a filter, gravest first, a page at a time',
    needs: 'see',
    params: PARAMS.run,
    query: QUERIES.cases,
    type: JSON_TYPE,
    gives: 'Cases',
    async answer(taken) {
      const run = await review.run(taken.params.run);
      const { after = null, limit } = taken.query;
      const filter = caseFilterOf(taken.query);
      return fresh(await listCases(review.db, scopeOf(run, taken.actor), filter, after, limit));
    },
  }),
  route({
    id: 'readCase',
    path: '/api/runs/:run/cases/:key',
    summary: 'One case with what it takes to decide it: records, shapes, choices, history',
    needs: 'see',
    params: PARAMS.case,
    type: JSON_TYPE,
    gives: 'Case',
    async answer(taken) {
      const run = await review.run(taken.params.run);
      const { db, dataset } = review;
      const detail = await readCase(db, taken.actor, run, taken.params.key, dataset.gazetteer);
      if (!detail) throw new NotThereError(taken.params.key);
      return fresh(detail);
    },
  }),
  route({
    id: 'watchRun',
    path: '/api/runs/:run/events',
    summary: 'What changes in a run, as server-sent events',
    needs: 'see',
    params: PARAMS.run,
    type: 'text/event-stream',
    gives: null,
    async answer({ params, actor }, { reply }) {
      const run = await review.run(params.run);
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
  }),
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
    route({
      id,
      method,
      path: '/api/runs/:run/cases/:key/lease',
      summary,
      needs: 'decide',
      params: PARAMS.case,
      type: JSON_TYPE,
      gives: 'CaseLine',
      async answer({ params: { run: id, key }, actor }) {
        const run = await review.run(id);
        const before = await held(actor, run, key);
        const took = await change(review.db, scopeOf(run, actor), key);
        if (took === false) throw heldError(before);
        return fresh(await held(actor, run, key));
      },
    });
  return [
    lease('takeLease', 'PUT', 'Hold a case while it is open; renewed by asking again', takeLease),
    lease('releaseLease', 'DELETE', 'Let go of a case', releaseLease),
  ];
};

type Change<P extends Schema, B extends Schema> = {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly params: P;
  readonly body: B;
  change(taken: RouteRequest<Plain<P>, unknown, Plain<B>>, run: string): Promise<Changed>;
};

/** A route that changes cases: everybody who watches the run is told of it. */
function changing<P extends (typeof PARAMS)['run' | 'case' | 'decision' | 'batch'], B extends Schema>(
  review: Review,
  { change, ...rest }: Change<P, B>,
): Route {
  return route<P, Schema, B>({
    ...rest,
    method: 'POST',
    needs: 'decide',
    type: JSON_TYPE,
    gives: 'Changed',
    async answer(taken) {
      const run = await review.run((taken.params as Plain<typeof PARAMS.run>).run);
      const changed = await change(taken, run);
      review.events.tell(run, changed);
      return fresh(changed);
    },
  });
}

const ANSWERS: Readonly<Record<Answer, string>> = {
  undo: 'Take a decision back; the case is again as it was before',
  approve: 'Agree, as the second person, with a decision that waits',
  refuse: 'Disagree with a decision that waits; the case is open again',
  confirm: 'Confirm an accepted case on a second look',
};

function changingRoutes(review: Review): Route[] {
  const { db, fourEyes } = review;
  const options = () => ({ at: now(), fourEyes });
  return [
    changing(review, {
      id: 'decide',
      path: '/api/runs/:run/cases/:key/decision',
      summary: 'Decide a case; refused when it changed since it was seen',
      params: PARAMS.case,
      body: BODIES.decide,
      change: ({ actor, params, body }, run) => decide(db, actor, run, params.key, body, options()),
    }),
    changing(review, {
      id: 'comment',
      path: '/api/runs/:run/cases/:key/comment',
      summary: 'Say something about a case without deciding it',
      params: PARAMS.case,
      body: BODIES.comment,
      change: ({ actor, params, body }, run) => comment(db, actor, run, params.key, body.text, now()),
    }),
    changing(review, {
      id: 'decideBulk',
      path: '/api/runs/:run/bulk',
      summary: 'The same verdict for the very cases of a preview, with a reason; undone as one',
      params: PARAMS.run,
      body: BODIES.bulk,
      change: ({ actor, body }, run) => decideBulk(db, actor, run, body, options()),
    }),
    changing(review, {
      id: 'undoBatch',
      path: '/api/runs/:run/batches/:batch/undo',
      summary: 'Take back what still stands of decisions made as one',
      params: PARAMS.batch,
      body: BODIES.reason,
      change: ({ actor, params, body }, run) =>
        undoBatch(db, actor, run, params.batch, body.reason ?? '', now()),
    }),
    ...(Object.keys(ANSWERS) as Answer[]).map((kind) =>
      changing(review, {
        id: kind,
        path: `/api/runs/:run/decisions/:id/${kind}`,
        summary: ANSWERS[kind],
        params: PARAMS.decision,
        body: BODIES.reason,
        change: ({ actor, params, body }, run) =>
          answer(db, actor, run, params.id, kind, body.reason ?? '', now()),
      }),
    ),
  ];
}

const previewRoute = (review: Review): Route =>
  route({
    id: 'previewBulk',
    method: 'POST',
    path: '/api/runs/:run/bulk/preview',
    summary: 'What the same verdict for all cases of a filter would touch',
    needs: 'decide',
    params: PARAMS.run,
    body: BODIES.preview,
    type: JSON_TYPE,
    gives: 'BulkPreview',
    async answer({ actor, params, body }) {
      return fresh(await previewBulk(review.db, actor, await review.run(params.run), body));
    },
  });

export const reviewRoutes = (review: Review): Route[] => [
  ...readingRoutes(review),
  ...leaseRoutes(review),
  ...changingRoutes(review),
  previewRoute(review),
];
