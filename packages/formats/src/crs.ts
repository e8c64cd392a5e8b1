/** Which coordinate system a file declares: recognised by EPSG code or by projection parameters, never by name alone. */
import type { DeclaredCrs, Detected } from './format.ts';

/** VN-2000 3° zones (k₀ 0.9999, false easting 500,000 m) by central meridian; EPSG registry. */
const ZONES_3: Readonly<Record<string, number>> = {
  '102': 5896,
  '103': 9205,
  '104': 9206,
  '104.5': 9207,
  '104.75': 9208,
  '105': 5897,
  '105.5': 9209,
  '105.75': 9210,
  '106': 9211,
  '106.25': 9212,
  '106.5': 9213,
  '107': 9214,
  '107.25': 9215,
  '107.5': 9216,
  '107.75': 5899,
  '108': 5898,
  '108.25': 9217,
  '108.5': 9218,
};
/** 6° zones (k₀ 0.9996): VN-2000, and plain UTM on WGS84. */
const ZONES_6: Readonly<Record<string, { vn2000: number; wgs84: number }>> = {
  '105': { vn2000: 3405, wgs84: 32648 },
  '111': { vn2000: 3406, wgs84: 32649 },
};
const CODES = new Set([
  4326,
  4756,
  ...Object.values(ZONES_3),
  ...Object.values(ZONES_6).flatMap((zone) => [zone.vn2000, zone.wgs84]),
]);

export const unknownCrs = (why: string, text = ''): Detected<DeclaredCrs> => ({
  value: { epsg: null, text },
  sure: 'unknown',
  why,
});

/** By EPSG code; other codes than Vietnam's are kept as they are declared. */
export const crsOfEpsg = (epsg: number, text: string, why: string): Detected<DeclaredCrs> => ({
  value: { epsg, text },
  sure: 'declared',
  why: CODES.has(epsg) ? why : `${why}; not a system in use for Vietnam's cadastral maps`,
});

/** GeoJSON `crs.properties.name`: `urn:ogc:def:crs:EPSG::9208`, `EPSG:9208`, `urn:ogc:def:crs:OGC:1.3:CRS84`. */
export function crsOfName(name: string): Detected<DeclaredCrs> {
  if (/CRS:?84$/i.test(name)) return crsOfEpsg(4326, name, `crs member "${name}"`);
  const code = /EPSG:(?:[\d.]*:)?(\d+)$/i.exec(name)?.[1];
  return code
    ? crsOfEpsg(Number(code), name, `crs member "${name}"`)
    : unknownCrs(`crs member "${name}" names no EPSG code`, name);
}

/** WKT 1, ESRI's dialect of it (`.prj`) and WKT 2. */
export function crsOfWkt(wkt: string, where: string): Detected<DeclaredCrs> {
  const text = wkt.trim();
  const rootCode = /(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]\s*\]$/i.exec(text)?.[1];
  if (rootCode) return crsOfEpsg(Number(rootCode), text, `${where} says EPSG:${rootCode}`);
  const plain = /^EPSG:(\d+)$/i.exec(text)?.[1];
  if (plain) return crsOfEpsg(Number(plain), text, `${where} says EPSG:${plain}`);
  const meridian = parameter(text, /central[_ ]meridian|longitude of natural origin/i);
  if (meridian === null) return crsWithoutProjection(text, where);
  return crsOfParameters(text, where, meridian);
}

function parameter(wkt: string, name: RegExp): number | null {
  const match = new RegExp(`PARAMETER\\s*\\[\\s*"(?:${name.source})"\\s*,\\s*([-+\\d.eE]+)`, 'i').exec(wkt);
  return match ? Number(match[1]) : null;
}

type Datum = 'vn2000' | 'wgs84' | 'other';

function datumOf(wkt: string): Datum {
  const datum = /(?:DATUM|ENSEMBLE)\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1] ?? '';
  if (/viet|vn[-_ ]?2000/i.test(datum)) return 'vn2000';
  return /wgs[-_ ]?(19)?84|world geodetic system 1984/i.test(datum) ? 'wgs84' : 'other';
}

function crsWithoutProjection(text: string, where: string): Detected<DeclaredCrs> {
  const geographic = /^(?:GEOGCS|GEOGCRS|GEODCRS)/i.test(text);
  if (geographic && datumOf(text) === 'wgs84') return crsOfEpsg(4326, text, `${where}: WGS 84 in degrees`);
  if (geographic && datumOf(text) === 'vn2000') return crsOfEpsg(4756, text, `${where}: VN-2000 in degrees`);
  return unknownCrs(`${where} gives no central meridian: "${text.slice(0, 60)}"`, text);
}

function crsOfParameters(text: string, where: string, meridian: number): Detected<DeclaredCrs> {
  const scale = parameter(text, /scale[_ ]factor|scale factor at natural origin/i);
  const easting = parameter(text, /false[_ ]easting/i);
  const northing = parameter(text, /false[_ ]northing/i) ?? 0;
  const origin = parameter(text, /latitude[_ ]of[_ ]origin|latitude of natural origin/i) ?? 0;
  const found = `${where}: central meridian ${meridian}, scale ${scale ?? 'not given'}, false easting ${easting ?? 'not given'}`;
  if (easting !== 500000 || northing !== 0 || origin !== 0)
    return unknownCrs(`${found}: not a zone of VN-2000`, text);
  const datum = datumOf(text);
  const key = String(Math.round(meridian * 1e6) / 1e6);
  if (scale === 0.9999 && ZONES_3[key] !== undefined) return zone(ZONES_3[key], datum === 'vn2000');
  if (scale === 0.9996 && ZONES_6[key] !== undefined) {
    return zone(datum === 'wgs84' ? ZONES_6[key].wgs84 : ZONES_6[key].vn2000, datum !== 'other');
  }
  return unknownCrs(`${found}: not a zone of VN-2000`, text);

  function zone(epsg: number, certain: boolean): Detected<DeclaredCrs> {
    if (certain) return { value: { epsg, text }, sure: 'declared', why: `${found}: EPSG:${epsg}` };
    const why = `${found}: the grid of EPSG:${epsg}, but the datum is not named VN-2000`;
    return { value: { epsg, text }, sure: 'guessed', why };
  }
}
