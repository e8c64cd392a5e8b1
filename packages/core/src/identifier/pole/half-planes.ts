/**
 * The highest place under planes `h ≤ c + gx·x + gy·y`: a linear programme in three unknowns by the dual simplex method. It
 * begins with three steep planes about the origin, so it is bounded from the start, and takes in the plane it breaks most until it
 * breaks none.
 */

/** Planes, three numbers each: c, gx, gy. The first three are the steep ones. */
export type Planes = number[];

const STEEP = 8;
const ROOT3_2 = Math.sqrt(3) / 2;

/** Drops all planes but those that keep the highest place within a triangle whose sides are `reach` from the origin. */
export function boundBy(planes: Planes, reach: number): void {
  const g = STEEP;
  planes.length = 0;
  planes.push(g * reach, 0, g, g * reach, -g * ROOT3_2, -g / 2, g * reach, g * ROOT3_2, -g / 2);
}

export type Highest = { x: number; y: number; h: number; readonly basis: [number, number, number] };

const PIVOTS = 200;

/** Relative to the heights at hand; a plane broken by less is not broken. */
const EQUAL = 1e-13;

export type Basis = readonly [number, number, number];

/**
 * `basis` are the planes that meet there; `likely` those that may, from a programme like it. Planes that never end (rounding alone can do
 * that) end with the last place.
 */
export function highest(at: Planes, likely: Basis | null = null): Highest {
  const count = at.length / 3;
  const found: Highest = { x: 0, y: 0, h: at[0]!, basis: [0, 1, 2] };
  const { basis } = found;
  let weights = [1 / 3, 1 / 3, 1 / 3];
  if (likely !== null) {
    [basis[0], basis[1], basis[2]] = likely;
    const held = sharesOf(at, basis, 0, 0);
    if (held[0] >= 0 && held[1] >= 0 && held[2] >= 0 && meet(at, found)) weights = held;
    else [basis[0], basis[1], basis[2]] = [0, 1, 2];
  }
  for (let pivot = 0; pivot < PIVOTS; pivot++) {
    let lowest = -1;
    let low = found.h - EQUAL * at[0]!;
    for (let i = 0; i < count; i++) {
      const h = at[3 * i]! + at[3 * i + 1]! * found.x + at[3 * i + 2]! * found.y;
      if (h < low) {
        low = h;
        lowest = i;
      }
    }
    if (lowest < 0 || basis.includes(lowest)) return found;
    if (!enter(at, found, weights, lowest)) return found;
  }
  return found;
}

/** Takes a plane into the basis for one that goes, and moves to where the three meet; false where they are too nearly parallel. */
function enter(at: Planes, found: Highest, weights: number[], plane: number): boolean {
  const { basis } = found;
  const parts = sharesOf(at, basis, at[3 * plane + 1]!, at[3 * plane + 2]!);
  let leaves = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < 3; j++) {
    const ratio = weights[j]! / parts[j]!;
    if (parts[j]! > 1e-12 && ratio < least) {
      least = ratio;
      leaves = j;
    }
  }
  if (leaves < 0) return false;
  const before = basis[leaves]!;
  basis[leaves] = plane;
  if (!meet(at, found)) {
    basis[leaves] = before;
    return false;
  }
  for (let j = 0; j < 3; j++)
    weights[j] = j === leaves ? least : Math.max(0, weights[j]! - least * parts[j]!);
  return true;
}

/** The slope (ex, ey) as a sum of the basis's slopes, with shares that add up to 1; not finite where these are on one line. */
function sharesOf(at: Planes, basis: Basis, ex: number, ey: number): [number, number, number] {
  const p = 3 * basis[0];
  const q = 3 * basis[1];
  const r = 3 * basis[2];
  const px = at[p + 1]! - ex;
  const py = at[p + 2]! - ey;
  const qx = at[q + 1]! - ex;
  const qy = at[q + 2]! - ey;
  const rx = at[r + 1]! - ex;
  const ry = at[r + 2]! - ey;
  const a = qx * ry - qy * rx;
  const b = rx * py - ry * px;
  const c = px * qy - py * qx;
  const whole = a + b + c;
  return [a / whole, b / whole, c / whole];
}

/** Where the basis's planes meet. */
function meet(at: Planes, found: Highest): boolean {
  const [i, j, k] = found.basis;
  const c = at[3 * i]!;
  const gx = at[3 * i + 1]!;
  const gy = at[3 * i + 2]!;
  const ax = at[3 * j + 1]! - gx;
  const ay = at[3 * j + 2]! - gy;
  const a = at[3 * j]! - c;
  const bx = at[3 * k + 1]! - gx;
  const by = at[3 * k + 2]! - gy;
  const b = at[3 * k]! - c;
  const whole = ax * by - ay * bx;
  if (!(Math.abs(whole) > 1e-14)) return false;
  found.x = (b * ay - a * by) / whole;
  found.y = (a * bx - b * ax) / whole;
  found.h = c + gx * found.x + gy * found.y;
  return true;
}
