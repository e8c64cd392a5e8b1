/** Which ring lies in which: holes outside their shell, holes in holes, parts in parts. For rings that do not cross. */

import { addFault, type FaultList } from './fault.ts';
import { locateInRing } from './measure.ts';
import type { Polygonal } from './polygonal.ts';

type Ring = {
  readonly from: number;
  readonly to: number;
  readonly box: readonly [number, number, number, number];
};

export function nestingFaults(
  p: Polygonal,
  sound: readonly number[],
  polygonOf: Uint32Array,
  list: FaultList,
): void {
  const rings = sound.map((ring) => ringOf(p, ring));
  const shells: number[] = [];
  const holesOf = new Map<number, number[]>();
  sound.forEach((ring, i) => {
    const polygon = polygonOf[ring]!;
    const shell = ring === (polygon === 0 ? 0 : p.polygonEnds[polygon - 1]!);
    if (shell) shells.push(i);
    else holesOf.set(polygon, [...(holesOf.get(polygon) ?? []), i]);
  });
  const polygonAt = (i: number) => polygonOf[sound[i]!]!;
  for (const shell of shells) holeFaults(p, rings, shell, holesOf.get(polygonAt(shell)) ?? [], list);
  for (const inner of shells) {
    for (const outer of shells) {
      if (inner === outer) continue;
      const place = placeIn(p, rings[inner]!, rings[outer]!);
      if (!place?.inside) continue;
      // A part may lie in a hole of another.
      const holes = holesOf.get(polygonAt(outer)) ?? [];
      if (holes.some((hole) => placeIn(p, rings[inner]!, rings[hole]!)?.inside)) continue;
      addFault(list, 'parts-overlap', place.x, place.y);
    }
  }
}

function holeFaults(
  p: Polygonal,
  rings: readonly Ring[],
  shell: number,
  holes: readonly number[],
  list: FaultList,
): void {
  for (const hole of holes) {
    const place = placeIn(p, rings[hole]!, rings[shell]!);
    if (place && !place.inside) addFault(list, 'hole-outside', place.x, place.y);
    for (const other of holes) {
      const nested = hole === other ? null : placeIn(p, rings[hole]!, rings[other]!);
      if (nested?.inside) addFault(list, 'nested-holes', nested.x, nested.y);
    }
  }
}

function ringOf(p: Polygonal, ring: number): Ring {
  const from = ring === 0 ? 0 : p.ringEnds[ring - 1]!;
  const to = p.ringEnds[ring]!;
  const box: [number, number, number, number] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = from; i < to; i++) {
    const x = p.coords[i * 2]!;
    const y = p.coords[i * 2 + 1]!;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return { from, to, box };
}

/**
 * Where the first vertex of `ring` that is not on `other` lies. When all are on it (a diamond with its corners on the sides of a
 * square), the middles of the edges tell; null when they do not either: then the rings run along each other.
 */
function placeIn(p: Polygonal, ring: Ring, other: Ring): { inside: boolean; x: number; y: number } | null {
  for (const middle of [false, true]) {
    for (let i = ring.from; i < ring.to - 1; i++) {
      let x = p.coords[i * 2]!;
      let y = p.coords[i * 2 + 1]!;
      if (middle) {
        x = (x + p.coords[i * 2 + 2]!) / 2;
        y = (y + p.coords[i * 2 + 3]!) / 2;
      }
      const side = locate(p, other, x, y);
      if (side !== 0) return { inside: side > 0, x, y };
    }
  }
  return null;
}

function locate(
  p: Polygonal,
  { box: [minX, minY, maxX, maxY], from, to }: Ring,
  x: number,
  y: number,
): number {
  if (x < minX || x > maxX || y < minY || y > maxY) return -1;
  return locateInRing(p.coords, from, to, x, y);
}
