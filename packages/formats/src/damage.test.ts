/**
 * Small files cut anywhere and with bytes turned over: reading one ends in records or in a refusal, in no other fault and
 * in bounded work; a Shapefile never gives a row another row's shape.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hexOf } from '@thuadat/core/geometry/wkb';
import { RefusalError } from '@thuadat/core/message/message';
import {
  allRecords,
  dbfBytes,
  shpBytes,
  shxBytes,
  square,
  tempFolder,
  writeShapefile,
} from '@thuadat/testing/files';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from './registry.ts';
import { createWriter, type WriteFormat } from './write/writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const RUNS = 150;
/** More than any of these files holds: a count that damage made large must not be believed. */
const MOST = 100;

/** One cut, or up to three bytes turned over. Heads come first more often: there most numbers stand. */
type Damage = {
  readonly cut: number | null;
  readonly flips: readonly (readonly [at: number, mask: number])[];
};

function damage(size: number): fc.Arbitrary<Damage> {
  const place = fc.oneof(fc.nat(size - 1), fc.nat(Math.min(size - 1, 250)));
  const flips = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.nat(size - 1).map((cut) => ({ cut, flips: [] })),
    flips.map((all) => ({ cut: null, flips: all })),
  );
}

function damaged(bytes: Buffer, { cut, flips }: Damage): Buffer {
  if (cut !== null) return bytes.subarray(0, cut);
  const copy = Buffer.from(bytes);
  for (const [at, mask] of flips) copy[at]! ^= mask;
  return copy;
}

/** Rows of all layers as text and shape; null when the file was refused. */
async function outcome(path: string): Promise<{ text: string; shape: string | null }[] | null> {
  try {
    const source = await openSource(path);
    const rows: { text: string; shape: string | null }[] = [];
    try {
      for (const [i] of source.layers.entries())
        for (const { values, geometry } of await allRecords(source, i))
          rows.push({ text: String(values[0]), shape: geometry && hexOf(geometry) });
    } finally {
      await source.close();
    }
    return rows;
  } catch (fault) {
    if (fault instanceof RefusalError) return null;
    throw fault;
  }
}

describe('a damaged file ends in an answer or a refusal', () => {
  it.each(['gpkg', 'fgb', 'geojson'] as const)('%s', async (format: WriteFormat) => {
    const path = join(folder, `whole.${format}`);
    const fields = [
      { name: 'maXa', type: 'string' },
      { name: 'dienTich', type: 'real' },
    ] as const;
    const writer = await createWriter(format, path, {
      layerName: 'thua',
      fields,
      geometryType: 'Polygon',
      crs: 9208,
    });
    for (let i = 0; i < 8; i++) await writer.write({ values: [`0263${i}`, 10.5 * i], geometry: POLYGON });
    await writer.close();
    const whole = await readFile(path);
    expect(await outcome(path)).toHaveLength(8);
    const target = join(folder, `damaged.${format}`);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damage(whole.length), async (how) => {
        await writeFile(target, damaged(whole, how));
        const rows = await outcome(target);
        if (rows === null) refused++;
        else expect(rows.length).toBeLessThan(MOST);
      }),
      { numRuns: RUNS, seed: 15 },
    );
    expect(refused).toBeGreaterThan(RUNS / 10);
  });

  const rows = ['a', 'b', 'c', 'd', 'e'];
  const shp = shpBytes(rows.map((_, i) => square(20 * i, 0)));
  const parts = {
    shp,
    shx: shxBytes(rows.map((_, i) => 100 + 136 * i)),
    dbf: dbfBytes(
      [{ name: 'MA', width: 2 }],
      rows.map((row) => [row]),
    ),
  };

  it.each(['shp', 'shx', 'dbf'] as const)(
    'a Shapefile with its .%s, with and without index',
    async (part) => {
      const path = await writeShapefile(folder, `whole-${part}`, parts);
      const whole = await outcome(path);
      const shapes = new Map(whole!.map(({ text, shape }) => [shape, text]));
      let refused = 0;
      await fc.assert(
        fc.asyncProperty(damage(parts[part].length), fc.boolean(), async (how, indexed) => {
          const given = { ...parts, [part]: damaged(parts[part], how) };
          const { shx: _, ...bare } = given;
          const name = indexed || part === 'shx' ? 'indexed' : 'bare';
          const found = await outcome(await writeShapefile(folder, name, name === 'indexed' ? given : bare));
          if (found === null) refused++;
          // A shape that is still whole is that of its row; the text itself may be what was damaged.
          else if (part !== 'dbf')
            for (const { text, shape } of found) expect([text, undefined]).toContain(shapes.get(shape));
        }),
        { numRuns: RUNS, seed: 15 },
      );
      expect(refused).toBeGreaterThan(RUNS / 10);
    },
  );
});

/** WKB of a square of 10 m. */
const POLYGON = Buffer.alloc(93);
POLYGON[0] = 1;
POLYGON.writeUInt32LE(3, 1);
POLYGON.writeUInt32LE(1, 5);
POLYGON.writeUInt32LE(5, 9);
for (const [i, [x, y]] of square(390_000, 2_437_000).entries()) {
  POLYGON.writeDoubleLE(x, 13 + 16 * i);
  POLYGON.writeDoubleLE(y, 21 + 16 * i);
}
