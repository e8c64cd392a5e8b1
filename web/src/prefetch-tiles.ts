/** Asks for the tiles of a place before the map goes there: the browser keeps them, as their address never changes. */
import type { LngLat } from 'maplibre-gl';

/** Pixels of a tile on a side, as MapLibre draws vector tiles. */
const TILE = 512;
/** A place that takes more is looked at from afar, where little is drawn. */
const MOST = 12;

export type Frame = {
  readonly center: LngLat;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
};

/** Columns and rows of the tiles that a frame shows, of the deepest zoom that has tiles. */
export function tilesIn({ center, zoom, width, height }: Frame, deepest: number): [number, number, number][] {
  const z = Math.min(deepest, Math.floor(zoom));
  const world = 2 ** z;
  const sine = Math.sin((center.lat * Math.PI) / 180);
  const x = (center.lng / 360 + 0.5) * world;
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world;
  const across = width / (2 * TILE * 2 ** (zoom - z));
  const down = height / (2 * TILE * 2 ** (zoom - z));
  const tiles: [number, number, number][] = [];
  for (let row = Math.floor(y - down); row <= y + down; row++)
    for (let column = Math.floor(x - across); column <= x + across; column++) tiles.push([z, column, row]);
  return tiles;
}

/** `template`: the address with {z}, {x}, {y}. */
export function warmTiles(template: string, tiles: readonly (readonly [number, number, number])[]): void {
  if (tiles.length > MOST) return;
  for (const [z, x, y] of tiles) {
    const address = template.replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`);
    fetch(address, { priority: 'low' }).catch(() => {});
  }
}
