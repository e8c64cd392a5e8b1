import polylabel from 'polylabel';
import { beforeAll, describe, expect, test } from 'vitest';
import { projection } from '../../geodesy/vn2000.ts';
import { identify, identifyOrRefuse } from '../identify.ts';
import type { IdentifierMethod } from '../method.ts';
import { believableParcel, type Point, polygonalOf, seededRandom } from '../shapes.test-data.ts';
import { codeAt, identifyByMethod } from './emulate.ts';
import { type GeosPoints, openGeos } from './geos.ts';

const random = seededRandom(41);
const PARCELS = Array.from({ length: 60 }, () => believableParcel(random, 500_000, 2_400_000));
const rect = (x: number, y: number, width: number, height: number): Point[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];
/** An L of 21 × 26 m in whole metres: polylabel at 0.01 mm takes over ten seconds on it. */
const SLOW_L: Point[] = [
  [450000, 2420000],
  [450021, 2420000],
  [450021, 2420003],
  [450006, 2420003],
  [450006, 2420026],
  [450000, 2420026],
];
/** A long low part, a small square, a big square; the first as given is neither the largest nor the roomiest. */
const MULTI = polygonalOf([
  [rect(500_000, 2_400_000, 5.2, 4.1)],
  [rect(500_020, 2_400_000, 300.3, 6.2)],
  [rect(500_000, 2_400_050, 20.1, 21.3)],
]);
const GIVEN = { vertices: 'given' } as const;
const centreOf = (x: number, y: number, width: number, height: number) =>
  codeAt(...projection(9208).toLonLat(x + width / 2, y + height / 2));

let geos: GeosPoints;
beforeAll(async () => {
  geos = await openGeos();
});
const made = (p: (typeof PARCELS)[number], method: IdentifierMethod) => {
  const identity = identifyByMethod(p, 9208, method, 9208, { geos });
  if (!identity.ok) throw new Error(identity.reason);
  return identity;
};

describe('polylabel', () => {
  test.each([1, 0.5, 0.1, 0.05, 0.01, 0.001, 1e-4, 1e-6])(
    'at %d m is the package, raw and from the corner',
    (precision) => {
      for (const p of PARCELS.slice(0, 25)) {
        const ring = Array.from({ length: p.coords.length / 2 }, (_, i) => [
          p.coords[2 * i]!,
          p.coords[2 * i + 1]!,
        ]);
        const minX = Math.min(...ring.map(([x]) => x!));
        const minY = Math.min(...ring.map(([, y]) => y!));
        const local = polylabel([ring.map(([x, y]) => [x! - minX, y! - minY])], precision);
        const raw = polylabel([ring], precision);
        const method = { point: 'polylabel', precision, ...GIVEN } as const;
        expect(made(p, { ...method, origin: 'raw' })).toMatchObject({ x: raw[0], y: raw[1] });
        expect(made(p, { ...method, origin: 'local' })).toMatchObject({
          x: local[0] + minX,
          y: local[1] + minY,
        });
      }
    },
  );

  test('of a parcel smaller than its precision is the corner of the box, as in the package', () => {
    const [x, y] = polylabel([rect(500_000, 2_400_000, 0.8, 3)], 1);
    const p = polygonalOf([[rect(500_000, 2_400_000, 0.8, 3)]]);
    expect(made(p, { point: 'polylabel', precision: 1 })).toMatchObject({ x, y, distance: 0 });
  });

  test('that does not come to an end is refused, in bounded time', () => {
    const start = performance.now();
    const p = polygonalOf([[SLOW_L]]);
    const method = { point: 'polylabel', precision: 1e-5, origin: 'local' } as const;
    expect(identifyOrRefuse(p, 9208, 9208, method)).toMatchObject({ ok: false, reason: 'search' });
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(identifyOrRefuse(p, 9208, 9208, { ...method, precision: 0.1 }).ok).toBe(true);
  });

  test('takes the vertices in canonical form when told', () => {
    const p = PARCELS[0]!;
    const last = p.coords.length - 2;
    const turned = {
      ...p,
      coords: Float64Array.from([...p.coords.slice(2, last + 2), ...p.coords.slice(2, 4)]),
    };
    const method = { point: 'polylabel', precision: 0.001, origin: 'raw', vertices: 'canonical' } as const;
    expect(made(turned, method)).toEqual(made(p, method));
  });
});

