/**
 * One form for all the ways in which one parcel can be written down: vertices on a grid of 0.1 mm, no repeated vertex,
 * shells counter-clockwise, holes clockwise, rings from their south-western-most vertex on, holes and parts in order.
 * From here on the representative point no longer depends on start vertex, direction, part order, float noise below
 * 0.05 mm, or whether the last vertex repeats the first.
 */
import { orient2d } from 'robust-predicates';
import type { Polygonal } from '../geometry/polygonal.ts';

/** Units a metre. Cadastral coordinates are recorded to 1 mm or 1 cm, so rounding them to 0.1 mm changes none. */
export const UNITS = 10000;
/** No VN-2000 coordinate is beyond this many metres. */
const FARTHEST = 1e7;

/** A polygon in units from its own south-west corner: all coordinates are whole numbers ≥ 0 in the shell. */
export type CanonicalPart = {
  readonly coords: Float64Array;
  /** Exclusive ends in vertices; rings are open, the first is the shell. */
  readonly ringEnds: readonly number[];
  /** Corner of the shell's box in units of the zone. */
  readonly originX: number;
  readonly originY: number;
};

/** Why a parcel has no representative point. */
export type PendingReason =
  /** No polygon at all. */
  | 'empty'
  /** A coordinate that is no number or no place in the zone. */
  | 'coordinates'
  /** A ring of fewer than three different vertices, or without area. */
  | 'degenerate'
  /** A ring that crosses, touches or runs over itself; two rings that cross or share a stretch. */
  | 'crossing'
  /** A hole outside its shell or inside another; a part inside another. */
  | 'nesting'
  /** Nowhere a centimetre from the boundary: narrower than a GeoHash cell. */
  | 'thin'
  /** The search of the method in force does not come to an end on this boundary. */
  | 'search';

export type Refusal = {
  readonly ok: false;
  readonly reason: PendingReason;
  readonly at: readonly [number, number] | null;
};
export type Canonical = { readonly ok: true; readonly parts: readonly CanonicalPart[] };

export const refuse = (reason: PendingReason, at: readonly [number, number] | null = null): Refusal => ({
  ok: false,
  reason,
  at,
});

/** A ring as x, y, x, y … in units of the zone, open. */
type Ring = Float64Array;

/** Half a unit rounds towards north and east: floor(10000·v + ½). */
const toUnits = (metres: number): number => Math.floor(metres * UNITS + 0.5);

function takeRing(coords: Float64Array, from: number, to: number): Ring | Refusal {
  const ring = new Float64Array(2 * (to - from));
  let end = 0;
  for (let i = from; i < to; i++) {
    const x = coords[2 * i]!;
    const y = coords[2 * i + 1]!;
    if (!(Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)) return refuse('coordinates', [x, y]);
    const ux = toUnits(x);
    const uy = toUnits(y);
    if (end > 0 && ring[end - 2] === ux && ring[end - 1] === uy) continue;
    ring[end++] = ux;
    ring[end++] = uy;
  }
  while (end > 2 && ring[0] === ring[end - 2] && ring[1] === ring[end - 1]) end -= 2;
  if (end < 6) return refuse('degenerate', end > 0 ? [ring[0]! / UNITS, ring[1]! / UNITS] : null);
  return ring.subarray(0, end);
}

/** Turns the ring to start at its least vertex (x, then y) and to run in the wanted direction. */
function orderRing(ring: Ring, counterClockwise: boolean): Ring | Refusal {
  const end = ring.length;
  let least = 0;
  for (let i = 2; i < end; i += 2) {
    const d = ring[i]! - ring[least]!;
    if (d < 0 || (d === 0 && ring[i + 1]! < ring[least + 1]!)) least = i;
  }
  const x = ring[least]!;
  const y = ring[least + 1]!;
  const before = least === 0 ? end - 2 : least - 2;
  const after = least === end - 2 ? 0 : least + 2;
  // The least vertex of a simple ring is convex: its corner tells the direction, exactly. robust-predicates counts
  // clockwise as positive.
  const turn = -orient2d(ring[before]!, ring[before + 1]!, x, y, ring[after]!, ring[after + 1]!);
  if (turn === 0) return refuse(isOnLine(ring, least) ? 'degenerate' : 'crossing', [x / UNITS, y / UNITS]);
  const ordered = new Float64Array(end);
  const step = turn > 0 === counterClockwise ? 2 : -2;
  for (let i = 0, from = least; i < end; i += 2) {
    ordered[i] = ring[from]!;
    ordered[i + 1] = ring[from + 1]!;
    from += step;
    if (from === end) from = 0;
    else if (from < 0) from = end - 2;
  }
  return ordered;
}

/** Whether all vertices lie on one line with a vertex and the one after it. */
function isOnLine(ring: Ring, from: number): boolean {
  const next = (from + 2) % ring.length;
  for (let i = 0; i < ring.length; i += 2) {
    const turn = orient2d(ring[from]!, ring[from + 1]!, ring[next]!, ring[next + 1]!, ring[i]!, ring[i + 1]!);
    if (turn !== 0) return false;
  }
  return true;
}

/** Order of rings: vertex by vertex, then the shorter first. */
function compareRings(a: Ring, b: Ring): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const d = a[i]! - b[i]!;
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

function partOf(rings: readonly Ring[]): CanonicalPart {
  const shell = rings[0]!;
  const originX = shell[0]!;
  let originY = shell[1]!;
  for (let i = 3; i < shell.length; i += 2) if (shell[i]! < originY) originY = shell[i]!;
  let length = 0;
  for (const ring of rings) length += ring.length;
  // The one ring of most parcels is nobody else's: it is shifted where it lies.
  const coords = rings.length === 1 ? shell : new Float64Array(length);
  const ringEnds: number[] = [];
  let end = 0;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      coords[end++] = ring[i]! - originX;
      coords[end++] = ring[i + 1]! - originY;
    }
    ringEnds.push(end / 2);
  }
  return { coords, ringEnds, originX, originY };
}

/** The canonical form; crossings are not looked for here but in `boundary.ts`. */
export function canonicalise(p: Polygonal): Canonical | Refusal {
  const polygons: Ring[][] = [];
  for (let polygon = 0, ringAt = 0; polygon < p.polygonEnds.length; polygon++) {
    const rings: Ring[] = [];
    for (; ringAt < p.polygonEnds[polygon]!; ringAt++) {
      const taken = takeRing(p.coords, ringAt === 0 ? 0 : p.ringEnds[ringAt - 1]!, p.ringEnds[ringAt]!);
      if ('ok' in taken) return taken;
      const ordered = orderRing(taken, rings.length === 0);
      if ('ok' in ordered) return ordered;
      rings.push(ordered);
    }
    if (rings.length === 0) continue;
    polygons.push(rings.length === 1 ? rings : [rings[0]!, ...rings.slice(1).sort(compareRings)]);
  }
  if (polygons.length === 0) return refuse('empty');
  polygons.sort((a, b) => compareRings(a[0]!, b[0]!));
  return { ok: true, parts: polygons.map(partOf) };
}
