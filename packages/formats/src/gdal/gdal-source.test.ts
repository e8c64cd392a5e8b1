import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geoJsonFromWkb } from '@thuadat/core/geometry/wkb';
import { lacks } from '@thuadat/core/machine.test-data';
import { allRecords, messageOf, square, tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSource } from '../registry.ts';
import { type Gdal, loadGdal } from './gdal.ts';

const available = await loadGdal('').then(
  (gdal) => gdal,
  () => null,
);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const properties = [
  { maXa: '02647', soTo: 12, dienTich: 0.1 + 0.2, ngay: '2025-07-01', ten: 'Đỗ Thị Ổn' },
  { maXa: null, soTo: null, dienTich: 248, ngay: null, ten: '' },
  { maXa: '02650', soTo: -3, dienTich: 1e-7, ngay: '2024-02-29', ten: 'x' },
];
const geometries = [
  { type: 'Polygon', coordinates: [square(500000, 2400000)] },
  null,
  { type: 'Polygon', coordinates: [square(500020, 2400000)] },
];

/** The sample layer in the format of `driver`, made by GDAL. */
async function make(gdal: Gdal, name: string, driver: string, args: readonly string[] = []): Promise<string> {
  const json = {
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::9208' } },
    features: properties.map((row, i) => ({ type: 'Feature', properties: row, geometry: geometries[i] })),
  };
  const input = join(folder, `${name}.source.geojson`);
  await writeFile(input, JSON.stringify(json));
  const path = join(folder, name);
  gdal.vectorTranslate(path, gdal.open(input), ['-f', driver, '-nln', 'thua', ...args]).close();
  return path;
}

