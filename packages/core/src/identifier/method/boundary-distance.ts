import type { Polygonal } from '../../geometry/polygonal.ts';

/** Units of the coordinates from a place to the nearest boundary, negative outside (even-odd). Rings have to be closed. */
export function distanceToBoundary({ coords, ringEnds }: Polygonal, x: number, y: number): number {
  let inside = false;
  let least = Number.POSITIVE_INFINITY;
  let from = 0;
  for (const end of ringEnds) {
    for (let i = from + 1; i < end; i++) {
      const ax = coords[2 * i]! - x;
      const ay = coords[2 * i + 1]! - y;
      const dx = coords[2 * i - 2]! - x - ax;
      const dy = coords[2 * i - 1]! - y - ay;
      if (ay > 0 !== ay + dy > 0 && ax - (ay * dx) / dy > 0) inside = !inside;
      const square = dx * dx + dy * dy;
      const t = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
      least = Math.min(least, (ax + t * dx) ** 2 + (ay + t * dy) ** 2);
    }
    from = end;
  }
  return inside ? Math.sqrt(least) : -Math.sqrt(least);
}
