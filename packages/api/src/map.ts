/**
 * What the map and its server say to each other: plain JSON, each shape declared once, as a schema of which its type is made.
 * The server fills these from the database as it stands, the web application only shows them; neither recomputes anything.
 */
import type { CommuneCode } from '@thuadat/core/code';
import type { IdentifierRules } from '@thuadat/core/identifier/method-text';
import type { Issue, IssueAt, IssueCode } from '@thuadat/core/issue/index';
import * as Type from 'typebox';
import {
  box,
  code,
  counts,
  geometry,
  integer,
  issueValue,
  list,
  lonLat,
  maybe,
  number,
  object,
  oneOf,
  optional,
  type Plain,
  severity,
  status,
  text,
  typed,
} from './parts.ts';

export type Status = Plain<typeof status>;
/** West, south, east, north in WGS84 degrees. */
export type LonLatBox = Plain<typeof box>;

export const issueCode = code<IssueCode>();

export const runView = object({
  id: text,
  province: text,
  provinceName: text,
  asOf: text,
  state: oneOf('staged', 'applying', 'applied', 'reverting', 'reverted'),
  plannedAt: text,
  plannedBy: text,
  counts,
  sources: list(object({ name: text, format: text, records: integer })),
  /** Changes whenever what the run shows may have changed: goes into tile addresses, so tiles may be kept for long. */
  version: text,
  boundaries: object({ old: integer, new: integer }),
  /** Issues about no single record (a sheet plan's, a reference table's). */
  notices: list(typed<Issue>('code', 'severity', 'subject', 'found', 'expected')),
});
export type RunView = Plain<typeof runView>;
export type RunState = RunView['state'];

export const communeView = object({
  /** New commune code, or `.unresolved`. */
  unit: text,
  name: text,
  state: text,
  counts,
  /** Issues by severity. */
  issues: object({ blocking: integer, error: integer, warning: integer, info: integer }),
  worst: maybe(severity),
  /** Box of the representative points; null when no parcel of the commune has one. */
  extent: maybe(box),
  center: maybe(lonLat),
});
export type CommuneView = Plain<typeof communeView>;

/** A unit as a person reads it: code and name; the name is null when nobody has told it. */
const namedCode = object({ code: text, name: maybe(text) });
export type NamedCode = Plain<typeof namedCode>;

const keyView = object({
  province: maybe(namedCode),
  commune: maybe(namedCode),
  sheet: maybe(text),
  scale: maybe(text),
  series: maybe(text),
  parcel: maybe(text),
  asOf: maybe(text),
});
export type KeyView = Plain<typeof keyView>;

const issueView = object({
  /** Names the issue in its run: `<unit>:<seq>`. */
  key: text,
  unit: text,
  ordinal: integer,
  code: issueCode,
  severity,
  subject: issueValue,
  at: typed<IssueAt>(),
  found: issueValue,
  expected: issueValue,
  others: optional(list(integer)),
  shape: maybe(geometry),
  status: maybe(status),
  /** Where to look: the fault's place, else the parcel's point. */
  lonLat: maybe(lonLat),
});
export type IssueView = Plain<typeof issueView>;

export const issueGroup = object({ code: issueCode, severity, count: integer });
export type IssueGroup = Plain<typeof issueGroup>;

export const issuePage = object({
  issues: list(issueView),
  /** Pass as `after` for the next page; null = this is the last. */
  next: maybe(text),
});
export type IssuePage = Plain<typeof issuePage>;

const registryView = object({
  parcelId: maybe(text),
  runId: text,
  old: text,
  new: text,
  from: text,
  to: maybe(text),
  closedBy: maybe(text),
});
export type RegistryView = Plain<typeof registryView>;

const cell = Type.Unsafe<readonly [string, string | null]>({
  type: 'array',
  items: maybe(text),
  minItems: 2,
  maxItems: 2,
});

/** Of a record, wherever it is shown. */
export const parcelProperties = {
  ordinal: integer,
  unit: text,
  status,
  reason: maybe(issueCode),
  severity: maybe(severity),
  old: keyView,
  new: keyView,
  resolvedBy: maybe(text),
  share: maybe(number),
  candidates: list(object({ commune: code<CommuneCode>(), share: maybe(number), name: maybe(text) })),
  parcelId: maybe(text),
  idState: oneOf('minted', 'carried', 'registry', 'pending'),
  /** How the identifier was made; null without one, and of a carried one, whose method is not known. */
  madeBy: maybe(
    object({ version: text, method: maybe(typed<NonNullable<IdentifierRules['method']>>('point')) }),
  ),
  point: maybe(lonLat),
  extent: maybe(box),
  areaM2: maybe(number),
  areaLegalM2: maybe(number),
  landUse: maybe(text),
  address: maybe(text),
  digitalAddress: maybe(text),
  zone: integer,
  source: object({ name: text, layer: text, record: integer }),
  /** Column and text, verbatim, in file order. */
  raw: list(cell),
  issues: list(issueView),
  registry: list(registryView),
};
export const parcelView = object(parcelProperties);
export type ParcelView = Plain<typeof parcelView>;

/** One answer to a search: a parcel, or a commune when `ordinal` is null. */
export const searchHit = object({
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
});
export type SearchHit = Plain<typeof searchHit>;

export const boundaries = object({
  type: oneOf('FeatureCollection'),
  features: list(
    object({ type: oneOf('Feature'), properties: object({ code: text, name: text }), geometry }),
  ),
});
