/** The tile of a run: parcels of every zone the run uses, encoded here, one way for both databases. */
import type { RunView } from '@thuadat/core/view';
import { outlinesInBox } from '@thuadat/store/view/sheet-outline';
import { parcelsInBox } from '@thuadat/store/view/tile';
import { type Body, makeBody } from './body.ts';
import type { Dataset } from './dataset.ts';
import { ProblemError } from './problem.ts';
import { TILE_TYPE } from './route.ts';
import { expectedParcels } from './tile/crowd.ts';
import { encodeTile, type ZoneParcels } from './tile/encode.ts';
import { BUFFER, EXTENT, lonLatOf, type TileAddress, zoneBox } from './tile/grid.ts';

/** Below this a screen shows communes: parcels would be smaller than a pixel. */
export const PARCELS_FROM_ZOOM = 13;
/** Sheets are drawn from where one is some pixels wide to where its parcels are told apart. */
const SHEETS_FROM_ZOOM = 10;
const SHEETS_TO_ZOOM = 15;
/**
 * Up to this zoom a crowded tile gives its sheets instead of its parcels: a ward has 2,000 parcels a km², a tile at z 13
 * covers 20 km², and a parcel of 16 × 16 pixels is about the least that a person tells from its neighbours.
 */
const CROWDED_TO_ZOOM = SHEETS_TO_ZOOM;
const READABLE = 1000;
/** Where no sheet tells how many there are. */
const PARCELS_AT_MOST = 50_000;

/** West, south, east, north of a tile with its margin. */
function boxOf(tile: TileAddress): [number, number, number, number] {
  const [west, north] = lonLatOf(tile, -BUFFER, -BUFFER);
  const [east, south] = lonLatOf(tile, EXTENT + BUFFER, EXTENT + BUFFER);
  return [west, south, east, north];
}

/** `units`: whose parcels the asker may see; null = all. */
export async function tileBody(
  dataset: Dataset,
  run: RunView,
  tile: TileAddress,
  units: readonly string[] | null,
): Promise<Body> {
  const world = 2 ** tile.z;
  if (tile.x >= world || tile.y >= world) {
    throw new ProblemError(
      400,
      'No such tile',
      `Tile ${tile.z}/${tile.x}/${tile.y} found, x and y below ${world} expected.`,
      'Check the tile numbers.',
    );
  }
  return dataset.keep(run, `tile ${tile.z}/${tile.x}/${tile.y} ${units ?? ''}`, async () => {
    if (tile.z < SHEETS_FROM_ZOOM) return makeBody(TILE_TYPE, new Uint8Array());
    const box = boxOf(tile);
    const sheets = tile.z > SHEETS_TO_ZOOM ? [] : await outlinesInBox(dataset.db, run.id, box, units);
    if (tile.z < PARCELS_FROM_ZOOM) return makeBody(TILE_TYPE, encodeTile(tile, [], sheets));
    if (tile.z <= CROWDED_TO_ZOOM && expectedParcels(sheets, box) > READABLE)
      return makeBody(TILE_TYPE, encodeTile(tile, [], sheets, 'instead'));
    const { zones } = await dataset.extent(run);
    const found: ZoneParcels[] = [];
    for (const zone of zones) {
      const parcels = await parcelsInBox(
        dataset.db,
        run.id,
        zone,
        zoneBox(tile, zone),
        PARCELS_AT_MOST,
        units,
      );
      found.push({ zone, parcels });
    }
    return makeBody(TILE_TYPE, encodeTile(tile, found, sheets));
  });
}
