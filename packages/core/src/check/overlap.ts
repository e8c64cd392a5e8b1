/** Parcels of one commune that lie over each other: real overlaps, slivers between neighbours, one geometry under two keys. */
import Flatbush from 'flatbush';
import { projection } from '../geodesy/vn2000.ts';
import { commonPolygon } from '../geometry/common-polygon.ts';
import { geoJsonFromPolygonal } from '../geometry/geojson.ts';
import { area, boxOf, perimeter } from '../geometry/measure.ts';
import { intersectionArea } from '../geometry/overlay.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';
import { inZone } from './measured.ts';
import {
  type CheckIssue,
  checkIssue,
  type Measured,
  type MeasuredContext,
  metres,
  percent,
  type Rule,
  squareMetres,
} from './rule.ts';
import { positionError } from './rules-table.ts';

type Body = { readonly measured: Measured; readonly polygonal: Polygonal; readonly box: Box };

export const overlapRule: Rule = {
  id: 'overlap',
  codes: ['overlap.parcel', 'overlap.sliver', 'duplicate.geometry'],
  stage: 'commune',
  run(context) {
    const bodies = bodiesOf(context);
    const found: CheckIssue[] = [];
    forPairs(bodies, (a, b) => {
      const common = overlapOf(context, a, b);
      if (common === 0) return;
      const issue = overlapIssue(context, a, b, common);
      if (issue) found.push(issue);
    });
    return found;
  },
};

/** Sound polygons of records still in the run, without copies, all in the work zone. */
function bodiesOf({ measured, copies, workZone }: MeasuredContext): Body[] {
  const bodies: Body[] = [];
  for (const one of measured) {
    if (!one.sound || !one.metric || one.parcel.status === 'rejected' || copies.has(one.parcel.ordinal))
      continue;
    const { polygonal, zone } = one.metric;
    const moved = inZone(polygonal, zone, workZone);
    bodies.push({ measured: one, polygonal: moved, box: zone === workZone ? one.box : boxOf(moved) });
  }
  return bodies;
}

function forPairs(bodies: readonly Body[], visit: (a: Body, b: Body) => void): void {
  if (bodies.length < 2) return;
  const tree = new Flatbush(bodies.length);
  for (const { box } of bodies) tree.add(box[0], box[1], box[2], box[3]);
  tree.finish();
  for (let i = 0; i < bodies.length; i++) {
    const { box } = bodies[i]!;
    const near = tree.search(box[0], box[1], box[2], box[3], (j) => j > i);
    for (const j of near.sort((a, b) => a - b)) visit(bodies[i]!, bodies[j]!);
  }
}

/** Common area, 0 when it is too small to matter or the pair is accused elsewhere. */
function overlapOf({ rules }: MeasuredContext, a: Body, b: Body): number {
  const width = Math.min(a.box[2], b.box[2]) - Math.max(a.box[0], b.box[0]);
  const height = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]);
  // The common area lies in the common box.
  if (width * height < rules.overlapArea) return 0;
  const { oldKey } = a.measured.parcel;
  if (oldKey !== null && oldKey === b.measured.parcel.oldKey) return 0;
  const common = intersectionArea(a.polygonal, b.polygonal, a.box, b.box);
  return common < rules.overlapArea ? 0 : common;
}

function overlapIssue(context: MeasuredContext, a: Body, b: Body, common: number): CheckIssue | null {
  const { rules, workZone } = context;
  const { parcel } = b.measured;
  const other = a.measured.parcel;
  const shareA = common / a.measured.area;
  const shareB = common / b.measured.area;
  const shape = commonPolygon(a.polygonal, b.polygonal, common);
  const place = { ...placeOf(shape, a.box, b.box), zone: workZone };
  const { toLonLat } = projection(workZone);
  const more = {
    place,
    others: [other.ordinal],
    ...(shape ? { shape: geoJsonFromPolygonal(shape, toLonLat) } : {}),
  };
  if (shareA >= rules.sameShare && shareB >= rules.sameShare) {
    return checkIssue(context, 'duplicate.geometry', parcel, other.subject, squareMetres(common), more);
  }
  const width = shape ? meanWidth(shape) : boxWidth(a.box, b.box, common);
  if (width < rules.overlapWidth) return null;
  const error = Math.max(
    positionError(rules, parcel.scale, parcel.landUse),
    positionError(rules, other.scale, other.landUse),
  );
  const sliver = width < rules.sliverFactor * error;
  const found = `${squareMetres(common)} (${percent(Math.max(shareA, shareB))}, ${metres(width)})`;
  return checkIssue(
    context,
    sliver ? 'overlap.sliver' : 'overlap.parcel',
    parcel,
    found,
    other.subject,
    more,
  );
}

/** Area ÷ half the perimeter: the width of a strip. */
const meanWidth = (p: Polygonal): number => (2 * area(p)) / perimeter(p);

/** Without the polygon: the strip is at most as long as the common box's diagonal. */
const boxWidth = (a: Box, b: Box, common: number): number =>
  common /
  Math.hypot(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), Math.min(a[3], b[3]) - Math.max(a[1], b[1]));

/** A corner of the overlap's largest part, else the middle of the common box. */
function placeOf(shape: Polygonal | null, a: Box, b: Box): { x: number; y: number } {
  if (shape && shape.coords.length > 0) return { x: shape.coords[0]!, y: shape.coords[1]! };
  return {
    x: (Math.max(a[0], b[0]) + Math.min(a[2], b[2])) / 2,
    y: (Math.max(a[1], b[1]) + Math.min(a[3], b[3])) / 2,
  };
}
