import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lacks } from '@thuadat/core/machine.test-data';
import type { SourceRecord } from '@thuadat/core/stages';
import { allRecords, messageOf, tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGdal } from '../gdal/gdal.ts';
import { gdalRecords } from '../gdal/gdal-records.ts';
import { openSource } from '../registry.ts';
import { openFlatFile, readHeader } from './flatgeobuf-file.ts';

const available = await loadGdal('').then(
  (gdal) => gdal,
  () => null,
);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const plain = (record: SourceRecord): SourceRecord => ({
  ...record,
  geometry: record.geometry && new Uint8Array(record.geometry),
});

const digest = ({ record, values, geometry }: SourceRecord): string =>
  `${record} ${values.join('|')} ${Buffer.from(geometry ?? []).toString('hex')}`;

describe.skipIf(lacks('GDAL (gdal-async)', available !== null))('a FlatGeobuf file', () => {
  const gdal = available!;

  /** A layer of these geometries (WKT), the first field a text that tells them apart. */
  async function make(name: string, wkts: readonly string[], index = true): Promise<string> {
    const [path, table] = [join(folder, name), join(folder, `${name}.csv`)];
    const rows = wkts.map((wkt, i) => {
      const text = `Phường ${i}${i % 50 === 3 ? 'đ'.repeat(300) : ''}`;
      const date = i % 2 === 0 ? '2025-07-01' : '';
      return `"${wkt}",${text},${i % 3 === 0 ? '' : i * -7919},${i * 2 ** 33},${i / 7},${date}\n`;
    });
    await writeFile(table, `WKT,ten,so,dai,dienTich,ngay\n${rows.join('')}`);
    await writeFile(`${table}t`, '"WKT","String","Integer","Integer64","Real","Date"');
    const options = ['-f', 'FlatGeobuf', '-nln', 'thua', '-nlt', 'GEOMETRY', '-a_srs', 'EPSG:9208'];
    const more = ['-select', 'ten,so,dai,dienTich,ngay', '-lco', `SPATIAL_INDEX=${index ? 'YES' : 'NO'}`];
    gdal.vectorTranslate(path, gdal.open(table), [...options, ...more]).close();
    return path;
  }

  const squares = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `POLYGON((${i} 0,${i} 9,${i + 0.1} 9,${i} 0))`);

  async function throughGdal(path: string): Promise<SourceRecord[]> {
    const dataset = gdal.open(path, 'r', 'FlatGeobuf');
    const records: SourceRecord[] = [];
    const source = { gdal, dataset, path, file: path };
    for await (const record of gdalRecords(source, 'thua', dataset.layers.get(0)))
      records.push(plain(record));
    dataset.close();
    return records;
  }

  it.each([true, false])('gives what GDAL gives, with and without an index (%s)', async (index) => {
    const wkts = [
      'POINT(1 2)',
      'LINESTRING(0 0,1 1,2 0)',
      'POLYGON((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1))',
      'POLYGON Z((0 0 5,9 0 5,9 9 5,0 0 5))',
      'MULTIPOINT(1 1,2 2,3 3)',
      'MULTILINESTRING((0 0,1 1),(5 5,6 6,7 7))',
      'MULTILINESTRING((0 0,1 1))',
      'MULTIPOLYGON(((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1)),((20 20,30 20,30 30,20 20)))',
      'GEOMETRYCOLLECTION(POINT(1 2),POLYGON((0 0,9 0,9 9,0 0)))',
    ];
    const path = await make(`kinds-${index}.fgb`, wkts, index);
    const source = await openSource(path);
    const records = (await allRecords(source)).map(plain);
    expect(records).toEqual(await throughGdal(path));
    expect(records).toHaveLength(wkts.length);
    expect(source.layers[0]!).toMatchObject({ count: wkts.length, crs: { value: { epsg: 9208 } } });
    expect(source.layers[0]!.ranges === undefined).toBe(!index);
    const one = records.find(({ values }) => values[0] === 'Phường 2')!;
    expect(one.values).toEqual(['Phường 2', '-15838', '17179869184', '0.2857142857142857', '2025-07-01']);
    await source.close();
  });

  it('makes curves straight', async () => {
    const arc = 'CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,0 0)))';
    const source = await openSource(await make('arc.fgb', [arc, 'POLYGON((0 0,1 0,1 1,0 0))'], false));
    const [curve, straight] = await allRecords(source);
    expect(curve!.geometry![1]).toBe(3);
    expect(curve!.geometry!.length).toBeGreaterThan(40 * 16);
    expect(straight!.geometry).toHaveLength(9 + 4 + 4 * 16);
    await source.close();
  });

  it.each([1, 2, 16, 17, 2500])(
    'cuts %i features into ranges that give the whole in order',
    async (count) => {
      const source = await openSource(await make(`ranges-${count}.fgb`, squares(count)));
      const layer = source.layers[0]!;
      const records = await allRecords(source);
      expect(records.map(({ record }) => record)).toEqual(records.map((_, i) => i + 1));
      const whole = records.map(digest);
      expect(whole).toHaveLength(count);
      for (const size of [1, 7, 64, 1000, 1e6].filter((each) => count / each < 50)) {
        const found: string[] = [];
        for (const range of layer.ranges!(size))
          for await (const batch of layer.recordBatches!(range)) found.push(...batch.map(digest));
        expect(found).toEqual(whole);
      }
      await source.close();
    },
  );

  it('reads features larger than what it reads at a time, and none', async () => {
    const ring = Array.from({ length: 200_000 }, (_, i) => `${i} ${i % 2}`);
    const wkts = [...squares(3), `POLYGON((${[...ring, ring[0]].join(',')}))`, ...squares(2)];
    const large = await openSource(await make('large.fgb', wkts));
    const lengths = (await allRecords(large)).map(({ geometry }) => geometry!.length);
    expect(lengths.filter((length) => length === 13 + 200_001 * 16)).toHaveLength(1);
    expect(lengths).toHaveLength(6);
    await large.close();
    const none = await openSource(await make('none.fgb', []));
    expect(none.layers[0]).toMatchObject({ count: 0, notes: [{ code: 'layer.empty', values: {} }] });
    expect(await allRecords(none)).toEqual([]);
    await none.close();
  });

  it('says where a file is damaged', async () => {
    const path = await make('whole.fgb', squares(300));
    const bytes = await readFile(path);
    const damaged = join(folder, 'damaged.fgb');
    const read = () => messageOf(async () => allRecords(await openSource(damaged)));
    await writeFile(damaged, bytes.subarray(0, bytes.length - 10));
    expect(await read()).toMatch(
      /damaged\.fgb, layer "thua", record 300, byte [\d,]+: the end of the file in record 300 of 300/,
    );
    const file = openFlatFile(path);
    const { leaves, features } = readHeader(file);
    file.close();
    await writeFile(damaged, bytes.subarray(0, features - 1));
    expect(await read()).toContain('the end of the file inside the index of 300 features');
    await writeFile(damaged, bytes.subarray(0, 10));
    expect(await read()).toContain('a header of 0 bytes in a file of 10 bytes');

    const shifted = Buffer.from(bytes);
    shifted.writeBigUInt64LE(123n, leaves! + 100 * 40 + 32);
    await writeFile(damaged, shifted);
    const source = await openSource(damaged);
    const ranges = source.layers[0]!.ranges!(100);
    const first = messageOf(async () => {
      for await (const batch of source.layers[0]!.recordBatches!(ranges[0])) expect(batch).toHaveLength(100);
    });
    expect(await first).toContain('an index that does not follow the features');
    await source.close();

    let reports = 0;
    for (let seed = 1, i = 0; i < 300; i++) {
      const broken = Buffer.from(bytes);
      for (let j = 0; j < 3; j++) {
        seed = (seed * 48271) % 0x7fffffff;
        const at = [8 + (seed % 800), features + (seed % 2000)][i % 2]!;
        broken[at] = (seed >> 8) % 256;
      }
      await writeFile(damaged, broken);
      const found = await read().catch(() => 'nothing thrown');
      expect(found).toMatch(/^FormatError: damaged.fgb|^nothing thrown$/);
      if (found !== 'nothing thrown') reports++;
    }
    expect(reports).toBeGreaterThan(60);
  });
});
