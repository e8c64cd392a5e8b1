import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lacks } from '@thuadat/core/machine.test-data';
import type { SourceRecord } from '@thuadat/core/stages';
import { allRecords, messageOf, tempFolder } from '@thuadat/testing/files';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Layer, RecordRange } from '../format.ts';
import { type Gdal, loadGdal } from '../gdal/gdal.ts';
import { geopackageThroughGdal } from '../gdal/gdal-source.ts';
import { openSource } from '../registry.ts';

const available = await loadGdal('').then(
  (gdal) => gdal,
  () => null,
);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function inRange(layer: Layer, range?: RecordRange): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of layer.recordBatches!(range)) {
    expect(batch.length).toBeGreaterThan(0);
    records.push(...batch);
  }
  return records;
}

describe.skipIf(lacks('GDAL (gdal-async)', available !== null))('a GeoPackage read from its file', () => {
  const gdal = available!;

  /** A table of `rows` squares with a text, an integer, a real and bytes, then the statements. */
  function make(name: string, rows: number, statements: readonly string[] = []): string {
    const path = join(folder, name);
    const dataset = gdal.open(path, 'w', 'GPKG');
    const layer = dataset.layers.create('thua', gdal.SpatialReference.fromEPSG(9208), gdal.wkbPolygon);
    layer.fields.add(new gdal.FieldDefn('ten', gdal.OFTString));
    layer.fields.add(new gdal.FieldDefn('so', gdal.OFTInteger));
    layer.fields.add(new gdal.FieldDefn('dienTich', gdal.OFTReal));
    layer.fields.add(new gdal.FieldDefn('anh', gdal.OFTBinary));
    run(dataset, 'BEGIN');
    for (let i = 1; i <= rows; i++) {
      const feature = new gdal.Feature(layer);
      feature.fields.set(0, `Phường ${i % 7}`);
      feature.fields.set(1, (i - 5) * 3 ** (i % 20));
      feature.fields.set(2, i / 7);
      if (i % 11 !== 0) {
        const ring = `${i} 0,${i} 9,${i + 0.1} 9,${i} 0`;
        feature.setGeometry(gdal.Geometry.fromWKT(`POLYGON((${ring}))`));
      }
      layer.features.add(feature);
    }
    run(dataset, 'COMMIT');
    for (const statement of statements) run(dataset, statement);
    dataset.close();
    return path;
  }

  /** Statements without a result: the binding throws an empty error though they are done. */
  function run(dataset: ReturnType<Gdal['open']>, sql: string): void {
    try {
      dataset.executeSQL(sql);
    } catch (error) {
      if (!(error instanceof Error) || error.message !== '') throw error;
    }
  }

  async function expectAsGdal(path: string): Promise<SourceRecord[]> {
    const [ours, theirs] = [await openSource(path), await geopackageThroughGdal.open(path, {})];
    const told = ({ layers }: typeof ours) =>
      layers.map(({ name, fields, count, crs }) => ({
        name,
        fields,
        count,
        epsg: crs.value.epsg,
        why: crs.why,
      }));
    expect(ours.layers[0]!.ranges).toBeDefined();
    expect(told(ours)).toEqual(told(theirs));
    const all: SourceRecord[] = [];
    for (const [i] of ours.layers.entries()) {
      const records = (await allRecords(ours, i)).map(plain);
      expect(records).toEqual((await allRecords(theirs, i)).map(plain));
      all.push(...records);
    }
    await ours.close();
    await theirs.close();
    return all;
  }
  const plain = (record: SourceRecord): SourceRecord => ({
    ...record,
    geometry: record.geometry && new Uint8Array(record.geometry),
  });

  it('gives what GDAL gives: integers of every width, reals, nulls, shared and long texts, bytes', async () => {
    const long = 'đ'.repeat(30_000);
    const path = make('values.gpkg', 300, [
      'UPDATE thua SET so = 9007199254740993 WHERE fid = 1',
      'UPDATE thua SET so = -140737488355328 WHERE fid = 2',
      'UPDATE thua SET so = 0, dienTich = 248 WHERE fid = 3',
      'UPDATE thua SET so = NULL, ten = NULL, dienTich = NULL WHERE fid = 4',
      `UPDATE thua SET ten = '${long}' WHERE fid = 5`,
      "UPDATE thua SET ten = '' WHERE fid = 6",
      "UPDATE thua SET anh = x'00ff10' WHERE fid = 7",
      'UPDATE thua SET dienTich = -1e-7 WHERE fid = 8',
      'UPDATE thua SET fid = 5000000000 WHERE fid = 9',
      'UPDATE thua SET fid = -3 WHERE fid = 10',
    ]);
    const records = await expectAsGdal(path);
    expect(records[0]!.record).toBe(-3);
    expect(records.at(-1)!.record).toBe(5_000_000_000);
    expect(records[1]!.values.slice(0, 2)).toEqual(['Phường 1', '9007199254740993']);
    expect(records.find(({ record }) => record === 5)!.values[0]).toBe(long);
    expect(records.find(({ record }) => record === 7)!.values[3]).toBe('00FF10');
  });

  it('gives text that is not UTF-8 as Latin-1, and a replacement character that is the text itself as it is', async () => {
    const path = make('bytes.gpkg', 2, [
      "UPDATE thua SET ten = CAST(x'5068AD656E67' AS TEXT) WHERE fid = 1",
      "UPDATE thua SET ten = 'a\ufffd' WHERE fid = 2",
    ]);
    const source = await openSource(path);
    expect((await allRecords(source)).map(({ values }) => values[0])).toEqual(['Ph­eng', 'a\ufffd']);
    await source.close();
  });

  it('fills columns added later with their default, whatever way they are written', async () => {
    const path = make('added.gpkg', 3, [
      "ALTER TABLE thua ADD COLUMN \"Loại đất, cũ (1)\" TEXT DEFAULT 'ONT''s' /* chú thích, có phẩy */",
      'ALTER TABLE thua ADD COLUMN [tầng] INTEGER NOT NULL DEFAULT -2',
      'ALTER TABLE thua ADD COLUMN trong REAL',
    ]);
    const records = await expectAsGdal(path);
    expect(records[0]!.values.slice(4)).toEqual(["ONT's", '-2', null]);
  });

  it('gives polygons of thousands of vertices whole', async () => {
    const ring = Array.from({ length: 5000 }, (_, i) => `${i} ${i % 2}`);
    const path = make('large.gpkg', 3);
    const dataset = gdal.open(path, 'r+');
    const layer = dataset.layers.get(0);
    const feature = new gdal.Feature(layer);
    feature.setGeometry(gdal.Geometry.fromWKT(`POLYGON((${[...ring, ring[0]].join(',')}))`));
    layer.features.add(feature);
    dataset.close();
    const records = await expectAsGdal(path);
    expect(records[3]!.geometry).toHaveLength(9 + 4 + 5001 * 16);
  });

  it.each([0, 1, 2, 700, 5000])('cuts %i rows into ranges that give the whole in order', async (rows) => {
    const path = make(`ranges-${rows}.gpkg`, rows, [
      'DELETE FROM thua WHERE fid % 13 = 0 OR fid BETWEEN 100 AND 400',
    ]);
    const source = await openSource(path);
    const layer = source.layers[0]!;
    const whole = await inRange(layer);
    expect(whole).toHaveLength(layer.count!);
    for (const size of [1, 7, 100, 333, 1e6]) {
      const ranges = layer.ranges!(size);
      expect(ranges.length > 0).toBe(layer.count! > 0);
      const parts = await Promise.all(ranges.map((range) => inRange(layer, range)));
      expect(parts.flat().map(({ record }) => record)).toEqual(whole.map(({ record }) => record));
      expect(JSON.parse(JSON.stringify(ranges))).toEqual(ranges);
      if (rows === 5000 && size === 333) {
        expect(ranges.length).toBeGreaterThan(8);
        for (const part of parts) expect(part.length).toBeLessThan(2 * size);
      }
    }
    expect(await inRange(layer, { from: 50, to: 53 })).toEqual(
      whole.filter(({ record }) => record >= 50 && record < 53),
    );
    await source.close();
  });

  it('reads what is in a write-ahead log through GDAL, and says so where there is none', async () => {
    const path = make('log.gpkg', 3);
    const writer = gdal.open(path, 'r+');
    writer.executeSQL('PRAGMA journal_mode=WAL');
    run(writer, "UPDATE thua SET ten = 'mới' WHERE fid = 2");
    const copy = join(folder, 'copy.gpkg');
    for (const tail of ['', '-wal']) await copyFile(path + tail, copy + tail);
    const source = await openSource(path);
    expect((await allRecords(source))[1]!.values[0]).toBe('mới');
    await source.close();
    writer.close();
    vi.doMock('gdal-async', () => {
      throw new Error('Cannot find module');
    });
    vi.resetModules();
    const { openSource: openWithout } = await import('../registry.ts');
    const message = await messageOf(() => openWithout(copy));
    expect(message).toContain(
      'copy.gpkg: changes in copy.gpkg-wal that are not in the file yet: only GDAL can read that, which is not installed here',
    );
    expect(message).toContain('or close the program that has the file open (QGIS).');
    const whole = await openWithout(path);
    vi.doUnmock('gdal-async');
    expect((await allRecords(whole))[1]!.values[0]).toBe('mới');
    await whole.close();
  });

  it('reads views through GDAL', async () => {
    const path = make('view.gpkg', 3, ['CREATE VIEW xem AS SELECT fid AS OGC_FID, ten FROM thua']);
    const source = await openSource(path);
    expect(source.layers.map(({ name }) => name)).toEqual(['thua', 'xem']);
    expect((await allRecords(source, 1)).map(({ values }) => values.at(-1))).toContain('Phường 2');
    await source.close();
  });

  it('says where a file is damaged, and when it changes under the reading', async () => {
    const path = make('whole.gpkg', 2000);
    const bytes = await readFile(path);
    const damaged = join(folder, 'damaged.gpkg');
    const read = () =>
      messageOf(async () => {
        const source = await openSource(damaged);
        for (const [i] of source.layers.entries()) await allRecords(source, i);
      });
    const leaves = [...Array(bytes.length / 4096).keys()].filter(
      (page) => page > 50 && bytes[page * 4096] === 13,
    );
    const page = leaves[Math.floor(leaves.length / 2)]! * 4096;
    for (const [at, value, said] of [
      [page, 0, /byte [\d,]+: a page of kind 0; expected a page of a table/],
      [page + 3, 0xff, /cells; expected a page of a table/],
      [page + 8, 0xff, /: row \S+ of \S+ bytes after row|a row whose values do not fit/],
    ] as const) {
      const broken = Buffer.from(bytes);
      broken[at] = value;
      await writeFile(damaged, broken);
      expect(await read()).toMatch(said);
    }
    let reports = 0;
    for (let seed = 1, i = 0; i < 400; i++) {
      const broken = Buffer.from(bytes);
      for (let j = 0; j < 3; j++) {
        seed = (seed * 48271) % 0x7fffffff;
        const at = [page + (seed % 200), seed % bytes.length, seed % 40_000][i % 3]!;
        broken[at] = (seed >> 8) % 256;
      }
      await writeFile(damaged, broken);
      const found = await read().catch(() => 'nothing thrown');
      expect(found).toMatch(/^FormatError: damaged.gpkg|^nothing thrown$/);
      if (found !== 'nothing thrown') reports++;
    }
    expect(reports).toBeGreaterThan(50);
    await writeFile(damaged, bytes.subarray(0, bytes.length - 4096));
    expect(await read()).toContain(
      `the end of the file after ${(bytes.length - 4096).toLocaleString('en-US')} bytes`,
    );
    const changing = join(folder, 'changing.gpkg');
    await copyFile(path, changing);
    const source = await openSource(changing);
    const writer = gdal.open(changing, 'r+');
    run(writer, "UPDATE thua SET ten = 'khác' WHERE fid = 1");
    writer.close();
    expect(await messageOf(() => allRecords(source))).toContain(
      'a file that was written to while it was read',
    );
    await source.close();
  });
});
