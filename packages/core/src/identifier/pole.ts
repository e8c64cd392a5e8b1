/**
 * Pole of inaccessibility of one polygon: the search of `polylabel` (mapbox) on flat arrays. Same cells, same
 * arithmetic, so the same bits; what differs is work left out, none of which can be seen in the result:
 *   – a cell hands its quarters only the edges that can be nearest somewhere inside it;
 *   – whether a centre is inside follows from the parent's distance where that suffices;
 *   – a cell that provably holds nothing better than the best is dropped (`beatenInside`), a quarter even unmeasured;
 *   – what provably holds nothing above the bar is dropped, and a cell that alone is left goes straight down (`zoom`).
 * It exists because the library takes ten times as long at 1 cm and seconds for a single rectangular lot at 0.01 mm.
 *
 * The bar. Before the search a climb finds a place q of distance d(q). Of the cells that hold q the search measures each
 * centre until it stops quartering one, and there its best is at least that cell's `max` less the precision: so it is
 * known beforehand that the result lies above some bar (`certain`), although not where. A cell holding nothing above the
 * bar may be left out: the order in which cells are taken depends on the cells alone, never on the best, and the search
 * cannot end before its best is above the bar. With and without such cells the best is the same from the first centre
 * on that is above the bar by more than TAU. Should that centre be within 2 TAU of the bar, the whole is searched again
 * without one (once in ten thousand parcels).
 *
 * Two rules make the result independent of a heap's inner order and of noise in the last bit: of equally promising
 * cells the western, then the southern comes first, and a new best must beat the old by more than `TAU`.
 */
import { climb, top } from './pole-climb.ts';
import { EDGE, edgeCount, edges, grownFloat, grownInt, isInside, nearest, takeEdges } from './pole-edges.ts';
import { type Box, cellRegion, hullRegion, region } from './pole-region.ts';

/** Least improvement in units of the coordinates (0.1 mm): far above rounding (1e-9), far below any precision. */
export const TAU = 2 ** -20;
const SQRT2 = Math.SQRT2;
/** Slack on every test that leaves work out, so that rounding never leaves out what counts. */
const SLACK = 1 + 1e-9;
/** Units by which the bar lies below what is certain: above all rounding, far below any precision. */
const MARGIN = 1e-4;

export type Pole = {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly probes: number;
};

// Working memory, kept between calls: one search at a time, nothing survives it.
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
/** The result is above this; −∞ when nothing is known. */
let bar = Number.NEGATIVE_INFINITY;
/** Greatest distance of a place known so far. */
let lower = 0;
/** Whether the best is above the bar, and so the same as without one. */
let above = true;
/** Whether that cannot be told. */
let doubtful = false;
const box: Box = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
/** Size of the cells at the start. */
let size = 0;
/** The shell's centroid. */
let centreX = 0;
let centreY = 0;

/**
 * `ringEnds` are vertex counts as in `Polygonal`; the first ring is the shell; rings may be open or closed. The distance
 * is within `precision` of the greatest possible one. When that is
 * not above `least`, the search may end early with any smaller distance: such a pole is of no use to the caller.
 * `barred` false searches without a bar, to the same result.
 */
export function poleOfInaccessibility(
  coords: Float64Array,
  ringEnds: ArrayLike<number>,
  precision: number,
  least = 0,
  barred = true,
): Pole {
  const shellEnd = ringEnds[0]!;
  measureShell(coords, shellEnd);
  size = Math.max(precision, Math.min(box.maxX - box.minX, box.maxY - box.minY));
  if (!(size > precision && size > 2 * least)) return { x: box.minX, y: box.minY, distance: 0, probes: 0 };
  takeEdges(coords, ringEnds);
  while (squares.length < edgeCount) squares = grownFloat(squares);
  step = precision;
  floor = least;
  probes = 0;
  setBar(barred && isInside(centreX, centreY) ? climb(centreX, centreY) : 0);
  search(coords, shellEnd);
  if (doubtful) {
    setBar(0);
    search(coords, shellEnd);
  }
  return { x: bestX, y: bestY, distance: best, probes };
}

/** Box and centroid of the shell; the centroid is not a number where the shell has no area. */
function measureShell(coords: Float64Array, shellEnd: number): void {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
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
    if (ax < minX) minX = ax;
    if (ax > maxX) maxX = ax;
    if (ay < minY) minY = ay;
    if (ay > maxY) maxY = ay;
  }
  box.minX = minX;
  box.minY = minY;
  box.maxX = maxX;
  box.maxY = maxY;
  centreX = area === 0 ? Number.NaN : x / area;
  centreY = area === 0 ? Number.NaN : y / area;
}

/** `known`: distance of the place where a climb has just ended; 0 = none. A bar of no height saves nothing. */
function setBar(known: number): void {
  lower = known;
  bar = known > 0 ? certain() - MARGIN : 0;
  doubtful = false;
  above = !(bar > floor + 1);
  if (above) bar = Number.NEGATIVE_INFINITY;
}