describe.skipIf(lacks('GDAL (gdal-async)', available !== null))('through GDAL', () => {
  const gdal = available!;
  const expected = [
    ['02647', '12', '0.30000000000000004', '2025-07-01', 'Đỗ Thị Ổn'],
    [null, null, '248', null, ''],
    ['02650', '-3', '1e-7', '2024-02-29', 'x'],
  ];

  it.each([
    ['a.gpkg', 'GPKG', 'gpkg', []],
    ['a.gdb', 'OpenFileGDB', 'filegdb', []],
    ['a.fgb', 'FlatGeobuf', 'fgb', ['-lco', 'SPATIAL_INDEX=NO']],
  ] as const)(
    '%s gives verbatim texts, every bit of a real, and its coordinate system',
    async (name, driver, id, args) => {
      const source = await openSource(await make(gdal, name, driver, args));
      const records = await allRecords(source);
      await source.close();
      // FlatGeobuf as GDAL writes it has no rows without geometry.
      const rows = id === 'fgb' ? [expected[0]!, expected[2]!] : expected;
      expect(source.format).toBe(id);
      expect(source.layers[0]).toMatchObject({
        name: 'thua',
        fields: ['maXa', 'soTo', 'dienTich', 'ngay', 'ten'],
        count: rows.length,
      });
      expect(source.layers[0]!.crs).toMatchObject({ sure: 'declared', value: { epsg: 9208 } });
      expect(records.map((record) => record.values)).toEqual(rows);
      expect(records.map((record) => record.record)).toEqual(rows.map((_, i) => i + 1));
      expect(records.filter((record) => record.geometry === null)).toHaveLength(rows.length - 2);
      const first = geoJsonFromWkb(records[0]!.geometry!) as { coordinates: unknown };
      expect(JSON.stringify(first.coordinates)).toContain('[500010,2400010]');
    },
  );

  it.each([
    ['b.tab', 'MapInfo File', 'mapinfo', []],
    ['b.mif', 'MapInfo File', 'mapinfo', []],
    ['b.dxf', 'DXF', 'dxf', ['-select', '']],
    ['b.dgn', 'DGN', 'dgn', ['-select', '']],
  ] as const)('%s is read, streaming twice the same', async (name, driver, id, args) => {
    const source = await openSource(await make(gdal, name, driver, ['-where', "maXa <> ''", ...args]));
    const [once, again] = [await allRecords(source), await allRecords(source)];
    await source.close();
    expect(source.format).toBe(id);
    expect(once.filter((record) => record.geometry)).toHaveLength(2);
    expect(again).toEqual(once);
    if (id === 'mapinfo') expect(once[0]!.values).toContain('02647');
  });

  it('reads all layers of a GeoPackage, tables without geometry and odd names too', async () => {
    const path = await make(gdal, 'many.gpkg', 'GPKG');
    const dataset = gdal.open(path, 'r+');
    const table = dataset.layers.create('bảng "phụ"', null, gdal.wkbNone);
    table.fields.add(new gdal.FieldDefn('tên', gdal.OFTString));
    const feature = new gdal.Feature(table);
    feature.fields.set(0, "x'y");
    table.features.add(feature);
    dataset.layers.create('trống', null, gdal.wkbPolygon);
    dataset.close();
    const source = await openSource(path);
    expect(source.layers.map((layer) => [layer.name, layer.count])).toEqual([
      ['thua', 3],
      ['trống', 0],
      ['bảng "phụ"', 1],
    ]);
    expect(await allRecords(source, 2)).toEqual([{ record: 1, values: ["x'y"], geometry: null }]);
    expect(await allRecords(source, 1)).toEqual([]);
    expect(source.layers[1]!.notes).toEqual([{ code: 'layer.empty', values: {} }]);
    await source.close();
  });

  it('reads more rows than a batch, and rows of megabytes among them, in order', async () => {
    const path = join(folder, 'batch.gpkg');
    const dataset = gdal.open(path, 'w', 'GPKG');
    const layer = dataset.layers.create('thua', null, gdal.wkbPolygon);
    layer.fields.add(new gdal.FieldDefn('ten', gdal.OFTString));
    const feature = new gdal.Feature(layer);
    expect(() => dataset.executeSQL('BEGIN')).toThrow();
    for (let i = 1; i <= 2500; i++) {
      feature.fid = -1;
      feature.fields.set(0, i % 1000 === 7 ? String(i).padEnd(10 << 20, '-') : String(i));
      layer.features.add(feature);
    }
    expect(() => dataset.executeSQL('COMMIT')).toThrow();
    dataset.close();
    const source = await openSource(path);
    let count = 0;
    for await (const record of source.layers[0]!.records()) {
      count++;
      expect(record.record).toBe(count);
      expect(Number.parseInt(record.values[0]!, 10)).toBe(count);
    }
    expect(count).toBe(2500);
    await source.close();
  }, 60_000);

  it('makes curves of a geodatabase and of a GeoPackage straight, each at its own record', async () => {
    const text = join(folder, 'curves.csv');
    const arc = 'CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,0 0)))';
    await writeFile(text, `id,WKT\n1,"POLYGON((0 0,1 0,1 1,0 0))"\n2,"${arc}"\n3,\n4,"${arc}"\n`);
    for (const [name, driver, type] of [
      ['c.gdb', 'OpenFileGDB', 'MULTISURFACE'],
      ['c.gpkg', 'GPKG', 'GEOMETRY'],
    ] as const) {
      const path = join(folder, name);
      gdal.vectorTranslate(path, gdal.open(text), ['-f', driver, '-nln', 'c', '-nlt', type]).close();
      const source = await openSource(path);
      const kinds = (await allRecords(source)).map(
        ({ geometry }) => geometry && JSON.stringify(geoJsonFromWkb(geometry)).length > 500,
      );
      expect(kinds).toEqual([false, true, null, true]);
      await source.close();
    }
  });

  it('refuses MapInfo text without a code page rather than replace its bytes', async () => {
    const mif =
      'Version 300\nCharset "Neutral"\nDelimiter ","\nColumns 1\n  ten Char(20)\nData\n\nPoint 1 2\n';
    await writeFile(join(folder, 'neutral.mif'), mif);
    await writeFile(join(folder, 'neutral.mid'), Buffer.from('"Ph­êng"\n', 'latin1'));
    const read = async () => allRecords(await openSource(join(folder, 'neutral.mif')));
    const message = await messageOf(read);
    expect(message).toContain('neutral.mif, layer "neutral", record 1, field "ten": bytes that are not text');
    expect(message).toContain('!charset WindowsLatin1');
    await writeFile(join(folder, 'neutral.mif'), mif.replace('Neutral', 'WindowsLatin1'));
    expect((await read())[0]!.values).toEqual(['Ph­êng']);
  });

  it('says what to do about files that are cut, misnamed or of an unknown kind', async () => {
    const whole = await readFile(await make(gdal, 'd.gpkg', 'GPKG'));
    const cut = join(folder, 'cut.gpkg');
    await writeFile(cut, whole.subarray(0, whole.length / 2));
    const read = () => messageOf(async () => allRecords(await openSource(cut)));
    expect(await read()).toMatch(/^FormatError: cut\.gpkg/);
    const flat = await readFile(await make(gdal, 'd.fgb', 'FlatGeobuf', ['-lco', 'SPATIAL_INDEX=NO']));
    const cutFlat = join(folder, 'cut.fgb');
    await writeFile(cutFlat, flat.subarray(0, flat.length - 60));
    expect(await messageOf(async () => allRecords(await openSource(cutFlat)))).toMatch(
      /^FormatError: cut\.fgb, layer "\w+", record 2/,
    );
    const misnamed = join(folder, 'text.gpkg');
    await writeFile(misnamed, 'a,b\n1,2\n');
    expect(await messageOf(() => openSource(misnamed))).toContain(
      'text.gpkg: other first bytes; expected a GeoPackage file',
    );
    const disguised = join(folder, 'gpkg.csv');
    await cp(join(folder, 'd.gpkg'), disguised);
    expect((await openSource(disguised)).format).toBe('gpkg');
    const vrt = join(folder, 'x.vrt');
    await writeFile(vrt, '<OGRVRTDataSource/>');
    expect(await messageOf(() => openSource(vrt))).toContain('extension ".vrt"; expected one of .shp');
    const dgn = join(folder, 'vrt.dgn');
    await writeFile(
      dgn,
      '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>PG:dbname=x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
    );
    expect(await messageOf(() => openSource(dgn))).toContain("a file that GDAL's DGN driver reads");
    const empty = join(folder, 'empty.gdb');
    await mkdir(empty);
    expect(await messageOf(() => openSource(empty))).toContain('a folder without geodatabase tables');
  });
});

describe('without GDAL', () => {
  it('says how to get it, or how to do without', async () => {
    vi.doMock('gdal-async', () => {
      throw new Error('Cannot find module');
    });
    vi.resetModules();
    const { openSource: openWithout } = await import('../registry.ts');
    const path = join(folder, 'x.dxf');
    await writeFile(path, '0\nSECTION\n');
    const message = await messageOf(() => openWithout(path));
    const { createWriter } = await import('../write/writer.ts');
    const layer = { layerName: 'thua', fields: [], geometryType: 'Polygon', crs: 9208 } as const;
    const written = await messageOf(() => createWriter('fgb', join(folder, 'x.fgb'), layer));
    vi.doUnmock('gdal-async');
    expect(written).toContain('writing FlatGeobuf needs GDAL, which is not installed here');
    expect(written).toContain('npm run gdal');
    expect(written).toContain('choose GeoPackage, Shapefile, GeoJSON');
    expect(message).toContain('x.dxf: a format that needs GDAL, which is not installed here');
    expect(message).toContain('npm run gdal');
    expect(message).toContain('export the layer as Shapefile, GeoJSON or CSV');
  });
});
