import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { geoJsonFromWkb, wkbFromWkt } from '@thuadat/core/geometry/wkb';
import { lacks, mayMount } from '@thuadat/core/machine.test-data';
import { allRecords, messageOf, tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGdal } from '../gdal/gdal.ts';
import { openSource } from '../registry.ts';
import { dbfNames } from '../shapefile/dbf-names.ts';
import { createWriter, type WriteFormat, type WriteRow, type WriterOptions } from './writer.ts';

const withGdal = await loadGdal('').then(
  () => true,
  () => false,
);
const FORMATS: readonly WriteFormat[] = withGdal
  ? ['geojson', 'jsonl', 'csv', 'gpkg', 'shp', 'fgb']
  : ['geojson', 'jsonl', 'csv', 'gpkg', 'shp'];

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const options: WriterOptions = {
  layerName: 'thua',
  fields: [
    { name: 'maXa', type: 'string' },
    { name: 'soThuTuThua', type: 'integer' },
    { name: 'dienTich', type: 'real' },
    { name: 'ngay', type: 'date' },
    { name: 'diaChi', type: 'string' },
  ],
  geometryType: 'Polygon',
  crs: 9208,
};
const rows: readonly WriteRow[] = [
  {
    values: ['02647', 12, 248.5, '2025-07-01', 'Thôn "Ổn", xã Cốc San'],
    geometry: wkbFromWkt(
      'POLYGON ((500000.123 2400000.5,500010 2400000,500010 2400010,500000.123 2400000.5))',
    ),
  },
  { values: ['02650', null, null, null, null], geometry: null },
  {
    values: ['02653', '7', '0.125', '2024-02-29', '=1+1'],
    geometry: wkbFromWkt('POLYGON ((500020 2400000,500020 2400010,500030 2400010,500020 2400000))'),
  },
];

async function write(
  format: WriteFormat,
  name: string,
  given: WriterOptions = options,
  data = rows,
): Promise<string[]> {
  const writer = await createWriter(format, join(folder, name), given);
  for (const row of data) await writer.write(row);
  return [...(await writer.close())];
}

const hashes = (paths: readonly string[]) =>
  Promise.all(
    paths.map(async (path) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ),
  );

