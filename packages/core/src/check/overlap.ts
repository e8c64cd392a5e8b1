/** Parcels of one commune that lie over each other: real overlaps, slivers between neighbours, one geometry under two keys. */
import type { CommuneCode } from '../code.ts';
import { projection } from '../geodesy/vn2000.ts';
import { liesApart } from '../geometry/apart.ts';
import { forBoxPairs } from '../geometry/box-pairs.ts';
import { areaInBox } from '../geometry/common-area.ts';
import { commonPolygon } from '../geometry/common-polygon.ts';
import { geoJsonFromPolygonal } from '../geometry/geojson.ts';
import { area } from '../geometry/measure.ts';
import { type BoundaryIndex, boundaryIndex } from '../geometry/overlay.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';
import { liesBeside } from '../geometry/side-by-side.ts';
import { partsOf } from '../identifier/method/parts.ts';
import { phrase } from '../issue/value.ts';
import { metres, percent, squareMetres } from '../message/quantity.ts';
import {
  type CheckIssue,
  type CheckParcel,
  type CommuneRule,
  checkIssue,
  type MeasuredContext,
} from './rule.ts';
import { type CheckRules, positionError } from './rules-table.ts';
import { type Widest, widestPlace } from './widest.ts';

type Body = {
  readonly parcel: CheckParcel;
  readonly polygonal: Polygonal;
  readonly box: Box;
  readonly area: number;
};

export const overlapRule: CommuneRule = {
  id: 'overlap',
  codes: ['overlap.parcel', 'overlap.sliver', 'overlap.unmeasured', 'overlap.rounding', 'duplicate.geometry'],
  stage: 'commune',
  run(context) {
    const rounding: CheckParcel[] = [];
    const found = overlaps(context).flatMap(({ i, j, common }) => {
      const [a, b] = [bodyAt(context, i), bodyAt(context, j)];
      if (common === null) return unmeasured(context, a, b);
      const issue = overlapIssue(context, a, b, common);
      if (issue === null) rounding.push(b.parcel);
      return issue ?? [];
    });
    return [...found, ...roundingIssue(context, rounding)];
  },
};

/** Others named in one issue. */
const NAMED = 20;

/** What is narrower than coordinates are rounded is no fault of a parcel, but it is counted: one issue a commune. */
function roundingIssue(context: MeasuredContext, [first, ...others]: readonly CheckParcel[]): CheckIssue[] {
  if (!first) return [];
  const named = others.slice(0, NAMED).map(({ ordinal }) => ordinal);
  const count = others.length + 1;
  const width = metres(context.rules.overlapWidth);
  return [checkIssue(context, 'overlap.rounding', first, count, width, { others: named })];
}

/** `common`: square metres; null when it could not be measured. */
type Overlap = { readonly i: number; readonly j: number; readonly common: number | null };

/** A boundary of more vertices is looked at through an index: it may have thousands of neighbours. */
const LONG = 1000;
const isLong = (p: Polygonal): boolean => p.coords.length > 2 * LONG;

/** Pairs whose common area matters and that are not accused elsewhere, in order. */
function overlaps({ bodies: { parcels, boxes, moved }, rules }: MeasuredContext): Overlap[] {
  const found: Overlap[] = [];
  const all = Float64Array.from(boxes);
  const polygonAt = (i: number) => moved.get(i) ?? parcels[i]!.polygonal!;
  const longOnes = new Map<number, BoundaryIndex>();
  const shareIn = (long: number, p: Polygonal): number => {
    const index = longOnes.get(long) ?? boundaryIndex([{ code: ONLY, polygonal: polygonAt(long) }]);
    longOnes.set(long, index);
    return index.shares(p, [ONLY])[0]!.share! * area(p);
  };
  forBoxPairs(all, (i, j) => {
    const minX = Math.max(all[i * 4]!, all[j * 4]!);
    const minY = Math.max(all[i * 4 + 1]!, all[j * 4 + 1]!);
    const maxX = Math.min(all[i * 4 + 2]!, all[j * 4 + 2]!);
    const maxY = Math.min(all[i * 4 + 3]!, all[j * 4 + 3]!);
    // The common area lies in the common box.
    if ((maxX - minX) * (maxY - minY) < rules.overlapArea) return;
    const a = polygonAt(i);
    const b = polygonAt(j);
    if (liesBeside(a, b, minX, minY, maxX, maxY)) return;
    if (liesApart(a, b, minX, minY, maxX, maxY, rules.overlapArea)) return;
    const common =
      isLong(a) === isLong(b)
        ? areaInBox(a, b, [minX, minY, maxX, maxY])
        : isLong(a)
          ? shareIn(i, b)
          : shareIn(j, a);
    if (common !== null && (common < rules.overlapArea || common === 0)) return;
    const { oldKey } = parcels[i]!;
    if (oldKey === null || oldKey !== parcels[j]!.oldKey) found.push({ i, j, common });
  });
  return found.sort((p, q) => p.i - q.i || p.j - q.j);
}

