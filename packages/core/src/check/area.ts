/** Area of the geometry against the legal area, within the tolerance of the map's scale. */
import { centroid } from '../geometry/measure.ts';
import { phrase } from '../issue/value.ts';
import { squareMetres } from '../message/quantity.ts';
import { type CheckContext, type CheckIssue, checkIssue, type Measured, type ParcelRule } from './rule.ts';
import { areaTolerance, positionError } from './rules-table.ts';

function areaIssue(context: CheckContext, { parcel, metric, sound, area }: Measured): CheckIssue | null {
  const { areaLegal, scale, landUse } = parcel;
  if (!sound || !metric || areaLegal === null || !(areaLegal > 0)) return null;
  const tolerance = areaTolerance(context.rules, positionError(context.rules, scale, landUse), areaLegal);
  if (Math.abs(area - areaLegal) <= tolerance) return null;
  const centre = centroid(metric.polygonal);
  return checkIssue(
    context,
    'area.differs',
    parcel,
    squareMetres(area),
    phrase('value.tolerance', { value: squareMetres(areaLegal), tolerance: squareMetres(tolerance) }),
    { place: centre ? { x: centre[0], y: centre[1], zone: metric.zone } : null },
  );
}

export const areaRule: ParcelRule = {
  id: 'area.differs',
  codes: ['area.differs'],
  stage: 'parcel',
  look(context, measured, found) {
    const issue = areaIssue(context, measured);
    if (issue) found.push(issue);
  },
};
