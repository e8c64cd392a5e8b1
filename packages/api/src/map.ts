/**
 * What the map and its server say to each other: plain JSON. The server fills these from the database as it stands, the
 * web application only shows them; neither recomputes anything.
 */
import type { IdentifierRules } from '@thuadat/core/identifier/method-text';
import type { Issue, IssueCode, Severity } from '@thuadat/core/issue/index';
import type { StatusCounts } from '@thuadat/core/run';
import type { Assignment, Candidate, IdState } from '@thuadat/core/stages';
import type { RefusalCode } from './refusal.ts';
import type { CaseView } from './review.ts';

export type Status = Assignment['status'];
export type RunState = 'staged' | 'applying' | 'applied' | 'reverting' | 'reverted';
/** West, south, east, north in WGS84 degrees. */
export type LonLatBox = readonly [number, number, number, number];

/** Zooms between which the tiles of a run hold what the map draws of it. */
export const TILE_ZOOMS = {
  /** Sheets from where one is told from its neighbours to where its parcels are. */
  sheets: { from: 11, to: 15 },
  /** Below this a screen shows communes: parcels would be smaller than a pixel. Deeper than the last the same are drawn larger. */
  parcels: { from: 13, to: 18 },
  /** No number of a parcel can be read before. */
  labels: { from: 16 },
} as const;

export type RunView = {
  readonly id: string;
  readonly province: string;
  readonly provinceName: string;
  readonly asOf: string;
  readonly state: RunState;
  readonly plannedAt: string;
  readonly plannedBy: string;
  readonly counts: StatusCounts;
  readonly sources: readonly { readonly name: string; readonly format: string; readonly records: number }[];
  /** Changes whenever what the run shows may have changed: goes into tile addresses, so tiles may be kept for long. */
  readonly version: string;
  readonly boundaries: { readonly old: number; readonly new: number };
  /** Issues about no single record (a sheet plan's, a reference table's). */
  readonly notices: readonly Issue[];
};

export type CommuneView = {
  /** New commune code, or `.unresolved`. */
  readonly unit: string;
  readonly name: string;
  readonly state: string;
  readonly counts: StatusCounts;
  /** Issues by severity. */
  readonly issues: Readonly<Record<Severity, number>>;
  readonly worst: Severity | null;
  /** Box of the representative points; null when no parcel of the commune has one. */
  readonly extent: LonLatBox | null;
  readonly center: readonly [number, number] | null;
};

/** A unit as a person reads it: code and name; the name is null when nobody has told it. */
export type NamedCode = { readonly code: string; readonly name: string | null };

export type KeyView = {
  readonly province: NamedCode | null;
  readonly commune: NamedCode | null;
  readonly sheet: string | null;
  readonly scale: string | null;
  readonly series: string | null;
  readonly parcel: string | null;
  readonly asOf: string | null;
};

export type IssueView = Omit<Issue, 'code' | 'shape'> & {
  readonly code: IssueCode;
  /** Names the issue in its run: `<unit>:<seq>`. */
  readonly key: string;
  readonly unit: string;
  readonly ordinal: number;
  readonly status: Status | null;
  /** Where to look: the fault's place, else the parcel's point. */
  readonly lonLat: readonly [number, number] | null;
  readonly shape: { readonly type: string; readonly coordinates: unknown } | null;
};

export type IssueGroup = { readonly code: IssueCode; readonly severity: Severity; readonly count: number };

export type IssuePage = {
  readonly issues: readonly IssueView[];
  /** Pass as `after` for the next page; null = this is the last. */
  readonly next: string | null;
};

export type IssueFilter = {
  readonly code?: string;
  readonly severity?: Severity;
  readonly unit?: string;
  readonly status?: Status;
};

export type RegistryView = {
  readonly parcelId: string | null;
  readonly runId: string;
  readonly old: string;
  readonly new: string;
  readonly from: string;
  readonly to: string | null;
  readonly closedBy: string | null;
};

export type ParcelView = {
  readonly ordinal: number;
  readonly unit: string;
  readonly status: Status;
  readonly reason: IssueCode | null;
  readonly severity: Severity | null;
  readonly old: KeyView;
  readonly new: KeyView;
  readonly resolvedBy: string | null;
  readonly share: number | null;
  readonly candidates: readonly (Candidate & { readonly name: string | null })[];
  readonly parcelId: string | null;
  readonly idState: IdState;
  /** How the identifier was made; null without one, and of a carried one, whose method is not known. */
  readonly madeBy: IdentifierRules | null;
  readonly point: readonly [number, number] | null;
  readonly extent: LonLatBox | null;
  readonly areaM2: number | null;
  readonly areaLegalM2: number | null;
  readonly landUse: string | null;
  readonly address: string | null;
  readonly digitalAddress: string | null;
  readonly zone: number;
  readonly source: { readonly name: string; readonly layer: string; readonly record: number };
  /** Column and text, verbatim, in file order. */
  readonly raw: readonly (readonly [string, string | null])[];
  readonly issues: readonly IssueView[];
  readonly registry: readonly RegistryView[];
};

/** One answer to a search: a parcel, or a commune when `ordinal` is null. */
export type SearchHit = {
  readonly kind: 'parcel' | 'commune';
  readonly ordinal: number | null;
  readonly unit: string;
  readonly name: string;
  readonly status: Status | null;
  readonly old: string | null;
  readonly new: string | null;
  readonly parcelId: string | null;
  readonly lonLat: readonly [number, number] | null;
  readonly extent: LonLatBox | null;
};

/** What an error of the server says (RFC 9457), with the next step. */
export type Problem = {
  readonly type: string;
  /** What was refused, by a name that stays; absent for faults of the request's form and of the server. */
  readonly code?: RefusalCode;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly next: string;
  /** With a conflict: the case as it is now, where there is one. */
  readonly case?: CaseView | null;
};
