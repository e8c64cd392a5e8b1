import { readFileSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geoJsonFromWkb } from '@thuadat/core/geometry/wkb';
import { allRecords, inEnglish, messageOf, tempFolder } from '@thuadat/testing/files';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
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

describe('a CSV table as people make it', () => {
  const HEAD = 'maXa;soTo;soThua;dienTich';
  const first = async (name: string, content: string | Buffer, options = {}) => {
    const source = await openSource(await write(name, content), options);
    const records = await allRecords(source);
    const [layer] = source.layers;
    return {
      fields: layer!.fields,
      values: records.map(({ values }) => values),
      notes: (layer!.notes ?? []).map(inEnglish),
      encoding: source.encoding,
    };
  };

  it.each([';', '|', '\t', '#'])('is told its delimiter %s by a line before the names', async (mark) => {
    const text = `\ufeffsep=${mark}\r\n${HEAD.replaceAll(';', mark)}\r\n02635${mark}1${mark}7${mark}"12,5"\r\n`;
    const read = await first(`sep-${mark.charCodeAt(0)}.csv`, text);
    expect(read.fields).toEqual(HEAD.split(';'));
    expect(read.values).toEqual([['02635', '1', '7', '12,5']]);
  });

  it.each(['le', 'be'])('is read in UTF-16 %s without a mark', async (order) => {
    const bytes = Buffer.from('maXa;soTo;soThua;tenXa\n02635;1;7;Phường Đề Thám Ổ Ẵ\n', 'utf16le');
    const read = await first(`wide-${order}.csv`, order === 'le' ? bytes : bytes.swap16());
    expect(read.values).toEqual([['02635', '1', '7', 'Phường Đề Thám Ổ Ẵ']]);
    expect(read.encoding).toMatchObject({ value: 'utf-8', sure: 'guessed' });
  });

  it('finds the names under titles, whatever mark the titles hold, and says what it left', async () => {
    const text = `SỔ MỤC KÊ, QUYỂN 3, 2019\n\nXã: A, huyện: B\n${HEAD}\n;;;\n02635;1;7;12,5\n\n ; ;;\n02635;1;8;13,5\n;;;\n`;
    const read = await first('titles.csv', text);
    expect(read.fields).toEqual(HEAD.split(';'));
    expect(read.values.map(([, , parcel]) => parcel)).toEqual(['7', '8']);
    expect(read.notes).toEqual([
      'column names in row 4; 2 rows of text above are not read ("SỔ MỤC KÊ, QUYỂN 3, 2019")',
      '3 blank rows are not read',
    ]);
  });

  it('takes names over two rows together, and leaves out the row that numbers the columns', async () => {
    const text =
      'Mã xã,Bản đồ cũ,,Tờ bản đồ,Thửa đất,,Ghi chú\n,Số tờ,Số thửa,,Số thửa,Diện tích (m²),\n(1),(2),(3),(4),(5),(6),(7)\n02635,9,8,1,7,12.5,x\n';
    const read = await first('levels.csv', text);
    expect(read.fields).toEqual([
      ...['Mã xã', 'Số tờ cũ', 'Số thửa cũ', 'Tờ bản đồ', 'Số thửa', 'Diện tích (m²)', 'Ghi chú'],
    ]);
    expect(read.values).toEqual([['02635', '9', '8', '1', '7', '12.5', 'x']]);
    expect(read.notes).toEqual([
      'column names in the rows 1 and 2, taken together',
      'row 3 only numbers the columns and is not read',
    ]);
  });

  it('does not take a first row of data for names, unless the user says which row it is', async () => {
    const rows = '10,02635,1,500,7,"POLYGON ((0 0,1 0,1 1,0 0))"\n10,02635,1,500,8,\n';
    const path = await write('headless.csv', rows);
    expect(await messageOf(() => openSource(path))).toContain(
      'headless.csv: a first row that holds data ("10',
    );
    const plain = await write('headless-2.csv', '10;02635;Phường A;1;7\n10;02635;Phường A;1;8\n');
    expect(await messageOf(() => openSource(plain))).toContain('expected a row of column names');
    const stated = await openSource(plain, { headerRow: 1 });
    expect(await allRecords(stated)).toHaveLength(1);
    expect(await messageOf(() => openSource(plain, { headerRow: 9 }))).toContain(
      'row 9 is empty or not there',
    );
  });

  it.each([
    ['polygon', 'POLYGON ((0 0, 1 0, 1 1, 0 0))'],
    ['several', 'MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))'],
    ['srid', 'SRID=9208;POLYGON ((0 0, 1 0, 1 1, 0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))'],
  ])('parts no cells at the commas in the brackets of a geometry: %s', async (name, wkt) => {
    for (const mark of [',', ';']) {
      const line = (...cells: string[]) => cells.join(mark);
      const text = `${line('maXa', 'wkt', 'soTo', 'soThua')}\n${line('02635', wkt, '1', '7')}\n`;
      const path = await write(`${name}-${mark.charCodeAt(0)}.csv`, text);
      const [record] = await allRecords(await openSource(path));
      expect(record!.values).toEqual(['02635', null, '1', '7']);
      expect(geoJsonFromWkb(record!.geometry!)!.type).toMatch(/Polygon/);
    }
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

  const cell = (value: string | number | null, more = {}) => (value === null ? null : { value, ...more });
  const head = ['maXa', 'soTo', 'soThua', 'dienTich'].map((name) => cell(name));

  it('leaves sheets without parcels out and says so, unless the user names the layers', async () => {
    const path = join(folder, 'notes.xlsx');
    const parcels = [head, ['02635', '1', '7', 12.5].map((value) => cell(value))];
    const notes = [[cell('Người lập')], [cell('X')]];
    await writeXlsxFile([
      { sheet: 'Ghi chú', data: notes },
      { sheet: 'Thửa', data: parcels },
      { sheet: 'Trang bìa', data: notes },
    ] as never).toFile(path);
    const source = await openSource(path);
    expect(source.layers.map(({ name }) => name)).toEqual(['Thửa']);
    expect(inEnglish(source.layers[0]!.notes![0]!)).toContain('are not read: Ghi chú, Trang bìa');
    const all = await openSource(path, { allLayers: true });
    expect(all.layers.map(({ name }) => name)).toEqual(['Ghi chú', 'Thửa', 'Trang bìa']);
  });

  it('never gives the value of merged cells to the rows they cover, and names them', async () => {
    const path = join(folder, 'merged.xlsx');
    await writeXlsxFile([
      [cell('Sổ mục kê', { columnSpan: 4 }), null, null, null],
      head,
      [cell('02635'), cell('1'), cell('7', { rowSpan: 2 }), cell(12.5)],
      [cell('02635'), cell('1'), null, cell(13)],
      [null, null, null, null],
      [cell('02635', { columnSpan: 2 }), null, cell('9'), cell(14)],
    ] as never).toFile(path);
    const source = await openSource(path);
    const records = await allRecords(source);
    expect(records.map(({ values, merged }) => [values, merged])).toEqual([
      [['02635', '1', '7', '12.5'], undefined],
      [['02635', '1', null, '13'], [2]],
      [['02635', null, '9', '14'], [1]],
    ]);
    const notes = source.layers[0]!.notes!.map(inEnglish);
    expect(notes).toContain('1 blank rows are not read');
    expect(notes.join()).toMatch(/2 ranges of merged cells \(the first is C3:C4\)/);
  });

  it('keeps error values of formulas and makes days of date cells', async () => {
    const path = join(folder, 'errors.xlsx');
    const day = new Date(Date.UTC(2024, 1, 1));
    await writeXlsxFile([
      head,
      [cell('02635'), { value: day, type: Date, format: 'd-mmm' }, cell('7'), cell(404)],
    ] as never).toFile(path);
    const members = unzipSync(readFileSync(path));
    const sheet = 'xl/worksheets/sheet1.xml';
    const xml = strFromU8(members[sheet]!).replace(
      /<c r="D2"([^>]*)><v>404<\/v>/,
      '<c r="D2"$1 t="e"><f>C2/0</f><v>#DIV/0!</v>',
    );
    writeFileSync(path, zipSync({ ...members, [sheet]: strToU8(xml) }));
    const source = await openSource(path);
    expect((await allRecords(source))[0]!.values).toEqual(['02635', '2024-02-01', '7', '#DIV/0!']);
    expect(inEnglish(source.layers[0]!.notes![0]!)).toContain('the first is D2 #DIV/0!');
  });
});
