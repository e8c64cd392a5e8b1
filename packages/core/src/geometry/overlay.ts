/**
 * Shares of a parcel in commune boundaries. Parcel and boundaries must be in one coordinate system. Shares are ratios of areas, and
 * a ratio does not change under the scaling of one axis: plain WGS84 degrees will do, without cos(latitude).
 */
import Flatbush from 'flatbush';
import type { CommuneCode } from '../code.ts';
import type { Candidate } from '../stages.ts';
import { commonArea, newBands, pushBand, pushEdge, pushPolygonal, ringSign } from './band.ts';
import { type CellGrid, cellGrid, cellsAt, INSIDE, MIXED, noteCell, OUTSIDE, UNKNOWN } from './cell-grid.ts';
import { area, boxOf, crossing } from './measure.ts';
import type { Box, Polygonal } from './polygonal.ts';

const bandsA = newBands();
const bandsB = newBands();

export type Boundary = { readonly code: CommuneCode; readonly polygonal: Polygonal };

export type BoundaryIndex = {
  /** Share (0..1) of the parcel's area in each candidate; null for a candidate without a boundary here. */
  shares(p: Polygonal, candidates: readonly CommuneCode[]): Candidate[];
  /** Codes whose boundary holds the point (several where boundaries overlap), in the order given. Half-open on edges. */
  containing(x: number, y: number): CommuneCode[];
  has(code: CommuneCode): boolean;
  /** True only when the whole box lies in the boundary; it is told by one look, and when in doubt it is false. */
  holds(code: CommuneCode, minX: number, minY: number, maxX: number, maxY: number): boolean;
};

/**
 * An edge index for each boundary, built when first asked for. A parcel whose box meets no edge's box is inside or
 * outside as a whole: cells remember where, and one exact ray tells the first time; the others are measured against the
 * edges near them only.
 */
export function boundaryIndex(boundaries: readonly Boundary[]): BoundaryIndex {
  const byCode = new Map<CommuneCode, { box: Box; edges: () => EdgeIndex }>();
  for (const { code, polygonal } of boundaries) {
    let built: EdgeIndex | null = null;
    const edges = () => {
      built ??= edgeIndex(polygonal);
      return built;
    };
    byCode.set(code, { box: boxOf(polygonal), edges });
  }
  const all = [...byCode];
  const boxes = Float64Array.from(all.flatMap(([, { box }]) => [...box]));
  const share = (p: Polygonal, box: Box, total: number, code: CommuneCode): number | null => {
    const boundary = byCode.get(code);
    if (!boundary || !(box[0] <= box[2])) return null;
    if (!meet(box, boundary.box)) return 0;
    return shareInside(boundary.edges(), p, box, total);
  };
  return {
    shares(p, candidates) {
      const box = boxOf(p);
      const total = area(p);
      return candidates.map((commune) => ({ commune, share: share(p, box, total, commune) }));
    },
    containing(x, y) {
      const codes: CommuneCode[] = [];
      // Flat, since there are hundreds of boxes to a point; what is not a number, as a wrong zone makes of it, is in none.
      for (let i = 0, at = 0; i < all.length; i++, at += 4) {
        if (x >= boxes[at]! && x <= boxes[at + 2]! && y >= boxes[at + 1]! && y <= boxes[at + 3]!) {
          const [code, { edges }] = all[i]!;
          if (isInside(edges(), x, y)) codes.push(code);
        }
      }
      return codes;
    },
    has: (code) => byCode.has(code),
    holds(code, minX, minY, maxX, maxY) {
      const index = byCode.get(code)?.edges();
      return index !== undefined && sideOf(index, minX, minY, maxX, maxY) === INSIDE;
    },
  };
}

const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

/** Edges of one boundary in flat form, turned so that shells wind +1 and holes −1, with their tree. */
type EdgeIndex = {
  readonly tree: Flatbush | null;
  readonly grid: CellGrid | null;
  readonly maxX: number;
  /** ax, ay, bx, by of each edge. */
  readonly edges: Float64Array;
};

