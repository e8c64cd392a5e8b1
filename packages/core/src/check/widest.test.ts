import { type Geom, intersection } from 'polyclip-ts';
import { describe, expect, it } from 'vitest';
import { intersectionArea } from '../geometry/common-area.ts';
import { commonPolygon } from '../geometry/common-polygon.ts';
import { area, containsPoint } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { random, starPolygon } from '../geometry/random.test-data.ts';
import { geoJsonFromPolygonal, polygonalFromGeoJson } from '../geometry/wkb.ts';
import { openGeos } from '../identifier/method/geos.ts';
import { partsOf } from '../identifier/method/parts.ts';
import { localPolygon } from './commune.test-data.ts';
import { widestPlace } from './widest.ts';

/** Twice the distance from a place to the nearest edge, by the formula of the schoolbook. */
function clearance({ coords, ringEnds }: Polygonal, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  let from = 0;
  for (const end of ringEnds) {
    for (let i = from + 1; i < end; i++) {
      const [ax, ay, bx, by] = [coords[2 * i - 2]!, coords[2 * i - 1]!, coords[2 * i]!, coords[2 * i + 1]!];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const t =
        length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      least = Math.min(least, Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y));
    }
    from = end;
  }
  return 2 * least;
}

describe('the widest place', () => {
  it.each([
    ['a strip', 'POLYGON((0 0,3000 0,3000 0.05,0 0.05,0 0))', 0.05],
    [
      'a bite beside a strip of a millimetre',
      'POLYGON((0 0,700 0,700 -4,703 -4,703 0,3000 0,3000 0.001,0 0.001,0 0))',
      3,
    ],
    ['a frame', 'POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 8,2 2))', 2.34],
    ['two squares that touch in a corner', 'POLYGON((0 0,4 0,4 4,6 4,6 6,4 6,4 4,0 4,0 0))', 4],
    ['narrower than the grid', 'POLYGON((0 0,5 0,5 0.00004,0 0.00004,0 0))', 0.00004],
  ])('of %s', (_, wkt, width) => {
    expect(widestPlace(localPolygon(wkt)).width).toBeCloseTo(width, 2);
  });

  it('of what random parcels have in common is where GEOS has it, and the area is that of another clipper', async () => {
    const geos = await openGeos();
    const next = random(2026);
    const star = () => {
      const p = starPolygon(
        next,
        4 + Math.floor(next() * 9),
        420_000 + next() * 20,
        2_486_000 + next() * 20,
        15,
      );
      if (next() < 0.5) return p;
      // A repeated first vertex.
      const coords = Float64Array.of(p.coords[0]!, p.coords[1]!, ...p.coords);
      return { ...p, coords, ringEnds: p.ringEnds.map((end) => end + 1) };
    };
    const local = (p: Polygonal) =>
      geoJsonFromPolygonal(p, (x, y) => [x - 420_000, y - 2_486_000]).coordinates as Geom;
    let looked = 0;
    for (let round = 0; round < 120; round++) {
      const [a, b] = [star(), star()];
      const size = intersectionArea(a, b);
      const clipped = intersection(local(a), local(b));
      const theirs =
        clipped.length === 0
          ? 0
          : area(polygonalFromGeoJson({ type: 'MultiPolygon', coordinates: clipped })!);
      expect(Math.abs(size - theirs)).toBeLessThan(1e-3);
      if (size < 0.1) continue;
      for (const part of partsOf(commonPolygon(a, b, size)!)) {
        const { x, y, width } = widestPlace(part);
        const [gx, gy] = geos.inscribedCircle(part, 1e-4)!;
        if (width > 1e-3) expect(containsPoint(part, x, y)).toBe(true);
        expect(Math.abs(clearance(part, x, y) - width)).toBeLessThan(2e-3);
        expect(Math.abs(width - clearance(part, gx, gy))).toBeLessThan(2e-3);
        looked++;
      }
    }
    expect(looked).toBeGreaterThan(70);
  });

  it('comes to an end on a comb of 1,000 teeth', () => {
    const teeth = Array.from({ length: 1000 }, (_, i) => `${i} 0,${i} 9,${i + 0.5} 9,${i + 0.5} 0`).join(',');
    const comb = localPolygon(`POLYGON((0 -1,${teeth},1000 0,1000 -1,0 -1))`);
    expect(widestPlace(comb).width).toBeGreaterThanOrEqual(1);
  });
});
