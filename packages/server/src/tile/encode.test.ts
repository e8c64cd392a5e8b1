import { VectorTile } from '@mapbox/vector-tile';
import { projection } from '@thuadat/core/geodesy/vn2000';
import type { NamedParcel } from '@thuadat/store/view/tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { encodeTile } from './encode.ts';
import { BUFFER, EXTENT, lonLatOf, type ToTile, tileUnits, toTile, zoneBox } from './grid.ts';
import { forTileRings } from './rings.ts';

const EAST = 420_000;
const NORTH = 2_486_000;
const ZONE = 9208;

function tileAt(z: number, x = EAST, y = NORTH, zone = ZONE) {
  const [lon, lat] = projection(zone).toLonLat(x, y);
  const world = tileUnits({ z: 0, x: 0, y: 0 }, lon, lat).map((unit) => (unit / EXTENT) * 2 ** z);
  return { z, x: Math.floor(world[0]!), y: Math.floor(world[1]!) };
}

/** ISO WKB of a polygon, little- or big-endian, with an optional third ordinate. */
function polygonWkb(rings: number[][][], { little = true, z = false } = {}): Uint8Array {
  const dimensions = z ? 3 : 2;
  const size = 9 + rings.reduce((sum, ring) => sum + 4 + ring.length * dimensions * 8, 0);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint8(0, little ? 1 : 0);
  view.setUint32(1, z ? 1003 : 3, little);
  view.setUint32(5, rings.length, little);
  let at = 9;
  for (const ring of rings) {
    view.setUint32(at, ring.length, little);
    at += 4;
    for (const [x, y] of ring) {
      view.setFloat64(at, x!, little);
      view.setFloat64(at + 8, y!, little);
      at += dimensions * 8;
    }
  }
  return new Uint8Array(view.buffer);
}

const square = (x: number, y: number, side: number): number[][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

const parcel = (ordinal: number, wkb: Uint8Array, more: Partial<NamedParcel> = {}): NamedParcel => ({
  ordinal,
  status: 'assigned',
  severity: null,
  old_sheet: '3',
  old_parcel: '12',
  new_sheet: '103',
  new_parcel: '12',
  lon: null,
  lat: null,
  wkb,
  ...more,
});

const ringsOf = (wkb: Uint8Array, project: ToTile): { points: number[]; area: number }[] => {
  const rings: { points: number[]; area: number }[] = [];
  forTileRings(wkb, project, (taken, length) => {
    const points = [...taken.subarray(0, length)];
    const next = (at: number) => points[(at + 2) % length]!;
    const area = points.reduce(
      (sum, x, at) => (at % 2 ? sum : sum + x * next(at + 1) - next(at) * points[at + 1]!),
      0,
    );
    rings.push({ points, area });
  });
  return rings;
};

/** Above 0 is clockwise on screen. */
const turnOf = (ring: { x: number; y: number }[]): number =>
  Math.sign(
    ring.reduce((sum, { x, y }, at) => {
      const next = ring[(at + 1) % ring.length]!;
      return sum + x * next.y - next.x * y;
    }, 0),
  );

const decode = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes));

describe('the grid between VN-2000 and tile units', () => {
  const places: [number, number, number][] = [
    [9208, 420_000, 2_486_000],
    [9207, 571_431, 1_015_121],
    [5897, 579_101, 1_026_196],
    [4326, 104, 22.5],
  ];
  const zooms = [11, 13, 14, 16];
  it.each(
    // Parcels begin at z 13; only outlines, which are kept in degrees, come before.
    places.flatMap((place) =>
      zooms.filter((z) => z >= 13 || place[0] === 4326).map((z) => [...place, z] as const),
    ),
  )(
    'stays within an eighth of a tile unit of the exact projection (EPSG:%i, %d, %d, z %i)',
    (zone, x, y, z) => {
      const tile = tileAt(z, x, y, zone);
      const [minX, minY, maxX, maxY] = zoneBox(tile, zone);
      const project = toTile(tile, zone);
      const { toLonLat } = projection(zone);
      const found = new Float64Array(2);
      let worst = 0;
      for (let row = 0; row <= 97; row++) {
        for (let column = 0; column <= 97; column++) {
          // The tile and those around it: a parcel at the edge reaches over.
          const east = minX + (maxX - minX) * ((column / 97) * 3 - 1);
          const north = minY + (maxY - minY) * ((row / 97) * 3 - 1);
          project(east, north, found, 0);
          const exact = tileUnits(tile, ...toLonLat(east, north));
          worst = Math.max(worst, Math.hypot(found[0]! - exact[0], found[1]! - exact[1]));
        }
      }
      console.log(`EPSG:${zone} z${z}: at most ${worst.toFixed(4)} tile units`);
      expect(worst).toBeLessThan(1 / 8);
    },
  );

  it('projects exactly what is farther away', () => {
    const tile = tileAt(16);
    const found = new Float64Array(2);
    toTile(tile, ZONE)(EAST + 90_000, NORTH - 70_000, found, 0);
    const exact = tileUnits(tile, ...projection(ZONE).toLonLat(EAST + 90_000, NORTH - 70_000));
    expect([...found]).toEqual(exact);
  });

  it('turns tile units into degrees and back', () => {
    const tile = tileAt(14);
    const [x, y] = tileUnits(tile, ...lonLatOf(tile, 1000, 3000));
    expect(x).toBeCloseTo(1000, 5);
    expect(y).toBeCloseTo(3000, 5);
  });
});

