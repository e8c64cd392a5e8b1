/** Geometries of FlatGeobuf as flat little-endian WKB. */

import { malformed } from '../format.ts';
import { flattenWkb } from '../wkb-flat.ts';
import { fieldAt, tablesField, targetAt } from './flatbuffer.ts';

const ENDS = 0;
const XY = 1;
const KIND = 6;
const PARTS = 7;

const POINT = 1;
const LINE = 2;
const POLYGON = 3;
const MULTI_POINT = 4;
const MULTI_LINE = 5;
const MULTI_POLYGON = 6;
const ARC = 8;
const TIN = 16;
const TRIANGLE = 17;
/** A collection in a collection in a collection … is damage. */
const DEEPEST = 16;

/** Bytes the geometries are cut from: one buffer for hundreds of them. */
const SLAB = 256 * 1024;

export type GeometryReader = {
  /** WKB of the geometry table at `table` of the feature from `start` to before `end`; never written to again. */
  read(bytes: Buffer, table: number, start: number, end: number, kind: number): Uint8Array;
};

export function createGeometryReader(): GeometryReader {
  let slab = Buffer.alloc(0);
  let used = 0;
  let end = 0;

  function write(bytes: Buffer, table: number, kind: number, depth: number): void {
    slab[used] = 1;
    slab.writeUInt32LE(kind, used + 1);
    used += 5;
    const xy = targetAt(bytes, table, XY);
    if (kind === POINT) vertices(bytes, xy, 0, 1);
    else if (kind === LINE || kind === ARC) counted(bytes, xy, 0, verticesOf(bytes, xy));
    else if (kind === POLYGON || kind === TRIANGLE) runs(bytes, table, xy, 0);
    else if (kind === MULTI_LINE) runs(bytes, table, xy, LINE);
    else if (kind === TIN) runs(bytes, table, xy, TRIANGLE);
    else if (kind === MULTI_POINT) points(bytes, xy);
    else parts(bytes, table, kind, depth);
  }

  function counted(bytes: Buffer, xy: number, from: number, to: number): void {
    slab.writeUInt32LE(to - from, used);
    used += 4;
    vertices(bytes, xy, from, to);
  }

  function vertices(bytes: Buffer, xy: number, from: number, to: number): void {
    if (to > verticesOf(bytes, xy) || to < from) throw malformed('flatgeobuf.vertices', { from, to });
    const copied = bytes.copy(slab, used, xy + 4 + 16 * from, Math.min(xy + 4 + 16 * to, end));
    if (copied < 16 * (to - from)) throw malformed('flatgeobuf.vertices-beyond', { vertices: to - from });
    used += copied;
  }

  /** Rings of a polygon, or lines or triangles with a head of their own each. `ends` is left out when there is one. */
  function runs(bytes: Buffer, table: number, xy: number, kind: number): void {
    const all = verticesOf(bytes, xy);
    const ends = targetAt(bytes, table, ENDS);
    const count = ends === 0 ? (all === 0 ? 0 : 1) : bytes.readUInt32LE(ends);
    slab.writeUInt32LE(count, used);
    used += 4;
    for (let i = 0, from = 0; i < count; i++) {
      const to = ends === 0 ? all : bytes.readUInt32LE(ends + 4 + 4 * i);
      if (kind !== 0) head(kind);
      if (kind === TRIANGLE) used = slab.writeUInt32LE(1, used);
      counted(bytes, xy, from, to);
      from = to;
    }
  }

  function head(kind: number): void {
    slab[used] = 1;
    slab.writeUInt32LE(kind, used + 1);
    used += 5;
  }

  function points(bytes: Buffer, xy: number): void {
    const count = verticesOf(bytes, xy);
    slab.writeUInt32LE(count, used);
    used += 4;
    for (let i = 0; i < count; i++) {
      head(POINT);
      vertices(bytes, xy, i, i + 1);
    }
  }

  function parts(bytes: Buffer, table: number, kind: number, depth: number): void {
    if (depth > DEEPEST) throw malformed('flatgeobuf.parts-endless', {});
    const tables = tablesField(bytes, table, PARTS);
    slab.writeUInt32LE(tables.length, used);
    used += 4;
    for (const part of tables)
      write(bytes, part, kind === MULTI_POLYGON ? POLYGON : kindOf(bytes, part, 0), depth + 1);
  }

  return {
    read(bytes, table, start, limit, kind) {
      end = limit;
      // A point of a multi-point takes 21 bytes instead of 16; everything else takes less than in the file.
      const most = 2 * (limit - start) + 64;
      if (slab.length - used < most) {
        slab = Buffer.allocUnsafeSlow(Math.max(SLAB, most));
        used = 0;
      }
      const from = used;
      const own = kindOf(bytes, table, kind);
      write(bytes, table, own, 0);
      const wkb = new Uint8Array(slab.buffer, from, used - from);
      return own <= MULTI_POLYGON ? wkb : flattenWkb(wkb);
    },
  };
}

const verticesOf = (bytes: Buffer, xy: number): number => (xy === 0 ? 0 : bytes.readUInt32LE(xy) >> 1);

/** What the geometry says it is, where the layer does not say it for all. */
function kindOf(bytes: Buffer, table: number, layer: number): number {
  if (layer !== 0) return layer;
  const at = fieldAt(bytes, table, KIND);
  return at === 0 ? 0 : bytes.readUInt8(at);
}
