/**
 * How a parcel identifier is made: which point of the parcel, found in which plane, brought to WGS84 by which shift. The law names
 * polylabel and no precision, so codes in circulation may come of any of these; `exact` is ours (IDENTIFIER.md).
 */

/** Which point stands for the parcel. */
export type PointRule =
  /** The pole of inaccessibility itself, on the canonical boundary: ours. */
  | 'pole'
  /** The library `polylabel`, stopped at a precision. */
  | 'polylabel'
  /** Centroid of the area, less the holes. */
  | 'centroid'
  /** Mean of the vertices, the closing one left out. */
  | 'vertex-mean'
  /** Middle of the box. */
  | 'box-centre'
  /** GEOS `PointOnSurface`. */
  | 'point-on-surface'
  /** GEOS `MaximumInscribedCircle` at 1/1000 of the extent, as PostGIS calls it. */
  | 'inscribed-circle';

/**
 * Which of several parts bears the point. `roomiest`: that of the greatest distance to the boundary, by polylabel itself or by the exact pole.
 * `largest`: by area. `first`: as the source has them. `whole`: none; the point is that of all parts taken together, as `ST_Centroid` and
 * `ST_PointOnSurface` take a MultiPolygon. Of polylabel, which takes one polygon, there is no `whole`; the pole of the whole is that of the
 * roomiest part.
 */
export type PartRule = 'roomiest' | 'largest' | 'first' | 'whole';

/** Coordinates in which the point is found: the old province's own zone, another zone (EPSG code), degrees of WGS84, or EPSG:3857. */
export type PlaneRule = 'zone' | number | 'degrees' | 'web-mercator';

/** How the point goes from VN-2000 to WGS84. */
export type DatumRule =
  /** The Decision's seven parameters, rotations in the coordinate-frame convention: right. */
  | 'EPSG:6960'
  /** The Decision's signs in a position-vector string: 0.5–0.8 m off. */
  | 'position-vector'
  /** The three shifts alone: 0.3 m off. */
  | 'three-parameters'
  /** None: 224 m off. */
  | 'none'
  /** The wrong way round: 450 m off. */
  | 'reversed'
  /** What PROJ takes without being told: EPSG:5194 in 9.35–11.04 N, 104.24–107.11 E, EPSG:6960 elsewhere. */
  | 'proj-default';

/**
 * Plain data: stands in the config file as `identifier.method` and in a run's provenance. Absent: raw, given, {@link usualPart}, zone,
 * EPSG:6960, lat-lon.
 */
export type IdentifierMethod = {
  readonly point: PointRule;
  /**
   * In units of the plane: metres, but in the plane `degrees` degrees (1e-7° is some 1 cm, and the library's default 1 is 111 km: the
   * south-west corner of the box of any parcel). Of `polylabel` alone.
   */
  readonly precision?: number;
  /** Whether the coordinates are taken as they are or from the south-west corner of the box; of `polylabel` alone. */
  readonly origin?: 'raw' | 'local';
  /** Whether the vertices are taken as given or in canonical form; of all but `pole`, which takes the canonical form. */
  readonly vertices?: 'given' | 'canonical';
  readonly part?: PartRule;
  readonly plane?: PlaneRule;
  readonly datum?: DatumRule;
  /** `lon-lat`: the two were exchanged before the GeoHash. */
  readonly axes?: 'lat-lon' | 'lon-lat';
};

/** Ours: the default, and what the provenance says unless the config says otherwise. */
export const EXACT_METHOD: IdentifierMethod = { point: 'pole' };

/** The part where none is said: GEOS takes a MultiPolygon and chooses itself. */
export const usualPart = (point: PointRule): PartRule =>
  point === 'inscribed-circle' || point === 'point-on-surface' ? 'whole' : 'roomiest';

/** The part that a method takes; of the pole, `whole` is another word for `roomiest`. */
export const partOf = ({ point, part = usualPart(point) }: IdentifierMethod): PartRule =>
  point === 'pole' && part === 'whole' ? 'roomiest' : part;

/** The parts that a point rule can take, the usual one first. */
export function partRules(point: PointRule): readonly PartRule[] {
  if (point === 'pole' || point === 'polylabel') return ['roomiest', 'largest', 'first'];
  const usual = usualPart(point);
  return [usual, usual === 'whole' ? 'roomiest' : 'whole', 'largest', 'first'];
}

/** Whether a method is ours, however much of it is said. */
export const isExact = (method: IdentifierMethod): boolean => {
  const { point, plane, datum, axes } = method;
  return (
    point === 'pole' &&
    partOf(method) === 'roomiest' &&
    (plane ?? 'zone') === 'zone' &&
    (datum ?? 'EPSG:6960') === 'EPSG:6960' &&
    (axes ?? 'lat-lon') === 'lat-lon'
  );
};
