/** What one unit of work of pass 2 is, what it needs, and what it leaves. */
import type { CrsEvidence } from '@thuadat/core/assign/crs-evidence';
import type { Issued } from '@thuadat/core/assign/identity';
import type { CommuneCode, SheetNumber } from '@thuadat/core/code';
import type { Config } from '@thuadat/core/config';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import type { GeosPoints } from '@thuadat/core/identifier/method/geos';
import { type Issue, type IssueCode, issue } from '@thuadat/core/issue/index';
import type { MessageValue } from '@thuadat/core/message/message';
import { subjectOf } from '@thuadat/core/parse/subject';
import type { ProvinceProfile } from '@thuadat/core/profile';
import type { CommuneSummary, CommuneUnit, StatusCounts } from '@thuadat/core/run';
import type { ParcelDraft } from '@thuadat/core/stages';
import type { TextEncoding } from '@thuadat/core/text/decode';
import type { SpillRecord } from '../scatter/spill-record.ts';
import type { ForeignLayer } from '../source/reproject.ts';

/** What settling needs, opened once a process: see `settle-context.ts`. */
export type SettleContext = {
  readonly runId: string;
  readonly profile: ProvinceProfile;
  readonly sources: readonly {
    readonly name: string;
    readonly epoch: string;
    readonly layers: readonly {
      readonly name: string;
      readonly fields: readonly string[];
      readonly encodings: readonly (TextEncoding | 'ascii')[];
      readonly foreign: ForeignLayer | null;
    }[];
  }[];
  readonly sheets: ReadonlyMap<string, SheetNumber>;
  readonly openSheets: ReadonlyMap<string, Issue>;
  /** Identifiers borne by parcels of more than one unit. */
  readonly clashes: ReadonlySet<string>;
  readonly runFolder: string;
  /** Boundaries of the communes as newline-delimited GeoJSON, when the user gave any. */
  readonly boundaries: string | null;
  /** The identifier that an earlier run issued for a parcel of that epoch. */
  readonly issuedTo: (epoch: string, draft: ParcelDraft) => Issued | null;
  /** By which new identifiers are made. */
  readonly method: IdentifierMethod;
  /** Open when the method needs it. */
  readonly geos: GeosPoints | null;
  /** Algorithms other than this plan's by which earlier runs made identifiers of the province. */
  readonly methodsBefore: readonly string[];
  /** What speaks for the coordinate system of each source's layers. */
  readonly crsEvidence: readonly (readonly CrsEvidence[])[];
  readonly severities: Readonly<Partial<Record<IssueCode, Issue['severity']>>>;
  readonly thresholds: Config['rules']['check'];
};

export type UnitJob = {
  readonly unit: CommuneUnit;
  readonly name: string;
  /** Ambiguous records elsewhere that may belong to it. */
  readonly waiting: number;
  /** The unit's records, in the order of the sources. */
  readonly records: Iterable<SpillRecord>;
};

export type SettledUnit = {
  readonly summary: CommuneSummary;
  readonly bySource: readonly (readonly [number, StatusCounts])[];
  readonly byOldCommune: readonly (readonly [string, StatusCounts])[];
};

/** An issue about one record of the unit. */
export function atRecord(
  context: SettleContext,
  draft: ParcelDraft,
  code: IssueCode,
  found: MessageValue,
  expected: MessageValue,
  more: Parameters<typeof issue>[5] = {},
): Issue {
  const source = context.sources[draft.source]!;
  const at = { source: source.name, layer: source.layers[draft.layer]!.name, record: draft.record };
  return issue(code, subjectOf(draft, source.name), at, found, expected, more);
}

/** New commune of a unit; null for the records that reached none. */
export const communeOf = (unit: CommuneUnit): CommuneCode | null => (unit === '.unresolved' ? null : unit);
