import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import { lacks } from '@thuadat/core/machine.test-data';
import { tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGdal } from '../gdal/gdal.ts';
import { createWriter, type WriterOptions } from './writer.ts';

const gdal = await loadGdal('').catch(() => null);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const options: WriterOptions = {
  layerName: 'thửa "1"',
  fields: [
    { name: 'trangThai', type: 'string', title: 'Trạng thái', codes: { moi: 'Mới cấp', giu: 'Giữ nguyên' } },
    { name: 'FID', type: 'integer' },
    { name: 'geom', type: 'string', title: 'Ghi chú', description: 'Như trong nguồn' },
  ],
  geometryType: 'MultiPolygon',
  crs: 9208,
  style: { title: 'Trạng thái', qml: '<qgis version="3"/>' },
};

/** Squares of 8 m on a lattice of 10 m, every seventh row without a shape. */
async function writeSquares(name: string, count: number): Promise<string> {
  const path = join(folder, name);
  const writer = await createWriter('gpkg', path, options);
  for (let i = 0; i < count; i++) {
    const [x, y] = [500_000.1 + 10 * (i % 100), 2_400_000.3 + 10 * Math.floor(i / 100)];
    const ring = [
      [x, y],
      [x + 8, y],
      [x + 8, y + 8],
      [x, y + 8],
      [x, y],
    ];
    const geometry = i % 7 === 3 ? null : wkbFromGeoJson({ type: 'Polygon', coordinates: [ring] });
    await writer.write({ values: ['moi', i, `số ${i}`], geometry });
  }
  await writer.close();
  return path;
}

describe.skipIf(lacks('GDAL (gdal-async)', gdal !== null))('a GeoPackage written without GDAL', () => {
  const column = (path: string, sql: string): unknown[] => {
    const dataset = gdal!.open(path);
    try {
      const layer = dataset.executeSQL(sql);
      return layer.features.map((feature) => Object.values(feature.fields.toObject())[0]);
    } finally {
      dataset.close();
    }
  };

  it.each([0, 1, 51, 52, 60, 3000])(
    'has a sound index over %i rows, which finds what lies in a window',
    async (count) => {
      const path = await writeSquares(`index-${count}.gpkg`, count);
      expect(column(path, `SELECT rtreecheck('rtree_thửa "1"_geom_1')`)).toEqual(['ok']);
      expect(column(path, 'PRAGMA integrity_check')).toEqual(['ok']);
      expect(column(path, 'SELECT count(*) FROM pragma_foreign_key_check')).toEqual([0]);
      const dataset = gdal!.open(path);
      const layer = dataset.layers.get(0);
      expect(layer.features.count()).toBe(count);
      expect(layer.srs?.getAuthorityCode('PROJCS')).toBe('9208');
      const seen = (window: readonly [number, number, number, number] | null) => {
        if (window === null) layer.setSpatialFilter(null);
        else layer.setSpatialFilter(...window);
        return layer.features.map((feature) => feature.fields.get('FID')).sort((a, b) => a - b);
      };
      const window = [500_205, 2_400_008.5, 500_236, 2_400_031] as const;
      const expected = Array.from({ length: count }, (_, i) => i).filter((i) => {
        const [x, y] = [500_000.1 + 10 * (i % 100), 2_400_000.3 + 10 * Math.floor(i / 100)];
        return i % 7 !== 3 && x <= window[2] && x + 8 >= window[0] && y <= window[3] && y + 8 >= window[1];
      });
      expect(seen(window)).toEqual(expected);
      expect(seen(null)).toHaveLength(count);
      dataset.close();
    },
  );

  it('keeps its index true when an editor adds, moves and removes shapes', async () => {
    const path = await writeSquares('edited.gpkg', 200);
    const dataset = gdal!.open(path, 'r+');
    const layer = dataset.layers.get(0);
    const far = gdal!.Geometry.fromWKT(
      'MULTIPOLYGON(((600000 2500000,600008 2500000,600008 2500008,600000 2500000)))',
    );
    const added = new gdal!.Feature(layer);
    added.setGeometry(far);
    layer.features.add(added);
    const moved = layer.features.get(1);
    moved.setGeometry(far);
    layer.features.set(moved);
    layer.features.remove(2);
    dataset.close();
    expect(column(path, `SELECT rtreecheck('rtree_thửa "1"_geom_1')`)).toEqual(['ok']);
    expect(column(path, `SELECT count(*) FROM "rtree_thửa ""1""_geom_1" WHERE minx > 599000`)).toEqual([2]);
  });

  it('tells what its columns mean, and how QGIS draws it', async () => {
    const path = await writeSquares('meaning.gpkg', 3);
    const columns = `SELECT column_name || '|' || title || '|' || ifnull(description, '') || '|' || ifnull(constraint_name, '') FROM gpkg_data_columns`;
    expect(column(path, columns)).toEqual([
      'trangThai|Trạng thái||thửa "1"_trangThai',
      'geom|Ghi chú|Như trong nguồn|',
    ]);
    expect(column(path, `SELECT value || '=' || description FROM gpkg_data_column_constraints`)).toEqual([
      'moi=Mới cấp',
      'giu=Giữ nguyên',
    ]);
    expect(
      column(path, `SELECT f_table_name || '|' || f_geometry_column || '|' || styleQML FROM layer_styles`),
    ).toEqual(['thửa "1"|geom_1|<qgis version="3"/>']);
    const dataset = gdal!.open(path);
    expect(dataset.layers.get(0).fields.getNames()).toEqual(['trangThai', 'FID', 'geom']);
    dataset.close();
  });
});
