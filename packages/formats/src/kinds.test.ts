/** Kinds of geometry that are no parcel: each stays with its record, and the records beside it are read. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  geoJsonFromWkb,
  hexOf,
  wkbFromGeoJson,
  wkbFromWkt,
  wkbGeometryKind,
} from '@thuadat/core/geometry/wkb';
import { lacks } from '@thuadat/core/machine.test-data';
import { allRecords, messageOf, tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gdal, loadGdal } from './gdal/gdal.ts';
import { openSource } from './registry.ts';
import { flattenWkb } from './wkb-flat.ts';

const available = await loadGdal('').then(
  (gdal) => gdal,
  () => null,
);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

/** WKT, and what the pipeline carries of it. */
const KINDS: readonly (readonly [wkt: string, kind: string])[] = [
  ['POLYGON((0 0,9 0,9 9,0 0))', 'Polygon'],
  ['TIN Z(((0 0 1,1 0 1,1 1 1,0 0 1)),((0 0 1,1 1 1,0 1 1,0 0 1)))', 'TIN'],
  ['POLYHEDRALSURFACE Z(((0 0 0,1 0 0,1 1 0,0 0 0)),((0 0 0,1 1 0,0 1 0,0 0 0)))', 'PolyhedralSurface'],
  ['TRIANGLE((0 0,9 0,9 9,0 0))', 'Triangle'],
  ['GEOMETRYCOLLECTION(POLYGON((0 0,9 0,9 9,0 0)),POINT(1 2))', 'GeometryCollection'],
  ['GEOMETRYCOLLECTION(TIN(((0 0,1 0,1 1,0 0))),CIRCULARSTRING(0 0,1 1,2 0))', 'GeometryCollection'],
  ['CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,0 0)))', 'Polygon'],
  ['MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(0 0,2 2,0 0)),((5 5,6 5,6 6,5 5)))', 'MultiPolygon'],
  ['MULTICURVE(CIRCULARSTRING(0 0,1 1,2 0),(5 5,6 5))', 'MultiLineString'],
];

describe('WKT in a table', () => {
  it('of every kind is read, curves as lines', async () => {
    const path = join(folder, 'kinds.csv');
    await writeFile(path, `id,WKT\n${KINDS.map(([wkt], i) => `${i},"${wkt}"`).join('\n')}\n8,"TIN(1 2)"\n`);
    const records = await allRecords(await openSource(path));
    expect(records.map(({ geometry }) => geometry && wkbGeometryKind(geometry))).toEqual([
      ...KINDS.map(([, kind]) => kind),
      null,
    ]);
    expect(records.at(-1)!.values[1]).toBe('TIN(1 2)');
    const half = geoJsonFromWkb(records[6]!.geometry!) as { coordinates: number[][][] };
    for (const [x, y] of half.coordinates[0]!.slice(0, -1)) expect(Math.hypot(x! - 1, y!)).toBeCloseTo(1, 9);
    expect(half.coordinates[0]!.length).toBeGreaterThan(40);
  });

  it('tells a column by curves alone, whatever its name', async () => {
    const path = join(folder, 'curves.csv');
    await writeFile(path, `id,hinh\n1,"${KINDS[6]![0]}"\n2,"${KINDS[7]![0]}"\n`);
    expect((await allRecords(await openSource(path))).every(({ geometry }) => geometry !== null)).toBe(true);
  });
});

describe('WKB', () => {
  it('of surfaces is made flat and keeps its kind, of either byte order', () => {
    // A big-endian TriangleZ, as PostGIS writes it.
    const vertices = [0, 0, 7, 9, 0, 7, 9, 9, 7, 0, 0, 7].map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value);
      return bytes;
    });
    const triangle = Buffer.concat([Buffer.from('00000003f90000000100000004', 'hex'), ...vertices]);
    expect(hexOf(flattenWkb(triangle))).toBe(hexOf(wkbFromWkt(KINDS[3]![0])));
  });

  it('of a kind without a form here is refused', () => {
    expect(() => flattenWkb(Buffer.from('010e00000000000000', 'hex'))).toThrow('geometry type 14');
    expect(() => wkbFromGeoJson({ type: 'constructor', coordinates: [] })).toThrow('"constructor"');
  });
});

