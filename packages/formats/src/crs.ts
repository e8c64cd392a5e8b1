/** Which coordinate system a file declares: recognised by EPSG code or by projection parameters, never by name alone. */
import type { Message } from '@thuadat/core/message/message';
import type { DeclaredCrs, Detected } from './format.ts';
import { tell } from './messages.ts';

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
/** UTM on WGS84 beside these, by central meridian. */
const UTM_BESIDE: Readonly<Record<string, number>> = { '93': 32646, '99': 32647, '117': 32650, '123': 32651 };
const CODES = new Set([
  4326,
  4756,
  ...Object.values(ZONES_3),
  ...Object.values(ZONES_6).flatMap((zone) => [zone.vn2000, zone.wgs84]),
]);

export const unknownCrs = (why: Message, text = ''): Detected<DeclaredCrs> => ({
  value: { epsg: null, text },
  sure: 'unknown',
  why,
});

/** By EPSG code; other codes than Vietnam's are kept as they are declared. */
export const crsOfEpsg = (epsg: number, text: string, why: Message): Detected<DeclaredCrs> => ({
  value: { epsg, text },
  sure: 'declared',
  why: CODES.has(epsg) ? why : tell('crs.foreign', { why }),
});

/** GeoJSON `crs.properties.name`: `urn:ogc:def:crs:EPSG::9208`, `EPSG:9208`, `urn:ogc:def:crs:OGC:1.3:CRS84`. */
export function crsOfName(name: string): Detected<DeclaredCrs> {
  if (/CRS:?84$/i.test(name)) return crsOfEpsg(4326, name, tell('crs.member', { name }));
  const code = /EPSG:(?:[\d.]*:)?(\d+)$/i.exec(name)?.[1];
  return code
    ? crsOfEpsg(Number(code), name, tell('crs.member', { name }))
    : unknownCrs(tell('crs.member-unknown', { name }), name);
}

/** `where` says it. */
const says = (where: Message, epsg: string): Message => tell('crs.says', { where, epsg });

/** WKT 1, ESRI's dialect of it (`.prj`), WKT 2 and PROJJSON. */
export function crsOfWkt(wkt: string, where: Message): Detected<DeclaredCrs> {
  const text = wkt.trim();
  if (text.startsWith('{')) return crsOfProjJson(text, where);
  const rootCode = /(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]\s*\]$/i.exec(text)?.[1];
  if (rootCode) return crsOfEpsg(Number(rootCode), text, says(where, rootCode));
  const plain = /^EPSG:(\d+)$/i.exec(text)?.[1];
  if (plain) return crsOfEpsg(Number(plain), text, says(where, plain));
  const named = NAMED.find(([pattern]) => pattern.test(text));
  if (named) return crsOfEpsg(named[1], text, says(where, String(named[1])));
  const meridian = parameter(text, /central[_ ]meridian|longitude of natural origin/i);
  if (meridian === null) return crsWithoutProjection(text, where);
  return crsOfParameters(text, where, meridian);
}

/** Systems that are no zones and are met all the same: told by what only they have. */
const NAMED: readonly (readonly [RegExp, number])[] = [
  [/mercator_auxiliary_sphere|pseudo[-_ ]?mercator|popular visualisation/i, 3857],
  [/^PROJ(?:CS|CRS)[\s\S]*(?:ha_?noi|krass?o[vw]sky)[\s\S]*18500000/i, 2044],
  [/^PROJ(?:CS|CRS)[\s\S]*(?:ha_?noi|krass?o[vw]sky)[\s\S]*19500000/i, 2045],
  [/^GEO(?:GCS|GCRS|DCRS)[\s\S]*(?:ha_?noi_?1972|hn[-_ ]?72)/i, 4147],
];

/** PROJ's JSON: the code it carries, or the name of what it describes. */
function crsOfProjJson(text: string, where: Message): Detected<DeclaredCrs> {
  const { id, name } = parsedJson(text);
  const epsg = id?.authority?.toUpperCase() === 'EPSG' ? Number(id.code) : Number.NaN;
  if (Number.isInteger(epsg)) return crsOfEpsg(epsg, text, says(where, String(epsg)));
  if (/^WGS ?84(?: \(CRS84\))?$/i.test(name ?? ''))
    return crsOfEpsg(4326, text, tell('crs.wgs84-degrees', { where }));
  return unknownCrs(tell('crs.no-meridian', { where, text: (name ?? text).slice(0, 60) }), text);
}

type ProjJson = {
  readonly name?: string;
  readonly id?: { readonly authority?: string; readonly code?: number | string };
};

function parsedJson(text: string): ProjJson {
  try {
    return JSON.parse(text) as ProjJson;
  } catch {
    return {};
  }
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

function crsWithoutProjection(text: string, where: Message): Detected<DeclaredCrs> {
  const geographic = /^(?:GEOGCS|GEOGCRS|GEODCRS)/i.test(text);
  if (geographic && datumOf(text) === 'wgs84')
    return crsOfEpsg(4326, text, tell('crs.wgs84-degrees', { where }));
  if (geographic && datumOf(text) === 'vn2000')
    return crsOfEpsg(4756, text, tell('crs.vn2000-degrees', { where }));
  return unknownCrs(tell('crs.no-meridian', { where, text: text.slice(0, 60) }), text);
}

function crsOfParameters(text: string, where: Message, meridian: number): Detected<DeclaredCrs> {
  const scale = parameter(text, /scale[_ ]factor|scale factor at natural origin/i);
  const easting = parameter(text, /false[_ ]easting/i);
  const northing = parameter(text, /false[_ ]northing/i) ?? 0;
  const origin = parameter(text, /latitude[_ ]of[_ ]origin|latitude of natural origin/i) ?? 0;
  const given = (value: number | null) => (value === null ? tell('crs.not-given', {}) : String(value));
  const parameters = tell('crs.parameters', {
    where,
    meridian: String(meridian),
    scale: given(scale),
    easting: given(easting),
  });
  const noZone = unknownCrs(tell('crs.no-zone', { parameters }), text);
  if (easting !== 500000 || northing !== 0 || origin !== 0) return noZone;
  const datum = datumOf(text);
  const key = String(Math.round(meridian * 1e6) / 1e6);
  if (scale === 0.9999 && ZONES_3[key] !== undefined) return zone(ZONES_3[key], datum === 'vn2000');
  const utm = UTM_BESIDE[key];
  if (scale === 0.9996 && utm !== undefined && datum === 'wgs84') return zone(utm, true);
  if (scale === 0.9996 && ZONES_6[key] !== undefined) {
    return zone(datum === 'wgs84' ? ZONES_6[key].wgs84 : ZONES_6[key].vn2000, datum !== 'other');
  }
  return noZone;

  function zone(epsg: number, certain: boolean): Detected<DeclaredCrs> {
    const told = { parameters, epsg: String(epsg) };
    return certain
      ? { value: { epsg, text }, sure: 'declared', why: tell('crs.zone', told) }
      : { value: { epsg, text }, sure: 'guessed', why: tell('crs.other-datum', told) };
  }
}
