/** Parcels of one commune that lie over each other: real overlaps, slivers between neighbours, one geometry under two keys. */
import type { CommuneCode } from '../code.ts';
import { projection } from '../geodesy/vn2000.ts';
import { liesApart } from '../geometry/apart.ts';
import { forBoxPairs } from '../geometry/box-pairs.ts';
import { areaInBox } from '../geometry/common-area.ts';
import { commonPolygon } from '../geometry/common-polygon.ts';
import { geoJsonFromPolygonal } from '../geometry/geojson.ts';
import { area, perimeter } from '../geometry/measure.ts';
import { type BoundaryIndex, boundaryIndex } from '../geometry/overlay.ts';
import type { Box, Polygonal } from '../geometry/polygonal.ts';
import { liesBeside } from '../geometry/side-by-side.ts';
import {
  type CheckIssue,
  type CheckParcel,
  type CommuneRule,
  checkIssue,
  type MeasuredContext,
  metres,
  percent,
  squareMetres,
} from './rule.ts';
import { positionError } from './rules-table.ts';

type Body = {
  readonly parcel: CheckParcel;
  readonly polygonal: Polygonal;
  readonly box: Box;
  readonly area: number;
};

export const overlapRule: CommuneRule = {
  id: 'overlap',
  codes: ['overlap.parcel', 'overlap.sliver', 'overlap.unmeasured', 'duplicate.geometry'],
  stage: 'commune',
  run(context) {
    const pairs = overlaps(context);
    return pairs.flatMap(({ i, j, common }) => {
      const [a, b] = [bodyAt(context, i), bodyAt(context, j)];
      return (common === null ? unmeasured(context, a, b) : overlapIssue(context, a, b, common)) ?? [];
    });
  },
};

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

function overlapIssue(context: MeasuredContext, a: Body, b: Body, common: number): CheckIssue | null {
  const { rules, workZone } = context;
  const { parcel } = b;
  const other = a.parcel;
  const shareA = common / a.area;
  const shareB = common / b.area;
  const shape = commonShape(a, b, common);
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

/** A small parcel that lies wholly in a long boundary is the common polygon itself. */
function commonShape(a: Body, b: Body, common: number): Polygonal | null {
  const [small, large] = a.area < b.area ? [a, b] : [b, a];
  const within = isLong(large.polygonal) && common >= small.area * (1 - 1e-9);
  return within ? small.polygonal : commonPolygon(a.polygonal, b.polygonal, common);
}

function unmeasured(context: MeasuredContext, a: Body, b: Body): CheckIssue {
  const vertices = String(Math.max(a.polygonal.coords.length, b.polygonal.coords.length) / 2);
  const place = { ...placeOf(null, a.box, b.box), zone: context.workZone };
  const more = { place, others: [a.parcel.ordinal] };
  return checkIssue(context, 'overlap.unmeasured', b.parcel, vertices, a.parcel.subject, more);
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
