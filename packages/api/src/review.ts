/** What the review's screen and its server say to each other: plain JSON, filled from the database as it stands. */
import type { IssueCode, Severity } from '@thuadat/core/issue/index';
import type { Actor } from '@thuadat/core/review/account';
import type { Verdict } from '@thuadat/core/review/rule';
import type { StatusCounts } from '@thuadat/core/run';
import type { LonLatBox, ParcelView, Status } from './map.ts';

/** `waiting`: decided, a second person has to agree. `again`: accepted, and drawn for a second look. */
export type CaseState = 'open' | 'waiting' | 'again' | 'decided';

export type CaseFilter = {
  readonly code?: string;
  readonly severity?: Severity;
  /** Of the record. */
  readonly status?: Status;
  readonly unit?: string;
  readonly sheet?: string;
  readonly state?: CaseState;
  /** Decided: by the account of this name. */
  readonly by?: string;
  /** Decided from the first day to the last, both counted: YYYY-MM-DD in the server's time zone. */
  readonly since?: string;
  readonly until?: string;
  /** Key, identifier or any word of the source's attributes; accents and case do not matter. */
  readonly text?: string;
  /** Corners of a box or lasso in WGS84: `lon,lat;lon,lat;…`, at least three, at most 200; the last joins the first. */
  readonly area?: string;
};

/** One line of the queue. */
export type CaseView = {
  /** Names the case in its run: `<unit>:<seq>`, as its issue. */
  readonly key: string;
  readonly unit: string;
  readonly ordinal: number;
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly subject: string;
  readonly found: string;
  readonly expected: string;
  readonly sheet: string | null;
  readonly status: Status | null;
  readonly lonLat: readonly [number, number] | null;
  readonly state: CaseState;
  readonly verdict: Verdict | null;
  readonly choice: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly comments: number;
  readonly version: number;
  /** Who has it open, when that is somebody else. */
  readonly heldBy: string | null;
};

export type CasePage = {
  readonly cases: readonly CaseView[];
  /** How many pass the filter. */
  readonly total: number;
  readonly next: string | null;
};

/** One of the answers to a `choose`: key 1 to 9 on the screen, in this order. */
export type ChoiceView = {
  /** New commune code, or `<source>|<layer>|<record>`. */
  readonly value: string;
  readonly label: string;
  /** What speaks for it, e.g. the share of the area, the source and record. */
  readonly note: string;
  readonly ordinal: number | null;
};

/** A record that the case is about, with its shape as it came: WGS84 GeoJSON; null when it has none that can be drawn. */
export type CaseParcel = ParcelView & {
  readonly shape: { readonly type: string; readonly coordinates: unknown } | null;
};

export type DecisionKind = Verdict | 'comment' | 'undo' | 'approve' | 'refuse' | 'confirm';

export type DecisionView = {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly kind: DecisionKind;
  readonly choice: string | null;
  readonly reason: string;
  readonly about: number | null;
  readonly batch: string | null;
  /** The run it was made in; another than the one at hand when the case came back unchanged. */
  readonly run: string;
  readonly before: CaseState;
  readonly after: CaseState;
};

export type CaseDetail = CaseView & {
  /** What is wrong, where: the overlap, crossing point or sliver; null when the issue has a place only. */
  readonly shape: { readonly type: string; readonly coordinates: unknown } | null;
  /** What to bring on screen: the fault with the parcels concerned. */
  readonly extent: LonLatBox | null;
  /** The record first, then the others the issue names. */
  readonly parcels: readonly CaseParcel[];
  readonly verdicts: readonly Verdict[];
  readonly choices: readonly ChoiceView[];
  /** Newest last. */
  readonly history: readonly DecisionView[];
  /** The decision in force; what an undo or approval is about. */
  readonly decision: number | null;
  /** May the asker approve it: role, communes, and not one's own. */
  readonly mayApprove: boolean;
  readonly mayUndo: boolean;
};

