/** Which ring lies in which: holes outside their shell, holes in holes, parts in parts. For rings that do not cross. */
import Flatbush from 'flatbush';
import { MOST_PAIRS } from './edges.ts';
import { addFault, type FaultList } from './fault.ts';
import { type GridRing, UNITS } from './grid.ts';
import { type BoxedRing, type Budget, boxedRing, placeIn, type RingPlace } from './place-in-ring.ts';

/** What each ring is to its polygon. */
export type RingRoles = {
  readonly polygonOf: Uint32Array;
  /** By polygon: its first ring. */
  readonly shellOf: Uint32Array;
};

export function rolesOf(rings: number, polygonEnds: ArrayLike<number>): RingRoles {
  const polygonOf = new Uint32Array(rings);
  const shellOf = new Uint32Array(polygonEnds.length);
  for (let polygon = 0, ring = 0; polygon < polygonEnds.length; polygon++) {
    shellOf[polygon] = ring;
    for (; ring < polygonEnds[polygon]!; ring++) polygonOf[ring] = polygon;
  }
  return { polygonOf, shellOf };
}

/** Looks at no more edges than {@link MOST_PAIRS}: rings within rings within rings by the thousand are no parcel. */
export function nestingFaults(
  rings: readonly (GridRing | null)[],
  { polygonOf, shellOf }: RingRoles,
  list: FaultList,
): void {
  const boxed = rings.map((ring) => ring && boxedRing(ring));
  const around = ringsAround(boxed);
  const budget: Budget = { edges: MOST_PAIRS };
  for (const [i, ring] of boxed.entries()) {
    if (ring === null) continue;
    const polygon = polygonOf[i]!;
    const within = (other: number): RingPlace | null => {
      const place = placeIn(ring, boxed[other]!, budget);
      return place?.inside ? place : null;
    };
    const isShell = shellOf[polygon] === i;
    const shell = isShell ? null : boxed[shellOf[polygon]!];
    const place = shell ? placeIn(ring, shell, budget) : null;
    if (place && !place.inside) addPlace(list, 'hole-outside', place);
    const candidates = around(i).filter((other) => (polygonOf[other] !== polygon) === isShell);
    if (isShell) nestedParts(candidates, { polygonOf, shellOf }, within, list);
    else {
      for (const other of candidates) {
        const nested = other === shellOf[polygon] ? null : within(other);
        if (nested) addPlace(list, 'nested-holes', nested);
      }
    }
    if (budget.edges < 0) {
      addFault(list, 'too-complex', ring.ring[0]! / UNITS, ring.ring[1]! / UNITS);
      return;
    }
  }
}

/** A part may lie in a hole of another. */
function nestedParts(
  candidates: readonly number[],
  { polygonOf, shellOf }: RingRoles,
  within: (other: number) => RingPlace | null,
  list: FaultList,
): void {
  const holed = new Set<number>();
  const shells: number[] = [];
  for (const ring of candidates) {
    const polygon = polygonOf[ring]!;
    if (shellOf[polygon] === ring) shells.push(ring);
    else if (!holed.has(polygon) && within(ring)) holed.add(polygon);
  }
  for (const shell of shells) {
    const place = holed.has(polygonOf[shell]!) ? null : within(shell);
    if (place) addPlace(list, 'nested-parts', place);
  }
}

const addPlace = (
  list: FaultList,
  kind: 'hole-outside' | 'nested-holes' | 'nested-parts',
  { x, y }: RingPlace,
): void => addFault(list, kind, x / UNITS, y / UNITS);

/** Below this many rings no tree is built. */
const FEW = 40;

/** Rings whose box holds the first vertex of a ring: only those can be round it. In order. */
function ringsAround(boxed: readonly (BoxedRing | null)[]): (ring: number) => number[] {
  const numbers = boxed.flatMap((ring, i) => (ring === null ? [] : [i]));
  if (numbers.length <= FEW) {
    return (i) => {
      const { ring } = boxed[i]!;
      return numbers.filter((other) => other !== i && holds(boxed[other]!, ring[0]!, ring[1]!));
    };
  }
  const tree = new Flatbush(numbers.length);
  for (const i of numbers) tree.add(...boxed[i]!.box);
  tree.finish();
  return (i) => {
    const { ring } = boxed[i]!;
    const found = tree.search(ring[0]!, ring[1]!, ring[0]!, ring[1]!).map((at) => numbers[at]!);
    return found.filter((other) => other !== i).sort((a, b) => a - b);
  };
}

const holds = ({ box }: BoxedRing, x: number, y: number): boolean =>
  x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
