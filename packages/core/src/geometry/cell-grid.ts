/**
 * A boundary cut into equal cells: those without an edge of it lie inside or outside as a whole, and most points and
 * parcels are in such cells. May exist beside the tree of edges because it answers by one look-up where the tree is searched along a ray.
 */
import type { Box } from './polygonal.ts';

export const UNKNOWN = 0;
export const INSIDE = 1;
export const OUTSIDE = 2;
/** An edge's box touches the cell. */
export const MIXED = 3;

export type CellGrid = {
  readonly minX: number;
  readonly minY: number;
  readonly columnsPerUnit: number;
  readonly rowsPerUnit: number;
  readonly side: number;
  /** By row: one of the four above; {@link UNKNOWN} until somebody finds out. */
  readonly cells: Uint8Array;
};

const LEAST_SIDE = 64;
const MOST_SIDE = 512;

/** `edges`: ax, ay, bx, by of each, all in the box. Null for a box without width or height. */
export function cellGrid(edges: Float64Array, [minX, minY, maxX, maxY]: Box): CellGrid | null {
  const side = Math.min(MOST_SIDE, Math.max(LEAST_SIDE, Math.ceil(4 * Math.sqrt(edges.length / 4))));
  const columnsPerUnit = side / (maxX - minX);
  const rowsPerUnit = side / (maxY - minY);
  if (!(columnsPerUnit > 0 && columnsPerUnit < 1e12 && rowsPerUnit > 0 && rowsPerUnit < 1e12)) return null;
  const cells = new Uint8Array(side * side);
  const grid = { minX, minY, columnsPerUnit, rowsPerUnit, side, cells };
  for (let i = 0; i < edges.length; i += 4) {
    const x0 = columnOf(grid, Math.min(edges[i]!, edges[i + 2]!));
    const x1 = columnOf(grid, Math.max(edges[i]!, edges[i + 2]!));
    const y1 = rowOf(grid, Math.max(edges[i + 1]!, edges[i + 3]!));
    for (let y = rowOf(grid, Math.min(edges[i + 1]!, edges[i + 3]!)); y <= y1; y++) {
      cells.fill(MIXED, y * side + x0, y * side + x1 + 1);
    }
  }
  return grid;
}

// Both grow with their argument, rounding or not: ranges that have a number in common have a column in common.
const columnOf = ({ minX, columnsPerUnit, side }: CellGrid, x: number): number =>
  Math.max(0, Math.min(side - 1, Math.floor((x - minX) * columnsPerUnit)));
const rowOf = ({ minY, rowsPerUnit, side }: CellGrid, y: number): number =>
  Math.max(0, Math.min(side - 1, Math.floor((y - minY) * rowsPerUnit)));

/** Where all of a box lies; {@link UNKNOWN} when no edge is near, but nobody has found out. */
export function cellsAt(grid: CellGrid, minX: number, minY: number, maxX: number, maxY: number): number {
  const { cells, side } = grid;
  const x0 = columnOf(grid, minX);
  const x1 = columnOf(grid, maxX);
  const y0 = rowOf(grid, minY);
  const y1 = rowOf(grid, maxY);
  let known = UNKNOWN;
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const cell = cells[y * side + x]!;
      if (cell === MIXED) return MIXED;
      // Without an edge between them they are all on one side: one known cell tells of all.
      if (cell !== UNKNOWN) known = cell;
    }
  }
  return known;
}

/** Notes that the cell of a point without an edge near it is `INSIDE` or `OUTSIDE`. */
export function noteCell(grid: CellGrid, x: number, y: number, state: number): void {
  grid.cells[rowOf(grid, y) * grid.side + columnOf(grid, x)] = state;
}
