import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wkbFromWkt } from '@thuadat/core/geometry/wkb';
import { lacks } from '@thuadat/core/machine.test-data';
import { tempFolder } from '@thuadat/testing/files';
import type { MultiPolygon, Polygon } from 'gdal-async';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadGdal } from '../gdal/gdal.ts';
import { createWriter } from './writer.ts';

const gdal = await loadGdal('').catch(() => null);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

it.skipIf(lacks('GDAL (gdal-async)', gdal !== null))(
  'a Shapefile written without GDAL holds the same areas, holes and parts in GDAL',
  async () => {
    const shapes = [
      'MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 3,3 3,3 1,1 1)),((20 0,22 0,22 2,20 2,20 0)))',
      'POLYGON((0 0,0 5,5 5,5 0,0 0))',
      'POLYGON EMPTY',
    ];
    const path = join(folder, 'parts.shp');
    const fields = [
      { name: 'diaChi', type: 'string' },
      { name: 'dienTich', type: 'real', decimals: 2 },
      { name: 'ngay', type: 'date' },
    ] as const;
    const writer = await createWriter('shp', path, {
      layerName: 'x',
      fields,
      geometryType: 'MultiPolygon',
      crs: 9207,
    });
    const long = `Thôn ${'Ổ'.repeat(120)}, =xã`;
    for (const [i, wkt] of shapes.entries())
      await writer.write({
        values: [i === 1 ? long : 'Ấp 1', i / 3, '2025-07-01'],
        geometry: wkbFromWkt(wkt),
      });
    await writer.write({ values: [null, null, null], geometry: null });
    const files = await writer.close();
    expect(files.map((file) => file.slice(folder.length + 1)).sort()).toEqual([
      'parts.cpg',
      'parts.dbf',
      'parts.long-texts.csv',
      'parts.prj',
      'parts.shp',
      'parts.shx',
    ]);
    const dataset = gdal!.open(path);
    const features = dataset.layers.get(0).features.map((feature) => feature);
    const area = (i: number) => (features[i]!.getGeometry() as Polygon | MultiPolygon | null)?.getArea();
    expect([0, 1, 2, 3].map(area)).toEqual([81, 25, undefined, undefined]);
    expect((features[0]!.getGeometry() as MultiPolygon).children.count()).toBe(2);
    expect(features[1]!.fields.toObject()).toMatchObject({
      dienTich: 0.33,
      ngay: { year: 2025, month: 7, day: 1 },
    });
    expect(Object.values(features[3]!.fields.toObject())).toEqual([null, null, null]);
    dataset.close();
    const dbf = await readFile(path.replace('.shp', '.dbf'));
    // Deletion mark, the longest text cut at a character, 0.33, the date.
    expect(dbf.readUInt16LE(10)).toBe(1 + 252 + 4 + 8);
    expect(await readFile(path.replace('.shp', '.long-texts.csv'), 'utf8')).toBe(
      `\ufeffrecord;dbf;text\r\n2;diaChi;${long}\r\n`,
    );
  },
);
