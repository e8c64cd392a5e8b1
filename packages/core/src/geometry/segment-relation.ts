/** How two edges meet, decided exactly by the sign of determinants; only the place of a crossing is rounded. */
import { orient2d } from 'robust-predicates';

export type Meeting = {
  /** `cross`: inner points of both; `overlap`: a piece in common; `touch`: an end of one lies on the other. */
  kind: 'none' | 'cross' | 'overlap' | 'touch';
  x: number;
  y: number;
};

/** Result of the last {@link meet}: one object used again, for the hot loop. */
const meeting: Meeting = { kind: 'none', x: 0, y: 0 };

function found(kind: Meeting['kind'], x: number, y: number): Meeting {
  meeting.kind = kind;
  meeting.x = x;
  meeting.y = y;
  return meeting;
}

/** Edges (ax, ay)–(bx, by) at `i` and (cx, cy)–(dx, dy) at `j` of the flat array; neither has length 0. */
export function meet(at: Float64Array, i: number, j: number): Meeting {
  const ax = at[i * 4]!;
  const ay = at[i * 4 + 1]!;
  const bx = at[i * 4 + 2]!;
  const by = at[i * 4 + 3]!;
  const cx = at[j * 4]!;
  const cy = at[j * 4 + 1]!;
  const dx = at[j * 4 + 2]!;
  const dy = at[j * 4 + 3]!;
  const c = orient2d(ax, ay, bx, by, cx, cy);
  const d = orient2d(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return found('none', 0, 0);
  const a = orient2d(cx, cy, dx, dy, ax, ay);
  const b = orient2d(cx, cy, dx, dy, bx, by);
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return found('none', 0, 0);
  if (c === 0 && d === 0) return meetOnLine(ax, ay, bx, by, cx, cy, dx, dy);
  // With the signs opposite or one 0, an end that lies on the other's line lies on the other edge.
  if (c === 0) return found('touch', cx, cy);
  if (d === 0) return found('touch', dx, dy);
  if (a === 0) return found('touch', ax, ay);
  if (b === 0) return found('touch', bx, by);
  const t = c / (c - d);
  return found('cross', cx + t * (dx - cx), cy + t * (dy - cy));
}

/** Both edges on one line: compare along the axis on which the first is longer. */
function meetOnLine(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): Meeting {
  const flat = Math.abs(bx - ax) >= Math.abs(by - ay);
  const [a, b, c, d] = flat ? [ax, bx, cx, dx] : [ay, by, cy, dy];
  const low = Math.max(Math.min(a, b), Math.min(c, d));
  const high = Math.min(Math.max(a, b), Math.max(c, d));
  if (low > high) return found('none', 0, 0);
  // The ends of the common piece are vertices: take them as they are.
  const pick = (v: number): readonly [number, number] =>
    v === a ? [ax, ay] : v === b ? [bx, by] : v === c ? [cx, cy] : [dx, dy];
  const [x0, y0] = pick(low);
  if (low === high) return found('touch', x0, y0);
  const [x1, y1] = pick(high);
  return found('overlap', (x0 + x1) / 2, (y0 + y1) / 2);
}
