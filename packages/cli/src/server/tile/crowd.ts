/** How many parcels a tile would hold, told by its sheets without going through the parcels themselves. */
import type { SheetOutline } from '@thuadat/store/view/sheet-outline';

/** Of each sheet as many as the share of its box that lies in the tile; `box`: west, south, east, north in degrees. */
export function expectedParcels(
  sheets: readonly Pick<SheetOutline, 'parcels' | 'west' | 'south' | 'east' | 'north'>[],
  [west, south, east, north]: readonly [number, number, number, number],
): number {
  let sum = 0;
  for (const sheet of sheets) {
    const width = Math.min(east, sheet.east) - Math.max(west, sheet.west);
    const height = Math.min(north, sheet.north) - Math.max(south, sheet.south);
    const area = (sheet.east - sheet.west) * (sheet.north - sheet.south);
    if (width > 0 && height > 0 && area > 0) sum += (sheet.parcels * width * height) / area;
  }
  return sum;
}
