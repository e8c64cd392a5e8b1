/**
 * Rings on a grid of 0.1 mm, in whole numbers: the form on which it is decided whether a boundary is sound, for the
 * identifier and for the checks alike. Faults that one ring shows by itself are found on the way.
 */
import { addFault, type FaultList } from './fault.ts';
import type { Box, Polygonal } from './polygonal.ts';
import { turnOf } from './turn.ts';

/** Units a metre. Cadastral coordinates are recorded to 1 mm or 1 cm, so rounding them to 0.1 mm changes none. */
export const UNITS = 10000;

/** So far from the origin that differences of units are still exact, and farther than any plane coordinate. */
export const ANYWHERE: Box = [-1e9, -1e9, 1e9, 1e9];

/** x, y, x, y … in units of the plane; open, and no vertex equals the one before it. At least three vertices, not on one line. */
export type GridRing = Float64Array;

/** Half a unit rounds towards north and east: floor(10000·v + ½). */
const toUnits = (metres: number): number => Math.floor(metres * UNITS + 0.5);

/** All rings of a polygon; null for those that are broken, whose faults are added to the list. */
export function gridRings(p: Polygonal, range: Box, list: FaultList): (GridRing | null)[] {
  const rings: (GridRing | null)[] = [];
  for (let ring = 0, from = 0; ring < p.ringEnds.length; from = p.ringEnds[ring++]!) {
    rings.push(gridRing(p.coords, from, p.ringEnds[ring]!, range, list));
  }
  return rings;
}

/** The ring of vertices [from, to), in metres within `range`. */
export function gridRing(
  coords: Float64Array,
  from: number,
  to: number,
  [minX, minY, maxX, maxY]: Box,
  list: FaultList,
): GridRing | null {
  const ring = new Float64Array(2 * (to - from));
  let end = 0;
  for (let i = from; i < to; i++) {
    const x = coords[2 * i]!;
    const y = coords[2 * i + 1]!;
    if (!(x >= minX && x <= maxX && y >= minY && y <= maxY)) {
      addOutside(coords, from, i, list);
      return null;
    }
    const ux = toUnits(x);
    const uy = toUnits(y);
    if (end > 0 && ring[end - 2] === ux && ring[end - 1] === uy) addFault(list, 'repeated-point', x, y);
    else {
      ring[end++] = ux;
      ring[end++] = uy;
    }
  }
  const closed = end > 0 && ring[0] === ring[end - 2] && ring[1] === ring[end - 1];
  if (closed && end > 2) end -= 2;
  else if (end > 2) {
    const gap = Math.hypot(
      coords[2 * to - 2]! - coords[2 * from]!,
      coords[2 * to - 1]! - coords[2 * from + 1]!,
    );
    addFault(list, 'open-ring', coords[2 * from]!, coords[2 * from + 1]!, gap);
  }
  return boundsArea(ring, end, coords, from, list) && closed ? ring.subarray(0, end) : null;
}

/** Of a vertex that is no number, the place to look at is the one before it. */
function addOutside(coords: Float64Array, from: number, i: number, list: FaultList): void {
  const [x, y] = [coords[2 * i]!, coords[2 * i + 1]!];
  if (Number.isFinite(x) && Number.isFinite(y)) addFault(list, 'outside-zone', x, y);
  else if (i === from) addFault(list, 'not-finite', Number.NaN, Number.NaN);
  else addFault(list, 'not-finite', coords[2 * i - 2]!, coords[2 * i - 1]!);
}

/** Three vertices at least, and not all on one line. */
function boundsArea(
  ring: Float64Array,
  end: number,
  coords: Float64Array,
  from: number,
  list: FaultList,
): boolean {
  if (end < 6) {
    const none = end === 0;
    addFault(
      list,
      'few-points',
      none ? Number.NaN : coords[2 * from]!,
      none ? Number.NaN : coords[2 * from + 1]!,
    );
    return false;
  }
  for (let i = 4; i < end; i += 2) {
    if (turnOf(ring[0]!, ring[1]!, ring[2]!, ring[3]!, ring[i]!, ring[i + 1]!) !== 0) return true;
  }
  addFault(list, 'zero-area', coords[2 * from]!, coords[2 * from + 1]!);
  return false;
}
