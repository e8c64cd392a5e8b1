/** Which sheets are drawn parcel by parcel at a zoom, and which are too crowded to tell their parcels apart. */
import type { SheetOutline } from '@thuadat/store/view/sheet-outline';
import { EXTENT } from './grid.ts';

/** A parcel of 16 × 16 pixels is about the least that a person tells from its neighbours; a tile is 512 pixels wide. */
const LEAST_PARCEL = ((16 / 512) * EXTENT) ** 2;

/**
 * By the room that a parcel of the sheet has on the average. Told of the sheet, not of the tile, so that the two ways of
 * drawing meet at the border of a sheet and nowhere else.
 */
export function isCrowded(
  { parcels, area, lat }: Pick<SheetOutline, 'parcels' | 'area' | 'lat'>,
  z: number,
): boolean {
  const unitsPerDegree = (2 ** z * EXTENT) / 360;
  // Mercator stretches degrees of latitude by 1 / cos.
  const room = (area * unitsPerDegree ** 2) / Math.cos((lat * Math.PI) / 180);
  return room < parcels * LEAST_PARCEL;
}
