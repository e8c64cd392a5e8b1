import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geoJsonFromWkb, wkbFromGeoJson, wkbGeometryKind } from '@thuadat/core/geometry/wkb';
import {
  allRecords,
  dbfBytes,
  messageOf,
  shpBytes,
  shxBytes,
  square,
  tempFolder,
  writeShapefile,
} from '@thuadat/testing/files';
import fc from 'fast-check';
import { openShp } from 'shapefile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../registry.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const rows = ['a', 'b', 'c', 'd'];
const dbf = dbfBytes(
  [{ name: 'MA', width: 2 }],
  rows.map((row) => [row]),
);
const shp = shpBytes(rows.map((_, i) => square(20 * i, 0)));
const SIZE = 136;
const start = (record: number) => 100 + SIZE * (record - 1);
const starts = [1, 2, 3, 4].map(start);

/** The bytes with their declared length. */
function ofLength(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(bytes.length / 2, 24);
  return bytes;
}

/** Easting of the first vertex of each record, by the row's name. */
async function places(path: string): Promise<Record<string, number | null>> {
  const records = await allRecords(await openSource(path));
  return Object.fromEntries(
    records.map(({ values, geometry }) => [
      values[0]!,
      geometry && (geoJsonFromWkb(geometry) as { coordinates: number[][][] }).coordinates[0]![0]![0]!,
    ]),
  );
}

const read = (name: string, parts: Parameters<typeof writeShapefile>[2]) =>
  writeShapefile(folder, name, { dbf, ...parts }).then(places);
const refused = (name: string, parts: Parameters<typeof writeShapefile>[2]) =>
  messageOf(() => read(name, parts));

describe('a Shapefile with its index', () => {
  it('pairs a record that was rewritten at the end with its own row', async () => {
    const rewritten = shpBytes([square(500, 0)]).subarray(100);
    rewritten.writeInt32BE(2, 0);
    const bytes = ofLength(Buffer.concat([shp, rewritten]));
    const shx = shxBytes([start(1), bytes.length - SIZE, start(3), start(4)]);
    expect(await read('stale', { shp: bytes, shx })).toEqual({ a: 0, b: 500, c: 40, d: 60 });
  });

  it('reads by the index what lies the other way round, and past bytes that belong to no record', async () => {
    const records = [3, 1, 0, 2].map((i) => shp.subarray(start(i + 1), start(i + 2)));
    const gap = Buffer.alloc(40, 0xee);
    const bytes = ofLength(Buffer.concat([shp.subarray(0, 100), records[0]!, gap, ...records.slice(1)]));
    const shx = shxBytes([start(3) + 40, start(2) + 40, start(4) + 40, start(1)]);
    expect(await read('turned', { shp: bytes, shx })).toEqual({ a: 0, b: 20, c: 40, d: 60 });
  });

  it('takes a shape that was made null as null though it keeps its old length', async () => {
    const bytes = Buffer.concat([shp.subarray(0, start(2) + 12), shp.subarray(start(3))]);
    bytes.writeInt32LE(0, start(2) + 8);
    const shx = shxBytes([start(1), start(2), start(2) + 12, start(3) + 12]);
    expect(await read('null', { shp: ofLength(bytes), shx })).toEqual({ a: 0, b: null, c: 40, d: 60 });
  });

  it.each([
    [
      'a place outside the file',
      [...starts.slice(0, 3), 9000],
      'record 4: an index that points to byte 9,000',
    ],
    ['a place inside the head', [96, ...starts.slice(1)], 'record 1: an index that points to byte 96'],
    ['two records at one place', [start(1), start(2), start(2), start(4)], 'byte 236, as for record 2'],
    ['fewer records than rows', starts.slice(0, 3), 'an index of 3 records; expected 4'],
    ['more records than rows', [...starts, start(1)], 'an index of 5 records; expected 4'],
    [
      'records exchanged',
      [start(1), start(3), start(2), start(4)],
      'record 3, byte 236: by the index a record numbered 2',
    ],
    [
      'a place inside a record',
      [start(1), start(2), start(2) + 44, start(4)],
      'record 2, byte 236: a shape up to byte 372',
    ],
  ])('refuses an index with %s', async (name, places, message) => {
    const found = await refused(`bad-${name.replaceAll(' ', '-')}`, { shp, shx: shxBytes(places) });
    expect(found).toContain(message);
    expect(found).toMatch(/copy all files again|Export the Shapefile again/);
  });

  it('refuses what is no index', async () => {
    expect(await refused('text', { shp, shx: Buffer.from('x') })).toContain('no index header');
  });
});

describe('a Shapefile without its index', () => {
  it('is refused when its record numbers do not rise, and read when there are none', async () => {
    const turned = Buffer.from(shp);
    turned.writeInt32BE(3, start(2));
    turned.writeInt32BE(2, start(3));
    expect(await refused('order', { shp: turned })).toContain(
      'order.shp, record 3, byte 372: a record numbered 2 after number 3, and no .shx',
    );
    const unnumbered = Buffer.from(shp);
    for (const at of starts) unnumbered.writeInt32BE(0, at);
    expect(await read('unnumbered', { shp: unnumbered })).toEqual({ a: 0, b: 20, c: 40, d: 60 });
  });
});

