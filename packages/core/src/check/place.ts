/** Parcels outside the province, outside the new commune, or across its boundary. */
import { projectInPlace, projection } from '../geodesy/vn2000.ts';
import { zoneOf } from '../geodesy/zone.ts';
import { boxOf, centroid } from '../geometry/measure.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';
import { phrase } from '../issue/value.ts';
import type { Message } from '../message/message.ts';
import { decimal, percent } from '../message/quantity.ts';
import { type CheckContext, type CheckIssue, checkIssue, type Measured, type ParcelRule } from './rule.ts';

/** Six decimals of a degree are 0.1 m. */
const degrees = (lon: number, lat: number): Message =>
  phrase('place.degrees', { lat: decimal(lat, 6), lon: decimal(lon, 6) });

function placeIssue(context: CheckContext, measured: Measured): CheckIssue | null {
  return isPlainlyInside(context, measured) ? null : searchPlace(context, measured);
}

/** Zones reach so far from their meridian and the equator that a metre is at most this many degrees. */
const DEGREES_PER_METRE = 1.1e-5;
const FALSE_EASTING = 500_000;
const MOST_EAST = 300_000;
const MOST_NORTH = 2_900_000;

/**
 * True only when the parcel, with room to spare, lies in the province and in its commune: told by one point and the
 * radius round it, where the full search projects each vertex and measures.
 */
function isPlainlyInside(context: CheckContext, { parcel, metric, sound, box }: Measured): boolean {
  if (!metric || metric.zone !== parcel.zone || zoneOf(metric.zone)?.falseEasting !== FALSE_EASTING)
    return false;
  const [minX, minY, maxX, maxY] = box;
  const x = (minX + maxX) / 2;
  const y = (minY + maxY) / 2;
  const radius = Math.hypot(maxX - minX, maxY - minY) / 2;
  if (!(Math.abs(x - FALSE_EASTING) + radius < MOST_EAST && y - radius > 0 && y + radius < MOST_NORTH))
    return false;
  const [lon, lat] = projection(metric.zone).toLonLat(x, y);
  const room = radius * DEGREES_PER_METRE;
  const { extent, boundary, commune, rules } = context;
  if (extent && !(within(extent, lon - room, lat - room) && within(extent, lon + room, lat + room)))
    return false;
  if (!boundary || parcel.status !== 'assigned' || !sound || !boundary.has(commune.code)) return true;
  return (
    rules.acrossShare <= 1 && boundary.holds(commune.code, lon - room, lat - room, lon + room, lat + room)
  );
}

/** The full search. */
export function searchPlace(context: CheckContext, { parcel, metric, sound }: Measured): CheckIssue | null {
  if (!parcel.polygonal || !metric) return null;
  const p: Polygonal = {
    ...parcel.polygonal,
    coords: projectInPlace(parcel.polygonal.coords.slice(), parcel.zone),
  };
  const box = boxOf(p);
  const lon = (box[0] + box[2]) / 2;
  const lat = (box[1] + box[3]) / 2;
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return null;
  const place = { x: lon, y: lat, zone: 4326 };
  if (context.extent && !within(context.extent, lon, lat)) {
    const [west, south, east, north] = context.extent;
    const expected = phrase('place.extent', { west, south, east, north });
    return checkIssue(context, 'place.outside-province', parcel, degrees(lon, lat), expected, { place });
  }
  // A record without a new commune has nothing to lie outside of.
  if (!context.boundary || parcel.status !== 'assigned' || !sound) return null;
  return communeIssue(context, parcel, p);
}

function communeIssue(context: CheckContext, parcel: Measured['parcel'], p: Polygonal): CheckIssue | null {
  const { commune, boundary, rules } = context;
  const share = boundary!.shares(p, [commune.code])[0]?.share ?? null;
  if (share === null || share >= rules.acrossShare) return null;
  const centre = centroid(p);
  const place = centre ? { x: centre[0], y: centre[1], zone: 4326 } : null;
  const outside = share < rules.outsideShare;
  const inside = centre
    ? boundary!.containing(centre[0], centre[1]).filter((code) => code !== commune.code)
    : [];
  const found =
    inside.length > 0 ? phrase('value.towards', { share: percent(share), communes: inside }) : percent(share);
  return checkIssue(
    context,
    outside ? 'place.outside-commune' : 'place.across-boundary',
    parcel,
    found,
    `${commune.name} (${commune.code})`,
    { place },
  );
}

const within = ([w, s, e, n]: Box, lon: number, lat: number): boolean =>
  lon >= w && lon <= e && lat >= s && lat <= n;

export const placeRule: ParcelRule = {
  id: 'place',
  codes: ['place.outside-province', 'place.outside-commune', 'place.across-boundary'],
  stage: 'parcel',
  look(context, measured, found) {
    const issue = placeIssue(context, measured);
    if (issue) found.push(issue);
  },
};
