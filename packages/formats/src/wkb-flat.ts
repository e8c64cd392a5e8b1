/**
 * Any WKB (EWKB, either byte order, Z, M, curves) to the one form the pipeline carries: little-endian ISO, flat, straight.
 * Surfaces in space stay what they are, so that the checks name them record by record.
 */
import { geoJsonFromWkb, wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import { readWkbHeader, viewOf } from '@thuadat/core/geometry/wkb-header';
import { straightFromWkb } from './curve.ts';
import { malformed } from './format.ts';

/** Returns the bytes themselves when they already are in the form. Throws when they are not WKB. */
export function flattenWkb(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  if (isFlat(view)) return bytes;
  const geometry = geoJsonFromWkb(bytes) ?? straightFromWkb(bytes);
  if (!geometry) throw malformed('wkb.type', { kind: readWkbHeader(view, 0).kind });
  return wkbFromGeoJson(geometry);
}

/** True of little-endian, two-dimensional points, lines and polygons, and of collections whose members all are. */
function isFlat(view: DataView): boolean {
  if (view.getUint8(0) !== 1) return false;
  const type = view.getUint32(1, true);
  if (type >= 1 && type <= 3) return true;
  if (type < 4 || type > 6) return false;
  const count = view.getUint32(5, true);
  let at = 9;
  for (let i = 0; i < count; i++) {
    if (view.getUint8(at) !== 1 || view.getUint32(at + 1, true) !== type - 3) return false;
    at = memberEnd(view, at + 5, type - 3);
  }
  return true;
}

function memberEnd(view: DataView, body: number, kind: number): number {
  if (kind === 1) return body + 16;
  if (kind === 2) return body + 4 + view.getUint32(body, true) * 16;
  let at = body + 4;
  for (let rings = view.getUint32(body, true); rings > 0; rings--) at += 4 + view.getUint32(at, true) * 16;
  return at;
}

export const sridOfWkb = (bytes: Uint8Array): number | null =>
  bytes.length < 9 ? null : readWkbHeader(viewOf(bytes), 0).srid;

/** WKB inside a GeoPackage blob (OGC 12-128r18 §2.1.3): a header of 8 bytes and an envelope whose size its flags give. */
export function wkbOfGeoPackage(blob: Buffer): Buffer {
  if (blob[0] !== 0x47 || blob[1] !== 0x50) throw malformed('wkb.no-mark', {});
  const envelope = [0, 32, 48, 48, 64][(blob[3]! >> 1) & 7];
  if (envelope === undefined) throw malformed('wkb.envelope', { kind: (blob[3]! >> 1) & 7 });
  return blob.subarray(8 + envelope);
}
