/** A cell of a grid. */
export type Cell = readonly [column: number, row: number];

/**
 * Walks a grid of any size so that consecutive cells touch, and any run of the walk stays compact (a Hilbert curve for
 * rectangles). Communes laid along it in the order of their new commune make connected new communes.
 */
export function hilbertWalk(columns: number, rows: number): Cell[] {
  const cells: Cell[] = [];
  if (columns >= rows) walk(cells, 0, 0, columns, 0, 0, rows);
  else walk(cells, 0, 0, 0, rows, columns, 0);
  return cells;
}

/** Fills the parallelogram at (x, y) spanned by the long axis (ax, ay) and the short axis (bx, by). */
function walk(cells: Cell[], x: number, y: number, ax: number, ay: number, bx: number, by: number): void {
  const width = Math.abs(ax + ay);
  const height = Math.abs(bx + by);
  const [dax, day, dbx, dby] = [Math.sign(ax), Math.sign(ay), Math.sign(bx), Math.sign(by)];
  if (height === 1) {
    for (let i = 0; i < width; i++) cells.push([x + i * dax, y + i * day]);
    return;
  }
  if (width === 1) {
    for (let i = 0; i < height; i++) cells.push([x + i * dbx, y + i * dby]);
    return;
  }
  let [ax2, ay2, bx2, by2] = [half(ax), half(ay), half(bx), half(by)];
  if (2 * width > 3 * height) {
    if (Math.abs(ax2 + ay2) % 2 && width > 2) [ax2, ay2] = [ax2 + dax, ay2 + day];
    walk(cells, x, y, ax2, ay2, bx, by);
    walk(cells, x + ax2, y + ay2, ax - ax2, ay - ay2, bx, by);
    return;
  }
  if (Math.abs(bx2 + by2) % 2 && height > 2) [bx2, by2] = [bx2 + dbx, by2 + dby];
  walk(cells, x, y, bx2, by2, ax2, ay2);
  walk(cells, x + bx2, y + by2, ax, ay, bx - bx2, by - by2);
  walk(
    cells,
    x + (ax - dax) + (bx2 - dbx),
    y + (ay - day) + (by2 - dby),
    -bx2,
    -by2,
    -(ax - ax2),
    -(ay - ay2),
  );
}

const half = (n: number): number => Math.floor(n / 2);
