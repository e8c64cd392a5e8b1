/** Vietnamese tables write X for northing: a source declared `axes: "yx"` is turned when it is read. */
import { decodePolygonal, encodePolygonal } from '@thuadat/core/geometry/wkb';

/** The same geometry with its two axes swapped; other than polygons stay as they came. */
export function swapAxes(wkb: Uint8Array): Uint8Array {
  const polygonal = decodePolygonal(wkb);
  if (polygonal === null) return wkb;
  const { coords } = polygonal;
  for (let i = 0; i < coords.length; i += 2) {
    const first = coords[i]!;
    coords[i] = coords[i + 1]!;
    coords[i + 1] = first;
  }
  return encodePolygonal(polygonal);
}
