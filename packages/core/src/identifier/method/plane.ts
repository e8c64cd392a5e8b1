/** The coordinates in which a method finds its point, and how the point goes from there to WGS84. */
import { projection, reprojectInPlace } from '../../geodesy/vn2000.ts';
import { zoneOf } from '../../geodesy/zone.ts';
import type { Polygonal } from '../../geometry/polygonal.ts';
import type { DatumRule, PlaneRule } from '../method.ts';
import { fromLonLatBy, toLonLatBy } from './datum-rule.ts';

export type Plane = {
  /** From metres of the parcel's zone into the plane; the polygon itself when that is the plane. */
  take(p: Polygonal): Polygonal;
  /** A point of the plane → WGS84 degrees. */
  toLonLat(x: number, y: number): [lon: number, lat: number];
  /** A point of the plane → metres of the zone. */
  toZone(x: number, y: number): [x: number, y: number];
};

type Move = (x: number, y: number) => [number, number];

const moved = (p: Polygonal, move: Move): Polygonal => {
  const coords = p.coords.slice();
  for (let i = 0; i + 1 < coords.length; i += 2) {
    const [x, y] = move(coords[i]!, coords[i + 1]!);
    coords[i] = x;
    coords[i + 1] = y;
  }
  return { ...p, coords };
};

/** Metres: the sphere of EPSG:3857. */
const RADIUS = 6378137;
const RADIANS = Math.PI / 180;

/** EPSG:3857 (EPSG guidance note 7-2, method 1024). The engine's functions do: no code of ours hangs on their last bit. */
const toWebMercator: Move = (lon, lat) => [
  RADIUS * lon * RADIANS,
  RADIUS * Math.log(Math.tan(Math.PI / 4 + (lat * RADIANS) / 2)),
];
const fromWebMercator: Move = (x, y) => [x / RADIUS / RADIANS, Math.atan(Math.sinh(y / RADIUS)) / RADIANS];

/** `zone`: EPSG code of the old province's zone. */
export function openPlane(rule: PlaneRule, zone: number, datum: DatumRule): Plane {
  if (rule === 'zone' || rule === zone) {
    return { take: (p) => p, toLonLat: toLonLatBy(datum, zone), toZone: (x, y) => [x, y] };
  }
  if (typeof rule === 'number' && zoneOf(rule)?.kind.startsWith('vn2000-')) {
    const point = new Float64Array(2);
    return {
      take: (p) => ({ ...p, coords: reprojectInPlace(p.coords.slice(), zone, rule) }),
      toLonLat: toLonLatBy(datum, rule),
      toZone: (x, y) => {
        point[0] = x;
        point[1] = y;
        reprojectInPlace(point, rule, zone);
        return [point[0]!, point[1]!];
      },
    };
  }
  // A plane of WGS84: the vertices are brought there by the datum rule, the point needs no shift any more.
  const into: Move =
    rule === 'degrees'
      ? (lon, lat) => [lon, lat]
      : rule === 'web-mercator'
        ? toWebMercator
        : projection(rule).fromLonLat;
  const out: Move =
    rule === 'degrees'
      ? (x, y) => [x, y]
      : rule === 'web-mercator'
        ? fromWebMercator
        : projection(rule).toLonLat;
  const toLonLat = toLonLatBy(datum, zone);
  const fromLonLat = fromLonLatBy(datum, zone);
  return {
    take: (p) => moved(p, (x, y) => into(...toLonLat(x, y))),
    toLonLat: out,
    toZone: (x, y) => fromLonLat(...out(x, y)),
  };
}
