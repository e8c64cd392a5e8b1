/** Whether a parcel lies in its province at all: asked before anything is searched in it, however large it is drawn. */
import { projection } from '../geodesy/vn2000.ts';
import { usableRange } from '../geodesy/zone.ts';
import { boxOf } from '../geometry/measure.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';

/** Degrees by which a parcel whose middle is in the province may reach beyond its extent: no parcel is 20 km long. */
const REACH = 0.2;

/**
 * Where the parcel is, in WGS84 degrees, when that is not in the extent; null when it is, or when its coordinates are none of the
 * system's (that is said by the judgement of the boundary).
 */
export function placeOutside(extent: Box, polygon: Polygonal, crs: number): readonly [number, number] | null {
  const [minX, minY, maxX, maxY] = boxOf(polygon);
  const [west, south, east, north] = usableRange(crs);
  // Of an empty polygon, too: its box runs from infinity to minus infinity.
  if (!(minX <= maxX && minX >= west && maxX <= east && minY >= south && maxY <= north)) return null;
  const { toLonLat } = projection(crs);
  const middle = toLonLat((minX + maxX) / 2, (minY + maxY) / 2);
  const inside =
    isWithin(middle, extent, 0) &&
    isWithin(toLonLat(minX, minY), extent, REACH) &&
    isWithin(toLonLat(maxX, maxY), extent, REACH);
  return inside ? null : middle;
}

const isWithin = (
  [lon, lat]: readonly [number, number],
  [west, south, east, north]: Box,
  reach: number,
): boolean => lon >= west - reach && lon <= east + reach && lat >= south - reach && lat <= north + reach;
