/**
 * Boxes round edges, in the direction in which they are small. Long sides that run aslant (a comb of fields, turned) have
 * boxes that all lie over each other, and each pair of them would be compared; along the sides the boxes are thin.
 */

/** Units that a turned box is widened by: more than the rounding of the turn, less than matters. */
const MARGIN = 1;

/** minX, minY, maxX, maxY of each edge (ax, ay, bx, by); edges with a point in common have boxes with a point in common. */
export function edgeBoxes(at: Float64Array): Float64Array {
  const upright = uprightBoxes(at);
  const direction = directionOf(at);
  if (direction === null) return upright;
  const turned = turnedBoxes(at, direction);
  return 2 * totalSize(turned) < totalSize(upright) ? turned : upright;
}

function uprightBoxes(at: Float64Array): Float64Array {
  const boxes = new Float64Array(at.length);
  for (let i = 0; i < at.length; i += 4) setBox(boxes, i, at[i]!, at[i + 1]!, at[i + 2]!, at[i + 3]!, 0);
  return boxes;
}

function turnedBoxes(at: Float64Array, [c, s]: readonly [number, number]): Float64Array {
  const boxes = new Float64Array(at.length);
  // From the first vertex, so that numbers are short.
  const [x, y] = [at[0]!, at[1]!];
  for (let i = 0; i < at.length; i += 4) {
    const ax = at[i]! - x;
    const ay = at[i + 1]! - y;
    const bx = at[i + 2]! - x;
    const by = at[i + 3]! - y;
    setBox(boxes, i, ax * c + ay * s, ay * c - ax * s, bx * c + by * s, by * c - bx * s, MARGIN);
  }
  return boxes;
}

function setBox(
  boxes: Float64Array,
  i: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  margin: number,
): void {
  boxes[i] = (ax < bx ? ax : bx) - margin;
  boxes[i + 1] = (ay < by ? ay : by) - margin;
  boxes[i + 2] = (ax < bx ? bx : ax) + margin;
  boxes[i + 3] = (ay < by ? by : ay) + margin;
}

function totalSize(boxes: Float64Array): number {
  let total = 0;
  for (let i = 0; i < boxes.length; i += 4) {
    total += (boxes[i + 2]! - boxes[i]!) * (boxes[i + 3]! - boxes[i + 1]!);
  }
  return total;
}

/**
 * Cosine and sine of the direction in which, or across which, most of the length runs; null when that is east or north, or
 * none. The mean over four times the angle, brought back by halving twice: roots only, the same on every machine.
 */
function directionOf(at: Float64Array): readonly [number, number] | null {
  let cosine = 0;
  let sine = 0;
  for (let i = 0; i < at.length; i += 4) {
    const dx = at[i + 2]! - at[i]!;
    const dy = at[i + 3]! - at[i + 1]!;
    const square = dx * dx + dy * dy;
    if (square === 0) continue;
    const c2 = (dx * dx - dy * dy) / square;
    const s2 = (2 * dx * dy) / square;
    const length = Math.sqrt(square);
    cosine += length * (c2 * c2 - s2 * s2);
    sine += length * 2 * c2 * s2;
  }
  const length = Math.sqrt(cosine * cosine + sine * sine);
  if (!(length > 0)) return null;
  const twice = halved(cosine / length, sine / length);
  const once = halved(...twice);
  return once[1] === 0 ? null : once;
}

/** Cosine and sine of half an angle between −180° and 180°. */
function halved(c: number, s: number): [number, number] {
  const half = Math.sqrt(Math.max(0, (1 - c) / 2));
  return [Math.sqrt(Math.max(0, (1 + c) / 2)), s < 0 ? -half : half];
}
