import { expect, it } from 'vitest';
import { decodePlain } from './plain-wkb.ts';
import { random, starPolygon } from './random.test-data.ts';
import { decodeAny, decodePolygonal, encodePolygonal } from './wkb.ts';

it('reads what the general decoder reads, at any place in a buffer, each polygon with numbers of its own', () => {
  const next = random(9);
  const made = Array.from({ length: 3000 }, (_, i) =>
    starPolygon(next, i % 50 === 0 ? 700 : 3 + (i % 60), 0, 0, 9),
  );
  const read = made.map((p) => {
    const wkb = encodePolygonal(p);
    const room = new Uint8Array(wkb.length + 40);
    const at = Math.floor(next() * 20);
    room.set(wkb, at);
    const view = room.subarray(at, at + wkb.length + Math.floor(next() * 10));
    expect(decodeAny(view)).toEqual(p);
    return decodePlain(view);
  });
  expect(read).toEqual(made);
});

it('leaves other forms and cut bytes to the general decoder', () => {
  const wkb = encodePolygonal(starPolygon(random(1), 5, 0, 0, 9));
  for (let length = 0; length < wkb.length; length++) {
    const cut = wkb.slice(0, length);
    expect(decodePlain(cut)).toBeNull();
    expect(decodePolygonal(cut)).toBeNull();
  }
  for (const [at, byte] of [
    [0, 0],
    [1, 6],
    [2, 3],
    [4, 0x20],
    [5, 2],
    [12, 255],
  ] as const) {
    const other = wkb.slice();
    other[at] = byte;
    expect(decodePlain(other)).toBeNull();
    expect(decodePolygonal(other)).toEqual(decodeAny(other));
  }
});

it('reads a ring without vertices as the general decoder does', () => {
  const wkb = Uint8Array.of(1, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
  expect(decodePlain(wkb)).toEqual(decodeAny(wkb));
});
