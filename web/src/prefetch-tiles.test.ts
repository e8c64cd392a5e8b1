import { LngLat } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { tilesIn } from './prefetch-tiles.ts';

describe('tiles of a place', () => {
  const center = new LngLat(0, 0);

  it('are those around the middle of the world, no deeper than there are tiles', () => {
    const frame = { center, zoom: 2, width: 600, height: 600 };
    expect(tilesIn(frame, 18)).toEqual([
      [2, 1, 1],
      [2, 2, 1],
      [2, 1, 2],
      [2, 2, 2],
    ]);
    const deep = tilesIn({ ...frame, zoom: 20 }, 18);
    expect(new Set(deep.map(([z]) => z))).toEqual(new Set([18]));
    expect(deep).toHaveLength(4);
  });

  it('cover the whole frame', () => {
    const tiles = tilesIn({ center, zoom: 4, width: 1440, height: 900 }, 18);
    expect(tiles).toHaveLength(4 * 2);
  });
});
