/**
 * Pole of inaccessibility of one polygon: the search of `polylabel` (mapbox) on flat arrays. Same cells, same
 * arithmetic, so the same bits; what differs is work left out, none of which can be seen in the result:
 *   – a cell hands its quarters only the edges that can be nearest somewhere inside it;
 *   – whether a centre is inside follows from the parent's distance where that suffices;
 *   – a cell between two edges that provably holds nothing better than the best is dropped (`ridgeBound`).
 * Two rules make the result independent of a heap's inner order and of noise in the last bit: of equally promising
 * cells the western, then the southern comes first, and a new best must beat the old by more than `TAU`.
 */

/** Least improvement in units of the coordinates (0.1 mm): far above rounding (1e-9), far below any precision. */
export const TAU = 2 ** -20;
const SQRT2 = Math.SQRT2;
/** Slack on every test that leaves work out, so that rounding never leaves out what counts. */
const SLACK = 1 + 1e-9;

export type Pole = {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly probes: number;
};

// Working memory, kept between calls: one search at a time, nothing survives it.
let edges = new Float64Array(4 * 256);
let edgeCount = 0;
/** x, y, half size, signed distance, greatest possible distance. */
let cells = new Float64Array(5 * 1024);
/** Where the cell's edges are in `lists`, and how many. */
let cellLists = new Int32Array(2 * 1024);
let cellCount = 0;
let lists = new Int32Array(4096);
let listEnd = 0;
let squares = new Float64Array(256);
let heap = new Int32Array(1024);
let heapSize = 0;
let bestX = 0;
let bestY = 0;
let best = 0;
let probes = 0;
let step = 0;

const grownFloat = (old: Float64Array): Float64Array<ArrayBuffer> => {
  const grown = new Float64Array(old.length * 2);
  grown.set(old);
  return grown;
};
const grownInt = (old: Int32Array): Int32Array<ArrayBuffer> => {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
};

/**
 * `ringEnds` are vertex counts as in `Polygonal`; the first ring is the shell; rings may be open or closed. The distance
 * is within `precision` of the greatest possible one.
 */
export function poleOfInaccessibility(
  coords: Float64Array,
  ringEnds: ArrayLike<number>,
  precision: number,
): Pole {
  const shellEnd = ringEnds[0]!;
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < 2 * shellEnd; i += 2) {
    minX = Math.min(minX, coords[i]!);
    maxX = Math.max(maxX, coords[i]!);
    minY = Math.min(minY, coords[i + 1]!);
    maxY = Math.max(maxY, coords[i + 1]!);
  }
  const width = maxX - minX;
  const height = maxY - minY;
  const size = Math.max(precision, Math.min(width, height));
  if (!(size > precision)) return { x: minX, y: minY, distance: 0, probes: 0 };

  takeEdges(coords, ringEnds);
  cellCount = heapSize = probes = 0;
  step = precision;
  lists = reserve(edgeCount);
  for (let e = 0; e < edgeCount; e++) lists[e] = e;
  listEnd = edgeCount;

  firstGuess(coords, shellEnd);
  probe(minX + width / 2, minY + height / 2, 0, -1);
  const half = size / 2;
  for (let x = minX; x < maxX; x += size) {
    for (let y = minY; y < maxY; y += size) probe(x + half, y + half, half, -1);
  }
  while (heapSize > 0) {
    const cell = pop();
    if (cells[5 * cell + 4]! - best <= precision) break;
    const x = cells[5 * cell]!;
    const y = cells[5 * cell + 1]!;
    const h = cells[5 * cell + 2]! / 2;
    probe(x - h, y - h, h, cell);
    probe(x + h, y - h, h, cell);
    probe(x - h, y + h, h, cell);
    probe(x + h, y + h, h, cell);
  }
  return { x: bestX, y: bestY, distance: best, probes };
}

