import { ZONES } from '@thuadat/core/geodesy/zone';
import { lacks } from '@thuadat/core/machine.test-data';
import { describe, expect, it } from 'vitest';
import { loadGdal } from '../gdal/gdal.ts';
import { esriWkt, ogcWkt } from './crs-wkt.ts';

const gdal = await loadGdal('').catch(() => null);

describe.skipIf(lacks('GDAL (gdal-async)', gdal !== null))('a coordinate system as text', () => {
  it.each(ZONES.map(({ epsg }) => epsg))('of EPSG:%i is what PROJ knows under that code', (epsg) => {
    const known = gdal!.SpatialReference.fromEPSG(epsg);
    const written = gdal!.SpatialReference.fromWKT(ogcWkt(epsg)!);
    const prj = gdal!.SpatialReference.fromESRI([esriWkt(epsg)!]);
    for (const system of [written, prj]) {
      expect(system.isProjected()).toBe(known.isProjected());
      for (const parameter of ['semi_major', 'inv_flattening'] as const) {
        const read = (each: typeof known) =>
          parameter === 'semi_major' ? each.getAttrValue('SPHEROID', 1) : each.getAttrValue('SPHEROID', 2);
        expect(Number(read(system))).toBe(Number(read(known)));
      }
      const proj = (each: typeof known) =>
        /\+proj=\w+|\+lon_0=\S+|\+k(?:_0)?=\S+|\+zone=\S+|\+x_0=\S+/g
          [Symbol.match](each.toProj4())
          ?.join(' ');
      expect(proj(system)).toBe(proj(known));
    }
    expect(written.getAuthorityCode(null as unknown as string)).toBe(String(epsg));
  });

  it('is not made up for a code outside the table', () => {
    expect([esriWkt(3857), ogcWkt(3857)]).toEqual([null, null]);
  });
});
