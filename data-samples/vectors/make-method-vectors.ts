/** The methods and parcels of parcel-id-by-method.csv. */
import type { IdentifierMethod, PointRule } from '@thuadat/core/identifier/method';

/**
 * Parcels of parcel-id.csv, by id: a square, a triangle, a sliver, an L, an H, a star, courts, holes that touch, rings, several parts of
 * each kind (the first neither the largest nor the roomiest among them), nearly a rectangle, surveyed lots of the three zones; 127 and 133
 * lie where PROJ takes another shift.
 */
export const METHOD_PARCELS: readonly number[] = [
  2, 14, 21, 24, 29, 47, 54, 57, 59, 63, 69, 74, 78, 87, 93, 96, 102, 105, 110, 121, 127, 133, 310, 311,
];

const PRECISIONS = [1, 0.5, 0.1, 0.05, 0.01, 0.001, 1e-4, 1e-6] as const;
const ORIGINS = ['raw', 'local'] as const;
/** Those that take the vertices as they stand and need no precision. */
const PLAIN: readonly PointRule[] = [
  'centroid',
  'vertex-mean',
  'box-centre',
  'point-on-surface',
  'inscribed-circle',
];

function polylabels(): IdentifierMethod[] {
  return PRECISIONS.flatMap((precision) =>
    ORIGINS.flatMap((origin): IdentifierMethod[] => {
      const given = { point: 'polylabel', precision, origin } as const;
      // Finer than a millimetre the vertices' form moves the point by less than the search leaves open.
      return precision < 0.001 ? [given] : [given, { ...given, vertices: 'canonical' }];
    }),
  );
}

function parts(): IdentifierMethod[] {
  const points: readonly IdentifierMethod[] = [
    { point: 'pole' },
    { point: 'polylabel', precision: 0.1, origin: 'local' },
    ...PLAIN.map((point) => ({ point })),
  ];
  return (['largest', 'first'] as const).flatMap((part) => points.map((method) => ({ ...method, part })));
}

export function drawMethods(): IdentifierMethod[] {
  return [
    ...polylabels(),
    ...PLAIN.flatMap((point): IdentifierMethod[] => [{ point }, { point, vertices: 'canonical' }]),
    ...parts(),
    ...([9207, 9208, 5897, 3405, 32648, 'degrees', 'web-mercator'] as const).map((plane) => {
      return { point: 'pole', plane } as const;
    }),
    { point: 'polylabel', precision: 1e-6, origin: 'raw', plane: 'degrees' },
    { point: 'polylabel', precision: 1, origin: 'raw', plane: 'web-mercator' },
    ...(['position-vector', 'three-parameters', 'none', 'reversed', 'proj-default'] as const).map((datum) => {
      return { point: 'pole', datum } as const;
    }),
    { point: 'pole', axes: 'lon-lat' },
  ];
}
