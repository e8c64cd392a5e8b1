/**
 * A good lower bound for the greatest distance to the boundary, quickly: from a place inside, climb the distance function.
 * At a place every edge is taken as the half-plane its nearest point faces, the highest place over these is found exactly
 * (three unknowns, active edges only), measured, and the same again from there. Nothing rests on this being the top:
 * the search uses it only to leave work out.
 */
import { EDGE, edgeCount, edges } from './pole-edges.ts';

const ROUNDS = 8;
const STEPS = 12;
/** Relative: heights that differ by less are equal. */
const EQUAL = 1e-9;

let heights = new Float64Array(64);
let slopes = new Float64Array(128);
const active = new Int32Array(8);
let count = 0;
let lowest = 0;
/** Where the climb ended. */
export const top = { x: 0, y: 0 };

/** Distance of the boundary from the highest place found from (x, y), which is inside; {@link top} is that place. */
export function climb(x: number, y: number): number {
  count = edgeCount;
  if (heights.length < count) {
    heights = new Float64Array(2 * count);
    slopes = new Float64Array(4 * count);
  }
  top.x = x;
  top.y = y;
  let distance = linearise(x, y);
  let reach = 0.999 * distance;
  for (let round = 0; round < ROUNDS && reach > EQUAL * distance; round++) {
    ascend(reach);
    // Inside the circle about the place, whose inside is inside the polygon.
    const gone = Math.sqrt(goX * goX + goY * goY);
    if (gone > reach) {
      goX *= reach / gone;
      goY *= reach / gone;
    }
    const nextX = top.x + goX;
    const nextY = top.y + goY;
    const gained = linearise(nextX, nextY);
    if (gained > distance) {
      const enough = gained - distance <= EQUAL * distance;
      distance = gained;
      top.x = nextX;
      top.y = nextY;
      if (enough) break;
    } else {
      reach = Math.min(reach, Math.hypot(goX, goY)) / 4;
      linearise(top.x, top.y);
    }
  }
  return distance;
}

/** Height above, and direction away from, the nearest point of every edge; returns the least height. */
function linearise(x: number, y: number): number {
  lowest = Number.POSITIVE_INFINITY;
  for (let i = 0, at = 0; i < count; i++, at += EDGE) {
    let px = edges[at]!;
    let py = edges[at + 1]!;
    const ex = edges[at + 4]!;
    const ey = edges[at + 5]!;
    const t = ((x - px) * ex + (y - py) * ey) / edges[at + 6]!;
    if (t >= 1) {
      px = edges[at + 2]!;
      py = edges[at + 3]!;
    } else if (t > 0) {
      px += ex * t;
      py += ey * t;
    }
    const dx = x - px;
    const dy = y - py;
    const height = Math.sqrt(dx * dx + dy * dy);
    heights[i] = height;
    slopes[2 * i] = height > 0 ? dx / height : 0;
    slopes[2 * i + 1] = height > 0 ? dy / height : 0;
    if (height < lowest) lowest = height;
  }
  return lowest;
}

let goX = 0;
let goY = 0;

/** Moves (goX, goY) from the origin to the highest place over the half-planes, at most about `reach` away. */
function ascend(reach: number): void {
  goX = 0;
  goY = 0;
  let height = lowest;
  for (let stepNumber = 0; stepNumber < STEPS; stepNumber++) {
    const n = activeAt(height);
    if (!steepest(n)) return;
    // As far as the next half-plane comes down, or the reach ends.
    let far = reach;
    for (let i = 0; i < count; i++) {
      const fall = rate - (slopes[2 * i]! * dirX + slopes[2 * i + 1]! * dirY);
      if (fall <= 1e-12) continue;
      const above = heights[i]! + slopes[2 * i]! * goX + slopes[2 * i + 1]! * goY - height;
      const t = above / fall;
      if (t < far && above > EQUAL * height) far = t;
    }
    goX += dirX * far;
    goY += dirY * far;
    height += rate * far;
    if (far >= reach) return;
  }
}

/** The half-planes that are lowest where the ascent stands. */
function activeAt(height: number): number {
  let n = 0;
  const most = height + EQUAL * (height + 1);
  for (let i = 0; i < count && n < active.length; i++) {
    if (heights[i]! + slopes[2 * i]! * goX + slopes[2 * i + 1]! * goY <= most) active[n++] = i;
  }
  return n;
}

let dirX = 0;
let dirY = 0;
let rate = 0;

/** Direction in which the lowest of the active half-planes rise fastest; false where none makes all of them rise. */
function steepest(n: number): boolean {
  rate = 1e-9;
  let found = false;
  for (let a = 0; a < n; a++) {
    const ax = slopes[2 * active[a]!]!;
    const ay = slopes[2 * active[a]! + 1]!;
    for (let b = a; b < n; b++) {
      let ux = ax + slopes[2 * active[b]!]!;
      let uy = ay + slopes[2 * active[b]! + 1]!;
      const length = Math.sqrt(ux * ux + uy * uy);
      if (length < 1e-9) continue;
      ux /= length;
      uy /= length;
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k < n; k++) {
        const own = slopes[2 * active[k]!]! * ux + slopes[2 * active[k]! + 1]! * uy;
        if (own < least) least = own;
      }
      if (least > rate) {
        rate = least;
        dirX = ux;
        dirY = uy;
        found = true;
      }
    }
  }
  return found;
}
