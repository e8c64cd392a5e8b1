/**
 * One form for all the ways in which one parcel can be written down: vertices on a grid of 0.1 mm, no repeated vertex,
 * shells counter-clockwise, holes clockwise, rings from their south-western-most vertex on, holes and parts in order.
 * From here on the representative point no longer depends on start vertex, direction, part order, or float noise below
 * 0.05 mm.
 */
import { usableRange } from '../geodesy/zone.ts';
import { faultsIn, newFaultList } from '../geometry/fault.ts';
import { type GridRing, gridRings, UNITS } from '../geometry/grid.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { turnOf } from '../geometry/turn.ts';
import { type Refusal, refusalOf, refuse } from './refusal.ts';

export type { PendingReason, Refusal } from './refusal.ts';
export { refuse, UNITS };

/** A polygon in units from its own south-west corner: all coordinates are whole numbers ≥ 0 in the shell. */
export type CanonicalPart = {
  readonly coords: Float64Array;
  /** Exclusive ends in vertices; rings are open, the first is the shell. */
  readonly ringEnds: readonly number[];
  /** Corner of the shell's box in units of the zone. */
  readonly originX: number;
  readonly originY: number;
};

export type Canonical = { readonly ok: true; readonly parts: readonly CanonicalPart[] };

/**
 * The canonical form; what rings do to themselves and to each other is not looked for here but in `boundary.ts`.
 * `zone`: the EPSG code of the plane, which bounds where a coordinate may lie; without it the widest range holds.
 */
export function canonicalise(p: Polygonal, zone?: number): Canonical | Refusal {
  const list = newFaultList();
  const rings = gridRings(p, usableRange(zone), list);
  if (list.total > 0) return refusalOf(faultsIn(list))!;
  if (rings.length === 0) return refuse('empty');
  if (rings.length === 1) return { ok: true, parts: [partOf([orderRing(rings[0]!, true)])] };
  const polygons: GridRing[][] = [];
  for (let polygon = 0, from = 0; polygon < p.polygonEnds.length; from = p.polygonEnds[polygon++]!) {
    const [shell, ...holes] = rings.slice(from, p.polygonEnds[polygon]!);
    if (!shell) continue;
    const ordered = holes.map((hole) => orderRing(hole!, false)).sort(compareRings);
    polygons.push([orderRing(shell, true), ...ordered]);
  }
  polygons.sort((a, b) => compareRings(a[0]!, b[0]!));
  return { ok: true, parts: polygons.map(partOf) };
}

/** Turns the ring to start at its least vertex (x, then y) and to run in the wanted direction. */
function orderRing(ring: GridRing, counterClockwise: boolean): GridRing {
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
  // The least vertex of a simple ring is convex: its corner tells the direction, exactly.
  const turn = turnOf(ring[before]!, ring[before + 1]!, x, y, ring[after]!, ring[after + 1]!);
  if (turn !== 0) return runFrom(ring, least, turn > 0 === counterClockwise);
  // A spike, to be refused: some direction, but the same however the ring is written down.
  const forward = runFrom(ring, least, true);
  const backward = runFrom(ring, least, false);
  return compareRings(forward, backward) < 0 ? forward : backward;
}

function runFrom(ring: GridRing, start: number, forward: boolean): GridRing {
  const end = ring.length;
  const ordered = new Float64Array(end);
  const step = forward ? 2 : -2;
  for (let i = 0, from = start; i < end; i += 2) {
    ordered[i] = ring[from]!;
    ordered[i + 1] = ring[from + 1]!;
    from += step;
    if (from === end) from = 0;
    else if (from < 0) from = end - 2;
  }
  return ordered;
}

/** Order of rings: vertex by vertex, then the shorter first. */
function compareRings(a: GridRing, b: GridRing): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const d = a[i]! - b[i]!;
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

function partOf(rings: readonly GridRing[]): CanonicalPart {
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
