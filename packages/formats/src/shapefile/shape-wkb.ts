/**
 * Shapes as flat little-endian WKB. Points and shapes of one part, nearly all parcels, are copied straight (reading takes a
 * third of the time); which rings are holes of which, the `shapefile` package says.
 */
import { type GeoJsonGeometry, wkbFromGeoJson } from '@thuadat/core/geometry/wkb';
import { FILE_HEAD } from './shp-index.ts';

export const NULL_SHAPE = 0;
export const MULTIPATCH = 31;
const [POINT, LINE, POLYGON, MULTI_POINT] = [1, 3, 5, 8];
const Z_OR_M = 10;

/** Z (11 …) and M (21 …) have the form of the flat types, and more after it. */
const flatType = (type: number): number => (type === MULTIPATCH ? type : type % Z_OR_M);

/** Bytes before the vertices or the places of parts: type, box, counts. */
const [PARTS_HEAD, POINTS_HEAD] = [44, 40];

/** Whether the counts of a shape fit its bytes and its parts follow one another; true of no type that is not known. */
export function fits(shape: Buffer, type: number): boolean {
  if (type === NULL_SHAPE) return true;
  const flat = flatType(type);
  if (type < 0 || type > MULTIPATCH) return false;
  if (flat === POINT) return shape.length >= 20;
  if (flat === MULTI_POINT)
    return shape.length >= POINTS_HEAD && spans(shape.readInt32LE(36), 16, shape.length - POINTS_HEAD);
  if (flat !== LINE && flat !== POLYGON && flat !== MULTIPATCH) return false;
  if (shape.length < PARTS_HEAD) return false;
  const [parts, points] = [shape.readInt32LE(36), shape.readInt32LE(40)];
  const perPart = type === MULTIPATCH ? 8 : 4;
  if (!spans(parts, perPart, shape.length - PARTS_HEAD)) return false;
  if (!spans(points, 16, shape.length - PARTS_HEAD - perPart * parts)) return false;
  for (let i = 0, last = 0; i < parts; i++) {
    const first = shape.readInt32LE(PARTS_HEAD + 4 * i);
    if (first < last || first > points || (i === 0 && first !== 0)) return false;
    last = first;
  }
  return true;
}

const spans = (count: number, bytes: number, room: number): boolean => count >= 0 && count * bytes <= room;

/** WKB of a shape that {@link fits}; null of a null shape. A promise only where the library is asked: a turn a shape is dear. */
export function shapeWkb(shape: Buffer): Uint8Array | null | Promise<Uint8Array> {
  const type = shape.readInt32LE(0);
  if (type === NULL_SHAPE) return null;
  const flat = flatType(type);
  if (flat === POINT) return copied(1, null, shape, 4, 1);
  if (type === MULTIPATCH) return wkbFromGeoJson(surfaceOf(shape));
  if (flat !== MULTI_POINT && shape.readInt32LE(36) === 1) {
    const vertices = shape.readInt32LE(40);
    const counts = flat === LINE ? [vertices] : [1, vertices];
    return copied(flat === LINE ? 2 : 3, counts, shape, PARTS_HEAD + 4, vertices);
  }
  return throughLibrary(shape, type);
}

function copied(
  kind: number,
  counts: readonly number[] | null,
  shape: Buffer,
  from: number,
  vertices: number,
) {
  const head = 5 + 4 * (counts?.length ?? 0);
  const wkb = Buffer.allocUnsafeSlow(head + 16 * vertices);
  wkb[0] = 1;
  wkb.writeUInt32LE(kind, 1);
  for (const [i, count] of (counts ?? []).entries()) wkb.writeUInt32LE(count, 5 + 4 * i);
  shape.copy(wkb, head, from, from + 16 * vertices);
  return new Uint8Array(wkb.buffer, 0, wkb.length);
}

/** A file of this one shape. */
async function throughLibrary(shape: Buffer, type: number): Promise<Uint8Array> {
  const { openShp } = await import('shapefile');
  const file = Buffer.alloc(FILE_HEAD + 8 + shape.length);
  file.writeInt32LE(type, 32);
  file.writeInt32BE(1, FILE_HEAD);
  file.writeInt32BE(shape.length / 2, FILE_HEAD + 4);
  shape.copy(file, FILE_HEAD + 8);
  const { value } = await (await openShp(file)).read();
  return wkbFromGeoJson(value);
}

/** Parts of a MultiPatch that are triangles side by side, or around their first vertex; the others are rings. */
const [STRIP, FAN] = [0, 1];

/** A surface in space, seen from above: each ring and each triangle one patch of it. */
function surfaceOf(shape: Buffer): GeoJsonGeometry {
  const [parts, points] = [shape.readInt32LE(36), shape.readInt32LE(40)];
  const vertices = PARTS_HEAD + 8 * parts;
  const vertex = (i: number) => [
    shape.readDoubleLE(vertices + 16 * i),
    shape.readDoubleLE(vertices + 16 * i + 8),
  ];
  const patch = (...ring: number[]): GeoJsonGeometry => ({
    type: 'Polygon',
    coordinates: [ring.map(vertex)],
  });
  const patches = Array.from({ length: parts }, (_, part): GeoJsonGeometry[] => {
    const first = shape.readInt32LE(PARTS_HEAD + 4 * part);
    const end = part + 1 < parts ? shape.readInt32LE(PARTS_HEAD + 4 * (part + 1)) : points;
    const kind = shape.readInt32LE(PARTS_HEAD + 4 * (parts + part));
    const all = Array.from({ length: end - first }, (_, i) => first + i);
    if (kind !== STRIP && kind !== FAN) return [patch(...all)];
    return all.slice(2).map((c) => {
      const a = kind === FAN ? first : c - 2;
      return patch(a, c - 1, c, a);
    });
  });
  return { type: 'PolyhedralSurface', geometries: patches.flat() };
}
