/** Why a parcel has no representative point, and so no identifier yet. */
import type { Fault, FaultKind } from '../geometry/fault.ts';

export type PendingReason =
  /** No polygon at all. */
  | 'empty'
  /** A coordinate that is no number or no place in the zone. */
  | 'coordinates'
  /** A ring whose last vertex is not its first. */
  | 'open'
  /** A ring of fewer than three different vertices, or without area. */
  | 'degenerate'
  /** A ring that crosses, touches or runs over itself; two rings that cross or share a stretch. */
  | 'crossing'
  /** So many edges lie across each other that they were not all compared. */
  | 'complex'
  /** A hole outside its shell or inside another; a part inside another. */
  | 'nesting'
  /** Rings that touch in points and so cut the inside apart. */
  | 'cut'
  /** Nowhere a centimetre from the boundary: narrower than a GeoHash cell. */
  | 'thin'
  /** The search of the method in force does not come to an end on this boundary. */
  | 'search';

export type Refusal = {
  readonly ok: false;
  readonly reason: PendingReason;
  /** Metres of the zone. */
  readonly at: readonly [number, number] | null;
  /** Metres from the first vertex to the last, of an open ring. */
  readonly gap?: number;
};

export const refuse = (
  reason: PendingReason,
  at: readonly [number, number] | null = null,
  gap?: number,
): Refusal => (gap === undefined ? { ok: false, reason, at } : { ok: false, reason, at, gap });

/** What each fault of a boundary means here. Of several the first of this table is given, however the parcel is written down. */
const REASONS = {
  'not-finite': 'coordinates',
  'outside-zone': 'coordinates',
  empty: 'empty',
  'open-ring': 'open',
  'few-points': 'degenerate',
  'zero-area': 'degenerate',
  'self-crossing': 'crossing',
  'self-touch': 'crossing',
  spike: 'crossing',
  'rings-cross': 'crossing',
  'parts-overlap': 'crossing',
  'hole-outside': 'nesting',
  'nested-holes': 'nesting',
  'nested-parts': 'nesting',
  'interior-cut': 'cut',
  'too-complex': 'complex',
  'repeated-point': null,
} as const satisfies Record<FaultKind, PendingReason | null>;

const ORDER = Object.keys(REASONS) as readonly FaultKind[];

/** Null when none of the faults is in the way. */
export function refusalOf(faults: readonly Fault[]): Refusal | null {
  for (const kind of ORDER) {
    const fault = faults.find((other) => other.kind === kind);
    const reason = REASONS[kind];
    if (!fault || reason === null) continue;
    return refuse(reason, Number.isNaN(fault.x) ? null : [fault.x, fault.y], fault.gap);
  }
  return null;
}

/** The place, and how wide an open ring gapes: `485000.000, 2415000.000 (0.500 m)`. Empty without a place. */
export function foundText({ at, gap }: Refusal): string {
  if (at === null) return '';
  const place = `${at[0].toFixed(3)}, ${at[1].toFixed(3)}`;
  return gap === undefined ? place : `${place} (${gap.toFixed(4)} m)`;
}
