/** Faults that one ring shows by itself: too few points, open, not finite, flat. */
import { orient2d } from 'robust-predicates';
import { addFault, type FaultList } from './fault.ts';
import type { Polygonal } from './polygonal.ts';

/** Adds the faults of each ring and returns the rings sound enough for edges to be compared. */
export function ringFaults(p: Polygonal, list: FaultList): number[] {
  const sound: number[] = [];
  let from = 0;
  for (let ring = 0; ring < p.ringEnds.length; ring++) {
    const to = p.ringEnds[ring]!;
    if (soundRing(p.coords, from, to, list)) sound.push(ring);
    from = to;
  }
  return sound;
}

function soundRing(coords: Float64Array, from: number, to: number, list: FaultList): boolean {
  const x0 = coords[from * 2]!;
  const y0 = coords[from * 2 + 1]!;
  for (let i = from * 2; i < to * 2; i++) {
    if (Number.isFinite(coords[i]!)) continue;
    // A place to look at: the last vertex before that is finite, else none.
    const before = i >> 1 > from ? (i >> 1) - 1 : -1;
    addFault(
      list,
      'not-finite',
      before < 0 ? Number.NaN : coords[before * 2]!,
      before < 0 ? Number.NaN : coords[before * 2 + 1]!,
    );
    return false;
  }
  if (to === from) {
    addFault(list, 'few-points', Number.NaN, Number.NaN);
    return false;
  }
  const open = coords[to * 2 - 2] !== x0 || coords[to * 2 - 1] !== y0;
  if (open) addFault(list, 'open-ring', x0, y0);
  const distinct = countSteps(coords, from, to, list);
  if (distinct + (open ? 1 : 0) < 3) {
    addFault(list, 'few-points', x0, y0);
    return false;
  }
  if (flatRing(coords, from, to)) {
    addFault(list, 'zero-area', x0, y0);
    return false;
  }
  return !open;
}

/** Steps between unequal vertices; equal vertices in a row are reported. */
function countSteps(coords: Float64Array, from: number, to: number, list: FaultList): number {
  let steps = 0;
  for (let i = from + 1; i < to; i++) {
    const x = coords[i * 2]!;
    const y = coords[i * 2 + 1]!;
    if (x === coords[i * 2 - 2]! && y === coords[i * 2 - 1]!) addFault(list, 'repeated-point', x, y);
    else steps++;
  }
  return steps;
}

/** All vertices on one line: exact. */
function flatRing(coords: Float64Array, from: number, to: number): boolean {
  const ax = coords[from * 2]!;
  const ay = coords[from * 2 + 1]!;
  let bx = ax;
  let by = ay;
  for (let i = from + 1; i < to; i++) {
    const x = coords[i * 2]!;
    const y = coords[i * 2 + 1]!;
    if (bx === ax && by === ay) {
      bx = x;
      by = y;
    } else if (orient2d(ax, ay, bx, by, x, y) !== 0) return false;
  }
  return true;
}
