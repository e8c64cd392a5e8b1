/**
 * VN-2000 → WGS84 as a program may have done it, right or wrong. The right way, EPSG:6960, goes through `projection`, so that a
 * method which differs from ours in the point alone shares its last bit with ours.
 */
import {
  type SevenParameters,
  type Shift,
  shiftAt,
  shiftInPlace,
  VN2000_TO_WGS84,
} from '../../geodesy/datum.ts';
import { arcTangent, cosine, sine } from '../../geodesy/elementary.ts';
import { fromPlane, toPlane } from '../../geodesy/transverse-mercator.ts';
import { projection } from '../../geodesy/vn2000.ts';
import { type Zone, zoneOf } from '../../geodesy/zone.ts';
import type { Box } from '../../geometry/polygonal.ts';
import type { DatumRule } from '../method.ts';

/** Metres of a plane → longitude, latitude in degrees. */
export type ToLonLat = (x: number, y: number) => [lon: number, lat: number];

const { dX, dY, dZ, rX, rY, rZ, scale } = VN2000_TO_WGS84;
const POSITION_VECTOR: SevenParameters = { dX, dY, dZ, rX: -rX, rY: -rY, rZ: -rZ, scale };
const THREE: SevenParameters = { dX, dY, dZ, rX: 0, rY: 0, rZ: 0, scale: 0 };

/**
 * "VN-2000 to WGS 84 (1)", coordinate-frame rotation (EPSG method 9607), for "Mekong delta blocks DBSCL 02 and 03": EPSG registry v10,
 * as `projinfo -k operation EPSG:5194` prints it.
 */
export const EPSG_5194: SevenParameters = {
  dX: -192.873,
  dY: -39.382,
  dZ: -111.202,
  rX: 0.00205,
  rY: 0.0005,
  rZ: -0.00335,
  scale: 0.0188,
};
/** Degrees: west, south, east, north of its area of use. */
const AREA_5194: Box = [104.24, 9.35, 107.11, 11.04];
/** PROJ takes the box of an area in the source's own plane, from this many steps a side (`reproject_bbox`, PROJ 9). */
const STEPS = 20;

const DEGREES = 180 / Math.PI;
const RADIANS = Math.PI / 180;

/** Degrees of VN-2000 → the plane of a zone; no shift. */
function toPlaneOf({ centralMeridian, k0, falseEasting }: Zone, lon: number, lat: number): [number, number] {
  const out = new Float64Array(2);
  const phi = lat * RADIANS;
  const lambda = (lon - centralMeridian) * RADIANS;
  toPlane(sine(phi) / cosine(phi), sine(lambda), cosine(lambda), k0, out);
  return [out[0]! + falseEasting, out[1]!];
}

/** Where PROJ prefers EPSG:5194 to EPSG:6960, in metres of the plane: a box there, not quite the box in degrees. */
function boxOf5194(zone: Zone): Box {
  const [west, south, east, north] = AREA_5194;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i <= STEPS; i++) {
    const lon = west + ((east - west) * i) / STEPS;
    const lat = south + ((north - south) * i) / STEPS;
    for (const place of [
      [lon, south],
      [lon, north],
      [west, lat],
      [east, lat],
    ] as const) {
      const [x, y] = toPlaneOf(zone, ...place);
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

/** `towards` null: the angles are taken over unshifted. */
function shifted(zone: Zone, shift: Shift | null, towards: 'wgs84' | 'vn2000'): ToLonLat {
  const place = new Float64Array(3);
  return (x, y) => {
    fromPlane(x - zone.falseEasting, y, zone.k0, place);
    if (shift !== null) shiftInPlace(place, shift, towards);
    const lon = zone.centralMeridian + 2 * arcTangent(place[1]! / (1 + place[2]!)) * DEGREES;
    return [lon, arcTangent(place[0]!) * DEGREES];
  };
}

/** Throws when `epsg` is no VN-2000 plane. */
export function toLonLatBy(rule: DatumRule, epsg: number): ToLonLat {
  const zone = zoneOf(epsg);
  if (zone?.kind !== 'vn2000-3' && zone?.kind !== 'vn2000-6') {
    throw new Error(`EPSG:${epsg} found; a VN-2000 plane expected, such as EPSG:9208 or EPSG:3405`);
  }
  const meridian = zone.centralMeridian;
  const right: ToLonLat = projection(epsg).toLonLat;
  if (rule === 'EPSG:6960') return right;
  if (rule === 'none') return shifted(zone, null, 'wgs84');
  if (rule === 'reversed') return shifted(zone, shiftAt(meridian), 'vn2000');
  if (rule === 'position-vector') return shifted(zone, shiftAt(meridian, POSITION_VECTOR), 'wgs84');
  if (rule === 'three-parameters') return shifted(zone, shiftAt(meridian, THREE), 'wgs84');
  const other = shifted(zone, shiftAt(meridian, EPSG_5194), 'wgs84');
  const [minX, minY, maxX, maxY] = boxOf5194(zone);
  return (x, y) => (x >= minX && x <= maxX && y >= minY && y <= maxY ? other(x, y) : right(x, y));
}

/** Back to the plane of a zone, by the right transformation made to meet the rule: to a micrometre. */
export function fromLonLatBy(rule: DatumRule, epsg: number): (lon: number, lat: number) => [number, number] {
  const { invert } = projection(epsg);
  if (rule === 'EPSG:6960') return invert;
  const forward = toLonLatBy(rule, epsg);
  return (lon, lat) => {
    const [wantedX, wantedY] = invert(lon, lat);
    let x = wantedX;
    let y = wantedY;
    // The rules differ from the right one by a shift that hardly changes within half a kilometre.
    for (let i = 0; i < 3; i++) {
      const [madeX, madeY] = invert(...forward(x, y));
      x += wantedX - madeX;
      y += wantedY - madeY;
    }
    return [x, y];
  };
}
