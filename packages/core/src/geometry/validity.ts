/**
 * Validity of polygons after OGC Simple Features (06-103r4, 6.1.11), by kind and with the place of the fault. Decisions are
 * exact; agreement with GEOS is tested. Ring direction is not a fault.
 */
import { type Edges, edgesOf, nearPairs } from './edges.ts';
import { addFault, ENOUGH, type Fault, type FaultList } from './fault.ts';
import { meet } from './meeting.ts';
import { nestingFaults } from './nesting.ts';
import type { Polygonal } from './polygonal.ts';
import { ringFaults } from './ring.ts';
import { isSimpleRing } from './simple-ring.ts';
import { newTouches, recordTouch, touchFaults } from './touch.ts';

export type { Fault, FaultKind } from './fault.ts';

/** Empty when valid and without repeated points. At most one entry a kind, in the order found. */
export function faultsOf(p: Polygonal): readonly Fault[] {
  const plain = p.polygonEnds.length === 1 && p.ringEnds.length === 1;
  return plain && isSimpleRing(p.coords) ? NONE : searchFaults(p);
}

const NONE: readonly Fault[] = Object.freeze([]);

/** The full search; {@link faultsOf} spares it the rings that are surely without fault. */
export function searchFaults(p: Polygonal): Fault[] {
  const list: FaultList = { byKind: new Map(), total: 0 };
  if (p.polygonEnds.length === 0) addFault(list, 'empty', Number.NaN, Number.NaN);
  const sound = ringFaults(p, list);
  const edges = edgesOf(p, sound);
  const rings = p.ringEnds.length;
  const polygonOf = new Uint32Array(rings);
  for (let polygon = 0, ring = 0; polygon < p.polygonEnds.length; polygon++) {
    for (; ring < p.polygonEnds[polygon]!; ring++) polygonOf[ring] = polygon;
  }
  const crossed = edgeFaults(edges, polygonOf, list);
  // Which ring lies in which is a question only when rings do not cross.
  if (rings > 1 && !crossed) nestingFaults(p, sound, polygonOf, list);
  return [...list.byKind].map(([kind, { x, y, count }]) => ({ kind, x, y, count }));
}

/** Nothing but `repeated-point`, which the standard allows. */
export const isValid = (p: Polygonal): boolean =>
  faultsOf(p).every((fault) => fault.kind === 'repeated-point');

/** True when rings crossed or overlapped each other. */
function edgeFaults(edges: Edges, polygonOf: Uint32Array, list: FaultList): boolean {
  const touches = newTouches();
  const selfTouches: (readonly [number, number])[] = [];
  const spikeFeet = new Set<string>();
  let crossed = false;
  const whole = nearPairs(edges, (i, j) => {
    const adjacent = edges.next[i] === j || edges.next[j] === i;
    const { kind, x, y } = meet(edges.at, i, j);
    const ringA = edges.ring[i]!;
    const ringB = edges.ring[j]!;
    if (kind === 'none' || (adjacent && kind === 'touch')) return true;
    if (ringA === ringB) {
      if (adjacent) addSpike(edges, i, j, list, spikeFeet);
      else if (kind === 'touch') selfTouches.push([x, y]);
      else addFault(list, 'self-crossing', x, y);
    } else if (kind === 'touch') recordTouch(touches, edges, i, j, x, y);
    else {
      addFault(list, polygonOf[ringA] === polygonOf[ringB] ? 'rings-cross' : 'parts-overlap', x, y);
      crossed = true;
    }
    return list.total + selfTouches.length < ENOUGH;
  });
  if (!whole) addFault(list, 'too-complex', edges.at[0]!, edges.at[1]!);
  // Where a spike returns to its foot the ring touches itself: the spike says it already.
  for (const [x, y] of selfTouches) {
    if (!spikeFeet.has(`${x} ${y}`)) addFault(list, 'self-touch', x, y);
  }
  return touchFaults(touches, edges, polygonOf, list) || crossed;
}

/** The tip is the vertex both edges have in common, the feet their other ends. */
function addSpike({ at, next }: Edges, i: number, j: number, list: FaultList, feet: Set<string>): void {
  const [into, out] = next[i] === j ? [i, j] : [j, i];
  addFault(list, 'spike', at[out * 4]!, at[out * 4 + 1]!);
  feet.add(`${at[into * 4]} ${at[into * 4 + 1]}`);
  feet.add(`${at[out * 4 + 2]} ${at[out * 4 + 3]}`);
}
