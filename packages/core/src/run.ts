/** A run is a value: everything `plan` computed, hashed, so that `apply` commits exactly that and `revert` takes exactly that back. */
import type { CommuneCode, IsoDate, ProvinceCode } from './code.ts';
import type { IdentifierProvenance } from './identifier/provenance.ts';
import type { Issue, IssueCode, Severity } from './issue/index.ts';
import type { ColumnRole } from './stages.ts';

export type SourceInfo = {
  /** File name without folder, or table name; shown to people. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  readonly encoding: string;
  /** Date at which this source's commune codes are read. */
  readonly epoch: IsoDate;
  readonly layers: readonly LayerInfo[];
};

export type LayerInfo = {
  readonly name: string;
  readonly fields: readonly string[];
  readonly roles: Partial<Record<ColumnRole, string>>;
  /** EPSG code the coordinates are read in. */
  readonly crs: number;
  /** EPSG code of the system they came in, when they were brought from another. */
  readonly reprojectedFrom?: number;
  readonly records: number;
};

export type StatusCounts = { read: number; assigned: number; ambiguous: number; rejected: number };

/** `.unresolved` holds the records that reached no commune at all. */
export type CommuneUnit = CommuneCode | '.unresolved';

export type CommuneSummary = {
  readonly unit: CommuneUnit;
  readonly name: string;
  readonly counts: StatusCounts;
  readonly identifiers: { minted: number; carried: number; registry: number; pending: number };
  readonly sheets: { kept: number; renumbered: number };
  readonly issues: Partial<Record<IssueCode, number>>;
  /** Issues of severity `blocking`: `apply` refuses the commune while above 0. */
  readonly blocking: number;
  /** SHA-256 of the unit's two COPY files. */
  readonly assignmentSha256: string;
  readonly issueSha256: string;
};

export type RunManifest = {
  readonly version: 2;
  /** `<province>-<12 hex of inputs>`: the same inputs give the same run. */
  readonly id: string;
  readonly tool: string;
  readonly province: ProvinceCode;
  readonly profile: string;
  readonly asOf: IsoDate;
  readonly crosswalk: string;
  readonly config: string;
  /** How the codes minted by this run were made. */
  readonly identifier: IdentifierProvenance;
  /** Algorithms, other than this run's, of codes that runs before it issued in the province: the plan has spoken of them. */
  readonly methodsBefore: readonly string[];
  readonly sources: readonly SourceInfo[];
  readonly counts: StatusCounts;
  readonly bySource: readonly StatusCounts[];
  readonly byOldCommune: Readonly<Record<string, StatusCounts>>;
  readonly communes: readonly CommuneSummary[];
  readonly issues: readonly {
    readonly code: IssueCode;
    readonly severity: Severity;
    readonly count: number;
  }[];
  /** Issues about no single record: the sheet plan's, and those of a reference table. */
  readonly notices: readonly Issue[];
};