describe('other rules', () => {
  test('GEOS finds the inscribed circle to a thousandth of the extent, and a point inside', () => {
    for (const p of PARCELS) {
      const pole = identify(p, 9208)!;
      const circle = made(p, { point: 'inscribed-circle', ...GIVEN });
      expect(Math.abs(circle.distance - pole.distance)).toBeLessThan(0.2);
      expect(made(p, { point: 'point-on-surface', ...GIVEN }).distance).toBeGreaterThan(0);
    }
    expect(() => identifyByMethod(PARCELS[0]!, 9208, { point: 'inscribed-circle' })).toThrow(/openGeos/);
  });

  test('centroid, mean of the vertices and middle of the box', () => {
    const p = polygonalOf([[SLOW_L]]);
    const { x, y } = made(p, { point: 'centroid' });
    expect([x - 450_000, y - 2_420_000].map((v) => Number(v.toFixed(6)))).toEqual([
      Number(((21 * 3 * 10.5 + 6 * 23 * 3) / 201).toFixed(6)),
      Number(((21 * 3 * 1.5 + 6 * 23 * 14.5) / 201).toFixed(6)),
    ]);
    expect(made(p, { point: 'vertex-mean' })).toMatchObject({ x: 450_009, y: 2_420_000 + 58 / 6 });
    expect(made(p, { point: 'box-centre' })).toMatchObject({ x: 450_010.5, y: 2_420_013 });
  });

  test.each([
    'pole',
    'polylabel',
    'centroid',
    'vertex-mean',
    'box-centre',
    'point-on-surface',
    'inscribed-circle',
  ] as const)('%s takes the part it is told to', (point) => {
    const method = { point, precision: 0.1, origin: 'local', ...GIVEN } as const;
    const boxOfPart = {
      first: [500_000, 2_400_000, 5.2, 4.1],
      roomiest: [500_000, 2_400_050, 20.1, 21.3],
    } as const;
    const inside = (part: 'first' | 'largest' | 'roomiest') => {
      const { x, y } = made(MULTI, { ...method, part });
      const [left, bottom, width, height] =
        part === 'largest' ? [500_020, 2_400_000, 300.3, 6.2] : boxOfPart[part];
      return x > left && x < left + width && y > bottom && y < bottom + height;
    };
    expect([inside('first'), inside('largest')]).toEqual([true, true]);
    expect(inside('roomiest')).toBe(true);
    if (point === 'centroid') expect(made(MULTI, method).parcelId).toBe(centreOf(...boxOfPart.roomiest));
  });

  test('all parts taken together give the point of the whole, which may lie in none', () => {
    const whole = (point: IdentifierMethod['point']) => {
      const { x, y, distance } = made(MULTI, { point, part: 'whole' });
      return [x - 500_000, y - 2_400_000, distance].map((v) => Number(v.toFixed(6)));
    };
    const areas = [5.2 * 4.1, 300.3 * 6.2, 20.1 * 21.3] as const;
    const sum = areas[0] + areas[1] + areas[2];
    const mean = (...at: readonly number[]) =>
      Number(at.reduce((total, v, i) => total + (v * areas[i]!) / sum, 0).toFixed(6));
    expect(whole('centroid').slice(0, 2)).toEqual([
      mean(2.6, 20 + 150.15, 10.05),
      mean(2.05, 3.1, 50 + 10.65),
    ]);
    expect(whole('centroid')[2]).toBeLessThan(0);
    expect(whole('box-centre').slice(0, 2)).toEqual([160.15, 35.65]);
    expect(whole('vertex-mean').slice(0, 2)).toEqual([
      Number(((2 * 5.2 + 4 * 20 + 2 * 300.3 + 2 * 20.1) / 12).toFixed(6)),
      Number(((2 * 4.1 + 2 * 6.2 + 4 * 50 + 2 * 21.3) / 12).toFixed(6)),
    ]);
    // GEOS takes the widest stretch across any part, which is in the long low one.
    expect(whole('point-on-surface').slice(0, 2)).toEqual([170.15, 3.1]);
    expect(made(MULTI, { point: 'point-on-surface' })).toEqual(
      made(MULTI, { point: 'point-on-surface', part: 'whole' }),
    );
    expect(made(MULTI, { point: 'pole', part: 'whole' })).toEqual(made(MULTI, { point: 'pole' }));
  });

  test('an unsound boundary is refused as by ours', () => {
    const bow = polygonalOf([
      [
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
        ].map(([x, y]): Point => [5e5 + x!, 24e5 + y!]),
      ],
    ]);
    for (const point of ['polylabel', 'centroid', 'inscribed-circle'] as const) {
      expect(identifyByMethod(bow, 9208, { point }, 9208, { geos })).toEqual(identifyOrRefuse(bow, 9208));
    }
  });
});

describe('planes and axes', () => {
  test('the exact pole is nearly the same place in any plane of an ellipsoid, and another in degrees', () => {
    let beside = 0;
    for (const p of PARCELS) {
      const pole = identify(p, 9208)!;
      expect(made(p, { point: 'pole' })).toEqual({
        ok: true,
        ...pole,
        distance: expect.closeTo(pole.distance, 3),
      });
      for (const plane of [5897, 3405, 32648, 'web-mercator'] as const) {
        const { x, y } = made(p, { point: 'pole', plane });
        expect(Math.hypot(x - pole.x, y - pole.y)).toBeLessThan(plane === 'web-mercator' ? 2 : 0.2);
      }
      const { x, y } = made(p, { point: 'pole', plane: 'degrees' });
      beside += Number(Math.hypot(x - pole.x, y - pole.y) > 0.02);
    }
    expect(beside).toBeGreaterThan(PARCELS.length / 2);
  });

  test('latitude and longitude exchanged end at the edge of the system, as in programs that only halve', () => {
    const { parcelId } = made(PARCELS[0]!, { point: 'pole', axes: 'lon-lat' });
    expect(parcelId).not.toBe(made(PARCELS[0]!, { point: 'pole' }).parcelId);
    expect(parcelId).toMatch(/^[uvyzbcfg]/);
  });
});