describe('the parts of a Shapefile', () => {
  const names = async (stem: string, extensions: readonly string[]) => {
    for (const extension of extensions) {
      const bytes = { shp, dbf, shx: shxBytes(starts) }[extension.toLowerCase()] ?? 'UTF-8';
      await writeFile(join(folder, `${stem}.${extension}`), bytes);
    }
  };

  it('are found in capitals and in mixed ones', async () => {
    await names('THUA', ['SHP', 'DBF', 'SHX', 'CPG']);
    await names('Lo', ['Shp', 'dbf', 'SHX']);
    expect(await places(join(folder, 'THUA.SHP'))).toEqual({ a: 0, b: 20, c: 40, d: 60 });
    expect(await places(join(folder, 'Lo.Shp'))).toEqual({ a: 0, b: 20, c: 40, d: 60 });
    await names('To', ['shp']);
    await names('TO', ['DBF']);
    expect(await places(join(folder, 'To.shp'))).toEqual({ a: 0, b: 20, c: 40, d: 60 });
  });

  it('are those of the very name, and refused where nothing tells which', async () => {
    await names('khu', ['shp', 'dbf']);
    const other = dbfBytes([{ name: 'MA', width: 2 }], [['x'], ['y'], ['z'], ['w']]);
    await writeFile(join(folder, 'KHU.DBF'), other);
    expect(Object.keys(await places(join(folder, 'khu.shp')))).toEqual(rows);
    await names('Vung', ['shp']);
    await names('VUNG', ['dbf']);
    await writeFile(join(folder, 'vung.dbf'), other);
    expect(await messageOf(() => openSource(join(folder, 'Vung.shp')))).toContain(
      'several .dbf files of its name but for capitals: VUNG.dbf',
    );
  });
});

describe('shapes', () => {
  const ring = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 6,
  });

  it('are what the library reads', async () => {
    const shape = fc.record({
      type: fc.constantFrom(1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28),
      parts: fc.array(ring, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ type, parts }) => {
        const bytes = shapeFile(type, parts);
        const path = await writeShapefile(folder, 'any', {
          shp: bytes,
          dbf: dbfBytes([{ name: 'A', width: 1 }], [['1']]),
        });
        const [ours] = await allRecords(await openSource(path));
        const theirs = await (await openShp(new Uint8Array(bytes))).read();
        expect(Buffer.from(ours!.geometry!)).toEqual(Buffer.from(wkbFromGeoJson(theirs.value)));
      }),
      { numRuns: 150, seed: 15 },
    );
  });

  it('of a MultiPatch are surfaces, record by record, and the layer says so', async () => {
    const bytes = shapeFile(31, [
      [
        [0, 0],
        [0, 9],
        [9, 0],
        [9, 9],
      ],
      [
        [0, 0],
        [0, 5],
        [5, 5],
        [0, 0],
      ],
    ]);
    const path = await writeShapefile(folder, 'patch', {
      shp: bytes,
      dbf: dbfBytes([{ name: 'A', width: 1 }], [['1']]),
    });
    const source = await openSource(path);
    const [record] = await allRecords(source);
    expect(source.layers[0]!.notes).toEqual([{ code: 'layer.multipatch', values: {} }]);
    expect(wkbGeometryKind(record!.geometry!)).toBe('PolyhedralSurface');
    // A strip of four vertices is two triangles; the ring beside it is one patch.
    expect(new DataView(record!.geometry!.buffer).getUint32(5, true)).toBe(3);
  });
});

/** One shape of any type, its Z and M left zero. A MultiPatch's first part is a strip of triangles, the others are rings. */
function shapeFile(type: number, parts: readonly (readonly (readonly number[])[])[]): Buffer {
  const vertices = parts.flat();
  const flat = type === 31 ? 31 : type % 10;
  const longs = [parts.length, vertices.length];
  let offset = 0;
  const firsts = parts.map((part) => {
    offset += part.length;
    return offset - part.length;
  });
  const counts =
    flat === 1
      ? []
      : flat === 8
        ? [vertices.length]
        : [...longs, ...firsts, ...(flat === 31 ? parts.map((_, i) => (i === 0 ? 0 : 2)) : [])];
  const points = flat === 1 ? [vertices[0] ?? [1, 2]] : vertices;
  const head = flat === 1 ? 4 : 36;
  const body = Buffer.alloc(head + 4 * counts.length + 16 * points.length + 16 * (2 + points.length));
  body.writeInt32LE(type, 0);
  for (const [i, count] of counts.entries()) body.writeInt32LE(count, head + 4 * i);
  for (const [i, [x, y]] of points.entries()) {
    body.writeDoubleLE(x!, head + 4 * counts.length + 16 * i);
    body.writeDoubleLE(y!, head + 4 * counts.length + 16 * i + 8);
  }
  const record = Buffer.alloc(8);
  record.writeInt32BE(1, 0);
  record.writeInt32BE(body.length / 2, 4);
  const file = Buffer.concat([shpBytes([]), record, body]);
  file.writeInt32LE(type, 32);
  return ofLength(file);
}
