/**
 * Pole of inaccessibility of one polygon: the search of `polylabel` (mapbox) on flat arrays. Same cells, same
 * arithmetic, so the same bits; what differs is work left out, none of which can be seen in the result:
 *   – a cell hands its quarters only the edges that can be nearest somewhere inside it;
 *   – whether a centre is inside follows from the parent's distance where that suffices;
 *   – a cell that provably holds nothing better than the best is dropped (`beatenInside`).
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
/** Numbers an edge: ax, ay, bx, by, bx − ax, by − ay, its length's square, its length, its
 * direction. */
const EDGE = 10;
let edges = new Float64Array(EDGE * 256);
let edgeCount = 0;
/** x, y, half size, signed distance. */
let cells = new Float64Array(4 * 1024);
/** Where the cell's edges are in `lists`, and how many. */
let cellLists = new Int32Array(2 * 1024);
let cellCount = 0;
let lists = new Int32Array(4096);
let listEnd = 0;
let squares = new Float64Array(256);
let heap = new Int32Array(1024);
/** Greatest possible distance of the cell at the same place in `heap`. */
let keys = new Float64Array(1024);
let heapSize = 0;
let bestX = 0;
let bestY = 0;
let best = 0;
let probes = 0;
let step = 0;
let floor = 0;

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
 * is within `precision` of the greatest possible one. When that is
 * not above `least`, the search may end early with any smaller distance: such a pole is of no use to the caller.
 */
