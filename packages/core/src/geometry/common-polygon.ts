/**
 * The polygon two parcels have in common, to be shown on the map. Both boundaries are cut where they meet; the pieces of either
 * that bound the common interior are chained to rings. The result is accepted only when its area is the one that
 * `intersectionArea` found by another way; else a slow exact clipper draws it.
 */
import { type Geom, intersection } from 'polyclip-ts';
import { locateInRing, ringArea } from './measure.ts';
import { boundaryPieces, type Piece } from './pieces.ts';
import type { Polygonal } from './polygonal.ts';
import { geoJsonFromPolygonal, polygonalFromGeoJson } from './wkb.ts';

type Ring = (readonly [number, number])[];

/** Parcels of more vertices than this are not given to the slow clipper: it would take seconds. */
const MOST_VERTICES = 2000;

/** `common`: their `intersectionArea`. Parts by falling area, so that the first is where to look; null when it cannot be drawn. */
export function commonPolygon(a: Polygonal, b: Polygonal, common: number): Polygonal | null {
  const pieces = boundaryPieces(a, b);
  const parts = pieces && partsOf(chain(pieces));
  const close = parts && Math.abs(areaOf(parts) - common) <= 0.001 * common + 1e-6;
  const good = close ? parts : clipSlowly(a, b);
  if (!good || good.length === 0) return null;
  const sorted = good.map((rings) => ({ rings, size: size(rings[0]!) })).sort((p, q) => q.size - p.size);
  return polygonalFromGeoJson({ type: 'MultiPolygon', coordinates: sorted.map(({ rings }) => rings) });
}

const size = (ring: Ring): number => Math.abs(ringArea(Float64Array.from(ring.flat()), 0, ring.length));
const areaOf = (parts: readonly Ring[][]): number =>
  parts.reduce(
    (sum, [shell, ...holes]) => sum + size(shell!) - holes.reduce((h, hole) => h + size(hole), 0),
    0,
  );

/** Head to tail into rings; null when an end has no follower. */
function chain(pieces: readonly Piece[]): Ring[] | null {
  const from = new Map<string, number[]>();
  const key = (x: number, y: number) => `${x} ${y}`;
  pieces.forEach(([ax, ay], i) => {
    const at = key(ax, ay);
    const known = from.get(at);
    if (known) known.push(i);
    else from.set(at, [i]);
  });
  const used = new Uint8Array(pieces.length);
  const rings: Ring[] = [];
  for (let start = 0; start < pieces.length; start++) {
    if (used[start]) continue;
    const [x0, y0] = pieces[start]!;
    const ring: Ring = [[x0, y0]];
    for (let i = start; ; ) {
      used[i] = 1;
      const [, , x, y] = pieces[i]!;
      ring.push([x, y]);
      if (x === x0 && y === y0) break;
      const next = from.get(key(x, y))?.find((candidate) => !used[candidate]);
      if (next === undefined) return null;
      i = next;
    }
    rings.push(ring);
  }
  return rings;
}

/** Counter-clockwise rings are shells; each clockwise one is a hole of the shell it lies in. */
function partsOf(rings: Ring[] | null): Ring[][] | null {
  if (!rings) return null;
  const flat = rings.map((ring) => ({ ring, coords: Float64Array.from(ring.flat()) }));
  const turn = flat.map(({ ring, coords }) => ringArea(coords, 0, ring.length));
  const shells = flat.filter((_, i) => turn[i]! > 0).map((shell) => ({ ...shell, rings: [shell.ring] }));
  flat.forEach(({ ring }, i) => {
    if (turn[i]! >= 0) return;
    const home = shells.find(({ coords, ring: shell }) =>
      ring.some(([x, y]) => locateInRing(coords, 0, shell.length, x, y) > 0),
    );
    home?.rings.push(ring);
  });
  return shells.map(({ rings: all }) => all);
}

function clipSlowly(a: Polygonal, b: Polygonal): Ring[][] | null {
  if (a.coords.length + b.coords.length > MOST_VERTICES * 2) return null;
  // Near the origin, where numbers are short.
  const x0 = Math.floor(a.coords[0]!);
  const y0 = Math.floor(a.coords[1]!);
  const local = (p: Polygonal) => geoJsonFromPolygonal(p, (x, y) => [x - x0, y - y0]).coordinates as Geom;
  try {
    return intersection(local(a), local(b)).map((rings) =>
      rings.map((ring) => ring.map(([x, y]) => [x + x0, y + y0] as const)),
    );
  } catch {
    // It gives up on some near-degenerate input; the area is known without it, only the drawing is lost.
    return null;
  }
}