/** The name of the one boundary of an index. */
const ONLY = '' as CommuneCode;

const bodyAt = ({ bodies: { parcels, boxes, areas, moved } }: MeasuredContext, i: number): Body => ({
  parcel: parcels[i]!,
  polygonal: moved.get(i) ?? parcels[i]!.polygonal!,
  box: [boxes[i * 4]!, boxes[i * 4 + 1]!, boxes[i * 4 + 2]!, boxes[i * 4 + 3]!],
  area: areas[i]!,
});

/** Null: nowhere wider than the rounding of coordinates. */
function overlapIssue(context: MeasuredContext, a: Body, b: Body, common: number): CheckIssue | null {
  const { rules, workZone } = context;
  const { parcel } = b;
  const other = a.parcel;
  const shareA = common / a.area;
  const shareB = common / b.area;
  const same = shareA >= rules.sameShare && shareB >= rules.sameShare;
  const shape = commonShape(a, b, common);
  const widest = shape === null || same ? null : widestOf(shape, rules);
  if (!same && shape !== null && widest === null) return null;
  const place = { ...placeOf(widest ?? shape, a.box, b.box), zone: workZone };
  const { toLonLat } = projection(workZone);
  const more = {
    place,
    others: [other.ordinal],
    ...(shape ? { shape: geoJsonFromPolygonal(shape, toLonLat) } : {}),
  };
  if (same) {
    return checkIssue(context, 'duplicate.geometry', parcel, other.subject, squareMetres(common), more);
  }
  const error = Math.max(
    positionError(rules, parcel.scale, parcel.landUse),
    positionError(rules, other.scale, other.landUse),
  );
  // Without the polygon nobody knows how wide it is: no wider than a circle of that area.
  const width = widest?.width ?? 2 * Math.sqrt(common / Math.PI);
  const sliver = width < rules.sliverFactor * error;
  const found = phrase('value.overlap', {
    area: squareMetres(common),
    share: percent(Math.max(shareA, shareB)),
    width: widest ? metres(width) : phrase('value.at-most', { value: metres(width) }),
  });
  return checkIssue(
    context,
    sliver ? 'overlap.sliver' : 'overlap.parcel',
    parcel,
    found,
    other.subject,
    more,
  );
}

/** Over the parts that are more than rounding, each judged by itself; null when none is. */
function widestOf(shape: Polygonal, { overlapArea, overlapWidth }: CheckRules): Widest | null {
  let widest: Widest | null = null;
  for (const part of partsOf(shape)) {
    if (area(part) < overlapArea) continue;
    const place = widestPlace(part);
    if (place.width >= overlapWidth && place.width > (widest?.width ?? 0)) widest = place;
  }
  return widest;
}

/** A small parcel that lies wholly in a long boundary is the common polygon itself. */
function commonShape(a: Body, b: Body, common: number): Polygonal | null {
  const [small, large] = a.area < b.area ? [a, b] : [b, a];
  const within = isLong(large.polygonal) && common >= small.area * (1 - 1e-9);
  return within ? small.polygonal : commonPolygon(a.polygonal, b.polygonal, common);
}

function unmeasured(context: MeasuredContext, a: Body, b: Body): CheckIssue {
  const vertices = Math.max(a.polygonal.coords.length, b.polygonal.coords.length) / 2;
  const place = { ...placeOf(null, a.box, b.box), zone: context.workZone };
  const more = { place, others: [a.parcel.ordinal] };
  return checkIssue(context, 'overlap.unmeasured', b.parcel, vertices, a.parcel.subject, more);
}

/** The widest place, else a corner of the overlap's largest part, else the middle of the common box. */
function placeOf(at: Widest | Polygonal | null, a: Box, b: Box): { x: number; y: number } {
  if (at && 'width' in at) return { x: at.x, y: at.y };
  if (at && at.coords.length > 0) return { x: at.coords[0]!, y: at.coords[1]! };
  return {
    x: (Math.max(a[0], b[0]) + Math.min(a[2], b[2])) / 2,
    y: (Math.max(a[1], b[1]) + Math.min(a[3], b[3])) / 2,
  };
}
