/**
 * Coordinate systems that are none of the zones, as files come in them all the same, and what brings them into WGS84. Numbers of the EPSG
 * registry v10; checked against PROJ in the tests. Own arithmetic, as for the zones: an identifier may hang on it.
 */
import type { Polygonal } from '../geometry/polygonal.ts';
import { VN2000_TO_WGS84 } from './datum.ts';
import { arcTangent } from './elementary.ts';
import { SEMI_MAJOR } from './transverse-mercator.ts';
import { planeToLonLat, projectInPlace } from './vn2000.ts';
import { zoneOf } from './zone.ts';

export type ForeignSystem = {
  readonly epsg: number;
  readonly name: string;
  /** To WGS84 degrees; null where nothing of known accuracy brings its coordinates there. */
  readonly toLonLat: ((x: number, y: number) => readonly [number, number]) | null;
  /**
   * Metres, of what a parcel's map went through on its way here: whoever drew it in WGS84 took some shift from VN-2000, and the shifts in
   * use differ by as much. NaN without a way.
   */
  readonly accuracy: number;
};

const DEGREES = 180 / Math.PI;

/** Spherical Mercator as web maps use it. */
const webMercator = (x: number, y: number): readonly [number, number] => [
  tidy((x / SEMI_MAJOR) * DEGREES),
  tidy(2 * arcTangent(Math.tanh(y / SEMI_MAJOR / 2)) * DEGREES),
];

/** Engines differ in the last bits of `tanh`: a micrometre is kept, what is below is not theirs to say. */
const tidy = (degrees: number): number => Math.round(degrees * 1e11) / 1e11;

/** The codes under which the one projection is known: EPSG's, its former ones, ESRI's and the one that spells "google". */
const WEB_MERCATOR = [3857, 3785, 900913, 102100, 102113];
/** UTM on WGS84 beside the two that Vietnam lies in: 46N (93°) to 51N (123°). */
const UTM = [46, 47, 50, 51];

const known = (
  epsg: number,
  name: string,
  toLonLat: ForeignSystem['toLonLat'] = null,
): [number, ForeignSystem] => [
  epsg,
  { epsg, name, toLonLat, accuracy: toLonLat ? VN2000_TO_WGS84.accuracy : Number.NaN },
];

/**
 * Hà Nội 1972: the one published set of parameters (EPSG:1544, three of them, 5 m) was found for the coast at Vũng Tàu and holds nowhere else;
 * 5 m is wider than many a parcel. Indian 1960: 27 to 44 m. No identifier may be made by these.
 */
const SYSTEMS: ReadonlyMap<number, ForeignSystem> = new Map([
  ...WEB_MERCATOR.map((epsg) => known(epsg, 'WGS 84 / Pseudo-Mercator', webMercator)),
  ...UTM.map((zone) =>
    known(32600 + zone, `WGS 84 / UTM zone ${zone}N`, (x, y) =>
      planeToLonLat(x, y, { centralMeridian: 6 * zone - 183, k0: 0.9996, falseEasting: 500_000 }),
    ),
  ),
  known(4979, 'WGS 84 (3D)', (x, y) => [x, y]),
  known(2044, 'Hanoi 1972 / Gauss-Kruger zone 18'),
  known(2045, 'Hanoi 1972 / Gauss-Kruger zone 19'),
  known(4147, 'Hanoi 1972'),
  known(3148, 'Indian 1960 / UTM zone 48N'),
  known(3149, 'Indian 1960 / UTM zone 49N'),
  known(4131, 'Indian 1960'),
]);

/** A system that is no zone; of a code that nobody told of, one without name and way. Null for the zones. */
export const foreignSystem = (epsg: number): ForeignSystem | null =>
  zoneOf(epsg) ? null : (SYSTEMS.get(epsg) ?? { epsg, name: '', toLonLat: null, accuracy: Number.NaN });

/** `EPSG:3857 (WGS 84 / Pseudo-Mercator)`. */
export const systemText = ({ epsg, name }: Pick<ForeignSystem, 'epsg' | 'name'>): string =>
  name ? `EPSG:${epsg} (${name})` : `EPSG:${epsg}`;

/** `± 1 m`. */
export const accuracyText = ({ accuracy }: ForeignSystem): string => `± ${accuracy} m`;

/** The polygon's own coordinates to WGS84 degrees, from a zone or a foreign system; false where nothing brings them there. */
export function toWgs84InPlace({ coords }: Polygonal, epsg: number): boolean {
  const foreign = foreignSystem(epsg);
  if (!foreign) {
    projectInPlace(coords, epsg);
    return true;
  }
  if (!foreign.toLonLat) return false;
  for (let i = 0; i + 1 < coords.length; i += 2) {
    const [lon, lat] = foreign.toLonLat(coords[i]!, coords[i + 1]!);
    coords[i] = lon;
    coords[i + 1] = lat;
  }
  return true;
}
