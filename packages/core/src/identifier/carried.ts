/**
 * Codes that a source already carries. Tens of millions were issued before the Circular's date, by programs whose
 * precision nobody published: a carried code is kept when it can be one of this parcel, whatever point we should have
 * chosen ourselves, and is never overwritten silently.
 */
import type { CodeFix, ParcelId } from '../code.ts';
import { projection, reprojectInPlace } from '../geodesy/vn2000.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { decodeGeohash, encodeGeohash, parseParcelId } from './geohash.ts';

/**
 * `good`: keep it. `unreadable`: not 12 characters of the alphabet. `elsewhere`: not in the province. `outside`: in the province
 * but not in the parcel or not in its commune. `unchecked`: readable, but there is no geometry to hold it against.
 */
type CarriedVerdict = 'good' | 'unreadable' | 'elsewhere' | 'outside' | 'unchecked';

/** What usually puts a point so far from its parcel (domain knowledge checked against PROJ). */
type CarriedCause = 'no-datum-shift' | 'reversed-shift' | 'wrong-meridian';

export type CarriedCheck = {
  readonly verdict: CarriedVerdict;
  readonly parcelId: ParcelId | null;
  readonly fix: CodeFix | null;
  /** Centre of the code's cell, WGS84 degrees. */
  readonly lon: number | null;
  readonly lat: number | null;
  /** Metres from the cell's centre to the parcel; 0 inside. */
  readonly distance: number | null;
  readonly cause: CarriedCause | null;
};

export type CarriedOptions = {
  /** Beginnings of any identifier in the province: `ProvinceProfile.idPrefixes`. */
  readonly prefixes?: readonly string[];
  /** Coordinate system of the geometry when it is not the zone. */
  readonly crs?: number;
  /** Whether a place is in the parcel's new commune, when its boundary is known. */
  readonly inCommune?: (lon: number, lat: number) => boolean;
};

/** Half the diagonal of a cell at 8° N, metres: a point of the cell may be inside though the centre is not. */
export const CELL_REACH = 0.021;

const CAUSES: readonly (readonly [from: number, to: number, cause: CarriedCause])[] = [
  [150, 300, 'no-datum-shift'],
  [350, 550, 'reversed-shift'],
  [15_000, 110_000, 'wrong-meridian'],
];

export function checkCarried(
  text: string,
  p: Polygonal | null,
  zone: number,
  { prefixes = [], crs = zone, inCommune }: CarriedOptions = {},
): CarriedCheck {
  const parsed = parseParcelId(text);
  if (!parsed.ok) {
    return {
      verdict: 'unreadable',
      parcelId: null,
      fix: null,
      lon: null,
      lat: null,
      distance: null,
      cause: null,
    };
  }
  const { lon, lat } = decodeGeohash(parsed.value)!;
  const base = { parcelId: parsed.value, fix: parsed.fix, lon, lat };
  const distance = p === null || p.coords.length < 6 ? null : distanceTo(p, zone, crs, lon, lat);
  const cause =
    CAUSES.find(([from, to]) => distance !== null && distance >= from && distance <= to)?.[2] ?? null;
  if (prefixes.length > 0 && !prefixes.some((prefix) => parsed.value.startsWith(prefix))) {
    return { ...base, verdict: 'elsewhere', distance, cause };
  }
  if (distance !== null && !(distance <= CELL_REACH)) return { ...base, verdict: 'outside', distance, cause };
  if (inCommune && !inCommune(lon, lat)) return { ...base, verdict: 'outside', distance, cause };
  return { ...base, verdict: distance === null ? 'unchecked' : 'good', distance, cause };
}

/** Metres in the zone's plane from a place to the parcel, 0 inside (even-odd); NaN when the place is not in the plane. */
function distanceTo(p: Polygonal, zone: number, crs: number, lon: number, lat: number): number {
  const coords = crs === zone ? p.coords : reprojectInPlace(p.coords.slice(), crs, zone);
  const [x, y] = projection(zone).invert(lon, lat);
  let inside = false;
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0, from = 0; r < p.ringEnds.length; from = p.ringEnds[r++]!) {
    for (let i = from, j = p.ringEnds[r]! - 1; i < p.ringEnds[r]!; j = i++) {
      const ax = coords[2 * i]! - x;
      const ay = coords[2 * i + 1]! - y;
      const dx = coords[2 * j]! - x - ax;
      const dy = coords[2 * j + 1]! - y - ay;
      if (ay > 0 !== ay + dy > 0 && ax - (ay * dx) / dy > 0) inside = !inside;
      const square = dx * dx + dy * dy;
      const t = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
      least = Math.min(least, (ax + t * dx) ** 2 + (ay + t * dy) ** 2);
    }
  }
  return Number.isNaN(least + x) ? Number.NaN : inside ? 0 : Math.sqrt(least);
}

/** The first characters of any identifier within a box of degrees (west, south, east, north), for province profiles. */
export function identifierPrefixes(
  [west, south, east, north]: readonly [number, number, number, number],
  length = 2,
): string[] {
  const found = new Set<string>();
  const corner = decodeGeohash(encodeGeohash(south, west, length))!;
  const width = corner.east - corner.west;
  const height = corner.north - corner.south;
  for (let lon = corner.lon; lon - width / 2 <= east; lon += width) {
    for (let lat = corner.lat; lat - height / 2 <= north; lat += height)
      found.add(encodeGeohash(lat, lon, length));
  }
  return [...found].sort();
}
