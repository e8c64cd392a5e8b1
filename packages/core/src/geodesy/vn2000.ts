/**
 * Plane coordinates of any zone ↔ WGS84 degrees. Own arithmetic instead of `proj4`: the identifier hangs on the last bit
 * and must not change with a library's version or an engine's `Math.sin`; `proj4` and PROJ are the referees in the tests.
 * Heights are 0 on the side the coordinates come from and dropped on the other, as PROJ does for 2-D systems.
 */
import type { Polygonal } from '../geometry/polygonal.ts';
import { type Shift, shiftAt, shiftInPlace } from './datum.ts';
import { arcTangent, cosine, sine } from './elementary.ts';
import { fromPlane, toPlane } from './transverse-mercator.ts';
import { type Zone, zoneOf, zoneParameters } from './zone.ts';

export { zoneParameters };

const DEGREES = 180 / Math.PI;
const RADIANS = Math.PI / 180;

/** x = easting (longitude in geographic systems), y = northing (latitude). Out of range → NaN, never a wrong number. */
export type Projection = {
  readonly zone: Zone;
  toLonLat(x: number, y: number): [number, number];
  /** As PROJ has it: height 0 in WGS84. Up to 2 mm beside the point that `toLonLat` would bring here. */
  fromLonLat(lon: number, lat: number): [number, number];
  /** The point that `toLonLat` brings here, to a nanometre: undoes a projection, ours or PROJ's. */
  invert(lon: number, lat: number): [number, number];
};

/** A zone with what is computed once for it. */
type Prepared = {
  readonly zone: Zone;
  /** Longitude the angles are counted from. Geographic systems use the middle of the country. */
  readonly meridian: number;
  readonly shift: Shift | null;
  readonly projection: Projection;
};

const place = new Float64Array(3);
const plane = new Float64Array(2);
const prepared = new Map<number, Prepared>();

function prepare(epsg: number): Prepared {
  const known = prepared.get(epsg);
  if (known) return known;
  const zone = zoneOf(epsg);
  if (!zone) {
    throw new Error(
      `EPSG:${epsg} found; a VN-2000 zone (EPSG:9205–9218, 5896–5899, 3405, 3406), EPSG:4756, EPSG:32648, ` +
        'EPSG:32649 or EPSG:4326 expected. Name the zone in the config file.',
    );
  }
  const meridian = zone.centralMeridian || 106;
  const shift = zone.kind.startsWith('vn2000') ? shiftAt(meridian) : null;
  const projection: Projection = {
    zone,
    toLonLat(x, y) {
      if (zone.kind === 'wgs84-geographic') return [x, y];
      toDegrees(made, x, y);
      return [plane[0]!, plane[1]!];
    },
    fromLonLat(lon, lat) {
      if (zone.kind === 'wgs84-geographic') return [lon, lat];
      fromDegrees(made, lon, lat);
      return [plane[0]!, plane[1]!];
    },
    invert(lon, lat) {
      if (zone.kind === 'wgs84-geographic') return [lon, lat];
      invertDegrees(made, lon, lat);
      return [plane[0]!, plane[1]!];
    },
  };
  const made: Prepared = { zone, meridian, shift, projection };
  prepared.set(epsg, made);
  return made;
}

/** Longitude and latitude in degrees → `place`; NaN where the series for sine and cosine would not hold. */
function placeOf(lon: number, lat: number, meridian: number): void {
  const valid = Math.abs(lat) < 89.9 && Math.abs(lon - meridian) < 90;
  const phi = valid ? lat * RADIANS : Number.NaN;
  const lambda = (lon - meridian) * RADIANS;
  place[0] = sine(phi) / cosine(phi);
  place[1] = sine(lambda);
  place[2] = cosine(lambda);
}

/** `place` → degrees in `plane`. sin/(1 + cos) is the tangent of half the angle: no quadrant to choose. */
function degreesOf(meridian: number): void {
  plane[0] = meridian + 2 * arcTangent(place[1]! / (1 + place[2]!)) * DEGREES;
  plane[1] = arcTangent(place[0]!) * DEGREES;
}

function toDegrees({ zone, meridian, shift }: Prepared, x: number, y: number): void {
  if (zone.falseEasting === 0) placeOf(x, y, meridian);
  else fromPlane(x - zone.falseEasting, y, zone.k0, place);
  if (shift) shiftInPlace(place, shift, 'wgs84');
  degreesOf(meridian);
}

function fromDegrees({ zone, meridian, shift }: Prepared, lon: number, lat: number): void {
  placeOf(lon, lat, meridian);
  if (shift) shiftInPlace(place, shift, 'vn2000');
  if (zone.falseEasting === 0) {
    degreesOf(meridian);
    return;
  }
  toPlane(place[0]!, place[1]!, place[2]!, zone.k0, plane);
  plane[0] = plane[0]! + zone.falseEasting;
}

/** The height dropped on the way out is missing on the way back; one correction takes the millimetre it makes away. */
function invertDegrees(made: Prepared, lon: number, lat: number): void {
  fromDegrees(made, lon, lat);
  const x = plane[0]!;
  const y = plane[1]!;
  toDegrees(made, x, y);
  fromDegrees(made, plane[0]!, plane[1]!);
  plane[0] = x + (x - plane[0]!);
  plane[1] = y + (y - plane[1]!);
}

/** A polygon in another zone; the same one when it is in that zone already. */
export const inZone = (p: Polygonal, from: number, to: number): Polygonal =>
  from === to ? p : { ...p, coords: reprojectInPlace(p.coords.slice(), from, to) };

/** Degrees of a transverse Mercator that is none of the zones, on the same ellipsoid; no shift of datum. */
export function planeToLonLat(
  x: number,
  y: number,
  { centralMeridian, k0, falseEasting }: Pick<Zone, 'centralMeridian' | 'k0' | 'falseEasting'>,
): [number, number] {
  fromPlane(x - falseEasting, y, k0, place);
  degreesOf(centralMeridian);
  return [plane[0]!, plane[1]!];
}

/** Throws on a code outside `ZONES`: a coordinate system is never guessed. */
export const projection = (epsg: number): Projection => prepare(epsg).projection;

/** `x, y, x, y …` of a zone to `lon, lat …`, in the same array; nothing is allocated. */
export function projectInPlace(coords: Float64Array, epsg: number): Float64Array {
  const made = prepare(epsg);
  if (made.zone.kind === 'wgs84-geographic') return coords;
  for (let i = 0; i + 1 < coords.length; i += 2) {
    toDegrees(made, coords[i]!, coords[i + 1]!);
    coords[i] = plane[0]!;
    coords[i + 1] = plane[1]!;
  }
  return coords;
}

/** From one zone to another, in the same array, by way of WGS84, so that there and back is the same place. Equal zones change nothing, not even a last bit. */
export function reprojectInPlace(coords: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return coords;
  projectInPlace(coords, from);
  const target = prepare(to);
  if (target.zone.kind === 'wgs84-geographic') return coords;
  for (let i = 0; i + 1 < coords.length; i += 2) {
    invertDegrees(target, coords[i]!, coords[i + 1]!);
    coords[i] = plane[0]!;
    coords[i + 1] = plane[1]!;
  }
  return coords;
}
