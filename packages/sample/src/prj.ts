/** Coordinate systems as ESRI WKT, for .prj files. */
import { zoneParameters } from '@thuadat/core/geodesy/vn2000';

const WGS84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const VN2000 =
  'GEOGCS["GCS_VN-2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** `VN-2000_TM-3_104-45`, as EPSG names the zone. */
export function prjOf(epsg: number): string {
  if (epsg === 4326) return WGS84;
  const zone = zoneParameters(epsg);
  if (!zone) throw new Error(`EPSG:${epsg}: no VN-2000 zone; a .prj can be written for zones and 4326.`);
  const degrees = Math.floor(zone.centralMeridian);
  const minutes = Math.round((zone.centralMeridian - degrees) * 60);
  const name = `VN-2000_TM-3_${degrees}-${String(minutes).padStart(2, '0')}`;
  const parameters = [
    ['False_Easting', zone.falseEasting],
    ['False_Northing', 0],
    ['Central_Meridian', zone.centralMeridian],
    ['Scale_Factor', zone.k0],
    ['Latitude_Of_Origin', 0],
  ].map(([parameter, value]) => `PARAMETER["${parameter}",${value}]`);
  return `PROJCS["${name}",${VN2000},PROJECTION["Transverse_Mercator"],${parameters.join(',')},UNIT["Meter",1.0]]`;
}
