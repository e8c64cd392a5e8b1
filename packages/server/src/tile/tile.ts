/** The tile of a run: parcels of every zone the run uses, encoded here, one way for both databases. */
import type { RunView } from '@thuadat/api/map';
import { TILE_ZOOMS } from '@thuadat/api/tile-zooms';
import { outlinesInBox } from '@thuadat/store/view/sheet-outline';
import { namedParcelsInBox, parcelsInBox } from '@thuadat/store/view/tile';
import { type Body, makeBody, QUICK } from '../body.ts';
import type { Dataset } from '../dataset.ts';
import { ProblemError } from '../problem.ts';
import { TILE_TYPE } from '../route.ts';
import { isCrowded } from './crowd.ts';
import { encodeTile, type ZoneParcels } from './encode.ts';
import { BUFFER, EXTENT, lonLatOf, type TileAddress, zoneBox } from './grid.ts';

/** Where no sheet tells how many there are. */
const PARCELS_AT_MOST = 50_000;

/** West, south, east, north of a tile with its margin. */
function boxOf(tile: TileAddress): [number, number, number, number] {
  const [west, north] = lonLatOf(tile, -BUFFER, -BUFFER);
  const [east, south] = lonLatOf(tile, EXTENT + BUFFER, EXTENT + BUFFER);
  return [west, south, east, north];
}

const makeTile = (bytes: Uint8Array): Promise<Body> => makeBody(TILE_TYPE, bytes, QUICK);

/** `units`: whose parcels the asker may see; null = all. */
export async function tileBody(
  dataset: Dataset,
  run: RunView,
  tile: TileAddress,
  units: readonly string[] | null,
): Promise<Body> {
  const world = 2 ** tile.z;
  if (tile.x >= world || tile.y >= world) {
    throw new ProblemError(400, 'tile.absent', { tile: `${tile.z}/${tile.x}/${tile.y}`, world });
  }
  return dataset.keep(run, `tile ${tile.z}/${tile.x}/${tile.y} ${units ?? ''}`, async () => {
    const { sheets: sheetZooms, parcels: parcelZooms, labels } = TILE_ZOOMS;
    if (tile.z < sheetZooms.from) return makeTile(new Uint8Array());
    const box = boxOf(tile);
    const outlines = tile.z > sheetZooms.to ? [] : await outlinesInBox(dataset.db, run.id, box, units);
    const sheets = outlines.map((outline) => ({
      ...outline,
      // A ward has 2,000 parcels a km², a tile at z 13 covers 20 km².
      instead: tile.z < parcelZooms.from || isCrowded(outline, tile.z),
    }));
    const without = sheets.filter(({ instead }) => instead);
    // Parcels with an error and those of no sheet are shown in crowded places too, once they are more than some pixels:
    // before, ten thousand rows are not gone through for a few.
    const wholly = sheets.length > 0 && without.length === sheets.length;
    if (tile.z < parcelZooms.from || (tile.z === parcelZooms.from && wholly))
      return makeTile(encodeTile(tile, [], sheets));
    const { zones } = await dataset.extent(run);
    const found: ZoneParcels[] = [];
    for (const zone of zones) {
      const where = { zone, box: zoneBox(tile, zone), limit: PARCELS_AT_MOST, units, without };
      const find = tile.z < labels.from ? parcelsInBox : namedParcelsInBox;
      found.push({ zone, parcels: await find(dataset.db, run.id, where) });
    }
    return makeTile(encodeTile(tile, found, sheets));
  });
}
