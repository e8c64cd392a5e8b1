/** A parcel's identifier by any method: follows the codes in circulation. Ours, the exact pole, is in `identify.ts`. */
import type { ParcelId } from '../../code.ts';
import { reprojectInPlace } from '../../geodesy/vn2000.ts';
import type { Polygonal } from '../../geometry/polygonal.ts';
import { boundaryFault } from '../boundary.ts';
import { canonicalise, type Refusal, refuse } from '../canonical.ts';
import { encodeGeohash } from '../geohash.ts';
import type { ParcelIdentity } from '../identify.ts';
import type { IdentifierMethod } from '../method.ts';
import { LEAST_DISTANCE, locate } from '../point.ts';
import { distanceToBoundary } from './boundary-distance.ts';
import { canonicalPolygon, closeRings } from './parts.ts';
import { openPlane } from './plane.ts';
import { type PointOptions, pointBy } from './point-rule.ts';

/** A sound parcel in metres of its zone, in both forms that methods take. */
export type SoundParcel = {
  readonly ok: true;
  readonly zone: number;
  /** As it came; rings closed. */
  readonly given: Polygonal;
  readonly canonical: Polygonal;
};

/** The boundary test of the exact method, so that no method gives a code where ours would refuse to say what is inside. */
export function soundParcel(p: Polygonal, zone: number, crs = zone): SoundParcel | Refusal {
  const inZone = crs === zone ? p : { ...p, coords: reprojectInPlace(p.coords.slice(), crs, zone) };
  const canonical = canonicalise(inZone, zone);
  if (!canonical.ok) return canonical;
  const fault = boundaryFault(canonical.parts);
  if (fault) return fault;
  const polygon = canonicalPolygon(inZone);
  if ('ok' in polygon) return polygon;
  return { ok: true, zone, given: closeRings(inZone), canonical: polygon };
}

/** Null when the exact method gives a code. */
function refusalOfExact({ canonical, zone }: SoundParcel): Refusal | null {
  const pole = locate(canonical, zone);
  return pole.ok ? null : pole;
}

/** The form of the parcel that a method takes, in metres of the zone. */
export function formOf(parcel: SoundParcel, { point, vertices }: IdentifierMethod): Polygonal {
  return point === 'pole' || vertices === 'canonical' ? parcel.canonical : parcel.given;
}

/**
 * WGS84 degrees → code. Exchanged, a longitude beyond 90 stands where a latitude should: programs halve the interval without
 * looking, and end at its northern edge.
 */
export function codeAt(lon: number, lat: number, axes: IdentifierMethod['axes'] = 'lat-lon'): ParcelId {
  const code = axes === 'lat-lon' ? encodeGeohash(lat, lon) : encodeGeohash(Math.min(90, lon), lat);
  return code as ParcelId;
}

/**
 * By the method, whose plane and datum are counted from `zone`. A point outside the parcel gets its code too: so does the method. A parcel
 * that is too thin for the exact method is so for any: where nothing is a centimetre from the boundary no code can be told from the neighbour's.
 */
export function identifyByMethod(
  p: Polygonal,
  zone: number,
  method: IdentifierMethod,
  crs = zone,
  options: PointOptions = {},
): ({ readonly ok: true } & ParcelIdentity) | Refusal {
  const parcel = soundParcel(p, zone, crs);
  if (!parcel.ok) return parcel;
  const plane = openPlane(method.plane ?? 'zone', zone, method.datum ?? 'EPSG:6960');
  const form = formOf(parcel, method);
  const point = pointBy(plane.take(form), form, method, options);
  if (!point.ok) {
    const at = point.at === null ? null : plane.toZone(point.at[0], point.at[1]);
    return refusalOfExact(parcel) ?? { ...point, at };
  }
  const [lon, lat] = plane.toLonLat(point.x, point.y);
  const [x, y] = plane.toZone(point.x, point.y);
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return refuse('coordinates', [x, y]);
  const distance = distanceToBoundary(form, x, y);
  // A point near or beyond the boundary is no proof of room; the exact pole tells whether there is any.
  const refusal = distance > LEAST_DISTANCE ? null : refusalOfExact(parcel);
  if (refusal) return refusal;
  return { ok: true, parcelId: codeAt(lon, lat, method.axes), lon, lat, x, y, distance, zone };
}
