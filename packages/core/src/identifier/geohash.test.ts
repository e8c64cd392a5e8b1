import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParcelId } from '../code.ts';
import {
  decodeGeohash,
  encodeGeohash,
  GEOHASH_ALPHABET,
  parcelIdBits,
  parcelIdOfBits,
  parseParcelId,
} from './geohash.ts';

/** The textbook: halve the interval sixty times. */
function bisect(lat: number, lon: number): string {
  const x = [-180, 180] as [number, number];
  const y = [-90, 90] as [number, number];
  let text = '';
  for (let i = 0, value = 0; i < 60; i++) {
    const [range, of] = i % 2 === 0 ? [x, lon] : [y, lat];
    const middle = (range[0] + range[1]) / 2;
    const high = of >= middle;
    range[high ? 0 : 1] = middle;
    value = (i % 5 === 0 ? 0 : value) * 2 + Number(high);
    if (i % 5 === 4) text += GEOHASH_ALPHABET[value];
  }
  return text;
}

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });

describe('GeoHash', () => {
  test.each([
    [22.479042898, 103.971905437, 'w7czvunjbvrf'],
    [21.699028229, 104.871893449, 'w7fe6qjqh0p3'],
    [9.178988661, 105.151781037, 'w3du0ycpqpdb'],
    [9.278985866, 105.721780358, 'w3ehvc0q0034'],
    [57.64911, 10.40744, 'u4pruydqqvj8'],
    [0, 0, 's00000000000'],
    [90, 180, 'zzzzzzzzzzzz'],
    [-90, -180, '000000000000'],
  ])('of %f, %f is %s', (lat, lon, code) => {
    expect(encodeGeohash(lat, lon)).toBe(code);
    for (let length = 1; length < 12; length++)
      expect(encodeGeohash(lat, lon, length)).toBe(code.slice(0, length));
  });

  test('is that of sixty halvings, anywhere', () => {
    fc.assert(
      fc.property(latitude, longitude, (lat, lon) => encodeGeohash(lat, lon) === bisect(lat, lon)),
      {
        numRuns: 2000,
      },
    );
  });

  test('is that of sixty halvings on the edges of cells and one last place beside them', () => {
    const view = new DataView(new ArrayBuffer(8));
    const beside = (value: number, by: bigint): number => {
      view.setFloat64(0, value);
      view.setBigInt64(0, view.getBigInt64(0) + by);
      return view.getFloat64(0);
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 30 - 1 }),
        fc.integer({ min: 1, max: 2 ** 30 - 1 }),
        fc.integer({ min: -2, max: 2 }),
        (i, j, by) => {
          const lon = beside(-180 + (45 * i) / 2 ** 27, BigInt(by));
          const lat = beside(-90 + (45 * j) / 2 ** 28, BigInt(by));
          return encodeGeohash(lat, lon) === bisect(lat, lon);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('decodes to the cell that holds the point', () => {
    fc.assert(
      fc.property(latitude, longitude, fc.integer({ min: 1, max: 12 }), (lat, lon, length) => {
        const cell = decodeGeohash(encodeGeohash(lat, lon, length))!;
        expect(cell.west <= lon && cell.south <= lat).toBe(true);
        expect((lon < cell.east || cell.east === 180) && (lat < cell.north || cell.north === 90)).toBe(true);
        expect(encodeGeohash(cell.lat, cell.lon, length)).toBe(encodeGeohash(lat, lon, length));
      }),
    );
    expect(decodeGeohash('w7aaaaaaaaaa')).toBeNull();
    expect(decodeGeohash('')).toBeNull();
    expect(decodeGeohash('w7czvunjbvrf0')).toBeNull();
  });

  test('refuses a place that is not on the Earth', () => {
    expect(() => encodeGeohash(Number.NaN, 104)).toThrow(/latitude NaN/);
    expect(() => encodeGeohash(104, 22)).toThrow(/latitude 104/);
    expect(() => encodeGeohash(22, 104, 13)).toThrow(/length 13/);
  });
});

describe('parcel identifier', () => {
  test('is read in either case and with space around it, and says so', () => {
    expect(parseParcelId('w7czvunjbvrf')).toEqual({ ok: true, value: 'w7czvunjbvrf', fix: null });
    expect(parseParcelId(' W7CZVUNJBVRF\n')).toEqual({ ok: true, value: 'w7czvunjbvrf', fix: 'trim' });
  });
  test.each([
    '',
    'w7czvunjbvr',
    'w7czvunjbvrf0',
    'w7czvunjbvra',
    'w7czvunjbvri',
    'w7czvunjbvrl',
    'w7czvunjbvro',
    'w7czv njbvrf',
    'w7czvunjbvrｆ',
  ])('is not %j', (text) => {
    const result = parseParcelId(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.found).toBe(text);
  });
  test('goes to 60 bits and back and keeps its order', () => {
    const id = fc.string({ unit: fc.constantFrom(...GEOHASH_ALPHABET), minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(parcelIdOfBits(parcelIdBits(a as ParcelId))).toBe(a);
        expect(parcelIdBits(a as ParcelId) < parcelIdBits(b as ParcelId)).toBe(a < b);
      }),
    );
    expect(parcelIdBits('zzzzzzzzzzzz' as ParcelId)).toBe(2n ** 60n - 1n);
  });
});
