import { describe, expect, it } from 'vitest';
import type { Polygonal } from './polygonal.ts';
import {
  decodePolygonal,
  encodePolygonal,
  ewkbHex,
  geoJsonFromPolygonal,
  geoJsonFromWkb,
  hexByTable,
  hexOf,
  polygonalFromGeoJson,
  wkbFromGeoJson,
  wkbFromWkt,
  wkbGeometryKind,
  wktFromWkb,
} from './wkb.ts';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const plain = (p: Polygonal | null) => p && [[...p.coords], [...p.ringEnds], [...p.polygonEnds]];
const square = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];
const hole = [
  [1, 1],
  [1, 2],
  [2, 2],
  [1, 1],
];

/** Big-endian, or with Z/M, by hand: what other programs write. */
function polygonBytes(little: boolean, type: number, dimensions: number, srid: number | null): Uint8Array {
  const out = new Uint8Array(9 + (srid === null ? 0 : 4) + 4 + square.length * dimensions * 8);
  const view = new DataView(out.buffer);
  out[0] = little ? 1 : 0;
  view.setUint32(1, type >>> 0, little);
  let at = 5;
  if (srid !== null) view.setInt32(at, srid, little);
  if (srid !== null) at += 4;
  view.setUint32(at, 1, little);
  view.setUint32(at + 4, square.length, little);
  at += 8;
  for (const [x, y] of square) {
    for (const ordinate of [x!, y!, 7, 9].slice(0, dimensions)) {
      view.setFloat64(at, ordinate, little);
      at += 8;
    }
  }
  return out;
}

describe('WKB of parcels', () => {
  it('reads ISO and EWKB, both byte orders, and drops Z and M', () => {
    const forms = [
      polygonBytes(true, 3, 2, null),
      polygonBytes(false, 3, 2, null),
      polygonBytes(true, 1003, 3, null),
      polygonBytes(false, 3003, 4, null),
      polygonBytes(true, 0x20000003, 2, 9208),
      polygonBytes(false, 0xe0000003, 4, 9208),
      polygonBytes(true, 0xa0000003, 3, 9208),
    ];
    for (const form of forms) expect(plain(decodePolygonal(form))).toEqual([square.flat(), [5], [1]]);
  });

  it('keeps parts, holes and every bit through a round trip', () => {
    const far = square.map(([x, y]) => [x! + 100.1, y! + 1 / 3]);
    const p = polygonalFromGeoJson({ type: 'MultiPolygon', coordinates: [[square, hole], [far]] })!;
    expect(plain(p)).toEqual([[...square, ...hole, ...far].flat(), [5, 9, 14], [2, 3]]);
    expect(plain(decodePolygonal(encodePolygonal(p)))).toEqual(plain(p));
    expect(wkbGeometryKind(encodePolygonal(p))).toBe('MultiPolygon');
    expect(geoJsonFromPolygonal(p)).toEqual({ type: 'MultiPolygon', coordinates: [[square, hole], [far]] });
    expect(encodePolygonal(p)).toEqual(wkbFromGeoJson(geoJsonFromPolygonal(p)));
  });

  it('reads a geometry that begins inside a larger buffer', () => {
    const wkb = polygonBytes(true, 3, 2, null);
    const shifted = new Uint8Array(wkb.length + 3);
    shifted.set(wkb, 3);
    expect(plain(decodePolygonal(shifted.subarray(3)))).toEqual([square.flat(), [5], [1]]);
    expect(ewkbHex(shifted.subarray(3), 9208)).toBe(ewkbHex(wkb, 9208));
  });

  it('keeps NaN and infinite coordinates for the checks to name', () => {
    const p = decodePolygonal(wkbFromWkt('POLYGON((0 0, nan 1, inf 2, 0 0))'))!;
    expect([...p.coords]).toEqual([0, 0, Number.NaN, 1, Number.POSITIVE_INFINITY, 2, 0, 0]);
  });

  it('gives null, with the kind, for what is not a polygon', () => {
    expect(decodePolygonal(wkbFromWkt('POINT(1 2)'))).toBeNull();
    expect(wkbGeometryKind(wkbFromWkt('POINT(1 2)'))).toBe('Point');
    expect(wkbGeometryKind(wkbFromWkt('GEOMETRYCOLLECTION(POINT(1 2))'))).toBe('GeometryCollection');
    expect(wkbGeometryKind(new Uint8Array([1, 3]))).toBe('Unreadable');
    expect(wkbGeometryKind(bytes('ff03000000'))).toBe('Unreadable');
    expect(plain(decodePolygonal(wkbFromWkt('POLYGON EMPTY')))).toEqual([[], [], []]);
  });

  it('gives null for bytes cut anywhere and for counts that cannot be', () => {
    const wkb = polygonBytes(true, 3, 2, null);
    for (let end = 5; end < wkb.length; end++) expect(decodePolygonal(wkb.subarray(0, end))).toBeNull();
    const lying = wkb.slice();
    new DataView(lying.buffer).setUint32(9, 0xffffffff, true);
    expect(decodePolygonal(lying)).toBeNull();
    new DataView(lying.buffer).setUint32(5, 0xffffffff, true);
    expect(decodePolygonal(lying)).toBeNull();
  });

  it('writes the hex EWKB that PostGIS writes', () => {
    // select encode(ST_AsEWKB(ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))',9208)),'hex')
    const expected =
      '0103000020f8230000010000000400000000000000000000000000000000000000000000000000f03f0000000000000000000000000000f03f000000000000f03f00000000000000000000000000000000';
    const wkb = wkbFromWkt('POLYGON((0 0,1 0,1 1,0 0))');
    expect(ewkbHex(wkb, 9208)).toBe(expected);
    expect(ewkbHex(bytes(ewkbHex(wkb, 4326)), 9208)).toBe(expected);
    expect(hexByTable(wkb)).toBe(hexOf(wkb));
  });
});

