/** Swaps easting and northing of a 2-D, little-endian ISO WKB polygon or multipolygon (the form `SourceRecord` has). */
import { MULTI_POLYGON, POLYGON, readWkbHeader, viewOf } from '../geometry/wkb-header.ts';

/** A new buffer; other geometries, and ones that end too early, come back as they are. */
export function swapAxes(wkb: Uint8Array): Uint8Array {
  const out = wkb.slice();
  try {
    swapGeometry(viewOf(out), 0);
    return out;
  } catch (error) {
    if (error instanceof RangeError) return wkb;
    throw error;
  }
}

/** Offset after the geometry. */
function swapGeometry(view: DataView, offset: number): number {
  const { kind, little, dimensions, body } = readWkbHeader(view, offset);
  let at = body + 4;
  const count = view.getUint32(body, little);
  if (kind === MULTI_POLYGON) {
    for (let part = 0; part < count; part++) at = swapGeometry(view, at);
    return at;
  }
  if (kind !== POLYGON) throw new RangeError('not a polygon');
  for (let ring = 0; ring < count; ring++) {
    const points = view.getUint32(at, little);
    at += 4;
    for (let point = 0; point < points; point++, at += dimensions * 8) {
      const x = view.getFloat64(at, little);
      view.setFloat64(at, view.getFloat64(at + 8, little), little);
      view.setFloat64(at + 8, x, little);
    }
  }
  return at;
}
