import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSource } from '../registry.ts';
import { openXlsxSink } from './write-xlsx.ts';
import { createWriter, type WriterOptions } from './writer.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'thuadat-xlsx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS: WriterOptions = {
  layerName: 'Vấn đề',
  fields: [
    { name: 'mã', type: 'string' },
    { name: 'số', type: 'integer' },
    { name: 'lời', type: 'string' },
  ],
  geometryType: null,
  crs: null,
};

async function read(path: string): Promise<Record<string, (string | null)[][]>> {
  const source = await openSource(path);
  const sheets: Record<string, (string | null)[][]> = {};
  for (const layer of source.layers) {
    const rows: (string | null)[][] = [[...layer.fields]];
    for await (const { values } of layer.records()) rows.push([...values]);
    sheets[layer.name] = rows;
  }
  await source.close();
  return sheets;
}

it('gives back what was written: leading zeros, marks, line ends, empty cells', async () => {
  const path = join(folder, 'one.xlsx');
  const writer = await createWriter('xlsx', path, OPTIONS);
  await writer.write({ values: ['00123', 7, 'thửa <1> & "2"\ntờ 3'], geometry: null });
  await writer.write({ values: [null, 8, '=1+1'], geometry: null });
  await writer.write({ values: ['2-15', null, ' hai đầu '], geometry: null });
  await writer.close();
  const sheets = await read(path);
  expect(Object.keys(sheets)).toEqual(['Vấn đề']);
  const [head, first, second, third] = sheets['Vấn đề']!;
  expect(head).toEqual(['mã', 'số', 'lời']);
  expect(first).toEqual(['00123', '7', 'thửa <1> & "2"\ntờ 3']);
  expect(second).toEqual([null, '8', '=1+1']);
  expect(third!.slice(0, 2)).toEqual(['2-15', null]);
});

it('goes on in another sheet, with the header again, when one is full', async () => {
  const path = join(folder, 'many.xlsx');
  const sink = await openXlsxSink(path, OPTIONS, 4);
  for (let i = 1; i <= 7; i++) await sink.write({ values: [`m${i}`, i, null], geometry: null });
  await sink.close();
  const sheets = await read(path);
  expect(Object.keys(sheets)).toEqual(['Vấn đề', 'Vấn đề 2', 'Vấn đề 3']);
  expect(Object.values(sheets).map((rows) => rows.map(([code]) => code))).toEqual([
    ['mã', 'm1', 'm2', 'm3'],
    ['mã', 'm4', 'm5', 'm6'],
    ['mã', 'm7'],
  ]);
});

it('replaces what XML cannot hold, and cuts a cell at what the format takes', async () => {
  const path = join(folder, 'odd.xlsx');
  const writer = await createWriter('xlsx', path, OPTIONS);
  await writer.write({ values: ['a\u0000b\ud800c😀', 1, 'x'.repeat(40_000)], geometry: null });
  await writer.close();
  const xml = strFromU8(unzipSync(readFileSync(path))['xl/worksheets/sheet1.xml']!);
  expect(xml).toContain('a\ufffdb\ufffdc😀');
  expect(/x{100,}…/.exec(xml)![0]).toHaveLength(32_767);
});

it('gives the same bytes for the same rows', async () => {
  const bytes = [];
  for (const name of ['a.xlsx', 'b.xlsx']) {
    const writer = await createWriter('xlsx', join(folder, name), OPTIONS);
    for (let i = 0; i < 5_000; i++) await writer.write({ values: [`m${i}`, i, 'lời'], geometry: null });
    await writer.close();
    bytes.push(readFileSync(join(folder, name)));
  }
  expect(bytes[0]!.equals(bytes[1]!)).toBe(true);
});
