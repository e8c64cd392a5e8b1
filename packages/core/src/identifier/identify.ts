/** Parcel → identifier (*mã định danh thửa đất*): Circular 19/2026/TT-BNNMT, Appendix I, steps 1 to 3. */
import type { ParcelId } from '../code.ts';
import { inZone, projection } from '../geodesy/vn2000.ts';
import { zoneOf } from '../geodesy/zone.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { type Refusal, refuse } from './canonical.ts';
import { encodeGeohash } from './geohash.ts';
import { identifyByMethod } from './method/emulate.ts';
import type { PointOptions } from './method/point-rule.ts';
import { EXACT_METHOD, type IdentifierMethod, isExact } from './method.ts';
import { locate } from './point.ts';

/** x, y and distance in metres of `zone`; lon, lat in WGS84 degrees. */
export type ParcelIdentity = {
  readonly parcelId: ParcelId;
  readonly lon: number;
  readonly lat: number;
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly zone: number;
};

/**
 * The identity, or why there is none. `zone` is the 3° zone of the **old** province the parcel comes from. `crs` is what
 * the coordinates are in when that is another system (WGS84, a 6° map): they are brought into the zone first, and
 * the result is only as good as they are. `method`: how codes in circulation are made, when those are to be followed; the
 * two rules of GEOS need it opened in `options`.
 */
export function identifyOrRefuse(
  p: Polygonal,
  zone: number,
  crs = zone,
  method: IdentifierMethod = EXACT_METHOD,
  options: PointOptions = {},
): ({ readonly ok: true } & ParcelIdentity) | Refusal {
  if (zoneOf(zone)?.kind !== 'vn2000-3') {
    throw new Error(
      `EPSG:${zone} found; the VN-2000 3° zone of the province expected (Circular 19/2026/TT-BNNMT, Appendix I). ` +
        'Pass the zone of the old province and the coordinate system of the data apart.',
    );
  }
  if (!isExact(method)) return identifyByMethod(p, zone, method, crs, options);
  const located = locate(inZone(p, crs, zone), zone);
  if (!located.ok) return located;
  const { x, y, distance } = located;
  const [lon, lat] = projection(zone).toLonLat(x, y);
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return refuse('coordinates', [x, y]);
  return { ok: true, parcelId: encodeGeohash(lat, lon) as ParcelId, lon, lat, x, y, distance, zone };
}

/** Null when the parcel gets no identifier; {@link identifyOrRefuse} says why. */
export function identify(p: Polygonal, zone: number, crs = zone): ParcelIdentity | null {
  const made = identifyOrRefuse(p, zone, crs);
  if (!made.ok) return null;
  const { ok: _, ...identity } = made;
  return identity;
}
