/** A parcel on its way to a record: what a fault may change before the record is written. */
import type { Point } from './frame.ts';
import type { Parcel } from './sheet.ts';

/** Kinds of planted faults. The name is the name of its rate. */
const FAULT_KINDS = [
  'duplicate-copy',
  'duplicate-key',
  'same-place',
  'overlap',
  'sliver',
  'bow-tie',
  'zero-area',
  'multi-part',
  'outside-commune',
  'area-off',
  'missing-sheet',
  'missing-parcel',
  'lost-zeros',
  'float-code',
  'dead-code',
  'unknown-code',
  'decomposed-text',
  'carried',
  'carried-wrong',
  'carried-clash',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One planted fault with its known answer. */
export type Fault = {
  readonly kind: FaultKind | 'straddle';
  /** What must be found: square metres, a code, a point, the twin's key. */
  readonly known: Readonly<Record<string, string | number>>;
};

/** Closed rings of one polygon: shell, then holes; x0 y0 x1 y1 …. */
export type PolygonRings = readonly (readonly number[])[];

export type Draft = {
  readonly parcel: Parcel;
  polygons: readonly PolygonRings[];
  commune: string;
  sheet: string;
  number: string;
  use: string;
  /** Factor on the legal area. */
  legal: number;
  carried: 'none' | 'right' | 'elsewhere';
  /** The draft whose identifier this one wrongly carries. */
  clashWith: Draft | null;
  decomposed: boolean;
  copies: number;
  /** Its land went into another parcel: no record of its own. */
  dropped: boolean;
  readonly faults: Fault[];
};

export const newDraft = (parcel: Parcel, commune: string, sheet: number, number: number): Draft => ({
  parcel,
  polygons: [[parcel.ring, ...parcel.holes]],
  commune,
  sheet: String(sheet),
  number: String(number),
  use: parcel.use,
  legal: 1,
  carried: 'none',
  clashWith: null,
  decomposed: false,
  copies: 1,
  dropped: false,
  faults: [],
});

/** Square metres, shoelace about the first vertex; shells count up, holes down. */
export function areaOf(polygons: readonly PolygonRings[]): number {
  let sum = 0;
  for (const rings of polygons)
    for (let r = 0; r < rings.length; r++) sum += (r === 0 ? 1 : -1) * Math.abs(ringArea(rings[r]!));
  return sum;
}

export function ringArea(ring: readonly number[]): number {
  const [x0, y0] = [ring[0]!, ring[1]!];
  let sum = 0;
  for (let i = 2; i + 3 < ring.length; i += 2)
    sum += (ring[i]! - x0) * (ring[i + 3]! - y0) - (ring[i + 2]! - x0) * (ring[i + 1]! - y0);
  return sum / 2;
}

export const vertex = (ring: readonly number[], i: number): Point => [ring[2 * i]!, ring[2 * i + 1]!];
export const flat = (points: readonly Point[]): number[] => points.flat();
