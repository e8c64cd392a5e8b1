/** Thresholds and severities of the checks: dated data with their source, each one overridable in the config file. */
import type { IsoDate } from '../code.ts';
import type { IssueCode, Severity } from '../issue/index.ts';

export type CheckRules = {
  /** First day on which this set is used. */
  readonly from: IsoDate;
  /** Largest permitted error, in metres, of a boundary point on maps of a scale (denominator). */
  readonly positionError: Readonly<Record<string, number>>;
  /** Factor on agricultural land at the scales named. */
  readonly agricultural: { readonly factor: number; readonly scales: readonly string[] };
  /** Scale whose errors are taken when a parcel's is not known: a coarse one, so that nothing is accused for lack of data. */
  readonly unknownScale: string;
  /** Permitted area difference = factor × position error × √area, and never less than `areaRounding` (m²). */
  readonly areaFactor: number;
  readonly areaRounding: number;
  /** Share of a parcel's area in its new commune's boundary below which it lies outside, and below which it lies across. */
  readonly outsideShare: number;
  readonly acrossShare: number;
  /** Parts of overlaps smaller (m²), or narrower at their widest place (m), than this are rounding of coordinates. */
  readonly overlapArea: number;
  readonly overlapWidth: number;
  /** An overlap nowhere wider than this many position errors is a sliver between neighbours, else a real overlap. */
  readonly sliverFactor: number;
  /** Two parcels that share at least this part of both areas are one geometry under two keys. */
  readonly sameShare: number;
  /** A parcel nowhere wider than this (m), or of smaller area (m²), is a sliver left by editing. */
  readonly parcelWidth: number;
  readonly parcelArea: number;
  /** Severities other than the issue table's. */
  readonly severities: Partial<Record<IssueCode, Severity>>;
  /** Where the figures come from. */
  readonly source: string;
};

/**
 * Position errors: Circular 25/2014/TT-BTNMT, Article 7, clause 4, figures as reported by secondary sources. That Circular was
 * replaced on 2025-01-15 by 26/2024/TT-BTNMT, whose text was not at hand; maps in use were made under the older one.
 * Area: no act read fixes a formula; 2·m·√S is the field's propagation of the point error to the area of a
 * compact parcel, doubled to a limit. All other figures are field practice.
 */
export const CHECK_RULES: readonly CheckRules[] = [
  {
    from: '2014-07-05' as IsoDate,
    positionError: {
      '200': 0.05,
      '500': 0.07,
      '1000': 0.15,
      '2000': 0.3,
      '5000': 1.5,
      '10000': 3,
      // Not in the Circular: forest maps; in proportion to 1:10000.
      '25000': 7.5,
    },
    agricultural: { factor: 1.5, scales: ['1000', '2000'] },
    unknownScale: '2000',
    areaFactor: 2,
    areaRounding: 0.1,
    outsideShare: 0.5,
    acrossShare: 0.95,
    overlapArea: 0.1,
    overlapWidth: 0.01,
    sliverFactor: 2,
    sameShare: 0.999,
    parcelWidth: 0.2,
    parcelArea: 0.5,
    severities: {},
    source: 'Điều 7 khoản 4 Thông tư 25/2014/TT-BTNMT (sai số vị trí điểm); còn lại theo thông lệ',
  },
];

/** The set in force on a date (the earliest before that), with a user's changes laid over it. */
export function checkRulesAt(date: IsoDate, changes: Partial<CheckRules> = {}): CheckRules {
  const found = CHECK_RULES.findLast((rules) => rules.from <= date) ?? CHECK_RULES[0]!;
  return {
    ...found,
    ...changes,
    positionError: { ...found.positionError, ...changes.positionError },
    severities: { ...found.severities, ...changes.severities },
  };
}

/** Land-use codes of agricultural land begin so (Circular 08/2024/TT-BTNMT: LUC, LUK, HNK, CLN, RSX, RPH, RDD, NTS, LMU, NKH …). */
const AGRICULTURAL = /^(?:LU|LN|HN|BHK|NHK|CLN|CH|R[SPD]|NT|LM|NK|CN[TX])/;

/** Permitted error of a boundary point, metres. */
export function positionError(rules: CheckRules, scale: string | null, landUse: string | null): number {
  const known = scale !== null && rules.positionError[scale] !== undefined ? scale : rules.unknownScale;
  const base = rules.positionError[known] ?? 0.3;
  const wider =
    rules.agricultural.scales.includes(known) && AGRICULTURAL.test(landUse?.trim().toUpperCase() ?? '');
  return wider ? base * rules.agricultural.factor : base;
}

/** Permitted difference between the area of the geometry and the legal area, m². */
export const areaTolerance = (rules: CheckRules, error: number, legal: number): number =>
  Math.max(rules.areaRounding, rules.areaFactor * error * Math.sqrt(legal));
