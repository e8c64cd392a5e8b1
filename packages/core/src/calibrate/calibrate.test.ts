import { beforeAll, describe, expect, test } from 'vitest';
import { projection } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { GEOHASH_ALPHABET } from '../identifier/geohash.ts';
import { identifyByMethod } from '../identifier/method/emulate.ts';
import { type GeosPoints, openGeos } from '../identifier/method/geos.ts';
import { EXACT_METHOD, type IdentifierMethod, partRules } from '../identifier/method.ts';
import {
  believableParcel,
  type Point,
  placed,
  polygonalOf,
  seededRandom,
} from '../identifier/shapes.test-data.ts';
import { type Calibration, type CalibrationParcel, calibrate } from './calibrate.ts';
import { methodKey, PRECISIONS } from './hypothesis.ts';
import type { KnownPoints } from './prediction.ts';

let geos: GeosPoints;
beforeAll(async () => {
  geos = await openGeos();
});

/** A right-angled L, turned. */
function corner(random: () => number, x: number, y: number): Polygonal {
  const [width, height] = [12 + 20 * random(), 12 + 20 * random()];
  const [wing, arm] = [3 + 5 * random(), 3 + 5 * random()];
  const ring: Point[] = [
    [0, 0],
    [width, 0],
    [width, wing],
    [arm, wing],
    [arm, height],
    [0, height],
  ];
  return polygonalOf([[placed(ring, x + 9000 * random(), y + 9000 * random(), 6 * random())]]);
}

/** Two to three parts side by side, the first a small square, then a long strip, then a square. */
function scattered(random: () => number, x: number, y: number): Polygonal {
  const east = x + 9000 * random();
  const north = y + 9000 * random();
  const turn = 6 * random();
  const part = (left: number, width: number, height: number): Point[][] => {
    const slant = 1 + 2 * random();
    const ring: Point[] = [
      [left, 0],
      [left + width, slant / 3],
      [left + width - slant / 4, height],
      [left + slant / 5, height - slant / 2],
    ];
    return [placed(ring, east, north, turn)];
  };
  return polygonalOf([part(0, 5, 7), part(20, 12, 260), part(60, 22, 25)]);
}

const random = seededRandom(2026);
const LAO_CAI = Array.from({ length: 44 }, () => believableParcel(random, 480_000, 2_420_000));
LAO_CAI.push(...Array.from({ length: 4 }, () => corner(random, 480_000, 2_420_000)));
/** In the area of EPSG:5194. */
const CA_MAU = Array.from({ length: 44 }, () => believableParcel(random, 560_000, 1_060_000));
const MULTI = Array.from({ length: 32 }, () => scattered(random, 480_000, 2_420_000));

/** Codes made by a method; where it does not come to an end the parcel carries none. */
function coded(polygons: readonly Polygonal[], zone: number, method: IdentifierMethod): CalibrationParcel[] {
  return polygons.flatMap((polygon, i) => {
    const made = identifyByMethod(polygon, zone, method, zone, { geos, cells: 20_000 });
    return made.ok ? [{ subject: `thửa ${i + 1}`, polygon, crs: zone, zone, code: made.parcelId }] : [];
  });
}

/** One code in fifty is another parcel's or has a wrong character. */
function noisy(parcels: readonly CalibrationParcel[]): CalibrationParcel[] {
  return parcels.map((parcel, i) => {
    if (i % 50 !== 7) return parcel;
    if (i % 100 === 7) return { ...parcel, code: parcels[(i + 1) % parcels.length]!.code };
    const letter = GEOHASH_ALPHABET[(GEOHASH_ALPHABET.indexOf(parcel.code[9]!) + 5) % 32];
    return { ...parcel, code: parcel.code.slice(0, 9) + letter + parcel.code.slice(10) };
  });
}

/** The tests put many codes on few boundaries; what each hypothesis finds there hangs on the boundary alone. */
const points: KnownPoints = new WeakMap();
const find = (parcels: readonly CalibrationParcel[], planes = [5897, 3405]) =>
  calibrate(parcels, { geos, planes, points });
const named = ({ verdict }: Calibration): string[] =>
  verdict.kind === 'proposed' ? [verdict.method, ...verdict.equals].map(methodKey) : [verdict.kind];

