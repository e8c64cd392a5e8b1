/** Coordinate systems of Vietnamese cadastral data. Source: EPSG registry v10, central meridians checked with `projinfo` in the tests. */
import type { Box } from '../geometry/polygonal.ts';
import { toPlane } from './transverse-mercator.ts';

export type ZoneKind = 'vn2000-3' | 'vn2000-6' | 'vn2000-geographic' | 'wgs84-utm' | 'wgs84-geographic';

export type Zone = {
  readonly epsg: number;
  readonly kind: ZoneKind;
  readonly name: string;
  /** Degrees; 0 for geographic systems. */
  readonly centralMeridian: number;
  readonly k0: number;
  readonly falseEasting: number;
};

/** 3° zones, k₀ 0.9999: Circular 973/2001/TT-TCĐC; one central meridian a province. */
const three = (epsg: number, centralMeridian: number, name: string): Zone => ({
  epsg,
  kind: 'vn2000-3',
  name: `VN-2000 / TM-3 ${name}`,
  centralMeridian,
  k0: 0.9999,
  falseEasting: 500000,
});
const six = (epsg: number, kind: 'vn2000-6' | 'wgs84-utm', centralMeridian: number, name: string): Zone => ({
  epsg,
  kind,
  name,
  centralMeridian,
  k0: 0.9996,
  falseEasting: 500000,
});
const geographic = (epsg: number, kind: ZoneKind, name: string): Zone => ({
  epsg,
  kind,
  name,
  centralMeridian: 0,
  k0: 1,
  falseEasting: 0,
});

export const ZONES: readonly Zone[] = [
  three(5896, 102, 'zone 481'),
  three(9205, 103, '103-00'),
  three(9206, 104, '104-00'),
  three(9207, 104.5, '104-30'),
  three(9208, 104.75, '104-45'),
  three(5897, 105, 'zone 482'),
  three(9209, 105.5, '105-30'),
  three(9210, 105.75, '105-45'),
  three(9211, 106, '106-00'),
  three(9212, 106.25, '106-15'),
  three(9213, 106.5, '106-30'),
  three(9214, 107, '107-00'),
  three(9215, 107.25, '107-15'),
  three(9216, 107.5, '107-30'),
  three(5899, 107.75, '107-45'),
  three(5898, 108, 'zone 491'),
  three(9217, 108.25, '108-15'),
  three(9218, 108.5, '108-30'),
  six(3405, 'vn2000-6', 105, 'VN-2000 / UTM zone 48N'),
  six(3406, 'vn2000-6', 111, 'VN-2000 / UTM zone 49N'),
  six(32648, 'wgs84-utm', 105, 'WGS 84 / UTM zone 48N'),
  six(32649, 'wgs84-utm', 111, 'WGS 84 / UTM zone 49N'),
  geographic(4756, 'vn2000-geographic', 'VN-2000'),
  geographic(4326, 'wgs84-geographic', 'WGS 84'),
];

const byEpsg = new Map(ZONES.map((zone) => [zone.epsg, zone]));

/** The zone of an EPSG code; null when the toolkit does not know it. */
export const zoneOf = (epsg: number): Zone | null => byEpsg.get(epsg) ?? null;

/** What a plane zone's projection is made of; null for unknown codes and geographic systems. */
export function zoneParameters(
  epsg: number,
): { centralMeridian: number; k0: number; falseEasting: number } | null {
  const zone = byEpsg.get(epsg);
  if (!zone || zone.falseEasting === 0) return null;
  return { centralMeridian: zone.centralMeridian, k0: zone.k0, falseEasting: zone.falseEasting };
}

/**
 * Where parcels of Vietnam can be, degrees. South: Trường Sa (its southernmost reefs and banks lie from 6°50′ N on); north: Lũng Cú, 23°23′ N.
 * East and west of a meridian: a 3° zone is made for 1°30′ to either side; a province reaches beyond, and maps of its neighbours
 * are drawn in it, but at 4° lengths are wrong by more than 1 : 500 and the zone is not theirs. A 6° zone is made for 3°, and
 * 48N (105°) is used for layers of the whole country, whose mainland ends at 109°28′. The archipelagos are mapped in the zones of their provinces (Đà Nẵng 107°45′, Khánh Hòa 108°15′), up to 117°30′ E.
 */
export const USABLE_RANGE = {
  south: 6.5,
  north: 24,
  besideMeridian: 4,
  besideWideMeridian: 5,
  islandsFromMeridian: 107.75,
  islandsEast: 117.5,
} as const;

/** Metres east of the meridian and north of the equator; degrees. */
function planeOf(zone: Zone, latitude: number, besideMeridian: number): readonly [number, number] {
  const out = new Float64Array(2);
  const beside = (besideMeridian * Math.PI) / 180;
  toPlane(Math.tan((latitude * Math.PI) / 180), Math.sin(beside), Math.cos(beside), zone.k0, out);
  return [out[0]!, out[1]!];
}

/** The range in the zone's own coordinates, as a box in metres or degrees. Parallels curve away from the equator. */
function rangeOf(zone: Zone): Box {
  const { south, north, besideMeridian, besideWideMeridian, islandsFromMeridian, islandsEast } = USABLE_RANGE;
  const { kind, centralMeridian, falseEasting } = zone;
  if (falseEasting === 0) return [FIRST_MERIDIAN - besideMeridian, south, islandsEast, north];
  const beside = kind === 'vn2000-3' ? besideMeridian : besideWideMeridian;
  const east = centralMeridian >= islandsFromMeridian ? islandsEast - centralMeridian : beside;
  const [minX] = planeOf(zone, south, -beside);
  const [, minY] = planeOf(zone, south, 0);
  const [maxX] = planeOf(zone, south, east);
  const [, maxY] = planeOf(zone, north, east);
  return [Math.floor(falseEasting + minX), Math.floor(minY), Math.ceil(falseEasting + maxX), Math.ceil(maxY)];
}

const FIRST_MERIDIAN = ZONES.reduce(
  (west, { centralMeridian }) => (centralMeridian > 0 ? Math.min(west, centralMeridian) : west),
  180,
);
const ranges = new Map(ZONES.map((zone) => [zone.epsg, rangeOf(zone)]));

/** Round the ranges of all planes: for a plane of which no more is known than that it is in metres. */
const WIDEST: Box = ZONES.filter(({ falseEasting }) => falseEasting > 0)
  .map(({ epsg }) => ranges.get(epsg)!)
  .reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);

/** minX, minY, maxX, maxY that a coordinate of the zone can have; of an unknown or unnamed zone, of any plane. */
export const usableRange = (epsg?: number): Box =>
  (epsg === undefined ? undefined : ranges.get(epsg)) ?? WIDEST;
