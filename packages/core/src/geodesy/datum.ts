/**
 * VN-2000 ↔ WGS84: the seven parameters of Decision 05/2007/QĐ-BTNMT, EPSG:6960, **coordinate-frame** convention (EPSG
 * method 9607). A `+towgs84=` string takes the other convention, so there the three rotations change sign; the string
 * with the Decision's own signs, which circulates widely, is wrong by 0.5–0.8 m.
 */
import { cosine, sine } from './elementary.ts';
import { ECCENTRICITY_SQUARED, FLATTENING, SEMI_MAJOR } from './transverse-mercator.ts';

export const VN2000_TO_WGS84 = {
  operation: 'EPSG:6960',
  act: '05/2007/QĐ-BTNMT',
  method: 'Coordinate Frame rotation (EPSG:9607)',
  /** Metres, as the EPSG registry has it. */
  accuracy: 1,
  /** Metres. */
  dX: -191.90441429,
  dY: -39.30318279,
  dZ: -111.45032835,
  /** Seconds of arc. */
  rX: -0.00928836,
  rY: 0.01975479,
  rZ: -0.00427372,
  /** Parts per million. */
  scale: 0.252906278,
  /** The same shift for PROJ and proj4, in the position-vector convention. */
  towgs84: '-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278',
} as const;

const RADIANS = Math.PI / 180;
const SECOND = RADIANS / 3600;

/** Seven parameters in the coordinate-frame convention: metres, seconds of arc, parts per million. */
export type SevenParameters = {
  readonly dX: number;
  readonly dY: number;
  readonly dZ: number;
  readonly rX: number;
  readonly rY: number;
  readonly rZ: number;
  readonly scale: number;
};

/** The shift turned about the Earth's axis into a zone's own frame, whose x axis goes through the central meridian. */
export type Shift = {
  readonly dX: number;
  readonly dY: number;
  readonly dZ: number;
  /** Radians. */
  readonly rX: number;
  readonly rY: number;
  readonly rZ: number;
  readonly scale: number;
};

export function shiftAt(meridian: number, parameters: SevenParameters = VN2000_TO_WGS84): Shift {
  const { dX, dY, dZ, rX, rY, rZ, scale } = parameters;
  const c = cosine(meridian * RADIANS);
  const s = sine(meridian * RADIANS);
  return {
    dX: c * dX + s * dY,
    dY: c * dY - s * dX,
    dZ,
    rX: (c * rX + s * rY) * SECOND,
    rY: (c * rY - s * rX) * SECOND,
    rZ: rZ * SECOND,
    scale: 1 + scale * 1e-6,
  };
}

/** Latitude (as its tangent) and longitude from the meridian (as sine and cosine) at height 0, in place. */
export function shiftInPlace(place: Float64Array, shift: Shift, towards: 'wgs84' | 'vn2000'): void {
  const tau = place[0]!;
  const root = Math.sqrt(1 + tau * tau);
  const sinLat = tau / root;
  const normal = SEMI_MAJOR / Math.sqrt(1 - ECCENTRICITY_SQUARED * sinLat * sinLat);
  const flat = normal / root;
  let x = flat * place[2]!;
  let y = flat * place[1]!;
  let z = normal * (1 - ECCENTRICITY_SQUARED) * sinLat;
  const { dX, dY, dZ, rX, rY, rZ, scale } = shift;
  if (towards === 'wgs84') {
    const u = dX + scale * (x + rZ * y - rY * z);
    const v = dY + scale * (y - rZ * x + rX * z);
    const w = dZ + scale * (z + rY * x - rX * y);
    x = u;
    y = v;
    z = w;
  } else {
    const u = (x - dX) / scale;
    const v = (y - dY) / scale;
    const w = (z - dZ) / scale;
    x = u - rZ * v + rY * w;
    y = v + rZ * u - rX * w;
    z = w - rY * u + rX * v;
  }
  const p = Math.sqrt(x * x + y * y);
  place[0] = latitudeTangent(p, z);
  place[1] = y / p;
  place[2] = x / p;
}

const MINOR_RATIO = 1 - FLATTENING;
const SECOND_ECCENTRICITY_B = (ECCENTRICITY_SQUARED / MINOR_RATIO) * SEMI_MAJOR;

/** tan φ from the distance to the axis and the height over the equator: Bowring's formula; one pass is exact at these heights. */
function latitudeTangent(p: number, z: number): number {
  const reduced = z / (p * MINOR_RATIO);
  const cosU = 1 / Math.sqrt(1 + reduced * reduced);
  const sinU = reduced * cosU;
  return (
    (z + SECOND_ECCENTRICITY_B * sinU * sinU * sinU) /
    (p - ECCENTRICITY_SQUARED * SEMI_MAJOR * cosU * cosU * cosU)
  );
}
