/**
 * Coordinate systems as text: ESRI WKT for .prj files, OGC WKT 1 (01-009) for GeoPackage. Figures: EPSG registry v10. Neither holds a
 * shift to WGS 84: readers take it from the EPSG code, or from the datum's name.
 */
import { type Zone, zoneOf } from '@thuadat/core/geodesy/zone';

/** Null for an EPSG code outside the table of zones. */
export function esriWkt(epsg: number): string | null {
  const zone = zoneOf(epsg);
  if (zone === null) return null;
  const datum = onWgs84(zone) ? 'WGS_1984' : 'Vietnam_2000';
  const name = onWgs84(zone) ? 'GCS_WGS_1984' : 'GCS_VN-2000';
  const geographic = `GEOGCS["${name}",DATUM["D_${datum}",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`;
  if (isGeographic(zone)) return geographic;
  return `PROJCS["${esriName(zone)}",${geographic},PROJECTION["Transverse_Mercator"],${parameters(zone, ESRI_NAMES)},UNIT["Meter",1.0]]`;
}

/** Null for an EPSG code outside the table of zones. */
export function ogcWkt(epsg: number): string | null {
  const zone = zoneOf(epsg);
  if (zone === null) return null;
  const [name, datum, datumCode, code] = onWgs84(zone)
    ? ['WGS 84', 'WGS_1984', 6326, 4326]
    : ['VN-2000', 'Vietnam_2000', 6756, 4756];
  const authority = (of: number) => `AUTHORITY["EPSG","${of}"]`;
  const geographic = `GEOGCS["${name}",DATUM["${datum}",SPHEROID["WGS 84",6378137,298.257223563,${authority(7030)}],${authority(datumCode)}],PRIMEM["Greenwich",0,${authority(8901)}],UNIT["degree",0.0174532925199433,${authority(9122)}],${authority(code)}]`;
  if (isGeographic(zone)) return geographic;
  return `PROJCS["${zone.name}",${geographic},PROJECTION["Transverse_Mercator"],${parameters(zone, OGC_NAMES)},UNIT["metre",1,${authority(9001)}],${authority(epsg)}]`;
}

const onWgs84 = ({ kind }: Zone): boolean => kind.startsWith('wgs84');
const isGeographic = ({ kind }: Zone): boolean => kind.endsWith('geographic');

type Parameter = 'latitude' | 'meridian' | 'scale' | 'easting' | 'northing';

/** Names of the parameters, in the order in which each form has them. */
const OGC_NAMES: readonly (readonly [Parameter, string])[] = [
  ['latitude', 'latitude_of_origin'],
  ['meridian', 'central_meridian'],
  ['scale', 'scale_factor'],
  ['easting', 'false_easting'],
  ['northing', 'false_northing'],
];
const ESRI_NAMES: typeof OGC_NAMES = [
  ['easting', 'False_Easting'],
  ['northing', 'False_Northing'],
  ['meridian', 'Central_Meridian'],
  ['scale', 'Scale_Factor'],
  ['latitude', 'Latitude_Of_Origin'],
];

function parameters({ centralMeridian, k0, falseEasting }: Zone, names: typeof OGC_NAMES): string {
  const values = { latitude: 0, meridian: centralMeridian, scale: k0, easting: falseEasting, northing: 0 };
  return names.map(([parameter, name]) => `PARAMETER["${name}",${values[parameter]}]`).join(',');
}

/** `VN-2000_TM-3_104-45`; zones that EPSG numbers (`zone 482`) by their meridian too, as the other ones. */
function esriName({ kind, name, centralMeridian }: Zone): string {
  if (kind !== 'vn2000-3') return name.replaceAll(' / ', '_').replaceAll(' ', '_');
  const degrees = Math.floor(centralMeridian);
  const minutes = Math.round((centralMeridian - degrees) * 60);
  return `VN-2000_TM-3_${degrees}-${String(minutes).padStart(2, '0')}`;
}
