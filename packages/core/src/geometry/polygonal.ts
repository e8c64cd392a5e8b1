/**
 * Polygons as flat arrays: one buffer of coordinates, no object a vertex. A parcel of k parts with holes is
 * `coords = [x0, y0, x1, y1 …]`, ring r spans vertices `[ringEnds[r-1], ringEnds[r])`, polygon p spans rings
 * `[polygonEnds[p-1], polygonEnds[p])`; the first ring of a polygon is its shell. Rings are closed (first = last) when
 * valid; an open ring is kept as it came.
 */
export type Polygonal = {
  readonly coords: Float64Array;
  /** Exclusive end of each ring, in vertices. */
  readonly ringEnds: Uint32Array;
  /** Exclusive end of each polygon, in rings. */
  readonly polygonEnds: Uint32Array;
};

/** minX, minY, maxX, maxY. */
export type Box = readonly [number, number, number, number];