/** Every vertex off by up to 15 cm; the closing one like the first. */
function bent(coords: Float64Array, at: () => number): Float64Array {
  const moved = coords.map((v) => v + 0.3 * (at() - 0.5));
  moved.copyWithin(moved.length - 2, 0, 2);
  return moved;
}

const POLYLABEL: IdentifierMethod[] = PRECISIONS.flatMap((precision) =>
  (['raw', 'local'] as const).flatMap((origin) =>
    (['given', 'canonical'] as const).map((vertices) => ({
      point: 'polylabel' as const,
      precision,
      origin,
      vertices,
    })),
  ),
);

describe('codes made by one method are found to be made by it, with 2 % noise', () => {
  test.each([
    EXACT_METHOD,
    ...POLYLABEL,
    ...(['centroid', 'vertex-mean', 'box-centre', 'point-on-surface', 'inscribed-circle'] as const).map(
      (point): IdentifierMethod => ({ point, vertices: 'given' }),
    ),
    ...(['none', 'reversed', 'position-vector', 'three-parameters'] as const).flatMap(
      (datum): IdentifierMethod[] => [
        { point: 'pole', datum },
        { point: 'polylabel', precision: 1, origin: 'raw', vertices: 'given', datum },
      ],
    ),
    { point: 'pole', axes: 'lon-lat' },
    { point: 'polylabel', precision: 0.1, origin: 'raw', vertices: 'given', axes: 'lon-lat' },
    { point: 'pole', plane: 5897 },
    { point: 'polylabel', precision: 0.01, origin: 'raw', vertices: 'given', plane: 5897 },
    { point: 'polylabel', precision: 0.1, origin: 'local', vertices: 'given', plane: 3405 },
    { point: 'pole', plane: 'degrees' },
    { point: 'polylabel', precision: 1, origin: 'raw', vertices: 'given', plane: 'degrees' },
    { point: 'polylabel', precision: 1e-6, origin: 'raw', vertices: 'given', plane: 'degrees' },
    {
      point: 'polylabel',
      precision: 1e-7,
      origin: 'local',
      vertices: 'given',
      plane: 'degrees',
      datum: 'none',
    },
    { point: 'pole', plane: 'web-mercator' },
    { point: 'polylabel', precision: 1, origin: 'raw', vertices: 'given', plane: 'web-mercator' },
    { point: 'inscribed-circle', vertices: 'given', plane: 'degrees' },
    { point: 'inscribed-circle', vertices: 'given', datum: 'position-vector' },
  ] satisfies IdentifierMethod[])('%j', async (method) => {
    const parcels = coded(LAO_CAI, 9208, method);
    expect(named(await find(noisy(parcels)))).toContain(methodKey(method));
  });

  test.each([
    { point: 'pole', datum: 'proj-default' },
    { point: 'polylabel', precision: 1, origin: 'raw', vertices: 'given', datum: 'proj-default' },
    { point: 'pole', plane: 9207 },
  ] satisfies IdentifierMethod[])('in the north of Cà Mau: %j', async (method) => {
    expect(named(await find(noisy(coded(CA_MAU, 5897, method)), [9207]))).toContain(methodKey(method));
  });

  test.each(
    (['pole', 'polylabel', 'centroid', 'point-on-surface', 'inscribed-circle'] as const).flatMap((point) =>
      partRules(point)
        .slice(1)
        .flatMap((part) => [
          [point, part, 'beside parcels of one part'] as const,
          [point, part, 'alone'] as const,
        ]),
    ),
  )('%s, part "%s", %s', async (point, part, where) => {
    const method: IdentifierMethod = {
      point,
      ...(point === 'polylabel' ? { precision: 0.1, origin: 'raw' as const } : {}),
      ...(point === 'pole' ? {} : { vertices: 'given' as const }),
      part,
    };
    const polygons = where === 'alone' ? MULTI : [...LAO_CAI, ...MULTI];
    expect(named(await find(noisy(coded(polygons, 9208, method))))).toContain(methodKey(method));
  });

  test('ours is proposed where it does as well as others, which are named', async () => {
    const { verdict } = await find(coded(LAO_CAI.slice(0, 40), 9208, EXACT_METHOD));
    expect(verdict).toMatchObject({ kind: 'proposed', method: EXACT_METHOD, reproduced: 40, parcels: 40 });
    expect(verdict.kind === 'proposed' && verdict.equals.some(({ point }) => point === 'polylabel')).toBe(
      true,
    );
  });
});

