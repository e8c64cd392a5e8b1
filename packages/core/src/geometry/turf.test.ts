/** Areas and overlaps beside those of Turf, which knows nothing of ours. */
import * as turf from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { intersectionArea } from './common-area.ts';
import { geoJsonFromPolygonal } from './geojson.ts';
import { area } from './measure.ts';
import type { Polygonal } from './polygonal.ts';
import { random, ringPolygon, starPolygon } from './random.test-data.ts';

/** Degrees a metre: Turf measures on a sphere, which is a plane for shapes of some metres where equator and meridian meet. */
const DEGREE = 180 / Math.PI / turf.earthRadius;

/** The shape, whose coordinates are metres about (0, 0), where a metre is so many degrees. */
const turned = (shape: Polygonal) => {
  const geometry = geoJsonFromPolygonal(shape, (x, y) => [x * DEGREE, y * DEGREE]);
  return turf.polygon(geometry.coordinates as [number, number][][]);
};

describe('Turf, as a witness', () => {
  const next = random(14);
  const star = () => starPolygon(next, 4 + Math.floor(next() * 9), next() * 20, next() * 20, 15);

  it('finds the areas of stars and of a right-angled parcel', () => {
    const corner = ringPolygon([
      [0, 0],
      [12, 0],
      [12, 4.5],
      [5, 4.5],
      [5, 20],
      [0, 20],
    ]);
    expect(area(corner)).toBe(131.5);
    for (const shape of [corner, ...Array.from({ length: 200 }, star)])
      expect(area(shape)).toBeCloseTo(turf.area(turned(shape)), 4);
  });

  it('finds what two stars have in common', () => {
    let met = 0;
    for (let round = 0; round < 200; round++) {
      const [a, b] = [star(), star()];
      const common = turf.intersect(turf.featureCollection([turned(a), turned(b)]));
      if (common) met++;
      expect(intersectionArea(a, b)).toBeCloseTo(common ? turf.area(common) : 0, 3);
    }
    expect(met).toBeGreaterThan(100);
  });
});
