/** All routes; those of the map are here. They all read; each answer is the database's, shaped by `@thuadat/store/view`. */

import { issueFilterOf, PARAMS, QUERIES } from '@thuadat/api/request';
import { type Actor, seesUnit } from '@thuadat/core/review/account';
import { type BoundaryKind, listBoundaries } from '@thuadat/store/view/boundary';
import { groupIssues, listIssues } from '@thuadat/store/view/issue';
import { readParcel } from '@thuadat/store/view/parcel';
import { listCommunes } from '@thuadat/store/view/run';
import { search } from '@thuadat/store/view/search';
import { jsonBody, makeBody } from './body.ts';
import type { Dataset } from './dataset.ts';
import { openApi } from './openapi.ts';
import { ProblemError } from './problem.ts';
import type { Review } from './review.ts';
import { JSON_TYPE, type Route, route, TILE_TYPE } from './route.ts';
import { recordRoutes } from './routes-record.ts';
import { reviewRoutes } from './routes-review.ts';
import { accountRoutes, sessionRoutes } from './routes-session.ts';
import { tileBody } from './tile/tile.ts';

const runRoutes = (dataset: Dataset): Route[] => [
  route({
    id: 'listRuns',
    path: '/api/runs',
    summary: 'Runs in the database, newest first',
    needs: 'see',
    type: JSON_TYPE,
    gives: 'Runs',
    answer: async ({ actor }) => ({
      body: await jsonBody(await dataset.runs(actor.units)),
      keep: 'revalidate',
    }),
  }),
  route({
    id: 'listCommunes',
    path: '/api/runs/:run/communes',
    summary: 'New communes of a run with their counts and place',
    needs: 'see',
    params: PARAMS.run,
    type: JSON_TYPE,
    gives: 'Communes',
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      const body = await dataset.keep(run, `communes ${taken.actor.units ?? ''}`, async () => {
        const communes = await listCommunes(dataset.db, run.id, await dataset.extent(run));
        return jsonBody(communes.filter(({ unit }) => seesUnit(taken.actor, unit)));
      });
      return { body, keep: 'revalidate' };
    },
  }),
  route({
    id: 'listBoundaries',
    path: '/api/runs/:run/boundaries/:kind',
    summary: 'Boundaries of old or new communes the run was planned with, as GeoJSON',
    needs: 'see',
    params: PARAMS.boundary,
    query: QUERIES.version,
    type: JSON_TYPE,
    gives: 'Boundaries',
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      const { kind } = taken.params;
      const body = await dataset.keep(run, `boundaries ${kind} ${taken.actor.units ?? ''}`, async () =>
        makeBody(`${JSON_TYPE}; charset=utf-8`, await boundaryText(dataset, run.id, kind, taken.actor)),
      );
      return { body, keep: taken.query.v === run.version ? 'forever' : 'revalidate' };
    },
  }),
];

