import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { isCrowded } from './crowd.ts';
import { encodeTile } from './encode.ts';
import { lonLatOf } from './grid.ts';

describe('sheets of crowded places', () => {
  it('are those whose parcels have less than 16 × 16 pixels each', () => {
    // 1:500 in a ward: 250 m square with 330 parcels, 190 m² each; a pixel at z 16 is 1.1 m.
    const side = 250 / 111_320;
    const ward = { parcels: 330, area: side ** 2 / Math.cos((22 * Math.PI) / 180), lat: 22 };
    expect([13, 14, 15, 16, 17].map((z) => isCrowded(ward, z))).toEqual([true, true, true, true, false]);
    expect(isCrowded({ ...ward, parcels: 100 }, 16)).toBe(false);
    // Fields: 1 km square with 300 parcels.
    const fields = { parcels: 300, area: 16 * ward.area, lat: 22 };
    expect([13, 14, 15].map((z) => isCrowded(fields, z))).toEqual([true, true, false]);
  });

  it('say that they stand for their parcels, and are named in one tile', () => {
    const tile = { z: 13, x: 6460, y: 3590 };
    const ring = [...square(tile, 500, 500, 2000)];
    const [lon, lat] = lonLatOf(tile, 1500, 1500);
    const outline = {
      unit: '02647',
      sheet: '7',
      parcels: 900,
      faulty: 0,
      wkb: polygon(ring),
      lon,
      lat,
      area: 1,
    };
    const layersOf = (x: number, instead: boolean) =>
      new VectorTile(new PbfReader(encodeTile({ ...tile, x }, [], [{ ...outline, instead }]))).layers;
    const propertiesOf = (instead: boolean) => layersOf(tile.x, instead).sheet!.feature(0).properties;
    expect(propertiesOf(true)).toMatchObject({ sheet: '7', parcels: '900', instead: 'yes' });
    expect(propertiesOf(false)).not.toHaveProperty('instead');
    const labelsIn = (x: number) => layersOf(x, false)['sheet-label']?.length ?? 0;
    expect([tile.x - 1, tile.x, tile.x + 1].map(labelsIn)).toEqual([0, 1, 0]);
  });
});

function* square(tile: { z: number; x: number; y: number }, x: number, y: number, side: number) {
  for (const [right, down] of [
    [0, 0],
    [side, 0],
    [side, side],
    [0, side],
    [0, 0],
  ] as const)
    yield lonLatOf(tile, x + right, y + down);
}

function polygon(ring: readonly (readonly [number, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(13 + ring.length * 16));
  view.setUint8(0, 1);
  view.setUint32(1, 3, true);
  view.setUint32(5, 1, true);
  view.setUint32(9, ring.length, true);
  ring.forEach(([x, y], at) => {
    view.setFloat64(13 + at * 16, x, true);
    view.setFloat64(21 + at * 16, y, true);
  });
  return new Uint8Array(view.buffer);
}
