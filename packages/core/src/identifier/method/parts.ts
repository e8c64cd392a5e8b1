/** A parcel's parts as polygons of their own, and which of them bears the point. */
import { area } from '../../geometry/measure.ts';
import type { Polygonal } from '../../geometry/polygonal.ts';
import { canonicalise, type Refusal, UNITS } from '../canonical.ts';

/** Every ring ends where it begins, as the libraries expect; the polygon itself when it does already. */
export function closeRings(p: Polygonal): Polygonal {
  const { coords, ringEnds } = p;
  const isOpen = (from: number, end: number) =>
    coords[2 * from] !== coords[2 * end - 2] || coords[2 * from + 1] !== coords[2 * end - 1];
  let from = 0;
  let open = 0;
  for (const end of ringEnds) {
    if (isOpen(from, end)) open++;
    from = end;
  }
  if (open === 0) return p;
  const closed = new Float64Array(coords.length + 2 * open);
  const ends = new Uint32Array(ringEnds.length);
  let at = 0;
  from = 0;
  for (const [r, end] of ringEnds.entries()) {
    closed.set(coords.subarray(2 * from, 2 * end), at);
    at += 2 * (end - from);
    if (isOpen(from, end)) {
      closed[at++] = coords[2 * from]!;
      closed[at++] = coords[2 * from + 1]!;
    }
    ends[r] = at / 2;
    from = end;
  }
  return { coords: closed, ringEnds: ends, polygonEnds: p.polygonEnds };
}

/** Each part as a polygon of its own, in the order in which they came; empty ones left out. */
export function partsOf(p: Polygonal): Polygonal[] {
  if (p.polygonEnds.length === 1) return [p];
  const parts: Polygonal[] = [];
  let ring = 0;
  for (const lastRing of p.polygonEnds) {
    if (lastRing > ring) {
      const from = ring === 0 ? 0 : p.ringEnds[ring - 1]!;
      parts.push({
        coords: p.coords.slice(2 * from, 2 * p.ringEnds[lastRing - 1]!),
        ringEnds: p.ringEnds.slice(ring, lastRing).map((end) => end - from),
        polygonEnds: Uint32Array.of(lastRing - ring),
      });
    }
    ring = lastRing;
  }
  return parts;
}

/** The part of the greatest area, the first of equals. */
export function largestPart(parts: readonly Polygonal[]): Polygonal {
  let largest = parts[0]!;
  let size = area(largest);
  for (const part of parts.slice(1)) {
    const other = area(part);
    if (other > size) {
      size = other;
      largest = part;
    }
  }
  return largest;
}

/** The canonical form of each part, back in metres, rings closed; the parts stay in the order in which they came. */
export function canonicalPolygon(p: Polygonal): Polygonal | Refusal {
  const coords: number[] = [];
  const ringEnds: number[] = [];
  const polygonEnds: number[] = [];
  for (const each of partsOf(p)) {
    const canonical = canonicalise(each);
    if (!canonical.ok) return canonical;
    const part = canonical.parts[0]!;
    let from = 0;
    for (const end of part.ringEnds) {
      for (let i = from; i <= end; i++) {
        const vertex = i < end ? i : from;
        coords.push((part.originX + part.coords[2 * vertex]!) / UNITS);
        coords.push((part.originY + part.coords[2 * vertex + 1]!) / UNITS);
      }
      ringEnds.push(coords.length / 2);
      from = end;
    }
    polygonEnds.push(ringEnds.length);
  }
  return {
    coords: Float64Array.from(coords),
    ringEnds: Uint32Array.from(ringEnds),
    polygonEnds: Uint32Array.from(polygonEnds),
  };
}
