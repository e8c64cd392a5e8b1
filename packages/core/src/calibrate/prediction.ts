/** Points and codes that a method predicts for parcels; points are found once for all frames. */

import type { Polygonal } from '../geometry/polygonal.ts';
import { codeAt, formOf } from '../identifier/method/emulate.ts';
import type { GeosPoints } from '../identifier/method/geos.ts';
import { openPlane, type Plane } from '../identifier/method/plane.ts';
import { type PlanePoint, pointBy } from '../identifier/method/point-rule.ts';
import { type IdentifierMethod, partOf } from '../identifier/method.ts';
import { isWgs84Plane } from './hypothesis.ts';
import type { UsableParcel } from './parcel.ts';

/** Cells that polylabel may look at for one parcel here: some 10 ms. At a micrometre half of the parcels need 3,000, one in ten more than this. */
const CELLS = 20_000;

type Prediction = {
  readonly code: string;
  /** Metres east and north from the predicted point to the middle of the code's cell. */
  readonly east: number;
  readonly north: number;
};

/** Null when the method does not come to an end on the parcel, or gives no point. */
export type Predictor = (method: IdentifierMethod, index: number) => Prediction | null;

/** Metres a degree at a latitude: radii of curvature of the WGS84 ellipsoid to a thousandth. */
export function metresADegree(lat: number): readonly [east: number, north: number] {
  const phi = (lat * Math.PI) / 180;
  return [111_320 * Math.cos(phi) * (1 + 0.00335 * Math.sin(phi) ** 2), 110_574 + 1_117 * Math.sin(phi) ** 2];
}

/** Planes are opened once each. */
export function planeOpener(): (method: IdentifierMethod, zone: number) => Plane {
  const planes = new Map<string, Plane>();
  return ({ plane = 'zone', datum = 'EPSG:6960' }, zone) => {
    const key = `${plane} ${zone} ${datum}`;
    let made = planes.get(key);
    if (!made) {
      made = openPlane(plane, zone, datum);
      planes.set(key, made);
    }
    return made;
  };
}

/** Everything that the point depends on. */
function pointKey(method: IdentifierMethod): string {
  const { point, precision, origin, vertices, plane = 'zone', datum } = method;
  return `${point} ${precision} ${origin} ${vertices} ${partOf(method)} ${plane} ${isWgs84Plane(plane) ? datum : ''}`;
}

/** Points by boundary and by all else that they hang on; null where the method gives none. */
export type KnownPoints = WeakMap<Polygonal, Map<string, PlanePoint | null>>;

/** Keeps the points of `parcels` in `known`, so that another frame of the same point costs little. */
export function predictor(
  parcels: readonly UsableParcel[],
  geos: GeosPoints | null,
  planeOf: (method: IdentifierMethod, zone: number) => Plane,
  known: KnownPoints = new WeakMap(),
): Predictor {
  /** By everything but the precision: at which precision the search did not end, by parcel. */
  const endless = new Map<string, Float64Array>();

  const findPoint = (method: IdentifierMethod, index: number): PlanePoint | null => {
    const { parcel } = parcels[index]!;
    const family = pointKey({ ...method, precision: 0 });
    let limits = endless.get(family);
    if (!limits) {
      limits = new Float64Array(parcels.length);
      endless.set(family, limits);
    }
    if (method.precision !== undefined && method.precision <= limits[index]!) return null;
    const form = formOf(parcel, method);
    const plane = planeOf(method, parcel.zone);
    const point = pointBy(plane.take(form), form, method, { geos, cells: CELLS });
    if (point.ok) return point;
    if (point.reason === 'search') limits[index] = method.precision ?? 1;
    return null;
  };

  return (method, index) => {
    const { given, zone } = parcels[index]!.parcel;
    let points = known.get(given);
    if (!points) {
      points = new Map();
      known.set(given, points);
    }
    const key = `${zone} ${pointKey(method)}`;
    let point = points.get(key);
    if (point === undefined) {
      point = findPoint(method, index);
      points.set(key, point);
    }
    return point === null ? null : predict(point, method, parcels[index]!, planeOf);
  };
}

function predict(
  { x, y }: PlanePoint,
  method: IdentifierMethod,
  carried: UsableParcel,
  planeOf: (method: IdentifierMethod, zone: number) => Plane,
): Prediction | null {
  const [lon, lat] = planeOf(method, carried.parcel.zone).toLonLat(x, y);
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null;
  const [eastern, northern] = metresADegree(lat);
  const code = codeAt(lon, lat, method.axes);
  // Exchanged, the code's longitude is a latitude, and what should be the longitude ended at the edge of the system.
  if (method.axes === 'lon-lat') return { code, east: 0, north: (carried.lon - lat) * northern };
  return { code, east: (carried.lon - lon) * eastern, north: (carried.lat - lat) * northern };
}
