/** Coordinate systems of Vietnamese cadastral data. Source: EPSG registry v10, central meridians checked with `projinfo` in the tests. */

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