function edgeIndex(p: Polygonal): EdgeIndex {
  const edges: number[] = [];
  let ring = 0;
  let from = 0;
  for (const lastRing of p.polygonEnds) {
    for (let shell = true; ring < lastRing; ring++, shell = false) {
      const to = p.ringEnds[ring]!;
      const turned = ringSign(p, from, to, shell) > 0;
      // From the last vertex: an open ring is closed in thought, a closed one gets an edge of no length.
      for (let i = from, last = to - 1; i < to; last = i++) {
        const a = turned ? i : last;
        const b = turned ? last : i;
        edges.push(p.coords[a * 2]!, p.coords[a * 2 + 1]!, p.coords[b * 2]!, p.coords[b * 2 + 1]!);
      }
      from = to;
    }
  }
  const count = edges.length / 4;
  const tree = count > 0 ? new Flatbush(count) : null;
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
    tree?.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree?.finish();
  const box = boxOf(p);
  const flat = Float64Array.from(edges);
  return { tree, grid: cellGrid(flat, box), maxX: box[2], edges: flat };
}

/** Where a box without an edge near it lies, {@link MIXED} for the others. */
function sideOf(index: EdgeIndex, minX: number, minY: number, maxX: number, maxY: number): number {
  if (!index.grid || !(minX <= maxX && minY <= maxY)) return MIXED;
  const known = cellsAt(index.grid, minX, minY, maxX, maxY);
  if (known !== UNKNOWN) return known;
  const side = winding(index, minX, minY) !== 0 ? INSIDE : OUTSIDE;
  noteCell(index.grid, minX, minY, side);
  return side;
}

function isInside(index: EdgeIndex, x: number, y: number): boolean {
  const side = sideOf(index, x, y, x, y);
  return side === MIXED ? winding(index, x, y) !== 0 : side === INSIDE;
}

/** Times the boundary winds round the point, by the edges right of it; exact, half-open on edges. */
function winding({ tree, maxX, edges }: EdgeIndex, x: number, y: number): number {
  let turns = 0;
  tree?.search(x, y, maxX, y, (edge) => {
    const at = edge * 4;
    const ay = edges[at + 1]!;
    const by = edges[at + 3]!;
    if (ay > y !== by > y && crossing(edges[at]!, ay, edges[at + 2]!, by, x, y) > 0)
      turns += by > ay ? 1 : -1;
    return false;
  });
  return turns;
}

function shareInside(index: EdgeIndex, p: Polygonal, box: Box, total: number): number {
  const { edges } = index;
  const [minX, minY, maxX, maxY] = box;
  const side = sideOf(index, minX, minY, maxX, maxY);
  if (side !== MIXED) return side === INSIDE ? 1 : 0;
  bandsB.count = 0;
  let near = false;
  index.tree?.search(minX, minY, maxX, maxY, (edge) => {
    near = true;
    const at = edge * 4;
    const [ax, ay, bx, by] = [edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!];
    pushEdge(bandsB, box, ax, ay, bx, by, -1, false);
    // Where the edge passes the box's top, the winding along the top changes: a flat band from the left side up to there.
    if (ay > maxY !== by > maxY && crossing(ax, ay, bx, by, maxX, maxY) <= 0) {
      const x = ax + ((maxY - ay) / (by - ay)) * (bx - ax);
      pushBand(bandsB, minX, maxY - minY, Math.min(x, maxX), maxY - minY, by > ay ? 1 : -1);
    }
    return false;
  });
  if (!near) return winding(index, minX, minY) !== 0 ? 1 : 0;
  pushBand(bandsB, minX, maxY - minY, maxX, maxY - minY, winding(index, maxX, maxY));
  bandsA.count = 0;
  pushPolygonal(bandsA, box, p);
  return total > 0 ? Math.min(1, Math.max(0, commonArea(bandsA, bandsB) / total)) : 0;
}