describe.skipIf(lacks('GDAL (gdal-async)', available !== null))('files of several kinds', () => {
  const gdal: Gdal = available!;

  it.each([
    ['k.gpkg', 'GPKG', KINDS.length],
    ['k.fgb', 'FlatGeobuf', KINDS.length],
  ])('%s gives every record', async (name, driver, count) => {
    const text = join(folder, `${name}.csv`);
    await writeFile(text, `id,WKT\n${KINDS.map(([wkt], i) => `${i},"${wkt}"`).join('\n')}\n`);
    const path = join(folder, name);
    gdal.vectorTranslate(path, gdal.open(text), ['-f', driver, '-nln', 'c', '-nlt', 'GEOMETRY']).close();
    const records = await allRecords(await openSource(path));
    expect(records).toHaveLength(count);
    for (const { values, geometry } of records) {
      const [wkt, kind] = KINDS[Number(values[0])]!;
      expect(wkbGeometryKind(geometry!)).toBe(kind);
      expect(hexOf(geometry!)).toBe(hexOf(flattenWkb(wkbFromWkt(wkt))));
    }
  });

  it('a mesh of a drawing is a surface, and the line after it a line', async () => {
    const vertex = (x: number, y: number, more: readonly (string | number)[]) => [
      '0',
      'VERTEX',
      '8',
      'thua',
      '10',
      x,
      '20',
      y,
      '30',
      5,
      ...more,
    ];
    const corners = [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
    ].flatMap(([x, y]) => vertex(x!, y!, ['70', 192]));
    const faces = [
      [1, 2, 3],
      [1, 3, 4],
    ].flatMap(([a, b, c]) => vertex(0, 0, ['70', 128, '71', a!, '72', b!, '73', c!]));
    const mesh = [
      '0',
      'POLYLINE',
      '8',
      'thua',
      '66',
      1,
      '70',
      64,
      '71',
      4,
      '72',
      2,
      ...corners,
      ...faces,
      '0',
      'SEQEND',
    ];
    const line = ['0', 'LINE', '8', 'thua', '10', 0, '20', 0, '11', 5, '21', 5];
    const path = join(folder, 'mesh.dxf');
    await writeFile(
      path,
      [0, 'SECTION', 2, 'ENTITIES', ...mesh, ...line, 0, 'ENDSEC', 0, 'EOF', ''].join('\n'),
    );
    const records = await allRecords(await openSource(path));
    expect(records.map(({ geometry }) => wkbGeometryKind(geometry!))).toEqual([
      'PolyhedralSurface',
      'LineString',
    ]);
  });

  describe('a GeoPackage with a table WITHOUT ROWID', () => {
    function make(name: string, statements: readonly string[]): string {
      const path = join(folder, name);
      const dataset = gdal.open(path, 'w', 'GPKG');
      const layer = dataset.layers.create('thua', null, gdal.wkbPolygon);
      const feature = new gdal.Feature(layer);
      feature.setGeometry(gdal.Geometry.fromWKT(KINDS[0]![0]));
      layer.features.add(feature);
      dataset.close();
      const again = gdal.open(path, 'r+');
      for (const statement of statements) {
        try {
          again.executeSQL(statement);
        } catch (error) {
          // The binding throws an empty error where a statement gives no rows, though it is done.
          if (!(error instanceof Error) || error.message !== '') throw error;
        }
      }
      again.close();
      return path;
    }
    const HELPER = [
      'CREATE TABLE "bảng phụ" (ma TEXT PRIMARY KEY, ten TEXT) WITHOUT ROWID',
      `INSERT INTO "bảng phụ" VALUES ('02635', 'Duyên Hải')`,
    ];
    const note = { code: 'layer.no-rowid', values: { name: 'bảng phụ' } };

    it('names it and reads the layers, from the file alone and through GDAL', async () => {
      const view = 'CREATE VIEW nhin AS SELECT fid FROM thua';
      const declared =
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('nhin', 'attributes', 'nhin')";
      for (const path of [make('own.gpkg', HELPER), make('through.gpkg', [...HELPER, view, declared])]) {
        const source = await openSource(path);
        expect(source.layers[0]).toMatchObject({ name: 'thua', count: 1, notes: [note] });
        expect(source.layers.map(({ name }) => name)).not.toContain('bảng phụ');
        expect(await allRecords(source)).toHaveLength(1);
        await source.close();
      }
    });

    it('refuses it where it is the layer itself', async () => {
      const path = make('layer.gpkg', [
        'CREATE TABLE lop (fid INTEGER PRIMARY KEY, geom BLOB) WITHOUT ROWID',
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('lop', 'features', 'lop', 0)",
        "INSERT INTO gpkg_geometry_columns VALUES ('lop', 'geom', 'POLYGON', 0, 0, 0)",
      ]);
      expect(await messageOf(() => openSource(path))).toContain('layer "lop": a table without row ids');
    });
  });
});
