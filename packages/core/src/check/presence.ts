/** Geometry that is missing, unreadable, not a polygon, empty or in several parts. */
import { centroid } from '../geometry/measure.ts';
import { wkbGeometryKind } from '../geometry/wkb.ts';
import { phrase } from '../issue/value.ts';
import { type CheckContext, type CheckIssue, checkIssue, type Measured, type ParcelRule } from './rule.ts';

function presence(context: CheckContext, { parcel, metric }: Measured): CheckIssue | null {
  if (parcel.geometry === null) return checkIssue(context, 'geometry.missing', parcel, '', 'Polygon');
  if (parcel.polygonal === null) {
    const kind = wkbGeometryKind(parcel.geometry);
    const broken = kind === 'Unreadable' || kind === 'Polygon' || kind === 'MultiPolygon';
    return broken
      ? checkIssue(
          context,
          'geometry.unreadable',
          parcel,
          phrase('value.bytes', { count: parcel.geometry.length }),
          'WKB',
        )
      : checkIssue(context, 'geometry.not-polygon', parcel, kind, 'Polygon');
  }
  const parts = parcel.polygonal.polygonEnds.length;
  if (parts < 2 || !metric) return null;
  const centre = centroid(metric.polygonal);
  return checkIssue(context, 'geometry.multi-part', parcel, parts, 1, {
    place: centre ? { x: centre[0], y: centre[1], zone: metric.zone } : null,
  });
}

export const presenceRule: ParcelRule = {
  id: 'geometry.presence',
  codes: ['geometry.missing', 'geometry.unreadable', 'geometry.not-polygon', 'geometry.multi-part'],
  stage: 'parcel',
  look(context, measured, found) {
    const issue = presence(context, measured);
    if (issue) found.push(issue);
  },
};
