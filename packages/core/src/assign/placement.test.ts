import { describe, expect, it } from 'vitest';
import { projection } from '../geodesy/vn2000.ts';
import type { Box } from '../geometry/polygonal.ts';
import { polygonalFromGeoJson } from '../geometry/wkb.ts';
import { placeOutside } from './placement.ts';

const LAO_CAI: Box = [103.48, 21.27, 105.15, 22.9];
const CA_MAU: Box = [104.47, 8.33, 105.91, 9.69];

/** A square of `width` metres round a place of degrees, in `zone`. */
function square(lon: number, lat: number, width: number, zone: number) {
  const [x, y] = projection(zone).fromLonLat(lon, lat);
  const [w, s, e, n] = [x - width / 2, y - width / 2, x + width / 2, y + width / 2];
  const ring: [number, number][] = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  return polygonalFromGeoJson({ type: 'Polygon', coordinates: [ring] })!;
}

describe('the place of a parcel', () => {
  it('is in the province, or is told', () => {
    expect(placeOutside(LAO_CAI, square(103.97, 22.45, 20, 9208), 9208)).toBeNull();
    expect(placeOutside(CA_MAU, square(105.15, 9.18, 20, 9207), 9207)).toBeNull();
    expect(placeOutside(CA_MAU, square(105.99, 9.18, 20, 5897), 5897)).toEqual([
      expect.closeTo(105.99, 6),
      expect.closeTo(9.18, 6),
    ]);
  });

  it('is not in the province for a parcel drawn far beyond it, though its middle is', () => {
    expect(placeOutside(LAO_CAI, square(104.3, 22.1, 400_000, 9208), 9208)).not.toBeNull();
  });

  it('is nobody’s matter where the coordinates are none: empty, without numbers, out of the zone', () => {
    const empty = {
      coords: new Float64Array(0),
      ringEnds: new Uint32Array(0),
      polygonEnds: new Uint32Array(0),
    };
    expect(placeOutside(LAO_CAI, empty, 9208)).toBeNull();
    const lost = square(104.3, 22.1, 20, 9208);
    lost.coords.fill(Number.NaN);
    expect(placeOutside(LAO_CAI, lost, 9208)).toBeNull();
    expect(placeOutside(LAO_CAI, square(104.3, 22.1, 4e6, 9208), 9208)).toBeNull();
  });
});
