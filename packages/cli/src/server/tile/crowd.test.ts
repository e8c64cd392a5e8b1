import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { expectedParcels } from './crowd.ts';
import { encodeTile } from './encode.ts';
import { lonLatOf } from './grid.ts';

describe('parcels of a crowded tile', () => {
  const sheet = { parcels: 900, west: 104, south: 22, east: 104.02, north: 22.02 };

  it('are expected by the share of each sheet that lies in it', () => {
    expect(expectedParcels([sheet], [103, 21, 105, 23])).toBeCloseTo(900);
    expect(expectedParcels([sheet, sheet], [104.01, 22, 105, 22.01])).toBeCloseTo(450);
    expect(expectedParcels([sheet], [104.02, 22, 105, 23])).toBe(0);
    expect(expectedParcels([], [103, 21, 105, 23])).toBe(0);
  });

  it('leave their sheets, which say that they stand for them', () => {
    const tile = { z: 13, x: 6460, y: 3590 };
    const ring = [...square(tile, 500, 500, 2000)];
    const [lon, lat] = lonLatOf(tile, 1500, 1500);
    const outline = { ...sheet, unit: '02647', sheet: '7', faulty: 0, wkb: polygon(ring), lon, lat };
    const propertiesOf = (role: 'beside' | 'instead') =>
      new VectorTile(new PbfReader(encodeTile(tile, [], [outline], role))).layers.sheet!.feature(0)
        .properties;
    expect(propertiesOf('instead')).toMatchObject({ sheet: '7', parcels: '900', instead: 'yes' });
    expect(propertiesOf('beside')).not.toHaveProperty('instead');
    const labelsIn = (x: number) =>
      new VectorTile(new PbfReader(encodeTile({ ...tile, x }, [], [outline]))).layers['sheet-label']
        ?.length ?? 0;
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