const parcelRoutes = (dataset: Dataset): Route[] => [
  route({
    id: 'getTile',
    path: '/api/runs/:run/tiles/:z/:x/:y.mvt',
    routerPath: '/api/runs/:run/tiles/:z/:x/:y(^\\d+).mvt',
    summary:
      'A vector tile: layers `sheet` and `sheet-label` from zoom 11 to 15, `parcel` from 13 (in sheets too crowded to tell them apart, until 16, those with an error), `label` from 16',
    needs: 'see',
    params: PARAMS.tile,
    query: QUERIES.version,
    type: TILE_TYPE,
    gives: null,
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      const { z, x, y } = taken.params;
      const body = await tileBody(dataset, run, { z, x, y }, taken.actor.units);
      return { body, keep: taken.query.v === run.version ? 'forever' : 'revalidate' };
    },
  }),
  route({
    id: 'getParcel',
    path: '/api/runs/:run/parcels/:ordinal',
    summary:
      'One record with its source attributes verbatim, its old and new names, issues and registry rows',
    needs: 'see',
    params: PARAMS.parcel,
    type: JSON_TYPE,
    gives: 'Parcel',
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      const parcel = await readParcel(dataset.db, run.id, taken.params.ordinal, dataset.gazetteer);
      if (!parcel || !seesUnit(taken.actor, parcel.unit)) {
        throw new ProblemError(404, 'parcel.absent', { name: String(taken.params.ordinal) });
      }
      return { body: await jsonBody(parcel), keep: 'revalidate' };
    },
  }),
  route({
    id: 'search',
    path: '/api/runs/:run/search',
    summary: 'Parcels by old or new key or identifier, communes by name or code',
    needs: 'see',
    params: PARAMS.run,
    query: QUERIES.search,
    type: JSON_TYPE,
    gives: 'Hits',
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      const [extent, oldCommunes] = [await dataset.extent(run), await dataset.oldCommunes(run)];
      const { q, limit } = taken.query;
      const hits = await search(dataset.db, run.id, q, oldCommunes, extent, limit, taken.actor.units);
      return { body: await jsonBody(hits), keep: 'revalidate' };
    },
  }),
];

const issueRoutes = (dataset: Dataset): Route[] => [
  route({
    id: 'groupIssues',
    path: '/api/runs/:run/issue-groups',
    summary: 'Issues counted by rule, gravest first',
    needs: 'see',
    params: PARAMS.run,
    query: QUERIES.issueGroups,
    type: JSON_TYPE,
    gives: 'IssueGroups',
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      return {
        body: await jsonBody(
          await groupIssues(dataset.db, run.id, issueFilterOf(taken.query), taken.actor.units),
        ),
        keep: 'revalidate',
      };
    },
  }),
  route({
    id: 'listIssues',
    path: '/api/runs/:run/issues',
    summary: 'Issues of a run, a page at a time',
    needs: 'see',
    params: PARAMS.run,
    query: QUERIES.issues,
    type: JSON_TYPE,
    gives: 'Issues',
    async answer(taken) {
      const run = await dataset.run(taken.params.run);
      const page = await listIssues(
        dataset.db,
        run.id,
        issueFilterOf(taken.query),
        taken.query.after ?? null,
        taken.query.limit,
        taken.actor.units,
      );
      return { body: await jsonBody(page), keep: 'revalidate' };
    },
  }),
];

export function routesOf(review: Review): Route[] {
  const { dataset } = review;
  const routes = [
    ...runRoutes(dataset),
    ...parcelRoutes(dataset),
    ...issueRoutes(dataset),
    ...recordRoutes(review),
    ...reviewRoutes(review),
    ...sessionRoutes(review),
    ...accountRoutes(review),
  ];
  const document = jsonBody(openApi(routes));
  return [
    ...routes,
    {
      id: 'openApi',
      path: '/api/openapi.json',
      summary: 'This interface, described',
      needs: 'see',
      type: JSON_TYPE,
      gives: null,
      answer: async () => ({ body: await document, keep: 'revalidate' }),
    },
  ];
}

/** About 5 m: below a pixel until zoom 15, and thinner files by a factor of ten. */
const BOUNDARY_TOLERANCE = 0.00005;

/** Old communes are evidence for all; new ones only those that are the asker's. */
async function boundaryText(
  dataset: Dataset,
  run: string,
  kind: BoundaryKind,
  actor: Actor,
): Promise<string> {
  const all = await listBoundaries(dataset.db, run, kind, BOUNDARY_TOLERANCE);
  const rows = kind === 'old' ? all : all.filter(({ code }) => seesUnit(actor, code));
  const features = rows.map(
    ({ code, name, geometry }) =>
      `{"type":"Feature","properties":${JSON.stringify({ code, name })},"geometry":${geometry}}`,
  );
  return `{"type":"FeatureCollection","features":[${features.join(',')}]}`;
}
