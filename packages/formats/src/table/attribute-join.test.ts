/** Geometry and a table joined by key: what is matched, left and doubled on both sides; tables in DBF, Excel and CSV. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttributesConfig } from '@thuadat/core/config';
import { allRecords, dbfBytes, messageOf, shpBytes, tempFolder } from '@thuadat/testing/files';
import { expect, it } from 'vitest';
import writeSheets from 'write-excel-file/node';
import { openSource } from '../registry.ts';
import { joinAttributes } from './attribute-join.ts';
import { readAttributeTable } from './attribute-table.ts';

const COLUMNS = ['SHTO', 'SHTHUA', 'GHICHU'];
const SHAPES = [
  ['1', '1', 'a'],
  ['01', '2.0', 'b'],
  ['1', '3', 'c'],
  ['1', '3', 'd'],
  ['2', '1', 'e'],
  ['', '9', 'f'],
];
/** One row a shape of sheet 1; parcel 3 once for two shapes, sheet 2 twice, one row without a shape, one with a date as its number. */
const ROWS = [
  ['1', '1', 'Tr\u00caN'],
  ['1', '2', 'x'],
  ['1', '3', 'y'],
  ['2', '1', 'z'],
  ['2', '01', 'z'],
  ['7', '7', 'w'],
  ['1', '01/02', 'v'],
];

async function layerOf() {
  const folder = await tempFolder();
  const path = join(folder, 'thua.shp');
  const square = (x: number): [number, number][] => [
    [x, 0],
    [x, 9],
    [x + 9, 9],
    [x + 9, 0],
    [x, 0],
  ];
  await writeFile(path, shpBytes(SHAPES.map((_, i) => square(20 * i))));
  const columns = COLUMNS.map((name) => ({ name, width: 8 }));
  await writeFile(join(folder, 'thua.dbf'), dbfBytes(columns, SHAPES));
  return (await openSource(path)).layers[0]!;
}

const KEY: AttributesConfig['key'] = [
  { geometry: 'SHTO', table: 'TO' },
  { geometry: 'SHTHUA', table: 'THUA' },
];

async function dbf(): Promise<string> {
  const path = join(await tempFolder(), 'bang.dbf');
  await writeFile(
    path,
    dbfBytes(
      ['TO', 'THUA', 'CHU'].map((name) => ({ name, width: 8 })),
      ROWS,
    ),
  );
  return path;
}

async function xlsx(): Promise<string> {
  const path = join(await tempFolder(), 'bang.xlsx');
  const cell = (value: string) => ({ value, type: String });
  await writeSheets([['TO', 'THUA', 'CHU'].map(cell), ...ROWS.map((row) => row.map(cell))]).toFile(path);
  return path;
}

async function csv(): Promise<string> {
  const path = join(await tempFolder(), 'bang.csv');
  await writeFile(path, ['TO;THUA;CHU', ...ROWS.map((row) => row.join(';'))].join('\n'));
  return path;
}

it.each([
  ['dbf', dbf],
  ['xlsx', xlsx],
  ['csv', csv],
])('conserves both sides of a join with a table in %s', async (kind, write) => {
  const table = await readAttributeTable(await write());
  const layer = await joinAttributes(
    await layerOf(),
    table,
    { file: '', key: KEY },
    { file: 'thua.shp', subNumbers: {} },
  );
  expect(layer.fields).toEqual([...COLUMNS, 'CHU', `bang.${kind}: TO`, `bang.${kind}: THUA`]);
  expect(layer.count).toBe(SHAPES.length + 5);
  expect(layer.notes?.find(({ code }) => code === 'attributes.counts')?.values).toEqual({
    ...{ file: `bang.${kind}`, matched: 2, shapesAlone: 1, rowsAlone: 2, shapesDoubled: 3, rowsDoubled: 3 },
  });
  const records = await allRecords({ layers: [layer] } as never);
  expect(
    records.map(({ record, values, geometry, join: told }) => [
      record,
      values.slice(0, 4),
      geometry !== null,
      told?.code,
    ]),
  ).toEqual([
    [1, ['1', '1', 'a', 'TrÊN'], true, undefined],
    [2, ['01', '2.0', 'b', 'x'], true, undefined],
    [3, ['1', '3', 'c', null], true, 'attributes.doubled'],
    [4, ['1', '3', 'd', null], true, 'attributes.doubled'],
    [5, ['2', '1', 'e', null], true, 'attributes.doubled'],
    [6, [null, '9', 'f', null], true, 'attributes.no-row'],
    [9, [null, null, null, 'y'], false, 'attributes.doubled'],
    [10, [null, null, null, 'z'], false, 'attributes.doubled'],
    [11, [null, null, null, 'z'], false, 'attributes.doubled'],
    [12, ['7', '7', null, 'w'], false, 'attributes.no-geometry'],
    [13, ['1', '01/02', null, 'v'], false, 'attributes.no-geometry'],
  ]);
  expect(records.at(-1)!.values.slice(4)).toEqual(['1', '01/02']);
  expect(records.at(-1)!.join).toMatchObject({ found: '1 / 01/02', table: `bang.${kind} #7` });
});

it('takes only the columns that are named, and names those that are not there', async () => {
  const table = await readAttributeTable(await csv());
  const place = { file: 'thua.shp', subNumbers: {} };
  const only = await joinAttributes(await layerOf(), table, { file: '', key: KEY, columns: [] }, place);
  expect(only.fields.slice(3)).toEqual(['bang.csv: TO', 'bang.csv: THUA']);
  const wrong = (key: AttributesConfig['key'], columns: readonly string[] = []) =>
    messageOf(async () => joinAttributes(await layerOf(), table, { file: '', key, columns }, place));
  expect(await wrong(['SHTO'])).toMatch(/bang\.csv: no column "SHTO".*TO, THUA, CHU/);
  expect(await wrong([{ geometry: 'SOTO', table: 'TO' }])).toMatch(
    /thua\.shp: no column "SOTO".*SHTO, SHTHUA, GHICHU/,
  );
  expect(await wrong(KEY, ['DIACHI'])).toMatch(/bang\.csv: no column "DIACHI"/);
});