/** Room in `lists` for `more` further entries. */
function reserve(more: number): Int32Array<ArrayBuffer> {
  let grown = lists as Int32Array<ArrayBuffer>;
  while (listEnd + more > grown.length) grown = grownInt(grown);
  return grown;
}

/** Every edge as a → b with b the vertex before a, ring by ring, as `polylabel` has it; edges of no length add nothing. */
function takeEdges(coords: Float64Array, ringEnds: ArrayLike<number>): void {
  const total = ringEnds[ringEnds.length - 1]!;
  while (edges.length < 4 * total) edges = grownFloat(edges);
  while (squares.length < total) squares = grownFloat(squares);
  edgeCount = listEnd = 0;
  for (let r = 0, from = 0; r < ringEnds.length; from = ringEnds[r++]!) {
    let before = ringEnds[r]! - 1;
    for (let i = from; i < ringEnds[r]!; before = i++) {
      const at = 4 * edgeCount;
      edges[at] = coords[2 * i]!;
      edges[at + 1] = coords[2 * i + 1]!;
      edges[at + 2] = coords[2 * before]!;
      edges[at + 3] = coords[2 * before + 1]!;
      if (edges[at] !== edges[at + 2] || edges[at + 1] !== edges[at + 3]) edgeCount++;
    }
  }
}

/** The shell's centroid when it is inside, else the first vertex. */
function firstGuess(coords: Float64Array, shellEnd: number): void {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0, j = 2 * shellEnd - 2; i < 2 * shellEnd; j = i, i += 2) {
    const ax = coords[i]!;
    const ay = coords[i + 1]!;
    const bx = coords[j]!;
    const by = coords[j + 1]!;
    const f = ax * by - bx * ay;
    x += (ax + bx) * f;
    y += (ay + by) * f;
    area += f * 3;
  }
  best = Number.NEGATIVE_INFINITY;
  if (area !== 0) probe(x / area, y / area, 0, -1);
  if (area === 0 || best < 0) {
    bestX = coords[0]!;
    bestY = coords[1]!;
    best = 0;
  }
}