describe('nothing is proposed', () => {
  test('from fewer than 30 codes', async () => {
    const parcels = coded(LAO_CAI.slice(0, 40), 9208, EXACT_METHOD);
    const spoilt = parcels.map((parcel, i) => (i < 11 ? { ...parcel, code: '12-34' } : parcel));
    const result = await find(spoilt);
    expect(result.verdict).toEqual({ kind: 'too-few', found: 29, needed: 30 });
    expect(result.unusable).toEqual({ unreadable: 11, unsound: 0 });
  });

  test('from codes of two methods, which are both named with their counts', async () => {
    const other: IdentifierMethod = { point: 'polylabel', precision: 0.1, origin: 'raw', vertices: 'given' };
    const parcels = coded(LAO_CAI, 9208, EXACT_METHOD);
    const others = coded(LAO_CAI, 9208, other);
    const { verdict } = await find(noisy(parcels.map((parcel, i) => (i % 3 === 0 ? others[i]! : parcel))));
    expect(verdict.kind).toBe('mixed');
    if (verdict.kind !== 'mixed') return;
    expect(verdict.methods.map(({ method }) => methodKey(method))).toEqual(
      [EXACT_METHOD, other].map(methodKey),
    );
    expect(verdict.methods[1]!.reproduced).toBeGreaterThan(10);
  });

  test.each([
    ['by 3 m', 3, 1.2, EXACT_METHOD],
    [
      'by 3 m, codes of a coarse method',
      -2,
      2.5,
      { point: 'polylabel', precision: 1, origin: 'local', vertices: 'given' },
    ],
    ['by 60 m', 60, -20, EXACT_METHOD],
  ] as const)('where the parcels were moved %s', async (_, east, north, method) => {
    const parcels = coded(LAO_CAI.slice(0, 36), 9208, method).map((parcel) => ({
      ...parcel,
      polygon: {
        ...parcel.polygon,
        coords: parcel.polygon.coords.map((v, i) => v + (i % 2 === 0 ? east : north)),
      },
    }));
    const { verdict } = await find(parcels);
    expect(verdict.kind).toBe('geometry');
    if (verdict.kind !== 'geometry') return;
    const turn = ((projection(9208).zone.centralMeridian - 104.5) * Math.PI) / 180;
    expect(Math.abs(verdict.shift![0] + east)).toBeLessThan(0.15 + 60 * turn);
    expect(Math.abs(verdict.shift![1] + north)).toBeLessThan(0.15 + 60 * turn);
  });

  test('where the codes are those of other parcels', async () => {
    const parcels = coded(LAO_CAI, 9208, EXACT_METHOD);
    const { verdict } = await find(
      parcels.map((p, i) => ({ ...p, code: parcels[(i + 11) % parcels.length]!.code })),
    );
    expect(verdict).toMatchObject({ kind: 'geometry', shift: null, zone: null });
    expect(verdict.kind === 'geometry' && verdict.inside).toBeLessThan(0.1);
  });

  test('where the coordinates were read in another meridian, which is named', async () => {
    const parcels = coded(LAO_CAI, 9209, EXACT_METHOD).map((p) => ({ ...p, crs: 9208, zone: 9208 }));
    expect((await find(parcels)).verdict).toMatchObject({ kind: 'geometry', zone: 9209 });
  });

  test('where the codes are in their parcels and no hypothesis gives them: the nearest is named', async () => {
    const at = seededRandom(5);
    const parcels = LAO_CAI.map((polygon, i): CalibrationParcel => {
      const other = { ...polygon, coords: bent(polygon.coords, at) };
      const made = identifyByMethod(other, 9208, EXACT_METHOD);
      return { subject: `${i}`, polygon, crs: 9208, zone: 9208, code: made.ok ? made.parcelId : '' };
    });
    const { verdict } = await find(parcels);
    expect(verdict).toMatchObject({
      kind: 'none',
      nearest: { method: { point: expect.stringMatching(/^pol/) } },
    });
    expect(verdict.kind === 'none' && verdict.nearest.miss).toBeLessThan(0.5);
  });

  test('where the precision is none of those tried', async () => {
    const method: IdentifierMethod = {
      point: 'polylabel',
      precision: 0.023,
      origin: 'raw',
      vertices: 'given',
    };
    expect((await find(coded(LAO_CAI, 9208, method))).verdict.kind).toBe('none');
  });
});
