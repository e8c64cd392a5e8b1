/** Parcels so thin or small that they are leftovers of editing. */
import { partsOf } from '../identifier/method/parts.ts';
import { phrase } from '../issue/value.ts';
import { metres, squareMetres } from '../message/quantity.ts';
import { type CheckContext, type CheckIssue, checkIssue, type Measured, type ParcelRule } from './rule.ts';
import { widestPlace } from './widest.ts';

function sliver(
  context: CheckContext,
  { parcel, metric, sound, area, perimeter }: Measured,
): CheckIssue | null {
  if (!sound || !metric) return null;
  const { parcelWidth, parcelArea } = context.rules;
  // No polygon is everywhere narrower than its mean width: nearly all parcels need no more.
  if ((2 * area) / perimeter >= parcelWidth && area >= parcelArea) return null;
  const places = partsOf(metric.polygonal).map(widestPlace);
  const { x, y, width } = places.reduce((a, b) => (b.width > a.width ? b : a));
  if (width >= parcelWidth && area >= parcelArea) return null;
  return checkIssue(
    context,
    'geometry.sliver',
    parcel,
    [squareMetres(area), metres(width)],
    [squareMetres(parcelArea), metres(parcelWidth)].map((value) => phrase('value.at-least', { value })),
    { place: { x, y, zone: metric.zone } },
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
