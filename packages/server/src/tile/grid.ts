/**
 * From VN-2000 metres, or degrees, to tile units. The exact projection costs about a microsecond a vertex; over some tiles it
 * is so nearly linear that a grid of exact corners, interpolated between, is within an eighth of a tile unit (tested for
 * every size of cell). A vertex outside the grid is projected exactly.
 */
import { projection } from '@thuadat/core/geodesy/vn2000';

/** Tile units on a side, as vector tiles use by convention. */
export const EXTENT = 4096;
/** Margin around the tile, in tile units, inside which geometry is kept: strokes at the edge need it. */
export const BUFFER = 96;

export type TileAddress = { readonly z: number; readonly x: number; readonly y: number };

const RADIANS = Math.PI / 180;

/** Longitude and latitude → units of the tile, x right, y down. */
export function tileUnits(tile: TileAddress, lon: number, lat: number): [number, number] {
  const world = 2 ** tile.z;
  const sine = Math.sin(lat * RADIANS);
  const x = (lon / 360 + 0.5) * world - tile.x;
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world - tile.y;
  return [x * EXTENT, y * EXTENT];
}

/** Tile units → longitude and latitude. */
export function lonLatOf(tile: TileAddress, x: number, y: number): [number, number] {
  const world = 2 ** tile.z;
  const lon = ((tile.x + x / EXTENT) / world - 0.5) * 360;
  const north = Math.PI * (1 - (2 * (tile.y + y / EXTENT)) / world);
  return [lon, Math.atan(Math.sinh(north)) / RADIANS];
}

/** The tile's box with its margin in the zone's metres: what to ask the database for. */
export function zoneBox(tile: TileAddress, zone: number): [number, number, number, number] {
  const { fromLonLat } = projection(zone);
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const far = EXTENT + BUFFER;
  const middle = EXTENT / 2;
  for (const x of [-BUFFER, middle, far]) {
    for (const y of [-BUFFER, middle, far]) {
      const [east, north] = fromLonLat(...lonLatOf(tile, x, y));
      box[0] = Math.min(box[0], east);
      box[1] = Math.min(box[1], north);
      box[2] = Math.max(box[2], east);
      box[3] = Math.max(box[3], north);
    }
  }
  return box;
}

export type ToTile = (x: number, y: number, into: Float64Array, at: number) => void;

/** Tiles on a side of the grid: a parcel or a sheet at the tile's edge reaches into the next. */
const REACH = 3;

/** What a cell misses goes with the square of its side, which on the ground halves with every zoom. */
const cellsOf = ({ z }: TileAddress): number => REACH * (z < 14 ? 4 : z < 16 ? 2 : 1);

/** A function that writes the tile units of a point in the zone's metres to `into[at]`, `into[at + 1]`. */
export function toTile(tile: TileAddress, zone: number): ToTile {
  const { toLonLat } = projection(zone);
  const [west, south, east, north] = zoneBox(tile, zone);
  const cells = cellsOf(tile);
  const beside = (REACH - 1) / 2;
  const minX = west - (east - west) * beside;
  const minY = south - (north - south) * beside;
  const stepX = ((east - west) * REACH) / cells;
  const stepY = ((north - south) * REACH) / cells;
  const across = cells + 1;
  const corners = new Float64Array(across * across * 2);
  for (let row = 0; row < across; row++) {
    for (let column = 0; column < across; column++) {
      const place = tileUnits(tile, ...toLonLat(minX + column * stepX, minY + row * stepY));
      corners.set(place, (row * across + column) * 2);
    }
  }
  return (x, y, into, at) => {
    const u = (x - minX) / stepX;
    const v = (y - minY) / stepY;
    if (!(u >= 0 && u <= cells && v >= 0 && v <= cells)) {
      const [lon, lat] = toLonLat(x, y);
      [into[at], into[at + 1]] = tileUnits(tile, lon, lat);
      return;
    }
    const column = Math.min(cells - 1, Math.floor(u));
    const row = Math.min(cells - 1, Math.floor(v));
    const low = (row * across + column) * 2;
    const high = low + across * 2;
    const right = u - column;
    const up = v - row;
    const southWest = (1 - right) * (1 - up);
    const southEast = right * (1 - up);
    const northWest = (1 - right) * up;
    const northEast = right * up;
    into[at] =
      corners[low]! * southWest +
      corners[low + 2]! * southEast +
      corners[high]! * northWest +
      corners[high + 2]! * northEast;
    into[at + 1] =
      corners[low + 1]! * southWest +
      corners[low + 3]! * southEast +
      corners[high + 1]! * northWest +
      corners[high + 3]! * northEast;
  };
}