describe('WKT and GeoJSON', () => {
  it('round trips every kind', () => {
    const texts = [
      'POINT (1 2)',
      'POINT EMPTY',
      'LINESTRING (0 0, 1.5 -2e-7)',
      'POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))',
      'POLYGON EMPTY',
      'MULTIPOINT (1 2, 3 4)',
      'MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))',
      'MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))',
      'GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))',
      'GEOMETRYCOLLECTION EMPTY',
    ];
    for (const text of texts) {
      expect(wktFromWkb(wkbFromWkt(text))).toBe(text);
      const wkb = wkbFromWkt(text);
      expect(wkbFromGeoJson(geoJsonFromWkb(wkb)!)).toEqual(wkb);
    }
  });

  it('reads the spellings other programs use', () => {
    const same = 'POLYGON ((0 0, 4 0, 4 4, 0 0))';
    for (const text of [
      'SRID=9208;POLYGON((0 0,4 0,4 4,0 0))',
      ' polygon z ((0 0 1, 4 0 1, 4 4 1, 0 0 1)) ',
      'PolygonZM((0 0 1 2,4 0 1 2,4 4 1 2,0 0 1 2))',
      'POLYGON M((0.0 0. 1,4 0 1,4 +4 1,.0 0 1))',
    ]) {
      expect(wktFromWkb(wkbFromWkt(text))).toBe(same);
    }
    expect(wktFromWkb(wkbFromWkt('MULTIPOINT((1 2),(3 4))'))).toBe('MULTIPOINT (1 2, 3 4)');
  });

  it('says where a text stops being WKT', () => {
    expect(() => wkbFromWkt('POLYGON((0 0, 1 0')).toThrow(/character 18: "" found, "," or "\)" expected/);
    expect(() => wkbFromWkt('THING(1 2)')).toThrow(/character 1: "THING.*a geometry type expected/);
    expect(() => wkbFromWkt('POINT(1 2) x')).toThrow(/the end expected/);
    expect(() => wkbFromWkt('POINT(1)')).toThrow(/two to four numbers/);
    expect(() => wkbFromWkt('')).toThrow(/a geometry type expected/);
  });
});
