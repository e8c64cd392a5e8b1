/**
 * What is tried: the methods that a program could have used. No full grid: the point is what costs, and one point serves all
 * datum shifts and both orders of the axes.
 */
import type { DatumRule, IdentifierMethod, PlaneRule } from '../identifier/method.ts';
import { isExact } from '../identifier/method.ts';
import { normalMethod } from '../identifier/method-text.ts';

/** Metres, coarse to fine: a search that did not end at one of them is not begun at a finer one. */
export const PRECISIONS = [1, 0.5, 0.1, 0.05, 0.01, 0.001, 1e-4, 1e-6] as const;
/**
 * Degrees, for the plane `degrees`: 1e-5 is some metre, 1e-10 some 10 µm. 1 is the library's default, left as it is by who hands it longitude
 * and latitude; it gives the corner of the box of every parcel, as all coarse ones do.
 */
const DEGREE_PRECISIONS = [1, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10] as const;

/** Right first. */
export const DATUMS: readonly DatumRule[] = [
  'EPSG:6960',
  'proj-default',
  'three-parameters',
  'position-vector',
  'none',
  'reversed',
];
export const AXES = ['lat-lon', 'lon-lat'] as const;

/** Whether the datum shift comes before the point is found, so that each shift needs points of its own. */
export const isWgs84Plane = (plane: PlaneRule): boolean => plane === 'degrees' || plane === 'web-mercator';

/** The point rules of a plane, exact first; polylabel on the vertices as given, {@link siblings} has the canonical form. */
export function pointRules(plane: PlaneRule, withGeos: boolean): IdentifierMethod[] {
  const there = plane === 'zone' ? {} : { plane };
  const vertices = 'given' as const;
  const precisions = plane === 'degrees' ? DEGREE_PRECISIONS : PRECISIONS;
  const ofGeos = withGeos ? (['point-on-surface', 'inscribed-circle'] as const) : [];
  const plain = ['centroid', 'vertex-mean', 'box-centre', ...ofGeos] as const;
  return [
    { point: 'pole', ...there },
    ...(['raw', 'local'] as const).flatMap((origin) =>
      precisions.map((precision) => ({ point: 'polylabel' as const, precision, origin, vertices, ...there })),
    ),
    ...plain.map((point) => ({ point, vertices, ...there })),
  ];
}

/** The same point by another shift or order of the axes. */
export const framed = (
  rule: IdentifierMethod,
  datum: DatumRule,
  axes: (typeof AXES)[number],
): IdentifierMethod => normalMethod({ ...rule, datum, axes });

/** What else a method that fits may be: the other origin and form of polylabel. */
export function siblings(method: IdentifierMethod): IdentifierMethod[] {
  if (method.point !== 'polylabel') return [];
  return (['given', 'canonical'] as const).flatMap((vertices) =>
    (['raw', 'local'] as const).map((origin) => ({ ...method, origin, vertices })),
  );
}

/** Methods of equal standing: the exact one first, then what departs least from it. */
export function compareSimplicity(a: IdentifierMethod, b: IdentifierMethod): number {
  const weigh = (method: IdentifierMethod) => {
    if (isExact(method)) return 0;
    const { part, plane, datum, axes, vertices, origin, point } = normalMethod(method);
    const departures = [part, plane, datum, axes].filter((each) => each !== undefined).length;
    return (
      1 +
      10 * departures +
      (point === 'pole' ? 0 : 2) +
      Number(origin === 'local') +
      Number(vertices === 'canonical')
    );
  };
  // The coarser of two precisions that do the same: it comes to an end on more boundaries.
  return weigh(a) - weigh(b) || (b.precision ?? 0) - (a.precision ?? 0);
}

export const methodKey = (method: IdentifierMethod): string => JSON.stringify(normalMethod(method));