export type DecideBody = {
  readonly verdict: Verdict;
  readonly choice?: string | null;
  readonly reason?: string;
  /** Of the case as the person saw it. */
  readonly version: number;
};

/** What a change gives back: the case as it is now, for each case it touched. */
export type Changed = { readonly cases: readonly CaseView[]; readonly batch: string | null };

export type BulkBody = {
  readonly filter: CaseFilter;
  readonly verdict: Verdict;
  readonly reason: string;
  /** From the preview: the very cases shown then, or nothing is done. */
  readonly token: string;
};

export type BulkPreview = {
  readonly total: number;
  /** Open cases to which the verdict applies; the others are left alone. */
  readonly touches: number;
  readonly skipped: number;
  readonly sample: readonly CaseView[];
  readonly token: string;
};

export type UnitProgress = {
  readonly unit: string;
  readonly name: string;
  readonly cases: number;
  readonly open: number;
  readonly waiting: number;
  readonly again: number;
  readonly decided: number;
  /** Blocking issues that still keep `apply` from the commune. */
  readonly blocking: number;
  /** Since the day before yesterday's midnight … today: what is new. */
  readonly newlyDecided: number;
  readonly newlyOpened: number;
  readonly extent: LonLatBox | null;
};

/** A background map from the local network; none unless configured. */
export type BackgroundView = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'raster' | 'pmtiles';
  /** Address with {z}/{x}/{y} or {bbox-epsg-3857}; of an archive of raster tiles, the archive. */
  readonly url: string;
  readonly tileSize: number;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly attribution: string;
};

export type SessionView = {
  /** `local`: one person on this machine, no password. */
  readonly mode: 'local' | 'accounts';
  /** Null: sign in first. */
  readonly actor: Actor | null;
  /** Goes back in the header `x-csrf-token` of every request that changes something. */
  readonly csrf: string | null;
  readonly fourEyes: boolean;
  readonly backgrounds: readonly BackgroundView[];
};

export type AccountView = Actor & {
  readonly createdAt: string;
  readonly disabled: boolean;
};

/** Said to everybody who watches a run and may see the unit. */
export type ReviewEvent =
  | { readonly kind: 'case'; readonly run: string; readonly unit: string; readonly case: CaseView }
  | { readonly kind: 'cases'; readonly run: string; readonly unit: string }
  | { readonly kind: 'run'; readonly run: string };

/** What the printed record of a commune or one of its sheets is made of. */
export type RecordView = {
  readonly run: string;
  readonly province: string;
  readonly asOf: string;
  readonly plannedAt: string;
  readonly plannedBy: string;
  readonly unit: { readonly code: string; readonly name: string; readonly state: string };
  readonly sheet: string | null;
  /** Of the whole commune. */
  readonly counts: StatusCounts;
  readonly sheets: readonly {
    readonly oldCommune: string;
    readonly oldSheet: string;
    readonly scale: string;
    readonly newSheet: string;
    readonly parcels: number;
  }[];
  readonly rules: readonly {
    readonly code: IssueCode;
    readonly severity: Severity;
    readonly cases: number;
    readonly decided: number;
  }[];
  readonly decided: readonly RecordLine[];
  readonly open: readonly RecordLine[];
  /** Lines left out of `decided` and `open` because the paper would never end; they are in the issue list. */
  readonly omitted: number;
  /** Newest hash of the audit: proves what was written down until then. */
  readonly audit: { readonly rows: number; readonly head: string };
};

export type RecordLine = {
  readonly subject: string;
  readonly code: IssueCode;
  readonly found: string;
  readonly expected: string;
  readonly severity: Severity;
  readonly state: CaseState;
  readonly verdict: Verdict | null;
  readonly choice: string | null;
  readonly who: string | null;
  readonly at: string | null;
  readonly reason: string | null;
  readonly approvedBy: string | null;
};