/** The search has found a better place than the climb did: the bar is raised, unless the best is above that already. */
function raiseBar(): void {
  const before = bar;
  setBar(climb(bestX, bestY));
  if (best > bar) {
    bar = before;
    above = best > bar;
  }
  lower = Math.max(lower, best);
}

/**
 * What the search will certainly find. Some cell always holds the place where the climb ended; wherever the search stops
 * quartering that cell, its best is at least the cell's `max` less the precision, and at least each centre on the way.
 */
function certain(): number {
  let h = size / 2;
  let x = box.minX + size * Math.floor((top.x - box.minX) / size) + h;
  let y = box.minY + size * Math.floor((top.y - box.minY) / size) + h;
  let centres = 0;
  let sure = lower;
  while (h > MARGIN / 4) {
    const reach = h * SQRT2;
    let d = nearest(x, y);
    if (reach >= lower && !isInside(x, y)) d = -d;
    if (d > centres) centres = d;
    const here = Math.max(centres, d + reach - step);
    if (here < sure) sure = here;
    if (centres >= sure) break;
    h /= 2;
    x += top.x < x ? -h : h;
    y += top.y < y ? -h : h;
  }
  return sure;
}

function search(coords: Float64Array, shellEnd: number): void {
  cellCount = heapSize = listEnd = 0;
  lists = reserve(edgeCount);
  for (let e = 0; e < edgeCount; e++) lists[e] = e;
  listEnd = edgeCount;
  bestX = coords[0]!;
  bestY = coords[1]!;
  best = 0;
  const bounded = !above && hullRegion(coords, shellEnd, box, bar);
  if (!bounded) Object.assign(region, box);
  begin();
  while (heapSize > 0 && !doubtful) {
    if (keys[0]! - best <= step) break;
    const cell = dequeue();
    if (beatenInside(cell)) continue;
    if (!above && heapSize === 0) {
      const at = cellLists[2 * cell]!;
      const x = cells[4 * cell]!;
      if (
        !cellRegion(x, cells[4 * cell + 1]!, cells[4 * cell + 2]!, lists, at, cellLists[2 * cell + 1]!, bar)
      )
        continue;
      zoom(cell);
    }
    quarter(cell);
    if (best > lower + step && bar > 0 && !doubtful) raiseBar();
  }
}

/** First guess, second guess and the cells of the start, as far as they reach into the region. */
function begin(): void {
  const { minX, minY, maxX, maxY } = region;
  if (isWithin(centreX, centreY)) probe(centreX, centreY, 0, -1);
  if (best < 0) best = 0; // the centroid is outside: the first vertex it is
  const midX = box.minX + (box.maxX - box.minX) / 2;
  const midY = box.minY + (box.maxY - box.minY) / 2;
  if (isWithin(midX, midY)) probe(midX, midY, 0, -1);
  const half = size / 2;
  let reached = 0;
  for (let x = box.minX; x < box.maxX; x += size) {
    if (x > maxX || x + size < minX) continue;
    for (let y = box.minY; y < box.maxY; y += size) {
      if (y > maxY || y + size < minY) continue;
      if (reached++ === 0) startAt(x + half, y + half, half);
    }
  }
  if (reached === 1 && !above && !isWithin(cells[0]!, cells[1]!)) {
    facedCount = 0;
    zoom(0);
    quarter(0);
    return;
  }
  for (let x = box.minX; x < box.maxX; x += size) {
    if (x > maxX || x + size < minX) continue;
    for (let y = box.minY; y < box.maxY; y += size) {
      if (y <= maxY && y + size >= minY) probe(x + half, y + half, half, -1);
    }
  }
}

const isWithin = (x: number, y: number): boolean =>
  region.minX <= x && x <= region.maxX && region.minY <= y && y <= region.maxY;

/** A cell of the start that is not measured: perhaps nothing else is left. */
function startAt(x: number, y: number, half: number): void {
  cells[0] = x;
  cells[1] = y;
  cells[2] = half;
  cells[3] = 0;
  cellLists[0] = 0;
  cellLists[1] = edgeCount;
  cellCount = 1;
}

/** Measures the quarters that an edge alone does not rule out. */
function quarter(cell: number): void {
  const x = cells[4 * cell]!;
  const y = cells[4 * cell + 1]!;
  const h = cells[4 * cell + 2]! / 2;
  const enough = Math.max(best + TAU / 2, bar);
  if (!isRuledOut(-h, -h, h, enough)) probe(x - h, y - h, h, cell);
  if (!isRuledOut(h, -h, h, enough)) probe(x + h, y - h, h, cell);
  if (!isRuledOut(-h, h, h, enough)) probe(x - h, y + h, h, cell);
  if (!isRuledOut(h, h, h, enough)) probe(x + h, y + h, h, cell);
}

