/**
 * The synthetic province: a lattice of bent cells, one an old commune. Neighbours share their border to the last bit,
 * because a border is drawn once, named by the two lattice nodes it joins.
 */
import type { Cell } from './curve.ts';
import { type Point, wave } from './frame.ts';
import { random } from './random.ts';

export type Lattice = {
  readonly seed: number;
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly box: readonly [number, number, number, number];
};

/** Segments of a border between two nodes; even, so that a border has a middle vertex to hang a cut on. */
export const BORDER_STEPS = 16;
/** Degrees to 7 decimals: about a centimetre. */
const round = (n: number): number => Math.round(n * 1e7) / 1e7;

/** Columns and rows for at least `count` cells of about equal sides, with the fewest cells left over. */
export function latticeSize(count: number, width: number, height: number): [number, number] {
  let best: [number, number] = [1, count];
  let bestCost = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const aspect = width / columns / (height / rows);
    const cost = columns * rows - count + 12 * (aspect > 1 ? aspect - 1 : 1 / aspect - 1);
    if (cost < bestCost) [best, bestCost] = [[columns, rows], cost];
  }
  return best;
}

function node(lattice: Lattice, column: number, row: number): Point {
  const r = random(`${lattice.seed}/${lattice.name}/node ${column},${row}`);
  const [west, south, east, north] = lattice.box;
  return [
    west + ((east - west) * (column + r.between(-0.17, 0.17))) / lattice.columns,
    south + ((north - south) * (row + r.between(-0.17, 0.17))) / lattice.rows,
  ];
}

/** The border from the lower or left node to the other, both ends included. */
function border(lattice: Lattice, column: number, row: number, upright: boolean): Point[] {
  const [ax, ay] = node(lattice, column, row);
  const [bx, by] = node(lattice, upright ? column : column + 1, upright ? row + 1 : row);
  const r = random(`${lattice.seed}/${lattice.name}/border ${column},${row},${upright}`);
  const waves = [1.3, 2.9, 5.7].map((k, i) => ({
    k,
    phase: r.next(),
    height: r.between(0.3, 1) * (0.05 / (i + 1)),
  }));
  const points: Point[] = [];
  for (let step = 0; step <= BORDER_STEPS; step++) {
    const t = step / BORDER_STEPS;
    const fade = 4 * t * (1 - t);
    let off = 0;
    for (const w of waves) off += fade * w.height * wave(w.k * t + w.phase);
    points.push([round(ax + (bx - ax) * t - (by - ay) * off), round(ay + (by - ay) * t + (bx - ax) * off)]);
  }
  return points;
}

/** The four borders of a cell, counter-clockwise from the lower left node, each with its first but not its last point. */
export function cellRing(lattice: Lattice, [column, row]: Cell): Point[] {
  const open = (points: Point[]): Point[] => points.slice(0, -1);
  return [
    ...open(border(lattice, column, row, false)),
    ...open(border(lattice, column + 1, row, true)),
    ...open(border(lattice, column, row + 1, false).reverse()),
    ...open(border(lattice, column, row, true).reverse()),
  ];
}

/** Where the diagonals of the four nodes' mean lies. */
export function cellCentre(lattice: Lattice, [column, row]: Cell): Point {
  const nodes = [
    node(lattice, column, row),
    node(lattice, column + 1, row),
    node(lattice, column + 1, row + 1),
    node(lattice, column, row + 1),
  ];
  const mean = (i: 0 | 1): number => (nodes[0]![i] + nodes[1]![i] + nodes[2]![i] + nodes[3]![i]) / 4;
  return [mean(0), mean(1)];
}
