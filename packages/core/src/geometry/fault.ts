/** Kinds of fault of a polygon, and the list in which they are gathered. */
export type FaultKind =
  /** No ring at all. */
  | 'empty'
  /** A coordinate is NaN or infinite. */
  | 'not-finite'
  /** A vertex outside the range in which the plane is used. */
  | 'outside-zone'
  /** A ring of fewer than four vertices (the last repeats the first). */
  | 'few-points'
  /** The last vertex is not the first, even when both are rounded to the grid. */
  | 'open-ring'
  /** All vertices of a ring lie on one line or in one point. */
  | 'zero-area'
  /** Two edges of a ring cross, or run along each other. */
  | 'self-crossing'
  /** A ring comes back to a point of itself. */
  | 'self-touch'
  /** The boundary goes out and returns along the same line. */
  | 'spike'
  /** Two rings of one polygon cross or share a piece of line. */
  | 'rings-cross'
  | 'hole-outside'
  | 'nested-holes'
  /** Holes touch so that the interior falls apart. */
  | 'interior-cut'
  /** Parts of a MultiPolygon cross or share a piece of line. */
  | 'parts-overlap'
  /** A part lies in another, and not in a hole of it. */
  | 'nested-parts'
  /** So many edges lie across each other that they were not all compared. */
  | 'too-complex'
  /** Equal vertices in a row: valid, said for the record. */
  | 'repeated-point';

export type Fault = {
  readonly kind: FaultKind;
  /** Place of the first one, in the polygon's coordinates; NaN when there is no place (`empty`). */
  readonly x: number;
  readonly y: number;
  /** How many of this kind; counting stops at {@link ENOUGH}. */
  readonly count: number;
  /** From the first vertex to the last, of an `open-ring`. */
  readonly gap?: number;
};

/** A ring may cross itself millions of times; after so many faults the rest is not looked at. */
export const ENOUGH = 10_000;

/** Collects one fault a kind: the first place and the count. */
export type FaultList = {
  /** Null until the first fault: nearly all parcels have none. */
  byKind: Map<FaultKind, { -readonly [K in keyof Fault]: Fault[K] }> | null;
  /** Of all kinds that make a polygon invalid. */
  total: number;
};

export const newFaultList = (): FaultList => ({ byKind: null, total: 0 });

export function addFault(list: FaultList, kind: FaultKind, x: number, y: number, gap?: number): void {
  if (kind !== 'repeated-point') list.total++;
  list.byKind ??= new Map();
  const known = list.byKind.get(kind);
  if (known) known.count++;
  else list.byKind.set(kind, gap === undefined ? { kind, x, y, count: 1 } : { kind, x, y, count: 1, gap });
}

/** In the order found. */
export const faultsIn = ({ byKind }: FaultList): readonly Fault[] => (byKind ? [...byKind.values()] : NONE);

const NONE: readonly Fault[] = Object.freeze([]);
