/** JSON schemas of the review: what its routes take and give. */
import { ROLES } from '@thuadat/core/review/account';
import { VERDICTS } from '@thuadat/core/review/rule';
import type { CaseFilter } from './review.ts';
import {
  box,
  counts,
  integer,
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

const state = oneOf('open', 'waiting', 'again', 'decided');
const verdict = oneOf(...VERDICTS);
const role = oneOf(...ROLES);
const bool: Schema = { type: 'boolean' };
const shape = maybe({ type: 'object', required: ['type', 'coordinates'] });
const units = maybe(list({ type: 'string', pattern: '^(\\d{5}|\\.unresolved)$' }));

const line = {
  key: text,
  unit: text,
  ordinal: integer,
  code: text,
  severity,
  subject: text,
  found: text,
  expected: text,
  sheet: maybe(text),
  status: maybe(status),
  lonLat: maybe(lonLat),
  state,
  verdict: maybe(verdict),
  choice: maybe(text),
  decidedBy: maybe(text),
  decidedAt: maybe(text),
  comments: integer,
  version: integer,
  heldBy: maybe(text),
};
const caseLine = object(line);
const actor = { id: integer, name: text, display: text, role, units };

const decision = object({
  id: integer,
  at: text,
  who: text,
  kind: oneOf(...VERDICTS, 'comment', 'undo', 'approve', 'refuse', 'confirm'),
  choice: maybe(text),
  reason: text,
  about: maybe(integer),
  batch: maybe(text),
  run: text,
  before: state,
  after: state,
});

const background = object({
  id: text,
  name: text,
  kind: oneOf('raster', 'pmtiles'),
  url: text,
  tileSize: integer,
  minZoom: integer,
  maxZoom: integer,
  attribution: text,
});

const recordLine = object({
  ...{ subject: text, code: text, found: text, expected: text, severity, state },
  ...{ verdict: maybe(verdict), choice: maybe(text), who: maybe(text), at: maybe(text) },
  ...{ reason: maybe(text), approvedBy: maybe(text) },
});

export const REVIEW_COMPONENTS = {
  Session: object({
    mode: oneOf('local', 'accounts'),
    actor: maybe(object(actor)),
    csrf: maybe(text),
    fourEyes: bool,
    backgrounds: list(background),
  }),
  Accounts: list(object({ ...actor, createdAt: text, disabled: bool })),
  CaseLine: caseLine,
  Cases: object({ cases: list(caseLine), total: integer, next: maybe(text) }),
  Case: object({
    ...line,
    shape,
    extent: maybe(box),
    parcels: list(object({ ...parcelProperties, shape })),
    verdicts: list(verdict),
    choices: list(object({ value: text, label: text, note: text, ordinal: maybe(integer) })),
    history: list(decision),
    decision: maybe(integer),
    mayApprove: bool,
    mayUndo: bool,
  }),
  Changed: object({ cases: list(caseLine), batch: maybe(text) }),
  BulkPreview: object({
    total: integer,
    touches: integer,
    skipped: integer,
    sample: list(caseLine),
    token: text,
  }),
  Record: object({
    ...{ run: text, province: text, asOf: text, plannedAt: text, plannedBy: text, sheet: maybe(text) },
    unit: object({ code: text, name: text, state: text }),
    counts,
    sheets: list(object({ oldCommune: text, oldSheet: text, scale: text, newSheet: text, parcels: integer })),
    rules: list(object({ code: text, severity, cases: integer, decided: integer })),
    decided: list(recordLine),
    open: list(recordLine),
    omitted: integer,
    audit: object({ rows: integer, head: text }),
  }),
  Progress: list(
    object({
      unit: text,
      name: text,
      cases: integer,
      open: integer,
      waiting: integer,
      again: integer,
      decided: integer,
      blocking: integer,
      newlyDecided: integer,
      newlyOpened: integer,
      extent: maybe(box),
    }),
  ),
} as const satisfies Record<string, Schema>;

const run: Schema = { type: 'string', minLength: 1, maxLength: 100, description: 'Run id' };
const id: Schema = { type: 'integer', minimum: 1 };
const key: Schema = { type: 'string', pattern: '^[\\w.]{1,20}:\\d{1,9}$', description: 'Case' };

export const REVIEW_PARAMS = {
  run: object({ run }),
  case: object({ run, key }),
  decision: object({ run, id }),
  batch: object({ run, batch: { type: 'string', pattern: '^[0-9a-f-]{36}$' } }),
} as const;
export const ACCOUNT_PARAMS = object({ id });

const word: Schema = { type: 'string', pattern: '^[\\w.-]{1,60}$' };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const said = (most: number, least = 0): Schema => ({ type: 'string', minLength: least, maxLength: most });

const filter: Record<keyof CaseFilter, Schema> = {
  code: word,
  severity,
  status,
  unit: word,
  sheet: said(60, 1),
  state,
  by: word,
  since: day,
  until: day,
  text: said(200, 1),
  area: { type: 'string', pattern: '^[-0-9.,;]{5,5000}$', description: 'lon,lat;lon,lat;…' },
};
export const CASE_FILTER_NAMES = Object.keys(filter) as (keyof CaseFilter)[];
const filterObject = object(filter, CASE_FILTER_NAMES);

export const REVIEW_QUERIES = {
  record: object({ unit: word, sheet: said(60, 1) }, ['sheet']),
  caseFile: filterObject,
  cases: object(
    { ...filter, after: key, limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 } },
    [...CASE_FILTER_NAMES, 'after', 'limit'],
  ),
} as const;

const reason = said(2000);

export const REVIEW_BODIES = {
  decide: object({ verdict, choice: maybe(said(600)), reason, version: integer }, ['choice', 'reason']),
  comment: object({ text: said(4000, 1) }),
  reason: object({ reason }, ['reason']),
  preview: object({ filter: filterObject, verdict }),
  bulk: object({ filter: filterObject, verdict, reason: said(2000, 1), token: said(64, 64) }),
} as const;

const account = { display: said(120, 1), role, units, password: maybe(said(200)) };

export const ACCOUNT_BODIES = {
  signIn: object({ name: said(60, 1), password: said(200, 1) }),
  password: object({ old: said(200, 1), new: said(200, 1) }),
  create: object({ name: said(60, 1), ...account }),
  change: object({ ...account, disabled: bool }, [...Object.keys(account), 'disabled']),
} as const;
