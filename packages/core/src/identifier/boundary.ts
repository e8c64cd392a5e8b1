/**
 * Whether a canonical parcel's boundary bounds anything beyond doubt. A parcel whose inside is open to interpretation
 * gets no identifier, for an identifier is for ever. The judgement is that of `geometry/validity.ts`, as in the checks.
 */
import { faultsIn, newFaultList } from '../geometry/fault.ts';
import type { GridRing } from '../geometry/grid.ts';
import { isSimpleRing } from '../geometry/simple-ring.ts';
import { regionFaults } from '../geometry/validity.ts';
import type { CanonicalPart } from './canonical.ts';
import { type Refusal, refusalOf } from './refusal.ts';

/** Null when every ring is simple, no two cross, holes lie in their shell, parts beside each other, and each inside is one. */
export function boundaryFault(parts: readonly CanonicalPart[]): Refusal | null {
  const first = parts[0]!;
  if (parts.length === 1 && first.ringEnds.length === 1 && isSimpleRing(first.coords)) return null;
  const rings: GridRing[] = [];
  const partEnds: number[] = [];
  for (const part of parts) {
    for (const ring of ringsOf(part)) rings.push(ring);
    partEnds.push(rings.length);
  }
  const list = newFaultList();
  regionFaults(rings, partEnds, list);
  return refusalOf(faultsIn(list));
}

/** In units of the zone. */
const ringsOf = ({ coords, ringEnds, originX, originY }: CanonicalPart): GridRing[] =>
  ringEnds.map((end, r) => {
    const ring = coords.slice(r === 0 ? 0 : 2 * ringEnds[r - 1]!, 2 * end);
    for (let i = 0; i < ring.length; i += 2) {
      ring[i]! += originX;
      ring[i + 1]! += originY;
    }
    return ring;
  });
