/** JSON schemas of what the server takes and gives: fastify checks requests with them, the OpenAPI document is made of them. */

import {
  box,
  counts,
  geometry,
  integer,
  issue,
  list,
  lonLat,
  maybe,
  object,
  oneOf,
  parcelProperties,
  type Schema,
  severity,
  status,
  text,
} from './schema-parts.ts';
import { REVIEW_COMPONENTS } from './schema-review.ts';

export type { Schema } from './schema-parts.ts';

export const COMPONENTS = {
  Runs: list(
    object({
      id: text,
      province: text,
      provinceName: text,
      asOf: text,
      state: oneOf('staged', 'applying', 'applied', 'reverting', 'reverted'),
      plannedAt: text,
      plannedBy: text,
      counts,
      sources: list(object({ name: text, format: text, records: integer })),
      version: text,
      boundaries: object({ old: integer, new: integer }),
      notices: list({ type: 'object', required: ['code', 'severity', 'subject', 'found', 'expected'] }),
    }),
  ),
  Communes: list(
    object({
      unit: text,
      name: text,
      state: text,
      counts,
      issues: object({ blocking: integer, error: integer, warning: integer, info: integer }),
      worst: maybe(severity),
      extent: maybe(box),
      center: maybe(lonLat),
    }),
  ),
  Parcel: object(parcelProperties),
  IssueGroups: list(object({ code: text, severity, count: integer })),
  Issues: object({ issues: list(issue), next: maybe(text) }),
  Hits: list(
    object({
      kind: oneOf('parcel', 'commune'),
      ordinal: maybe(integer),
      unit: text,
      name: text,
      status: maybe(status),
      old: maybe(text),
      new: maybe(text),
      parcelId: maybe(text),
      lonLat: maybe(lonLat),
      extent: maybe(box),
    }),
  ),
  Boundaries: object({
    type: oneOf('FeatureCollection'),
    features: list(
      object({
        type: oneOf('Feature'),
        properties: object({ code: text, name: text }),
        geometry,
      }),
    ),
  }),
  Problem: object(
    {
      ...{ type: text, title: text, status: integer, code: text, detail: text, next: text },
      case: maybe(REVIEW_COMPONENTS.CaseLine),
    },
    ['code', 'case'],
  ),
  ...REVIEW_COMPONENTS,
} as const satisfies Record<string, Schema>;

export type ComponentName = keyof typeof COMPONENTS;

const run: Schema = { type: 'string', minLength: 1, maxLength: 100, description: 'Run id' };
const tileNumber: Schema = { type: 'integer', minimum: 0 };

export const PARAMS = {
  run: object({ run }),
  parcel: object({ run, ordinal: { type: 'integer', minimum: 0 } }),
  tile: object({ run, z: { type: 'integer', minimum: 0, maximum: 22 }, x: tileNumber, y: tileNumber }),
  boundary: object({ run, kind: oneOf('old', 'new') }),
} as const;

const word: Schema = { type: 'string', pattern: '^[\\w.-]{1,60}$' };
const filter = { code: word, severity, unit: word, status };

export const QUERIES = {
  version: object(
    { v: { ...text, description: 'Version of the run: the answer may then be kept for long' } },
    ['v'],
  ),
  issueGroups: object(filter, Object.keys(filter)),
  issues: object(
    {
      ...filter,
      after: { ...text, pattern: '^[\\w.-]{1,20}:\\d{1,9}$', description: '`next` of the page before' },
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    },
    [...Object.keys(filter), 'after', 'limit'],
  ),
  search: object(
    {
      q: { type: 'string', minLength: 1, maxLength: 120, description: 'Key, identifier or commune' },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 12 },
    },
    ['limit'],
  ),
} as const;