export function poleOfInaccessibility(
  coords: Float64Array,
  ringEnds: ArrayLike<number>,
  precision: number,
  least = 0,
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
  if (!(size > precision && size > 2 * least)) return { x: minX, y: minY, distance: 0, probes: 0 };

  takeEdges(coords, ringEnds);
  cellCount = heapSize = probes = 0;
  step = precision;
  floor = least;
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
    if (keys[0]! - best <= precision) break;
    const cell = dequeue();
    if (beatenInside(cell)) continue;
    const x = cells[4 * cell]!;
    const y = cells[4 * cell + 1]!;
    const h = cells[4 * cell + 2]! / 2;
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
  while (edges.length < EDGE * total) edges = grownFloat(edges);
  while (squares.length < total) squares = grownFloat(squares);
  edgeCount = listEnd = 0;
  for (let r = 0, from = 0; r < ringEnds.length; from = ringEnds[r++]!) {
    let before = ringEnds[r]! - 1;
    for (let i = from; i < ringEnds[r]!; before = i++) {
      const at = EDGE * edgeCount;
      edges[at] = coords[2 * i]!;
      edges[at + 1] = coords[2 * i + 1]!;
      edges[at + 2] = coords[2 * before]!;
      edges[at + 3] = coords[2 * before + 1]!;
      const ex = edges[at + 2]! - edges[at]!;
      const ey = edges[at + 3]! - edges[at + 1]!;
      edges[at + 4] = ex;
      edges[at + 5] = ey;
      edges[at + 6] = ex * ex + ey * ey;
      const length = Math.sqrt(edges[at + 6]!);
      edges[at + 7] = length;
      edges[at + 8] = ex / length;
      edges[at + 9] = ey / length;
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
  const e = edges;
  for (let at = 0; at < EDGE * edgeCount; at += EDGE) {
    const ay = e[at + 1]!;
    if (ay > y !== e[at + 3]! > y) {
      const ax = e[at]!;
      if (x < (e[at + 4]! * (y - ay)) / e[at + 5]! + ax) inside = !inside;
    }
  }
  return inside;
}

/** Measures a cell's centre; makes it the best if it is, and queues the cell if its inside may hold a better one. */
function probe(x: number, y: number, h: number, parent: number): void {
  probes++;
  const start = parent < 0 ? 0 : cellLists[2 * parent]!;
  const count = parent < 0 ? edgeCount : cellLists[2 * parent + 1]!;
  const reach = h * SQRT2;
  // A centre no farther than this from an edge is neither a new best nor worth quartering.
  const useless = Math.min(best + TAU, best + step - reach) - (best + step + reach) * 1e-9;
  const uselessSquare = useless > 0 ? useless * useless : -1;
  // Locals: the engine need not look at the module's bindings again for every edge.
  const e = edges;
  const list = lists;
  const measured = squares;
  let least = Number.POSITIVE_INFINITY;
  let nearest = 0;
  for (let k = 0; k < count; k++) {
    const at = EDGE * list[start + k]!;
    let px = e[at]!;
    let py = e[at + 1]!;
    const ex = e[at + 4]!;
    const ey = e[at + 5]!;
    const length = e[at + 6]!;
    const dot = (x - px) * ex + (y - py) * ey;
    // Divided only between the ends; the margin leaves no doubt about t > 1.
    if (dot > length * SLACK) {
      px = e[at + 2]!;
      py = e[at + 3]!;
    } else if (dot > 0) {
      const t = dot / length;
      if (t > 1) {
        px = e[at + 2]!;
        py = e[at + 3]!;
      } else {
        px += ex * t;
        py += ey * t;
      }
    }
    const dx = x - px;
    const dy = y - py;
    const square = dx * dx + dy * dy;
    measured[k] = square;
    if (square < least) {
      if (square <= uselessSquare) return;
      least = square;
      nearest = k;
    }
  }
  // First in the list it is met first by the quarters, most of which then end at once.
  if (nearest > 0) swap(start, nearest);
  const distance = Math.sqrt(least);
  const above = parent < 0 ? 0 : cells[4 * parent + 3]!;
  const inside = Math.abs(above) > reach * SLACK ? above > 0 : isInside(x, y);
  const signed = least === 0 ? 0 : inside ? distance : -distance;
  const most = signed + reach;
  if (signed > best + TAU) {
    best = signed;
    bestX = x;
    bestY = y;
  }
  if (most > best + step && most > floor && h > 0) keep(x, y, h, signed, start, count, distance);
}

function swap(start: number, k: number): void {
  const edge = lists[start]!;
  lists[start] = lists[start + k]!;
  lists[start + k] = edge;
  const square = squares[0]!;
  squares[0] = squares[k]!;
  squares[k] = square;
}

/** Queues a cell with the edges that matter inside it. */
function keep(
  x: number,
  y: number,
  h: number,
  signed: number,
  start: number,
  count: number,
  distance: number,
): void {
  const reach = h * SQRT2;
  const limit = (distance + 2 * reach) * SLACK;
  const limitSquare = limit * limit;
  if (listEnd + count > lists.length) lists = reserve(count);
  let end = listEnd;
  for (let k = 0; k < count; k++) if (squares[k]! <= limitSquare) lists[end++] = lists[start + k]!;
  const kept = end - listEnd;
  while (4 * cellCount + 4 > cells.length) cells = grownFloat(cells);
  while (2 * cellCount + 2 > cellLists.length) cellLists = grownInt(cellLists);
  const cell = cellCount++;
  cells[4 * cell] = x;
  cells[4 * cell + 1] = y;
  cells[4 * cell + 2] = h;
  cells[4 * cell + 3] = signed;
  cellLists[2 * cell] = kept === count ? start : listEnd;
  cellLists[2 * cell + 1] = kept;
  if (kept !== count) listEnd = end;
  enqueue(cell, signed + reach);
}

/** As many edges as `beatenInside` looks at. */
const FACED = 6;
const slopeX = new Float64Array(FACED);
const slopeY = new Float64Array(FACED);
const heights = new Float64Array(FACED);

/**
 * Whether edges that the whole cell faces prove that nothing in it beats the best. There the distances are linear, and
 * the lesser of two is at most any mean of them, a·t + b·(1 − t), which grows over the cell by half its size times the
 * sum of the mean slope's components: least where one component vanishes. Without this the long flat ridge of a
 * rectangle costs a cell a millimetre.
 */
function beatenInside(cell: number): boolean {
  const count = cellLists[2 * cell + 1]!;
  if (count > FACED) return false;
  const from = cellLists[2 * cell]!;
  const e = edges;
  const x = cells[4 * cell]!;
  const y = cells[4 * cell + 1]!;
  const h = cells[4 * cell + 2]!;
  const reach = h * SQRT2 * SLACK;
  const enough = best + TAU / 2;
  let faced = 0;
  for (let k = 0; k < count; k++) {
    const at = EDGE * lists[from + k]!;
    const dx = e[at + 8]!;
    const dy = e[at + 9]!;
    const px = x - e[at]!;
    const py = y - e[at + 1]!;
    const along = px * dx + py * dy;
    if (along < reach || along + reach > e[at + 7]!) continue;
    const across = px * dy - py * dx;
    const height = Math.abs(across);
    if (height < reach) continue;
    const sx = across < 0 ? -dy : dy;
    const sy = across < 0 ? dx : -dx;
    if (height + h * (Math.abs(sx) + Math.abs(sy)) <= enough) return true;
    for (let j = 0; j < faced; j++) {
      const tx = slopeX[j]!;
      const ty = slopeY[j]!;
      const other = heights[j]!;
      if (sx * tx < 0) {
        const t = tx / (tx - sx);
        if (height * t + other * (1 - t) + h * Math.abs(sy * t + ty * (1 - t)) <= enough) return true;
      }
      if (sy * ty < 0) {
        const t = ty / (ty - sy);
        if (height * t + other * (1 - t) + h * Math.abs(sx * t + tx * (1 - t)) <= enough) return true;
      }
    }
    heights[faced] = height;
    slopeX[faced] = sx;
    slopeY[faced++] = sy;
  }
  return false;
}

/** Of equally promising cells the western comes first, then the southern. */
function precedes(a: number, b: number): boolean {
  const d = cells[4 * a]! - cells[4 * b]!;
  return d !== 0 ? d < 0 : cells[4 * a + 1]! < cells[4 * b + 1]!;
}

function enqueue(cell: number, most: number): void {
  if (heapSize === heap.length) {
    heap = grownInt(heap);
    keys = grownFloat(keys);
  }
  let at = heapSize++;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const key = keys[up]!;
    if (!(most > key || (most === key && precedes(cell, heap[up]!)))) break;
    heap[at] = heap[up]!;
    keys[at] = key;
    at = up;
  }
  heap[at] = cell;
  keys[at] = most;
}

/** Takes the first cell of the heap out. */
function dequeue(): number {
  const queue = heap;
  const key = keys;
  const top = queue[0]!;
  const size = --heapSize;
  const last = queue[size]!;
  const lastKey = key[size]!;
  let at = 0;
  for (let down = 1; down < size; down = 2 * at + 1) {
    let downKey = key[down]!;
    if (down + 1 < size) {
      const right = key[down + 1]!;
      if (right > downKey || (right === downKey && precedes(queue[down + 1]!, queue[down]!))) {
        down++;
        downKey = right;
      }
    }
    if (!(downKey > lastKey || (downKey === lastKey && precedes(queue[down]!, last)))) break;
    queue[at] = queue[down]!;
    key[at] = downKey;
    at = down;
  }
  queue[at] = last;
  key[at] = lastKey;
  return top;
}
