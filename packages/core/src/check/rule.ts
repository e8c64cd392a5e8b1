/** What a rule of the stage `check` gets and gives. Rules of one kind share a file; {@link RULES} in `commune.ts` fixes their order. */
import type { CommuneCode } from '../code.ts';
import { projection } from '../geodesy/vn2000.ts';
import type { Fault } from '../geometry/fault.ts';
import type { BoundaryIndex } from '../geometry/overlay.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';
import { type Issue, type IssueAt, type IssueCode, issue } from '../issue/index.ts';
import type { MessageValue } from '../message/message.ts';
import type { CheckRules } from './rules-table.ts';

/** One record as the check sees it, whatever became of it so far. */
export type CheckParcel = {
  readonly ordinal: number;
  readonly at: IssueAt;
  /** What a person calls it. */
  readonly subject: MessageValue;
  readonly status: 'assigned' | 'ambiguous' | 'rejected';
  /**
   * Old commune, sheet, scale, series and parcel number as one text (`sheetKeyText` style), epoch included when sources of several
   * epochs meet; null when a part is missing (said by `parse`).
   */
  readonly oldKey: string | null;
  /** New commune, sheet, scale and parcel number as one text; null when not assigned. */
  readonly newKey: string | null;
  readonly parcelId: string | null;
  /** Verbatim WKB in `zone`. */
  readonly geometry: Uint8Array | null;
  /** The same decoded (`decodePolygonal`); null when it is not a polygon. */
  readonly polygonal: Polygonal | null;
  /** EPSG code of the coordinates. */
  readonly zone: number;
  /** Zone in which the identifier is made and everything measured; the coordinates' own when it is not said, the work zone for degrees. */
  readonly identifierZone?: number;
  /** The polygon in that zone, where it is known already. */
  readonly inIdentifierZone?: Polygonal | null;
  /** Square metres. */
  readonly areaLegal: number | null;
  /** Map scale denominator: `500`. */
  readonly scale: string | null;
  readonly landUse: string | null;
  /** Column names and decoded texts, aligned. */
  readonly fields: readonly string[];
  /** Made when asked for: few rules look at them, and none keeps them. */
  texts(): readonly (string | null)[];
};

/** What several rules need of a geometry, computed once. */
export type Measured = {
  readonly parcel: CheckParcel;
  /** In metres of the zone in which the identifier is made. Null: no polygon. */
  readonly metric: { readonly polygonal: Polygonal; readonly zone: number } | null;
  readonly faults: readonly Fault[];
  /** Of the places of the faults. */
  readonly faultZone: number;
  /** The polygon is valid, so areas and overlaps mean something. */
  readonly sound: boolean;
  /** Of `metric`. */
  readonly box: Box;
  /** Square metres and metres; 0 unless sound. */
  readonly area: number;
  readonly perimeter: number;
};

export type CheckContext = {
  readonly commune: { readonly code: CommuneCode; readonly name: string };
  /** In order of ordinal. */
  readonly parcels: readonly CheckParcel[];
  /** Boundaries of the new communes, WGS84; null = none supplied. */
  readonly boundary: BoundaryIndex | null;
  /** West, south, east, north of the province, WGS84. */
  readonly extent: readonly [number, number, number, number] | null;
  /** Zone in which parcels of different zones are compared: the profile's `exportZone`. */
  readonly workZone: number;
  readonly rules: CheckRules;
};

/** Parcels that may lie over each other: sound polygons of records still in the run, without copies. Aligned lists. */
export type Bodies = {
  readonly parcels: CheckParcel[];
  /** minX, minY, maxX, maxY of each, in the work zone. */
  readonly boxes: number[];
  /** Square metres of each, in its own zone. */
  readonly areas: number[];
  /** The polygon in the work zone, by place in the lists; of those of another zone only. */
  readonly moved: Map<number, Polygonal>;
};

export type MeasuredContext = CheckContext & {
  readonly bodies: Bodies;
  /** Records that have one old key in common, of those that are not rejected. */
  readonly sameKey: readonly (readonly CheckParcel[])[];
  /** Ordinals of records that repeat an earlier one byte for byte, with the earlier one's. */
  readonly copies: ReadonlyMap<number, number>;
};

/** An issue of the check, with the record it is about. */
export type CheckIssue = Issue & { readonly ordinal: number };

type RuleName = { readonly id: string; readonly codes: readonly IssueCode[] };

/** Looks at one record at a time, and adds what it finds. */
export type ParcelRule = RuleName & {
  readonly stage: 'parcel';
  look(context: CheckContext, measured: Measured, found: CheckIssue[]): void;
};

/** Compares records. */
export type CommuneRule = RuleName & {
  readonly stage: 'commune';
  run(context: MeasuredContext): CheckIssue[];
};

export type Rule = ParcelRule | CommuneRule;

export type Place = { readonly x: number; readonly y: number; readonly zone: number };

/** Builds the issue of a rule: severity from the table in force, place brought to WGS84. */
export function checkIssue(
  context: CheckContext,
  code: IssueCode,
  parcel: CheckParcel,
  found: MessageValue,
  expected: MessageValue,
  more: { readonly place?: Place | null; readonly field?: string } & Pick<Issue, 'shape' | 'others'> = {},
): CheckIssue {
  const { place, field, ...rest } = more;
  const lonLat = place ? lonLatOf(place) : null;
  const at = { ...parcel.at, ...(field === undefined ? {} : { field }), ...(lonLat ? { lonLat } : {}) };
  const made = issue(code, parcel.subject, at, found, expected, rest);
  return { ...made, severity: context.rules.severities[code] ?? made.severity, ordinal: parcel.ordinal };
}

export function lonLatOf({ x, y, zone }: Place): readonly [number, number] | null {
  const [lon, lat] = projection(zone).toLonLat(x, y);
  return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : null;
}
