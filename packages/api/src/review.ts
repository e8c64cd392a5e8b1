/** What the review's screen and its server say to each other: plain JSON, each shape declared once, as a schema. */
import { VERDICTS } from '@thuadat/core/review/rule';
import { issueCode, parcelProperties } from './map.ts';
import {
  box,
  caseState,
  counts,
  flag,
  geometry,
  integer,
  issueValue,
  list,
  lonLat,
  maybe,
  object,
  oneOf,
  type Plain,
  role,
  severity,
  status,
  text,
  units,
  verdict,
} from './parts.ts';

export type CaseState = Plain<typeof caseState>;

const caseProperties = {
  /** Names the case in its run: `<unit>:<seq>`, as its issue. */
  key: text,
  unit: text,
  ordinal: integer,
  code: issueCode,
  severity,
  subject: issueValue,
  found: issueValue,
  expected: issueValue,
  sheet: maybe(text),
  status: maybe(status),
  lonLat: maybe(lonLat),
  state: caseState,
  verdict: maybe(verdict),
  choice: maybe(text),
  decidedBy: maybe(text),
  decidedAt: maybe(text),
  comments: integer,
  version: integer,
  /** Who has it open, when that is somebody else. */
  heldBy: maybe(text),
};
/** One line of the queue. */
export const caseView = object(caseProperties);
export type CaseView = Plain<typeof caseView>;

export const casePage = object({
  cases: list(caseView),
  /** How many pass the filter. */
  total: integer,
  next: maybe(text),
});
export type CasePage = Plain<typeof casePage>;

/** One of the answers to a `choose`: key 1 to 9 on the screen, in this order. */
const choiceView = object({
  /** New commune code, or `<source>|<layer>|<record>`. */
  value: text,
  label: text,
  /** What speaks for it, e.g. the share of the area, the source and record. */
  note: text,
  ordinal: maybe(integer),
});
export type ChoiceView = Plain<typeof choiceView>;

/** A record that the case is about, with its shape as it came: WGS84 GeoJSON; null when it has none that can be drawn. */
const caseParcel = object({ ...parcelProperties, shape: maybe(geometry) });
export type CaseParcel = Plain<typeof caseParcel>;

const decisionView = object({
  id: integer,
  at: text,
  who: text,
  kind: oneOf(...VERDICTS, 'comment', 'undo', 'approve', 'refuse', 'confirm'),
  choice: maybe(text),
  reason: text,
  about: maybe(integer),
  batch: maybe(text),
  /** The run it was made in; another than the one at hand when the case came back unchanged. */
  run: text,
  before: caseState,
  after: caseState,
});
export type DecisionView = Plain<typeof decisionView>;
export type DecisionKind = DecisionView['kind'];

export const caseDetail = object({
  ...caseProperties,
  /** What is wrong, where: the overlap, crossing point or sliver; null when the issue has a place only. */
  shape: maybe(geometry),
  /** What to bring on screen: the fault with the parcels concerned. */
  extent: maybe(box),
  /** The record first, then the others the issue names. */
  parcels: list(caseParcel),
  verdicts: list(verdict),
  choices: list(choiceView),
  /** Newest last. */
  history: list(decisionView),
  /** The decision in force; what an undo or approval is about. */
  decision: maybe(integer),
  /** May the asker approve it: role, communes, and not one's own. */
  mayApprove: flag,
  mayUndo: flag,
});
export type CaseDetail = Plain<typeof caseDetail>;

/** What a change gives back: the case as it is now, for each case it touched. */
export const changed = object({ cases: list(caseView), batch: maybe(text) });
export type Changed = Plain<typeof changed>;

export const bulkPreview = object({
  total: integer,
  /** Open cases to which the verdict applies; the others are left alone. */
  touches: integer,
  skipped: integer,
  sample: list(caseView),
  /** Goes back with the verdict: the very cases shown here, or nothing is done. */
  token: text,
});
export type BulkPreview = Plain<typeof bulkPreview>;

export const unitProgress = object({
  unit: text,
  name: text,
  cases: integer,
  open: integer,
  waiting: integer,
  again: integer,
  decided: integer,
  /** Blocking issues that still keep `apply` from the commune. */
  blocking: integer,
  /** Since the day before yesterday's midnight … today: what is new. */
  newlyDecided: integer,
  newlyOpened: integer,
  extent: maybe(box),
});
export type UnitProgress = Plain<typeof unitProgress>;

/** A background map from the local network; none unless configured. */
const backgroundView = object({
  id: text,
  name: text,
  kind: oneOf('raster', 'pmtiles'),
  /** Address with {z}/{x}/{y} or {bbox-epsg-3857}; of an archive of raster tiles, the archive. */
  url: text,
  tileSize: integer,
  minZoom: integer,
  maxZoom: integer,
  attribution: text,
});
export type BackgroundView = Plain<typeof backgroundView>;

const actor = { id: integer, name: text, display: text, role, units };

export const sessionView = object({
  /** `local`: one person on this machine, no password. */
  mode: oneOf('local', 'accounts'),
  /** Null: sign in first. */
  actor: maybe(object(actor)),
  /** Goes back in the header `x-csrf-token` of every request that changes something. */
  csrf: maybe(text),
  fourEyes: flag,
  backgrounds: list(backgroundView),
});
export type SessionView = Plain<typeof sessionView>;

export const accountView = object({ ...actor, createdAt: text, disabled: flag });
export type AccountView = Plain<typeof accountView>;

/** Said to everybody who watches a run and may see the unit. */
export type ReviewEvent =
  | { readonly kind: 'case'; readonly run: string; readonly unit: string; readonly case: CaseView }
  | { readonly kind: 'cases'; readonly run: string; readonly unit: string }
  | { readonly kind: 'run'; readonly run: string };

const recordLine = object({
  subject: issueValue,
  code: issueCode,
  found: issueValue,
  expected: issueValue,
  severity,
  state: caseState,
  verdict: maybe(verdict),
  choice: maybe(text),
  who: maybe(text),
  at: maybe(text),
  reason: maybe(text),
  approvedBy: maybe(text),
});
export type RecordLine = Plain<typeof recordLine>;

/** What the printed record of a commune or one of its sheets is made of. */
export const recordView = object({
  run: text,
  province: text,
  asOf: text,
  plannedAt: text,
  plannedBy: text,
  sheet: maybe(text),
  unit: object({ code: text, name: text, state: text }),
  /** Of the whole commune. */
  counts,
  sheets: list(object({ oldCommune: text, oldSheet: text, scale: text, newSheet: text, parcels: integer })),
  rules: list(object({ code: issueCode, severity, cases: integer, decided: integer })),
  decided: list(recordLine),
  open: list(recordLine),
  /** Lines left out of `decided` and `open` because the paper would never end; they are in the issue list. */
  omitted: integer,
  /** Newest hash of the audit: proves what was written down until then. */
  audit: object({ rows: integer, head: text }),
});
export type RecordView = Plain<typeof recordView>;
