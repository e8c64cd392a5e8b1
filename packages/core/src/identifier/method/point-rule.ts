/** The point that stands for one part or for several, by each rule; in the coordinates of a plane. */
import { boxOf, centroid } from '../../geometry/measure.ts';
import type { Polygonal } from '../../geometry/polygonal.ts';
import { type Refusal, refuse } from '../canonical.ts';
import { type IdentifierMethod, type PlaneRule, type PointRule, partOf } from '../method.ts';
import { locate } from '../point.ts';
import { boundedPolylabel, MOST_CELLS } from './bounded-polylabel.ts';
import type { GeosPoints } from './geos.ts';
import { largestPart, partsOf } from './parts.ts';

export type PlanePoint = { readonly ok: true; readonly x: number; readonly y: number };

export type PointOptions = {
  /** GEOS, opened beforehand by `openGeos`; the two rules of GEOS need it. */
  readonly geos?: GeosPoints | null;
  /** Cells that polylabel may look at. */
  readonly cells?: number;
};

type XY = readonly [x: number, y: number];

const found = ([x, y]: XY): PlanePoint => ({ ok: true, x, y });

/**
 * The exact pole of a polygon in any plane. The exact search works on tenths of a millimetre at places where maps are, so the polygon
 * is moved there by whole units and, in degrees, made as large as it is on the ground.
 */
function poleIn(p: Polygonal, plane: PlaneRule): PlanePoint | Refusal {
  if (plane === 'zone') return locate(p);
  const isDegrees = plane === 'degrees';
  const size = isDegrees ? METRES_A_DEGREE : 1;
  const [minX, minY] = boxOf(p);
  const originX = isDegrees ? minX : Math.floor(minX);
  const originY = isDegrees ? minY : Math.floor(minY);
  const coords = p.coords.slice();
  for (let i = 0; i + 1 < coords.length; i += 2) {
    coords[i] = PLACE[0] + (coords[i]! - originX) * size;
    coords[i + 1] = PLACE[1] + (coords[i + 1]! - originY) * size;
  }
  const located = locate({ ...p, coords });
  if (!located.ok) return { ...located, at: [p.coords[0]!, p.coords[1]!] };
  return found([originX + (located.x - PLACE[0]) / size, originY + (located.y - PLACE[1]) / size]);
}

const METRES_A_DEGREE = 111_320;
/** Metres: on a central meridian, in the middle of the country. */
const PLACE: XY = [500_000, 1_800_000];

/** Mean of the vertices of the shells; rings are closed, and their last vertex is their first. */
function vertexMean({ coords, ringEnds, polygonEnds }: Polygonal): XY {
  let sumX = 0;
  let sumY = 0;
  let count = 0;
  let firstRing = 0;
  for (const lastRing of polygonEnds) {
    const from = firstRing === 0 ? 0 : ringEnds[firstRing - 1]!;
    for (let i = from; i < ringEnds[firstRing]! - 1; i++, count++) {
      sumX += coords[2 * i]!;
      sumY += coords[2 * i + 1]!;
    }
    firstRing = lastRing;
  }
  return [sumX / count, sumY / count];
}

function boxCentre(p: Polygonal): XY {
  const [minX, minY, maxX, maxY] = boxOf(p);
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}

function requireGeos(geos: GeosPoints | null | undefined, rule: PointRule): GeosPoints {
  if (geos) return geos;
  throw new Error(`point "${rule}" found, but GEOS is not there: open it with openGeos() and pass it on`);
}

/** Of one part or of several taken together. */
function pointOf(rule: PointRule, p: Polygonal, { geos }: PointOptions): XY | null {
  if (rule === 'centroid') return centroid(p);
  if (rule === 'vertex-mean') return vertexMean(p);
  if (rule === 'box-centre') return boxCentre(p);
  const points = requireGeos(geos, rule);
  return rule === 'inscribed-circle' ? points.inscribedCircle(p) : points.pointOnSurface(p);
}

/** The part whose exact pole is farthest from the boundary; parts without one do not count. */
function roomiestPart(parts: readonly Polygonal[]): Polygonal {
  let best = parts[0]!;
  let distance = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    const located = locate(part);
    if (located.ok && located.distance > distance) {
      distance = located.distance;
      best = part;
    }
  }
  return best;
}

function labelOf(parts: readonly Polygonal[], method: IdentifierMethod, cells: number): PlanePoint | Refusal {
  let best: { x: number; y: number; distance: number } | null = null;
  for (const part of parts) {
    const label = boundedPolylabel(part, method.precision ?? 1, method.origin ?? 'raw', cells);
    if (label === null) return refuse('search', [part.coords[0]!, part.coords[1]!]);
    if (best === null || label.distance > best.distance) best = label;
  }
  return found([best!.x, best!.y]);
}

/** The one part, as a list, or all of them where the rule itself looks among them. */
function chosenParts(
  all: readonly Polygonal[],
  inZone: Polygonal,
  method: IdentifierMethod,
): readonly Polygonal[] {
  const part = partOf(method);
  if (all.length === 1 || part === 'whole') return all;
  if (part === 'first') return all.slice(0, 1);
  const searches = method.point === 'polylabel' || method.point === 'pole';
  if (part === 'roomiest' && searches) return all;
  const zoneParts = partsOf(inZone);
  const chosen = part === 'largest' ? largestPart(zoneParts) : roomiestPart(zoneParts);
  return [all[zoneParts.indexOf(chosen)]!];
}

/**
 * `p` as the method takes it, in its plane, rings closed; `inZone` the same in metres of the zone, for choosing a part. The place of a
 * refusal is in the plane.
 */
export function pointBy(
  p: Polygonal,
  inZone: Polygonal,
  method: IdentifierMethod,
  options: PointOptions = {},
): PlanePoint | Refusal {
  const { point, plane = 'zone' } = method;
  const all = partsOf(p);
  const parts = chosenParts(all, inZone, method);
  if (point === 'polylabel') return labelOf(parts, method, options.cells ?? MOST_CELLS);
  const taken = parts.length === all.length ? p : parts[0]!;
  if (point === 'pole') return poleIn(taken, plane);
  const xy = pointOf(point, taken, options);
  return xy === null ? refuse('degenerate', [p.coords[0]!, p.coords[1]!]) : found(xy);
}