describe('a writer', () => {
  it.each(FORMATS)(
    'of %s writes what its reader reads, the same bytes each time, and nothing beside',
    async (format) => {
      await mkdir(join(folder, format));
      const first = await write(format, `${format}/a.${format}`);
      const before = await hashes(first);
      const again = await write(format, `${format}/a.${format}`);
      expect(again).toEqual(first);
      expect(await hashes(again)).toEqual(before);
      expect((await readdir(join(folder, format))).sort()).toEqual(
        first.map((path) => path.split('/').pop()!).sort(),
      );
      const source = await openSource(join(folder, format, `a.${format}`));
      const records = (await allRecords(source)).sort((a, b) =>
        a.values.includes('02647') ? -1 : b.values.includes('02647') ? 1 : 0,
      );
      await source.close();
      if (format === 'fgb') {
        const apart = await readFile(join(folder, 'fgb/a.no-geometry.jsonl'), 'utf8');
        expect(apart).toBe('{"maXa":"02650","soThuTuThua":null,"dienTich":null,"ngay":null,"diaChi":null}\n');
      }
      expect(records).toHaveLength(format === 'fgb' ? 2 : 3);
      const texts = records[0]!.values.map((value) =>
        value
          ?.replace(/^(\d+),(\d+)$/, '$1.$2')
          .replace(/(\.\d*[1-9])0+$/, '$1')
          .replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
      );
      expect(texts.slice(0, 5)).toEqual(['02647', '12', '248.5', '2025-07-01', 'Thôn "Ổn", xã Cốc San']);
      const { coordinates } = geoJsonFromWkb(records[0]!.geometry!) as { coordinates: number[][][] };
      expect(coordinates[0]!.map(String).sort()[0]).toBe('500000.123,2400000.5');
      const epsg = source.layers[0]!.crs.value.epsg;
      expect(epsg).toBe(format === 'csv' || format === 'jsonl' ? null : 9208);
    },
  );

  it('writes GeoJSON of RFC 7946 in WGS 84: no crs, shells counter-clockwise, longitude first', async () => {
    const clockwise = wkbFromWkt(
      'POLYGON ((104 21,104 22,105 22,105 21,104 21),(104.2 21.2,104.8 21.2,104.8 21.8,104.2 21.2))',
    );
    const [path] = await write('geojson', 'wgs.geojson', { ...options, crs: 4326, fields: [] }, [
      { values: [], geometry: clockwise },
    ]);
    const json = JSON.parse(await readFile(path!, 'utf8'));
    expect(json.crs).toBeUndefined();
    expect(json.features[0].geometry.coordinates).toEqual([
      [
        [104, 21],
        [105, 21],
        [105, 22],
        [104, 22],
        [104, 21],
      ],
      [
        [104.2, 21.2],
        [104.8, 21.8],
        [104.8, 21.2],
        [104.2, 21.2],
      ],
    ]);
  });

  it('writes CSV as Vietnamese Excel reads it, and disarms formulas', async () => {
    const given = {
      ...options,
      fields: [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'string' },
      ],
      withoutGeometry: true,
    } as const;
    const data = [
      { values: ['=1+1', '-5'], geometry: null },
      { values: ['@x', ''], geometry: null },
    ];
    const [path] = await write('csv', 'people.csv', given, data);
    expect(await readFile(path!, 'utf8')).toBe('\ufeffa;b\r\n\'=1+1;-5\r\n\'@x;""\r\n');
  });

  it('writes plain objects, one a line, for a table without geometry', async () => {
    const [path] = await write('jsonl', 'plain.jsonl', { ...options, geometryType: null });
    const [first] = (await readFile(path!, 'utf8')).split('\n');
    expect(JSON.parse(first!)).toEqual({
      maXa: '02647',
      soThuTuThua: 12,
      dienTich: 248.5,
      ngay: '2025-07-01',
      diaChi: 'Thôn "Ổn", xã Cốc San',
    });
  });

  it('leaves nothing behind when it is aborted, when a row is bad, or when the folder is not there', async () => {
    await mkdir(join(folder, 'nothing'));
    for (const format of FORMATS) {
      const writer = await createWriter(format, join(folder, 'nothing', `a.${format}`), options);
      await writer.write(rows[0]!);
      await writer.abort();
      await writer.abort();
    }
    const curve = Buffer.from(
      '0108000000030000000000000000000000000000000000000000000000000000f03f000000000000f03f00000000000000400000000000000000',
      'hex',
    );
    expect(
      await messageOf(() =>
        write('geojson', 'nothing/b.geojson', options, [{ values: [], geometry: curve }]),
      ),
    ).toContain('b.geojson: a geometry without a GeoJSON form');
    expect(await readdir(join(folder, 'nothing'))).toEqual([]);
    expect(await messageOf(() => write('csv', 'no/such/a.csv'))).toContain(
      'a folder that cannot be written (ENOENT)',
    );
  });

  it('clears away what a killed process left beside the same target, and nothing else', async () => {
    const room = join(folder, 'killed');
    await mkdir(room);
    const started = await createWriter('csv', join(room, 'a.csv'), options);
    const [own] = await readdir(room);
    // No process has the number 2 ** 31 − 1: systems stop far below.
    const dead = own!.replace(`-${process.pid}-`, '-2147483647-');
    const others = [
      '.b.csv.part-x-1-abc',
      dead.replace('.a.csv', '.b.csv'),
      dead.replace('.part-', '.part-elsewhere'),
    ];
    for (const name of [dead, ...others]) await mkdir(join(room, name, 'new'), { recursive: true });
    const next = await createWriter('csv', join(room, 'a.csv'), options);
    const left = await readdir(room);
    expect(left).toEqual(expect.arrayContaining([own, ...others]));
    expect(left).not.toContain(dead);
    await next.abort();
    await started.abort();
  });

  it('names Shapefile columns in ten characters without a clash', () => {
    const names = ['soThuTuThua', 'soThuTuThuaCu', 'SOTHUTUTHU', 'Địa chỉ', 'maXa', 'MAXA', ''];
    expect(dbfNames(names)).toEqual([
      'soThuTuThu',
      'soThuTuT_1',
      'SOTHUTUT_2',
      'Dia_chi',
      'maXa',
      'MAXA_1',
      'FIELD',
    ]);
  });
});

