import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geoJsonFromWkb } from '@thuadat/core/geometry/wkb';
import { allRecords, inEnglish, messageOf, tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { openSource } from '../registry.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('a CSV table', () => {
  it('is read verbatim, with quotes, line breaks, duplicate columns and trailing spaces', async () => {
    const text = 'maXa,soTo,soTo,ten\n02647,2647.0,007,"Ổn, ""A""\nB "\n,1,,x\n';
    const source = await openSource(await write('plain.csv', text));
    expect(source.layers[0]).toMatchObject({ name: 'plain', fields: ['maXa', 'soTo', 'soTo', 'ten'] });
    expect((await allRecords(source)).map((record) => record.values)).toEqual([
      ['02647', '2647.0', '007', 'Ổn, "A"\nB '],
      [null, '1', null, 'x'],
    ]);
  });

  it.each([
    ['semicolon', 'a;b,c\n1;"2;3"\n'],
    ['tab', 'a\tb,c\n1\t"2;3"\n'],
    ['a quoted header behind a byte-order mark', '\ufeff"a";"b,c"\r\n1;"2;3"\r\n'],
  ])('is told its delimiter by the header: %s', async (name, text) => {
    const source = await openSource(await write(`${name}.csv`, text));
    expect(source.layers[0]!.fields).toEqual(['a', 'b,c']);
    expect((await allRecords(source))[0]!.values).toEqual(['1', '2;3']);
  });

  it('is read in UTF-16, as Excel saves Unicode text', async () => {
    const source = await openSource(
      await write('wide.txt', Buffer.from('\ufeffma\ttên\n1\tĐỗ Ổn\n', 'utf16le')),
    );
    expect(source.layers[0]!.fields).toEqual(['ma', 'tên']);
    expect((await allRecords(source))[0]!.values).toEqual(['1', 'Đỗ Ổn']);
    expect(inEnglish(source.encoding.why)).toContain('UTF-16LE');
  });

  it('keeps legacy bytes and says in which line the first are', async () => {
    const source = await openSource(
      await write('legacy.csv', Buffer.from('ma,ten\n1,abc\n2,Ph­êng\n', 'latin1')),
    );
    expect(source.encoding).toMatchObject({ value: 'latin1', sure: 'detected' });
    expect(inEnglish(source.encoding.why)).toContain('line 3');
    expect((await allRecords(source))[1]!.values).toEqual(['2', 'Ph­êng']);
  });

  it('takes geometry from WKT with an SRID, and keeps the text of what is not WKT', async () => {
    const text = 'ma,hinh\n1,SRID=9208;POLYGON ((0 0,1 0,1 1,0 0))\n2,"SRID=9208;POLYGON ((0 0,1"\n3,\n';
    const source = await openSource(
      await write('wkt.csv', text.replace('SRID=9208;POLYGON ((0 0,1 0,1 1,0 0))', '"$&"')),
    );
    const records = await allRecords(source);
    expect(source.layers[0]!.crs.value.epsg).toBe(9208);
    expect(geoJsonFromWkb(records[0]!.geometry!)).toMatchObject({ type: 'Polygon' });
    expect(records.map((record) => record.values)).toEqual([
      ['1', null],
      ['2', 'SRID=9208;POLYGON ((0 0,1'],
      ['3', null],
    ]);
    expect(records[1]!.geometry).toBeNull();
  });

  it('takes geometry from hex EWKB of PostGIS, big-endian Z too', async () => {
    const ewkb = '0101000020F8230000000000000000F03F0000000000000040';
    const big = '00000003E93FF000000000000040000000000000004008000000000000';
    const source = await openSource(await write('wkb.csv', `ma,geom\n1,${ewkb}\n2,${big}\n`));
    const records = await allRecords(source);
    expect(source.layers[0]!.crs.value.epsg).toBe(9208);
    const points = records.map((record) => geoJsonFromWkb(record.geometry!));
    expect(points).toEqual(Array(2).fill({ type: 'Point', coordinates: [1, 2] }));
    expect(records.map((record) => Buffer.from(record.geometry!).readUInt32LE(1))).toEqual([1, 1]);
  });

  it('takes points from x and y columns, with a decimal comma too', async () => {
    const source = await openSource(await write('xy.csv', 'ma;X;Y\n1;500000,5;2400000\n2;;5\n'));
    const records = await allRecords(source);
    expect(geoJsonFromWkb(records[0]!.geometry!)).toEqual({
      type: 'Point',
      coordinates: [500000.5, 2400000],
    });
    expect(records[1]!.geometry).toBeNull();
    expect(records[0]!.values).toEqual(['1', '500000,5', '2400000']);
  });

  it('refuses rows that do not fit the header, with record and line', async () => {
    const path = await write('ragged.csv', 'a,b\n1,2\n3,4,5\n');
    const message = await messageOf(async () => allRecords(await openSource(path)));
    expect(message).toContain('ragged.csv, record 2: 3 values (line 3); expected 2, as in the header');
    const quote = await write('quote.csv', 'a,b\n1,"2\n');
    expect(await messageOf(() => openSource(quote))).toContain(
      'quote.csv: a misplaced quote (line 2); expected a CSV row',
    );
    const column = await write('column.csv', 'a,b\n1,2\n');
    const asked = await messageOf(() => openSource(column, { geometryColumn: 'geom' }));
    expect(asked).toContain('no column "geom"; expected one of a, b');
  });
});

describe('a workbook', () => {
  it('gives each sheet as a layer, numbers by the text of the cell', async () => {
    const path = join(folder, 'book.xlsx');
    const rows = [
      ['maXa', 'dienTich', 'ten'].map((value) => ({ value })),
      [{ value: '02647' }, { value: 2647.5 }, { value: 'Đỗ Ổn' }],
    ];
    await writeXlsxFile(rows as never).toFile(path);
    const source = await openSource(path);
    expect(source.format).toBe('xlsx');
    expect(source.layers[0]).toMatchObject({ fields: ['maXa', 'dienTich', 'ten'], count: 1 });
    expect((await allRecords(source))[0]!.values).toEqual(['02647', '2647.5', 'Đỗ Ổn']);
  });
});
