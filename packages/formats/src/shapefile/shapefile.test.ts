import { rm } from 'node:fs/promises';
import { geoJsonFromWkb } from '@thuadat/core/geometry/wkb';
import {
  allRecords,
  dbfBytes,
  inEnglish,
  messageOf,
  shpBytes,
  square,
  tempFolder,
  writeShapefile,
} from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../registry.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const columns = [
  { name: 'MAXA', width: 5 },
  { name: 'SHTHUA', width: 8, type: 'N' },
  { name: 'TENCHU', width: 14 },
];
const latin = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const shp = shpBytes([square(0, 0), square(20, 0)]);

describe('a Shapefile', () => {
  it('gives texts as written, numbers with their zeros and decimals, and blanks as null', async () => {
    const rows = [
      ['02647', '  2647.0', latin('Lê Văn Ổn')],
      ['', '********', ''],
    ];
    const path = await writeShapefile(folder, 'plain', { shp, dbf: dbfBytes(columns, rows) });
    const source = await openSource(path);
    const records = await allRecords(source);
    expect(source.format).toBe('shapefile');
    expect(source.encoding).toMatchObject({ value: 'utf-8', sure: 'detected' });
    expect(source.layers[0]).toMatchObject({ name: 'plain', fields: ['MAXA', 'SHTHUA', 'TENCHU'], count: 2 });
    expect(records.map((record) => record.values)).toEqual([
      ['02647', '2647.0', 'Lê Văn Ổn'],
      [null, '********', null],
    ]);
    expect(geoJsonFromWkb(records[1]!.geometry!)).toEqual({ type: 'Polygon', coordinates: [square(20, 0)] });
  });

  it('reports a .cpg that says UTF-8 over legacy bytes, and keeps the bytes', async () => {
    const dbf = dbfBytes(columns, [
      ['02641', '1', 'NguyÔn V¨n A'],
      ['02641', '2', 'abc'],
    ]);
    const path = await writeShapefile(folder, 'wrongcpg', { shp, dbf, cpg: 'UTF-8\n' });
    const source = await openSource(path);
    expect(source.encoding.value).toBe('latin1');
    expect(source.encoding.sure).toBe('detected');
    expect(inEnglish(source.encoding.why)).toContain('.cpg file says "UTF-8", but');
    expect(inEnglish(source.encoding.why)).toContain('record 1, field "TENCHU"');
    expect((await allRecords(source))[0]!.values[2]).toBe('NguyÔn V¨n A');
  });

  it('takes the code page from .cpg before the table header, and lets the user overrule both', async () => {
    const dbf = dbfBytes(
      columns,
      [
        ['1', '1', 'Ph­êng'],
        ['2', '2', 'x'],
      ],
      { ldid: 0x57 },
    );
    const path = await writeShapefile(folder, 'pages', { shp, dbf, cpg: 'ANSI 1258' });
    expect((await openSource(path)).encoding).toMatchObject({ value: 'windows-1258', sure: 'declared' });
    expect((await openSource(path, { encoding: 'TCVN3' })).encoding.value).toBe('tcvn3');
    const bare = await writeShapefile(folder, 'bare', { shp, dbf });
    expect((await openSource(bare)).encoding).toMatchObject({ value: 'windows-1252', sure: 'declared' });
  });

  it('keeps UTF-8 although a value was cut inside a character at the column width', async () => {
    const cut = latin('Lê Thị Huệ').slice(0, 14);
    const path = await writeShapefile(folder, 'cut', {
      shp,
      dbf: dbfBytes(columns, [
        ['1', '1', cut],
        ['2', '2', latin('Đỗ')],
      ]),
    });
    const source = await openSource(path);
    expect(source.encoding.value).toBe('utf-8');
    const value = (await allRecords(source))[0]!.values[2]!;
    expect(value.startsWith('Lê Thị Hu')).toBe(true);
  });

  it('keeps duplicate columns, null shapes, Z, and the numbering beside deleted rows', async () => {
    const twice = [
      { name: 'MA', width: 3 },
      { name: 'MA', width: 3 },
    ];
    const dbf = dbfBytes(
      twice,
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
      { deleted: [1] },
    );
    const shapes = shpBytes([null, square(0, 0), square(5, 5)], true);
    const path = await writeShapefile(folder, 'twice', { shp: shapes, dbf });
    const source = await openSource(path);
    const records = await allRecords(source);
    expect(source.layers[0]!.fields).toEqual(['MA', 'MA']);
    expect(source.layers[0]!.count).toBe(2);
    expect(source.layers[0]!.notes).toEqual([{ code: 'layer.deleted-rows', values: { rows: 1 } }]);
    expect(records.map(({ record, values }) => [record, values])).toEqual([
      [1, ['a', 'b']],
      [3, ['e', 'f']],
    ]);
    expect(records[0]!.geometry).toBeNull();
    expect(records[1]!.geometry).toHaveLength(1 + 4 + 4 + 4 + 5 * 16);
  });

  it('names the record and the byte where the .shp was cut', async () => {
    const dbf = dbfBytes(columns, [
      ['1', '1', 'a'],
      ['2', '2', 'b'],
    ]);
    const path = await writeShapefile(folder, 'cutshp', { shp: shp.subarray(0, shp.length - 20), dbf });
    const message = await messageOf(() => openSource(path));
    expect(message).toContain('cutshp.shp, record 2, byte');
    expect(message).toContain('the file ends inside the record');
    expect(message).toContain('export the Shapefile again');
  });

  it('refuses a broken record in the middle rather than skip it', async () => {
    const dbf = dbfBytes(columns, [
      ['1', '1', 'a'],
      ['2', '2', 'b'],
      ['3', '3', 'c'],
    ]);
    const broken = Buffer.from(shpBytes([square(0, 0), square(20, 0), square(40, 0)]));
    broken.writeInt32LE(77, 100 + 136 + 8);
    const path = await writeShapefile(folder, 'broken', { shp: broken, dbf });
    const source = await openSource(path);
    const message = await messageOf(() => allRecords(source));
    expect(message).toContain('broken.shp, record 2, byte 236: shape type 77');
  });

  it('refuses a .shp and .dbf of different length, whichever is longer', async () => {
    const one = dbfBytes(columns, [['1', '1', 'a']]);
    const three = dbfBytes(columns, [
      ['1', '1', 'a'],
      ['2', '2', 'b'],
      ['3', '3', 'c'],
    ]);
    const more = await writeShapefile(folder, 'more', { shp, dbf: one });
    const fewer = await writeShapefile(folder, 'fewer', { shp, dbf: three });
    expect(await messageOf(async () => allRecords(await openSource(more)))).toContain(
      'more shapes than the 1 rows',
    );
    expect(await messageOf(async () => allRecords(await openSource(fewer)))).toContain(
      'record 3: only 2 shapes',
    );
  });

  it('says what is missing when there is no .dbf, or when it was cut', async () => {
    const path = await writeShapefile(folder, 'nodbf', { shp });
    expect(await messageOf(() => openSource(path))).toContain(
      'nodbf.shp: no .dbf file; expected nodbf.dbf beside it',
    );
    const dbf = dbfBytes(columns, [
      ['1', '1', 'a'],
      ['2', '2', 'b'],
    ]);
    const cut = await writeShapefile(folder, 'cutdbf', { shp, dbf: dbf.subarray(0, dbf.length - 3) });
    expect(await messageOf(() => openSource(cut))).toMatch(
      /cutdbf\.dbf, record 2, byte [\d,]+: the file ends at byte/,
    );
  });

  it('carries NaN coordinates and a ring of 200,000 vertices through', async () => {
    const ring = Array.from({ length: 200_001 }, (_, i): [number, number] => {
      const angle = (-2 * Math.PI * (i % 200_000)) / 200_000;
      return [500_000 + 1000 * Math.cos(angle), 2_400_000 + 1000 * Math.sin(angle)];
    });
    const nan: [number, number][] = [
      [0, 0],
      [Number.NaN, 5],
      [5, 5],
      [0, 0],
    ];
    const dbf = dbfBytes(columns, [
      ['1', '1', 'a'],
      ['2', '2', 'b'],
    ]);
    const path = await writeShapefile(folder, 'big', { shp: shpBytes([ring, nan]), dbf });
    const [big, odd] = await allRecords(await openSource(path));
    expect(big!.geometry).toHaveLength(13 + 200_001 * 16);
    const bytes = Buffer.from(odd!.geometry!);
    expect(bytes.includes(Buffer.from(new Float64Array([Number.NaN]).buffer))).toBe(true);
  });

  it('reads an empty layer as empty', async () => {
    const path = await writeShapefile(folder, 'empty', { shp: shpBytes([]), dbf: dbfBytes(columns, []) });
    const source = await openSource(path);
    expect(source.layers[0]).toMatchObject({ count: 0, notes: [{ code: 'layer.empty', values: {} }] });
    expect(await allRecords(source)).toEqual([]);
  });
});
