import { inEnglish } from '@thuadat/testing/files';
import { describe, expect, it } from 'vitest';
import { crsOfName, crsOfWkt } from './crs.ts';
import { tell } from './messages.ts';

const PRJ = tell('crs.prj', {});
const LAYER = tell('crs.layer', {});

const prj = (meridian: number, scale: number, datum = 'D_Vietnam_2000', easting = 500000) =>
  `PROJCS["x",GEOGCS["g",DATUM["${datum}",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}],PARAMETER["Scale_Factor",${scale}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;

describe('the declared coordinate system', () => {
  it.each([
    [104.75, 0.9999, 9208],
    [104.5, 0.9999, 9207],
    [105, 0.9999, 5897],
    [107.75, 0.9999, 5899],
    [108, 0.9999, 5898],
    [105, 0.9996, 3405],
    [111, 0.9996, 3406],
  ])('is told by central meridian %d and scale %d', (meridian, scale, epsg) => {
    expect(crsOfWkt(prj(meridian, scale), PRJ)).toMatchObject({ sure: 'declared', value: { epsg } });
  });

  it('tells UTM on WGS 84 from VN-2000, and says when a zone of VN-2000 is on another datum', () => {
    expect(crsOfWkt(prj(105, 0.9996, 'D_WGS_1984'), PRJ).value.epsg).toBe(32648);
    const odd = crsOfWkt(prj(104.75, 0.9999, 'D_WGS_1984'), PRJ);
    expect(odd).toMatchObject({ sure: 'guessed', value: { epsg: 9208 } });
    expect(inEnglish(odd.why)).toContain('datum is not named VN-2000');
  });

  it('is not known from a name alone, nor from a zone that Vietnam does not have', () => {
    for (const text of [
      'VN_2000',
      'PROJCS["VN_2000"]',
      prj(104.75, 0.9996),
      prj(104.6, 0.9999),
      prj(104.75, 0.9999, 'D_Vietnam_2000', 0),
    ]) {
      const { sure, value, why } = crsOfWkt(text, PRJ);
      expect({ sure, epsg: value.epsg }).toEqual({ sure: 'unknown', epsg: null });
      expect(inEnglish(why)).toContain('the .prj file');
    }
  });

  it.each([
    [
      'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["Central_Meridian",0.0]]',
      3857,
    ],
    [
      'PROJCS["Hanoi_1972_GK_Zone_18",GEOGCS["GCS_Hanoi_1972",DATUM["D_Hanoi_1972",SPHEROID["Krasovsky_1940",6378245.0,298.3]]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",18500000.0],PARAMETER["Central_Meridian",105.0]]',
      2044,
    ],
    ['GEOGCS["GCS_Hanoi_1972",DATUM["D_Hanoi_1972",SPHEROID["Krasovsky_1940",6378245.0,298.3]]]', 4147],
    [prj(99, 0.9996, 'D_WGS_1984'), 32647],
    ['{"type":"ProjectedCRS","name":"VN-2000 / TM-3 104-45","id":{"authority":"EPSG","code":9208}}', 9208],
    ['{"type":"GeographicCRS","name":"WGS 84 (CRS84)","id":{"authority":"OGC","code":"CRS84"}}', 4326],
    ['{"type":"ProjectedCRS","name":"made here"}', null],
    ['{ broken', null],
  ])('is told from %s', (text, epsg) => {
    expect(crsOfWkt(text, LAYER).value.epsg).toBe(epsg);
  });

  it('is told by the EPSG code at the root, not by that of a part', () => {
    const root = `${prj(104.75, 0.9999).slice(0, -1)},AUTHORITY["EPSG","9208"]]`;
    expect(inEnglish(crsOfWkt(root, LAYER).why)).toContain('EPSG:9208');
    const inner = 'PROJCS["VN_2000",GEOGCS["g",DATUM["Vietnam_2000"],AUTHORITY["EPSG","4756"]]]';
    expect(crsOfWkt(inner, LAYER).value.epsg).toBeNull();
    const degrees = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]';
    expect(crsOfWkt(degrees, LAYER).value.epsg).toBe(4326);
    expect(
      crsOfWkt(
        'PROJCRS["x",BASEGEOGCRS["VN-2000",DATUM["Vietnam 2000"]],CONVERSION["c",PARAMETER["Longitude of natural origin",104.75],PARAMETER["Scale factor at natural origin",0.9999],PARAMETER["False easting",500000]]]',
        LAYER,
      ).value.epsg,
    ).toBe(9208);
  });

  it('is told by the names GeoJSON uses', () => {
    const codes = [
      'urn:ogc:def:crs:EPSG::9208',
      'EPSG:9207',
      'urn:ogc:def:crs:EPSG:10.0:5897',
      'urn:ogc:def:crs:OGC:1.3:CRS84',
      'VN2000',
    ];
    expect(codes.map((name) => crsOfName(name).value.epsg)).toEqual([9208, 9207, 5897, 4326, null]);
  });
});
