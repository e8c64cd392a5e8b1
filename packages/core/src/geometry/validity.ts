/**
 * Validity of polygons after OGC Simple Features (06-103r4, 6.1.11), by kind and with the place of the fault: the one
 * judgement of whether a boundary is sound, for the identifier and for the checks. It is passed on the boundary as the
 * identifier sees it, on the grid of 0.1 mm, where decisions are exact; agreement with GEOS is tested. Ring direction is
 * not a fault.
 */
import { type Edges, edgesOf, nearPairs } from './edges.ts';
import {
  addFault,
  ENOUGH,
  type Fault,
  type FaultKind,
  type FaultList,
  faultsIn,
  newFaultList,
} from './fault.ts';
import { ANYWHERE, type GridRing, gridRings, UNITS } from './grid.ts';
import { nestingFaults, rolesOf } from './nesting.ts';
import type { Box, Polygonal } from './polygonal.ts';
import { meet } from './segment-relation.ts';
import { isSimpleRing } from './simple-ring.ts';
import { newTouches, recordTouch, touchFaults } from './touch.ts';

export type { Fault, FaultKind } from './fault.ts';

/**
 * Of a polygon in metres. Empty when valid and without repeated points; else at most one entry a kind, in the order found.
 * A vertex beyond `range` is a fault.
 */
export function faultsOf(p: Polygonal, range: Box = ANYWHERE): readonly Fault[] {
  const list = newFaultList();
  const rings = gridRings(p, range, list);
  const plain = rings.length === 1 && rings[0] != null && isSimpleRing(rings[0]);
  if (!plain) regionFaults(rings, p.polygonEnds, list);
  return faultsIn(list);
}

/** The full search; {@link faultsOf} spares it the rings that are surely without fault. */
export function searchFaults(p: Polygonal, range: Box = ANYWHERE): readonly Fault[] {
  const list = newFaultList();
  regionFaults(gridRings(p, range, list), p.polygonEnds, list);
  return faultsIn(list);
}

/** Kinds that the standard allows. */
export const isHarmless = (kind: FaultKind): boolean => kind === 'repeated-point';

export const isValid = (p: Polygonal): boolean => faultsOf(p).every(({ kind }) => isHarmless(kind));

/** Faults of rings with each other and with themselves; broken rings (null) are left out. */
export function regionFaults(
  rings: readonly (GridRing | null)[],
  polygonEnds: ArrayLike<number>,
  list: FaultList,
): void {
  if (rings.length === 0) addFault(list, 'empty', Number.NaN, Number.NaN);
  const roles = rolesOf(rings.length, polygonEnds);
  const crossed = edgeFaults(edgesOf(rings), roles.polygonOf, list);
  // Which ring lies in which is a question only when rings do not cross.
  if (rings.length > 1 && !crossed) nestingFaults(rings, roles, list);
}

/** True when rings crossed or overlapped each other, or when it is not known. */
function edgeFaults(edges: Edges, polygonOf: Uint32Array, list: FaultList): boolean {
  const touches = newTouches();
  const selfTouches: (readonly [number, number])[] = [];
  const spikeFeet = new Set<string>();
  let crossed = false;
  let bounded = true;
  const whole = nearPairs(edges, (i, j) => {
    const adjacent = edges.next[i] === j || edges.next[j] === i;
    const { kind, x, y } = meet(edges.at, i, j);
    const ringA = edges.ring[i]!;
    const ringB = edges.ring[j]!;
    if (kind === 'none' || (adjacent && kind === 'touch')) return true;
    if (ringA === ringB) {
      if (adjacent) addSpike(edges, i, j, list, spikeFeet);
      else if (kind === 'touch') selfTouches.push([x, y]);
      else addFault(list, 'self-crossing', x / UNITS, y / UNITS);
    } else if (kind === 'touch') bounded = recordTouch(touches, edges, i, j, x, y);
    else {
      const same = polygonOf[ringA] === polygonOf[ringB];
      addFault(list, same ? 'rings-cross' : 'parts-overlap', x / UNITS, y / UNITS);
      crossed = true;
    }
    return bounded && list.total + selfTouches.length < ENOUGH;
  });
  // Where a spike returns to its foot the ring touches itself: the spike says it already.
  for (const [x, y] of selfTouches) {
    if (!spikeFeet.has(`${x} ${y}`)) addFault(list, 'self-touch', x / UNITS, y / UNITS);
  }
  if (!whole || !bounded) {
    addFault(list, 'too-complex', edges.at[0]! / UNITS, edges.at[1]! / UNITS);
    return true;
  }
  return touchFaults(touches, edges, polygonOf, list) || crossed;
}

/** The tip is the vertex both edges have in common, the feet their other ends. */
function addSpike({ at, next }: Edges, i: number, j: number, list: FaultList, feet: Set<string>): void {
  const [into, out] = next[i] === j ? [i, j] : [j, i];
  addFault(list, 'spike', at[out * 4]! / UNITS, at[out * 4 + 1]! / UNITS);
  feet.add(`${at[into * 4]} ${at[into * 4 + 1]}`);
  feet.add(`${at[out * 4 + 2]} ${at[out * 4 + 3]}`);
}