/** By one of the edges that `beatenInside` found faced by the whole cell. */
function isRuledOut(offX: number, offY: number, h: number, enough: number): boolean {
  for (let j = 0; j < facedCount; j++) {
    const sx = slopeX[j]!;
    const sy = slopeY[j]!;
    if (heights[j]! + sx * offX + sy * offY + h * (Math.abs(sx) + Math.abs(sy)) <= enough) return true;
  }
  return false;
}

/**
 * The only cell left goes down to where its region no longer lies in one quarter, or about that quarter's centre: on the
 * way no centre counts and nothing else waits, so what the search would do there is known.
 */
function zoom(cell: number): void {
  const { minX, minY, maxX, maxY } = region;
  let x = cells[4 * cell]!;
  let y = cells[4 * cell + 1]!;
  let h = cells[4 * cell + 2]!;
  const whole = cells[4 * cell + 3]! > h * SQRT2 * SLACK;
  const started = h;
  for (;;) {
    const half = h / 2;
    const nextX = maxX < x ? x - half : minX > x ? x + half : Number.NaN;
    const nextY = maxY < y ? y - half : minY > y ? y + half : Number.NaN;
    if (Number.isNaN(nextX + nextY) || isWithin(nextX, nextY)) break;
    x = nextX;
    y = nextY;
    h = half;
  }
  if (h === started) return;
  cells[4 * cell] = x;
  cells[4 * cell + 1] = y;
  cells[4 * cell + 2] = h;
  // All of it is inside, or whoever asks must look.
  cells[4 * cell + 3] = whole ? Number.POSITIVE_INFINITY : 0;
  facedCount = 0;
}

/** Room in `lists` for `more` further entries. */
function reserve(more: number): Int32Array<ArrayBuffer> {
  let grown = lists as Int32Array<ArrayBuffer>;
  while (listEnd + more > grown.length) grown = grownInt(grown);
  return grown;
}

/** Measures a cell's centre; makes it the best if it is, and queues the cell if its inside may hold a better one. */
function probe(x: number, y: number, h: number, parent: number): void {
  probes++;
  const start = parent < 0 ? 0 : cellLists[2 * parent]!;
  const count = parent < 0 ? edgeCount : cellLists[2 * parent + 1]!;
  const reach = h * SQRT2;
  // A centre no farther than this from an edge is neither a new best nor worth quartering.
  const useless =
    Math.min(above ? best + TAU : bar, Math.max(best + step, bar) - reach) - (best + step + reach) * 1e-9;
  const uselessSquare = useless > 0 ? useless * useless : -1;
  // Locals: the engine need not look at the module's bindings again for every edge.
  const e = edges;
  const list = lists;
  const measured = squares;
  let least = Number.POSITIVE_INFINITY;
  let closest = 0;
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
      closest = k;
    }
  }
  // First in the list it is met first by the quarters, most of which then end at once.
  if (closest > 0) swap(start, closest);
  const distance = Math.sqrt(least);
  const parents = parent < 0 ? 0 : cells[4 * parent + 3]!;
  const inside = Math.abs(parents) > reach * SLACK ? parents > 0 : isInside(x, y);
  const signed = least === 0 ? 0 : inside ? distance : -distance;
  const most = signed + reach;
  if (!above && signed > bar) {
    doubtful ||= signed <= bar + 2 * TAU;
    above = true;
  }
  if (signed > best + TAU) {
    best = signed;
    bestX = x;
    bestY = y;
  }
  if (most > best + step && most > floor && most > bar && h > 0)
    keep(x, y, h, signed, start, count, distance);
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
  const cell = cellCount;
  cells[4 * cell] = x;
  cells[4 * cell + 1] = y;
  cells[4 * cell + 2] = h;
  cells[4 * cell + 3] = signed;
  cellLists[2 * cell] = kept === count ? start : listEnd;
  cellLists[2 * cell + 1] = kept;
  if (kept !== count) listEnd = end;
  cellCount++;
  enqueue(cell, signed + reach);
}

/** As many edges as `beatenInside` looks at. */
const FACED = 6;
/** Edges that the cell looked at last wholly faces: its centre's height above each, and how that grows. */
let facedCount = 0;
const slopeX = new Float64Array(FACED);
const slopeY = new Float64Array(FACED);
const heights = new Float64Array(FACED);

/**
 * Whether edges that the whole cell faces prove that nothing in it beats the best or the bar. There the distances are linear, and
 * the lesser of two is at most any mean of them, a·t + b·(1 − t), which grows over the cell by half its size times the
 * sum of the mean slope's components: least where one component vanishes. Without this the long flat ridge of a
 * rectangle costs a cell a millimetre.
 */
function beatenInside(cell: number): boolean {
  const count = cellLists[2 * cell + 1]!;
  facedCount = 0;
  if (count > FACED) return false;
  const from = cellLists[2 * cell]!;
  const e = edges;
  const x = cells[4 * cell]!;
  const y = cells[4 * cell + 1]!;
  const h = cells[4 * cell + 2]!;
  const reach = h * SQRT2 * SLACK;
  const enough = Math.max(best + TAU / 2, bar);
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
  facedCount = faced;
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
