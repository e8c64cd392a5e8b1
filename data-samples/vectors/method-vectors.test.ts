/** Recomputes the vectors of the followed methods, by the libraries themselves. `UPDATE=1` writes them anew. */
import { writeFileSync } from 'node:fs';
import { decodePolygonal, wkbFromWkt } from '@thuadat/core/geometry/wkb';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import { identifyByMethod } from '@thuadat/core/identifier/method/emulate';
import { type GeosPoints, openGeos } from '@thuadat/core/identifier/method/geos';
import { methodText } from '@thuadat/core/identifier/method-text';
import { describe, expect, test } from 'vitest';
import { drawMethods, METHOD_PARCELS } from './make-method-vectors.ts';
import {
  METHOD_BANNER,
  METHOD_FILE,
  type MethodVector,
  readMethodVectors,
  readParcelVectors,
  vectorText,
} from './vector-file.ts';

const parcels = new Map(readParcelVectors().map((row) => [row.id, row]));
const geos = await openGeos();

type MethodColumns = Omit<MethodVector, keyof Answer | 'parcel'>;
type Answer = Pick<MethodVector, 'parcelId' | 'x' | 'y' | 'distance' | 'issue'>;

const columnsOf = (method: IdentifierMethod): MethodColumns => {
  const { point, precision, origin, vertices, part, plane, datum, axes } = method;
  const text = (value: string | number | undefined) => (value === undefined ? '' : String(value));
  return {
    point,
    precision: text(precision),
    origin: text(origin),
    vertices: text(vertices),
    part: text(part),
    plane: text(plane),
    datum: text(datum),
    axes: text(axes),
  };
};

const METHODS = new Map(drawMethods().map((method) => [Object.values(columnsOf(method)).join(), method]));

function methodOf(row: MethodVector): IdentifierMethod {
  const { point, precision, origin, vertices, part, plane, datum, axes } = row;
  const method = METHODS.get([point, precision, origin, vertices, part, plane, datum, axes].join());
  if (!method) throw new Error(`method "${point}" of parcel ${row.parcel} found; one of drawMethods() expected`);
  return method;
}

function answer(parcel: string, method: IdentifierMethod, points: GeosPoints): Answer {
  const { zone, wkt } = parcels.get(parcel)!;
  const made = identifyByMethod(decodePolygonal(wkbFromWkt(wkt))!, Number(zone), method, Number(zone), {
    geos: points,
  });
  if (!made.ok)
    return { parcelId: '', x: '', y: '', distance: '', issue: `identifier.pending-${made.reason}` };
  const [x, y, distance] = [made.x, made.y, made.distance].map((value) => value.toFixed(6));
  return { parcelId: made.parcelId, x: x!, y: y!, distance: distance!, issue: '' };
}

if (process.env.UPDATE === '1') {
  const rows = drawMethods().flatMap((method) =>
    METHOD_PARCELS.map((id) => {
      return { parcel: String(id), ...columnsOf(method), ...answer(String(id), method, geos) };
    }),
  );
  writeFileSync(METHOD_FILE, vectorText(METHOD_BANNER, rows));
}

const vectors = readMethodVectors();

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return [...groups];
}

const byMethod = grouped(vectors, (row) => methodText(methodOf(row)));

describe('published vectors of the followed methods', () => {
  test('are of every method, 15 parcels each or more, nearly all with a code', () => {
    expect(byMethod.length).toBe(drawMethods().length);
    for (const [, rows] of byMethod) expect(rows.length).toBeGreaterThanOrEqual(15);
    // At 1 cm the library already loses itself on the ridge of a part of 300 × 6 m, and a hole that touches a side may cross it once both are in another plane.
    for (const { issue, precision, plane } of vectors.filter(({ parcelId }) => parcelId === '')) {
      if (issue === 'identifier.pending-search') expect(Number(precision)).toBeLessThanOrEqual(0.01);
      else expect({ issue, moved: plane !== '' }).toEqual({ issue: 'identifier.pending-crossing', moved: true });
    }
  });

  test.each(byMethod)('%s', (_, rows) => {
    for (const row of rows) {
      const made = answer(row.parcel, methodOf(row), geos);
      const { parcelId, issue } = row;
      expect(made, `parcel ${row.parcel}`).toMatchObject({ parcelId, issue });
      // The engine's logarithm and tangent, and a rounding to 1e-6 m, stand between the two.
      for (const key of ['x', 'y', 'distance'] as const) {
        expect(Math.abs(Number(made[key]) - Number(row[key])), `parcel ${row.parcel}`).toBeLessThan(2.5e-6);
      }
    }
    // The finest searches of the library spend their budget of cells on each right-angled parcel.
  }, 60_000);

  test('differ from each other: no two methods make the same points and codes', () => {
    const codes = byMethod.map(([text, rows]) => [text, rows.map(({ parcelId, x, y }) => `${parcelId} ${x} ${y}`).join()] as const);
    const twins = grouped(codes, ([, all]) => all).filter(([, same]) => same.length > 1);
    expect(twins.map(([, same]) => same.map(([text]) => text))).toEqual([]);
  });
});