describe('encodeTile', () => {
  const tile = tileAt(16);
  const project = toTile(tile, ZONE);

  it('is read by the reference decoder with every property and within half a unit of the exact place', () => {
    const [east, north] = projection(ZONE).fromLonLat(...lonLatOf(tile, 2000, 2000));
    const ring = square(east, north, 40);
    const [lon, lat] = projection(ZONE).toLonLat(east + 20, north + 20);
    const bytes = encodeTile(tile, [
      { zone: ZONE, parcels: [parcel(7, polygonWkb([ring]), { severity: 'error', lon, lat })] },
    ]);
    const layers = decode(bytes).layers;
    const feature = layers.parcel!.feature(0);
    expect(feature.id).toBe(7);
    expect(feature.properties).toEqual({ status: 'assigned', severity: 'error' });
    const points = feature.loadGeometry()[0]!;
    expect(points).toHaveLength(5);
    for (const [x, y] of ring) {
      const [ex, ey] = tileUnits(tile, ...projection(ZONE).toLonLat(x!, y!));
      expect(Math.min(...points.map((point) => Math.hypot(point.x - ex, point.y - ey)))).toBeLessThan(0.75);
    }
    expect(layers.label!.feature(0).properties).toEqual({
      status: 'assigned',
      newSheet: '103',
      newParcel: '12',
      oldSheet: '3',
      oldParcel: '12',
    });
  });

  it('keeps holes, whatever way the source turns its rings', () => {
    const shell = square(EAST, NORTH, 60);
    const hole = square(EAST + 20, NORTH + 20, 20);
    const seen = [
      [shell, hole],
      [[...shell].reverse(), [...hole].reverse()],
      [shell, [...hole].reverse()],
    ].map((rings) => {
      const bytes = encodeTile(tile, [{ zone: ZONE, parcels: [parcel(1, polygonWkb(rings))] }]);
      return decode(bytes).layers.parcel!.feature(0).loadGeometry().map(turnOf);
    });
    expect(seen).toEqual([
      [1, -1],
      [1, -1],
      [1, -1],
    ]);
  });

  it('reads big-endian and three-dimensional geometry alike', () => {
    const ring = square(EAST, NORTH, 40);
    const plain = ringsOf(polygonWkb([ring]), project);
    expect(ringsOf(polygonWkb([ring], { little: false }), project)).toEqual(plain);
    expect(ringsOf(polygonWkb([ring], { z: true }), project)).toEqual(plain);
  });

  it('cuts a parcel far larger than the tile to the tile and its margin', () => {
    const rings = ringsOf(polygonWkb([square(EAST - 50_000, NORTH - 50_000, 100_000)]), project);
    expect(rings).toHaveLength(1);
    expect(Math.min(...rings[0]!.points)).toBe(-BUFFER);
    expect(Math.max(...rings[0]!.points)).toBe(EXTENT + BUFFER);
    expect(Math.abs(rings[0]!.area) / 2).toBe((EXTENT + 2 * BUFFER) ** 2);
  });

  it('draws dirt as it is and leaves out what has no area here', () => {
    const bowTie = [
      [EAST, NORTH],
      [EAST + 40, NORTH + 40],
      [EAST + 40, NORTH],
      [EAST, NORTH + 35],
      [EAST, NORTH],
    ];
    const broken = square(EAST, NORTH, 40).map(([x, y], at) => (at === 1 ? [Number.NaN, y!] : [x!, y!]));
    const line = [
      [EAST, NORTH],
      [EAST + 40, NORTH],
      [EAST, NORTH],
    ];
    const point = new Uint8Array([1, 1, 0, 0, 0, ...new Uint8Array(16)]);
    const bytes = encodeTile(tile, [
      {
        zone: ZONE,
        parcels: [
          parcel(1, polygonWkb([bowTie])),
          parcel(2, polygonWkb([broken])),
          parcel(3, polygonWkb([line])),
          parcel(4, point),
          parcel(5, polygonWkb([square(EAST + 50_000, NORTH, 40)])),
        ],
      },
    ]);
    const layer = decode(bytes).layers.parcel!;
    expect(Array.from({ length: layer.length }, (_, at) => layer.feature(at).id)).toEqual([1, 2]);
  });

  it('puts a label into one tile only', () => {
    const world = 2 ** 16;
    const [lon, lat] = lonLatOf(tile, EXTENT, 2000);
    const wkb = polygonWkb([square(...projection(ZONE).fromLonLat(lon - 0.0002, lat - 0.0002), 45)]);
    const counts = [tile, { ...tile, x: (tile.x + 1) % world }].map((each) => {
      const layers = decode(
        encodeTile(each, [{ zone: ZONE, parcels: [parcel(1, wkb, { lon, lat })] }]),
      ).layers;
      return [layers.parcel?.length ?? 0, layers.label?.length ?? 0];
    });
    expect(counts).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('encodes nothing as nothing', () => {
    expect(encodeTile(tile, [])).toHaveLength(0);
  });
});