/** Ray to the east, even-odd over all rings. */
function isInside(x: number, y: number): boolean {
  let inside = false;
  for (let at = 0; at < 4 * edgeCount; at += 4) {
    const ay = edges[at + 1]!;
    const by = edges[at + 3]!;
    if (ay > y !== by > y) {
      const ax = edges[at]!;
      if (x < ((edges[at + 2]! - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** Measures a cell's centre; makes it the best if it is, and queues the cell if its inside may hold a better one. */
function probe(x: number, y: number, h: number, parent: number): void {
  probes++;
  const start = parent < 0 ? 0 : cellLists[2 * parent]!;
  const count = parent < 0 ? edgeCount : cellLists[2 * parent + 1]!;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    const at = 4 * lists[start + k]!;
    let px = edges[at]!;
    let py = edges[at + 1]!;
    const bx = edges[at + 2]!;
    const by = edges[at + 3]!;
    let dx = bx - px;
    let dy = by - py;
    const t = ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy);
    if (t > 1) {
      px = bx;
      py = by;
    } else if (t > 0) {
      px += dx * t;
      py += dy * t;
    }
    dx = x - px;
    dy = y - py;
    const square = dx * dx + dy * dy;
    squares[k] = square;
    if (square < least) least = square;
  }
  const distance = Math.sqrt(least);
  const above = parent < 0 ? 0 : cells[5 * parent + 3]!;
  const inside = Math.abs(above) > h * SQRT2 * SLACK ? above > 0 : isInside(x, y);
  const signed = least === 0 ? 0 : inside ? distance : -distance;
  const most = signed + h * SQRT2;
  if (signed > best + TAU) {
    best = signed;
    bestX = x;
    bestY = y;
  }
  if (most > best + step && h > 0) keep(x, y, h, signed, start, count, least);
}

/** Queues a cell with the edges that matter inside it, unless those show that nothing in it beats the best. */
function keep(
  x: number,
  y: number,
  h: number,
  signed: number,
  start: number,
  count: number,
  least: number,
): void {
  const reach = h * SQRT2;
  const limit = (Math.sqrt(least) + 2 * reach) * SLACK;
  const limitSquare = limit * limit;
  lists = reserve(count);
  let end = listEnd;
  for (let k = 0; k < count; k++) if (squares[k]! <= limitSquare) lists[end++] = lists[start + k]!;
  const kept = end - listEnd;
  if (kept > 1 && kept <= 8 && ridgeBound(x, y, h, listEnd, kept) <= best + TAU / 2) return;
  while (5 * cellCount + 5 > cells.length) cells = grownFloat(cells);
  while (2 * cellCount + 2 > cellLists.length) cellLists = grownInt(cellLists);
  const cell = cellCount++;
  cells[5 * cell] = x;
  cells[5 * cell + 1] = y;
  cells[5 * cell + 2] = h;
  cells[5 * cell + 3] = signed;
  cells[5 * cell + 4] = signed + reach;
  cellLists[2 * cell] = kept === count ? start : listEnd;
  cellLists[2 * cell + 1] = kept;
  if (kept !== count) listEnd = end;
  enqueue(cell);
}

const slopeX = new Float64Array(8);
const slopeY = new Float64Array(8);
const heights = new Float64Array(8);

/**
 * Upper bound of the distance to the nearest edge anywhere in the cell, from pairs of edges that the whole cell faces:
 * there both distances are linear, the lesser of two is at most their mean, and for edges that face each other the mean
 * hardly changes. Without it the long flat ridge of a rectangle costs a cell a millimetre.
 */
function ridgeBound(x: number, y: number, h: number, from: number, count: number): number {
  const reach = h * SQRT2 * SLACK;
  let faced = 0;
  let bound = Number.POSITIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    const at = 4 * lists[from + k]!;
    const ax = edges[at]!;
    const ay = edges[at + 1]!;
    const dx = edges[at + 2]! - ax;
    const dy = edges[at + 3]! - ay;
    const length = Math.sqrt(dx * dx + dy * dy);
    const along = ((x - ax) * dx + (y - ay) * dy) / length;
    const across = ((x - ax) * dy - (y - ay) * dx) / length;
    if (along < reach || along + reach > length || Math.abs(across) < reach) continue;
    const sign = across < 0 ? -1 : 1;
    heights[faced] = Math.abs(across);
    slopeX[faced] = (sign * dy) / length;
    slopeY[faced] = (-sign * dx) / length;
    for (let j = 0; j < faced; j++) {
      const spread = Math.abs(slopeX[faced]! + slopeX[j]!) + Math.abs(slopeY[faced]! + slopeY[j]!);
      bound = Math.min(bound, (heights[faced]! + heights[j]! + h * spread) / 2);
    }
    faced++;
  }
  return bound;
}

/** Most promising first; of equals the western, then the southern. */
function before(a: number, b: number): boolean {
  const d = cells[5 * a + 4]! - cells[5 * b + 4]!;
  if (d !== 0) return d > 0;
  const e = cells[5 * a]! - cells[5 * b]!;
  if (e !== 0) return e < 0;
  return cells[5 * a + 1]! < cells[5 * b + 1]!;
}

function enqueue(cell: number): void {
  if (heapSize === heap.length) heap = grownInt(heap);
  let at = heapSize++;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!before(cell, heap[up]!)) break;
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = cell;
}

function pop(): number {
  const top = heap[0]!;
  const last = heap[--heapSize]!;
  let at = 0;
  for (let down = 1; down < heapSize; down = 2 * at + 1) {
    if (down + 1 < heapSize && before(heap[down + 1]!, heap[down]!)) down++;
    if (!before(heap[down]!, last)) break;
    heap[at] = heap[down]!;
    at = down;
  }
  heap[at] = last;
  return top;
}
