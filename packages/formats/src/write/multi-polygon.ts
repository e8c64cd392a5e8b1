/** A Polygon as a MultiPolygon of one. */
export function asMultiPolygon(wkb: Uint8Array): Uint8Array {
  if (wkb[0] !== 1 || wkb[1] !== 3) return wkb;
  const multi = Buffer.alloc(9 + wkb.length);
  multi[0] = 1;
  multi.writeUInt32LE(6, 1);
  multi.writeUInt32LE(1, 5);
  multi.set(wkb, 9);
  return multi;
}