describe.skipIf(lacks('GDAL (gdal-async)', withGdal))('a writer through GDAL', () => {
  it('says which value does not fit, and takes everything back', async () => {
    await mkdir(join(folder, 'fit'));
    const bad = (values: WriteRow['values'], format: WriteFormat = 'gpkg') =>
      messageOf(() => write(format, `fit/a.${format}`, options, [rows[0]!, { values, geometry: null }]));
    expect(await bad(['1', 'x', 1, null, null])).toContain(
      'layer "thua", record 2, field "soThuTuThua": "x"; expected a 32-bit integer',
    );
    expect(await bad(['1', 3_000_000_000, 1, null, null])).toContain('expected a 32-bit integer');
    expect(await bad(['1', 1, 'ba', null, null])).toContain('field "dienTich": "ba"; expected a number');
    expect(await bad(['1', 1, 1, '1/7/2025', null])).toContain('expected YYYY-MM-DD');
    expect(await bad(['1', 1, 1e16, null, null], 'shp')).toContain(
      'expected 20 digits at most in a Shapefile',
    );
    expect(await bad(['1', 'x', 1, null, null], 'shp')).toContain('expected a 32-bit integer');
    expect(await readdir(join(folder, 'fit'))).toEqual([]);
  });

  it('tells the long names of Shapefile columns in a table beside it', async () => {
    const written = await write('shp', 'names.shp', { ...options, geometryType: 'MultiPolygon' });
    expect(written.map((path) => path.split('.').pop()).sort()).toEqual([
      'cpg',
      'csv',
      'dbf',
      'prj',
      'shp',
      'shx',
    ]);
    expect(await readFile(join(folder, 'names.fields.csv'), 'utf8')).toContain('soThuTuThu;soThuTuThua\r\n');
    expect(await readFile(join(folder, 'names.cpg'), 'utf8')).toBe('UTF-8');
    expect(await readFile(join(folder, 'names.prj'), 'utf8')).toMatch(
      /Central_Meridian",104\.75.*Scale_Factor",0\.9999/,
    );
  });

  it('keeps longitude and latitude in their places in WGS 84, and promotes polygons to the layer type', async () => {
    const geometry = wkbFromWkt('POLYGON ((104 21,105 21,105 22,104 21))');
    for (const format of ['gpkg', 'fgb'] as const) {
      const [path] = await write(
        format,
        `wgs.${format}`,
        { ...options, crs: 4326, geometryType: 'MultiPolygon', fields: [] },
        [{ values: [], geometry }],
      );
      const source = await openSource(path!);
      const [record] = await allRecords(source);
      expect(source.layers[0]!.crs.value.epsg).toBe(4326);
      expect(geoJsonFromWkb(record!.geometry!)).toMatchObject({
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [104, 21],
              [105, 21],
              [105, 22],
              [104, 21],
            ],
          ],
        ],
      });
      await source.close();
    }
  });
});

const cannotFill = lacks('the right to mount a small disk', mayMount());

it.skipIf(cannotFill).each(FORMATS)(
  '%s on a full disk ends with a sentence and an empty folder',
  async (format) => {
    const small = join(folder, `small-${format}`);
    await mkdir(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'ignore' });
    try {
      const writer = await createWriter(format, join(small, `a.${format}`), options);
      const fill = async () => {
        for (let i = 0; i < 20_000; i++)
          await writer.write({ ...rows[0]!, values: ['02647', i, i / 7, '2025-07-01', 'x'.repeat(100)] });
        await writer.close();
      };
      expect(await messageOf(fill)).toMatch(/FormatError: a\.\w+.*a full disk/);
      expect(await readdir(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  },
);
