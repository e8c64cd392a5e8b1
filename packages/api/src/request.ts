/** What routes take: fastify checks requests by these, whoever answers gets their types. */
import * as Type from 'typebox';
import {
  caseState,
  flag,
  integer,
  maybe,
  object,
  oneOf,
  optional,
  type Plain,
  role,
  type Schema,
  severity,
  status,
  units,
  verdict,
  withDefault,
} from './parts.ts';

const said = (most: number, least = 0) => Type.String({ minLength: least, maxLength: most });
/** Never said back, not even to who sent it. */
const secret = (least: number) => Type.String({ minLength: least, maxLength: 200, writeOnly: true });
const shaped = (pattern: string, example: string, more: Schema = {}) =>
  Type.String({ pattern, examples: [example], ...more });
const from = (minimum: number, maximum?: number) =>
  Type.Integer(maximum === undefined ? { minimum } : { minimum, maximum });
const limit = (most: number, usual: number) =>
  withDefault(Type.Integer({ minimum: 1, maximum: most, default: usual }));

const run = Type.String({ minLength: 1, maxLength: 100, description: 'Run id' });
const id = from(1);
const tileNumber = from(0);
const word = (example: string) => shaped('^[\\w.-]{1,60}$', example);
const day = shaped('^\\d{4}-\\d{2}-\\d{2}$', '2025-07-01');
const caseKey = shaped('^[\\w.]{1,20}:\\d{1,9}$', '02647:12', { description: 'Case' });

export const PARAMS = {
  run: object({ run }),
  parcel: object({ run, ordinal: from(0) }),
  tile: object({ run, z: from(0, 22), x: tileNumber, y: tileNumber }),
  boundary: object({ run, kind: oneOf('old', 'new') }),
  case: object({ run, key: caseKey }),
  decision: object({ run, id }),
  batch: object({ run, batch: shaped('^[0-9a-f-]{36}$', '0190f3b2-8c1d-7e64-9a4b-5f0c2d7e1a90') }),
  account: object({ id }),
};

const issueFilter = {
  code: optional(word('duplicate.key-after')),
  severity: optional(severity),
  unit: optional(word('02647')),
  status: optional(status),
};
export type IssueFilter = Plain<Type.TObject<typeof issueFilter>>;

const caseFilter = {
  code: optional(word('duplicate.key-after')),
  severity: optional(severity),
  /** Of the record. */
  status: optional(status),
  unit: optional(word('02647')),
  sheet: optional(said(60, 1)),
  state: optional(caseState),
  /** Decided: by the account of this name. */
  by: optional(word('lan')),
  /** Decided from the first day to the last, both counted: YYYY-MM-DD in the server's time zone. */
  since: optional(day),
  until: optional(day),
  /** Key, identifier or any word of the source's attributes; accents and case do not matter. */
  text: optional(said(200, 1)),
  /** Corners of a box or lasso in WGS84: at least three, at most 200; the last joins the first. */
  area: optional(
    shaped('^[-0-9.,;]{5,5000}$', '103.9,22.4;104.0,22.4;104.0,22.5', { description: 'lon,lat;lon,lat;…' }),
  ),
};
const caseFilterObject = object(caseFilter);
export type CaseFilter = Plain<typeof caseFilterObject>;

type Named = Readonly<Record<string, unknown>>;
const kept =
  <Filter>(names: readonly string[]) =>
  (query: Named): Filter =>
    Object.fromEntries(
      names.filter((name) => query[name] !== undefined).map((name) => [name, query[name]]),
    ) as Filter;

/** What of a query is the filter, without its page. */
export const issueFilterOf = kept<IssueFilter>(Object.keys(issueFilter));
export const caseFilterOf = kept<CaseFilter>(Object.keys(caseFilter));

export const QUERIES = {
  version: object({
    v: optional(Type.String({ description: 'Version of the run: the answer may then be kept for long' })),
  }),
  issueGroups: object(issueFilter),
  issues: object({
    ...issueFilter,
    after: optional(
      shaped('^[\\w.-]{1,20}:\\d{1,9}$', '02647:12', { description: '`next` of the page before' }),
    ),
    limit: limit(500, 50),
  }),
  search: object({
    q: Type.String({ minLength: 1, maxLength: 120, description: 'Key, identifier or commune' }),
    limit: limit(100, 12),
  }),
  record: object({ unit: word('02647'), sheet: optional(said(60, 1)) }),
  caseFile: caseFilterObject,
  cases: object({ ...caseFilter, after: optional(caseKey), limit: limit(500, 50) }),
};

const reason = said(2000);
const account = { display: said(120, 1), role, units, password: maybe(secret(0)) };
const accountChange = object({
  display: optional(account.display),
  role: optional(role),
  units: optional(units),
  password: optional(account.password),
  disabled: optional(flag),
});
const accountDraft = object({ name: said(60, 1), ...account });
/** Without a password (null) nobody can sign in. */
export type AccountDraft = Plain<typeof accountDraft>;
export type AccountChange = Plain<typeof accountChange>;

export const BODIES = {
  decide: object({
    verdict,
    choice: optional(maybe(said(600))),
    reason: optional(reason),
    /** Of the case as the person saw it. */
    version: integer,
  }),
  comment: object({ text: said(4000, 1) }),
  reason: object({ reason: optional(reason) }),
  preview: object({ filter: caseFilterObject, verdict }),
  bulk: object({
    filter: caseFilterObject,
    verdict,
    reason: said(2000, 1),
    /** From the preview: the very cases shown then, or nothing is done. */
    token: said(64, 64),
  }),
  signIn: object({ name: said(60, 1), password: secret(1) }),
  password: object({ old: secret(1), new: secret(1) }),
  createAccount: accountDraft,
  changeAccount: accountChange,
};
export type DecideBody = Plain<typeof BODIES.decide>;
export type BulkBody = Plain<typeof BODIES.bulk>;
