/** Parcels so thin or small that they are leftovers of editing. */
import {
  type CheckContext,
  type CheckIssue,
  checkIssue,
  type Measured,
  metres,
  type ParcelRule,
  squareMetres,
} from './rule.ts';

function sliver(
  context: CheckContext,
  { parcel, metric, sound, area, perimeter }: Measured,
): CheckIssue | null {
  if (!sound || !metric) return null;
  const width = (2 * area) / perimeter;
  const { parcelWidth, parcelArea } = context.rules;
  if (width >= parcelWidth && area >= parcelArea) return null;
  const { coords } = metric.polygonal;
  return checkIssue(
    context,
    'geometry.sliver',
    parcel,
    `${squareMetres(area)}, ${metres(width)}`,
    `≥ ${squareMetres(parcelArea)}, ≥ ${metres(parcelWidth)}`,
    { place: { x: coords[0]!, y: coords[1]!, zone: metric.zone } },
  );
}

export const sliverRule: ParcelRule = {
  id: 'geometry.sliver',
  codes: ['geometry.sliver'],
  stage: 'parcel',
  look(context, measured, found) {
    const issue = sliver(context, measured);
    if (issue) found.push(issue);
  },
};
