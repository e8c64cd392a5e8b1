/** Parcels outside the province, outside the new commune, or across its boundary. */
import { projectInPlace } from '../geodesy/vn2000.ts';
import { boxOf, centroid } from '../geometry/measure.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';
import {
  type CheckContext,
  type CheckIssue,
  checkIssue,
  type Measured,
  type ParcelRule,
  percent,
} from './rule.ts';

const degrees = (lon: number, lat: number): string => `${lat.toFixed(6)} N ${lon.toFixed(6)} E`;

function placeIssue(context: CheckContext, { parcel, metric, sound }: Measured): CheckIssue | null {
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
    const [w, s, e, n] = context.extent;
    const expected = `${s}–${n} N, ${w}–${e} E`;
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
  const found = inside.length > 0 ? `${percent(share)} (→ ${inside.join(', ')})` : percent(share);
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
