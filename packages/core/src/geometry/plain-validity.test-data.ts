/**
 * Validity by definition, slowly: every edge of small whole numbers is cut wherever anything meets it, and the pieces tell.
 * Shares no line and no thought with `validity.ts`; what it cannot do is be quick or name a fault.
 */
export type Point = readonly [number, number];
/** A polygon: the shell and its holes, open. */
export type Rings = readonly (readonly Point[])[];

const cross = (a: Point, b: Point, c: Point): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
/** Points that the oracle makes itself are off by rounding; on grids of a few units, what is not on a line is far from it. */
const NEAR = 1e-7;
const between = (a: Point, b: Point, p: Point): boolean =>
  Math.min(a[0], b[0]) - NEAR <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) + NEAR &&
  Math.min(a[1], b[1]) - NEAR <= p[1] &&
  p[1] <= Math.max(a[1], b[1]) + NEAR;
const onEdge = (a: Point, b: Point, p: Point): boolean => Math.abs(cross(a, b, p)) < NEAR && between(a, b, p);

const edgesOf = (ring: readonly Point[]): [Point, Point][] =>
  ring.map((p, i) => [p, ring[(i + 1) % ring.length]!]);

/** The points that two closed segments have in common; of a common stretch, its ends. */
function common([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): Point[] {
  const found: Point[] = [c, d].filter((p) => onEdge(a, b, p));
  found.push(...[a, b].filter((p) => onEdge(c, d, p)));
  const [p, q] = [cross(a, b, c), cross(a, b, d)];
  const [r, s] = [cross(c, d, a), cross(c, d, b)];
  if (p * q < 0 && r * s < 0) {
    const t = p / (p - q);
    found.push([c[0] + t * (d[0] - c[0]), c[1] + t * (d[1] - c[1])]);
  }
  return found;
}

/** 1 inside, 0 on it, −1 outside. */
function place(ring: readonly Point[], [x, y]: Point): -1 | 0 | 1 {
  if (edgesOf(ring).some(([a, b]) => onEdge(a, b, [x, y]))) return 0;
  let inside = false;
  for (const [a, b] of edgesOf(ring)) {
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  }
  return inside ? 1 : -1;
}

/** Simple: edges have no common point but neighbours their vertex. Rings repeat no vertex in a row. */
function isSimple(ring: readonly Point[]): boolean {
  const edges = edgesOf(ring);
  const n = edges.length;
  if (n < 3) return false;
  return edges.every((one, i) =>
    edges.every((other, j) => {
      if (j <= i) return true;
      const shared = common(one, other);
      const vertices = [j === i + 1 ? one[1] : null, i === 0 && j === n - 1 ? one[0] : null];
      return shared.every(([x, y]) => vertices.some((v) => v !== null && v[0] === x && v[1] === y));
    }),
  );
}

/** An edge in pieces, cut at the points where another ring meets it. */
function pieces(edge: readonly [Point, Point], others: readonly (readonly Point[])[]): [Point, Point][] {
  const [[ax, ay]] = edge;
  const cuts = [...edge, ...others.flatMap((ring) => edgesOf(ring).flatMap((other) => common(edge, other)))];
  const far = (p: Point) => (p[0] - ax) ** 2 + (p[1] - ay) ** 2;
  const sorted = cuts.sort((p, q) => far(p) - far(q));
  const stops = sorted.filter((p, i) => i === 0 || Math.abs(far(p) - far(sorted[i - 1]!)) > NEAR);
  return stops.slice(1).map((p, i) => [stops[i]!, p]);
}

/** Where a ring lies to another: all of it within, all of it without (points apart), or neither. */
function relation(ring: readonly Point[], other: readonly Point[]): 'within' | 'without' | 'neither' {
  const middles = edgesOf(ring).flatMap((edge) =>
    pieces(edge, [other]).map(([a, b]): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]),
  );
  const places = new Set(middles.map((middle) => place(other, middle)));
  if (places.size !== 1 || places.has(0)) return 'neither';
  return places.has(1) ? 'within' : 'without';
}

/** Euler: a plane graph of V points, E pieces and C connected parts has E − V + C + 1 faces; one is the inside, if it is one. */
function isInOnePiece(rings: Rings): boolean {
  const name = ([x, y]: Point) => `${Math.round(x * 1e5)} ${Math.round(y * 1e5)}`;
  const links = rings.flatMap((ring) =>
    edgesOf(ring).flatMap((edge) =>
      pieces(
        edge,
        rings.filter((other) => other !== ring),
      ),
    ),
  );
  const part = new Map<string, string>();
  for (const [a, b] of links) for (const p of [a, b]) part.set(name(p), name(p));
  const points = part.size;
  for (let again = true; again; ) {
    again = false;
    for (const [a, b] of links) {
      const [p, q] = [part.get(name(a))!, part.get(name(b))!];
      if (p === q) continue;
      part.set(name(p < q ? b : a), p < q ? p : q);
      again = true;
    }
  }
  const faces = links.length - points + new Set(part.values()).size + 1;
  return faces === rings.length + 1;
}

/** Valid after OGC 06-103r4, 6.1.11 and 6.1.14; a polygon at least, no vertex twice in a row. */
export function isPlainlyValid(polygons: readonly Rings[]): boolean {
  const holesAreRight = ([shell, ...holes]: Rings): boolean =>
    holes.every(
      (hole, i) =>
        relation(hole, shell!) === 'within' &&
        relation(shell!, hole) !== 'within' &&
        holes.every((other, j) => i === j || relation(hole, other) === 'without'),
    );
  const apart = ([inner]: Rings, [outer, ...holes]: Rings): boolean => {
    const lies = relation(inner!, outer!);
    return (
      lies === 'without' || (lies === 'within' && holes.some((hole) => relation(inner!, hole) === 'within'))
    );
  };
  // Rings of different parts must not cross either: a hole of one against a shell of the other.
  const clear = (a: Rings, b: Rings): boolean =>
    a.every((ring) => b.every((other) => relation(ring, other) !== 'neither'));
  return (
    polygons.length > 0 &&
    polygons.every((rings) => rings.every(isSimple) && holesAreRight(rings) && isInOnePiece(rings)) &&
    polygons.every((one, i) =>
      polygons.every((other, j) => i === j || (apart(one, other) && clear(one, other))),
    )
  );
}
