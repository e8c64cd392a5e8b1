/** Shapes of a Shapefile and their index: .shp and .shx (ESRI, *Shapefile Technical Description*, 1998). */
import { ringArea } from '@thuadat/core/geometry/measure';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { decodePolygonal, geoJsonFromWkb, wkbGeometryKind } from '@thuadat/core/geometry/wkb';
import { formatError, type Place } from '../format.ts';
import { type BinaryFile, openBinaryFile } from './binary-file.ts';

const NULL_SHAPE = Buffer.alloc(4);
const POINT = 1;
const POLYGON = 5;
const HEAD = 100;
/** Readers hold offsets as signed 32-bit numbers of bytes. */
const MOST_BYTES = 2 ** 31 - 1;

export type Shapes = {
  /** Throws for a geometry of another kind, and where the file grows beyond what its readers address. */
  write(geometry: Uint8Array | null, place: Place): Promise<void>;
  close(): Promise<void>;
  drop(): Promise<void>;
};

export async function openShapes(stem: string, kind: 'point' | 'polygon'): Promise<Shapes> {
  const shp = await openBinaryFile(`${stem}.shp`);
  const shx = await openBinaryFile(`${stem}.shx`);
  const box = emptyBox();
  const [type, encode] = kind === 'point' ? [POINT, pointShape] : [POLYGON, polygonShape];
  for (const file of [shp, shx]) await file.write(Buffer.alloc(HEAD));
  let records = 0;
  return {
    async write(geometry, place) {
      const content = geometry === null ? NULL_SHAPE : encode(geometry, box, place);
      const index = Buffer.alloc(8);
      index.writeInt32BE(shp.size / 2, 0);
      index.writeInt32BE(content.length / 2, 4);
      const head = Buffer.alloc(8);
      head.writeInt32BE(++records, 0);
      head.writeInt32BE(content.length / 2, 4);
      if (shp.size + head.length + content.length > MOST_BYTES)
        throw formatError(place, 'write.shapefile-full', { most: MOST_BYTES });
      for (const wait of [shp.write(head), shp.write(content), shx.write(index)]) if (wait) await wait;
    },
    async close() {
      for (const file of [shp, shx]) await file.close(fileHead(file, type, box));
    },
    async drop() {
      for (const file of [shp, shx]) await file.drop();
    },
  };
}

type WideBox = [minX: number, minY: number, maxX: number, maxY: number];
const emptyBox = (): WideBox => [Infinity, Infinity, -Infinity, -Infinity];

function widen(box: WideBox, x: number, y: number): void {
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}

function fileHead(file: BinaryFile, type: number, box: WideBox): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE(file.size / 2, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(type, 32);
  box.forEach((edge, i) => {
    head.writeDoubleLE(Number.isFinite(edge) ? edge : 0, 36 + 8 * i);
  });
  return head;
}

function pointShape(wkb: Uint8Array, fileBox: WideBox, place: Place): Buffer {
  const point = geoJsonFromWkb(wkb);
  if (point?.type !== 'Point') throw otherKind(wkb, 'Point', place);
  const [x, y] = point.coordinates as readonly [number, number];
  const bytes = Buffer.alloc(20);
  bytes.writeInt32LE(POINT, 0);
  bytes.writeDoubleLE(x, 4);
  bytes.writeDoubleLE(y, 12);
  widen(fileBox, x, y);
  return bytes;
}

function polygonShape(wkb: Uint8Array, fileBox: WideBox, place: Place): Buffer {
  const polygonal = decodePolygonal(wkb);
  if (polygonal === null) throw otherKind(wkb, 'Polygon, MultiPolygon', place);
  return polygonal.coords.length === 0 ? NULL_SHAPE : ringsShape(polygonal, fileBox);
}

const otherKind = (wkb: Uint8Array, wanted: string, place: Place) =>
  formatError(place, 'write.shape-kind', { kind: wkbGeometryKind(wkb), wanted });

/** Shells run clockwise and holes counter-clockwise, the other way round than in GeoJSON. */
function ringsShape({ coords, ringEnds, polygonEnds }: Polygonal, fileBox: WideBox): Buffer {
  const rings = 44 + 4 * ringEnds.length;
  const bytes = Buffer.alloc(rings + 8 * coords.length);
  const box = emptyBox();
  let at = rings;
  let start = 0;
  let polygon = 0;
  let shell = 0;
  ringEnds.forEach((end, ring) => {
    while (ring >= polygonEnds[polygon]!) shell = polygonEnds[polygon++]!;
    bytes.writeInt32LE(start, 44 + 4 * ring);
    const clockwise = ringArea(coords, start, end) < 0;
    const [from, step] = clockwise === (ring === shell) ? [start, 1] : [end - 1, -1];
    for (let n = 0, i = from; n < end - start; n++, i += step, at += 16) {
      const x = coords[2 * i]!;
      const y = coords[2 * i + 1]!;
      bytes.writeDoubleLE(x, at);
      bytes.writeDoubleLE(y, at + 8);
      widen(box, x, y);
    }
    start = end;
  });
  bytes.writeInt32LE(POLYGON, 0);
  box.forEach((edge, i) => {
    bytes.writeDoubleLE(edge, 4 + 8 * i);
  });
  bytes.writeInt32LE(ringEnds.length, 36);
  bytes.writeInt32LE(coords.length / 2, 40);
  widen(fileBox, box[0], box[1]);
  widen(fileBox, box[2], box[3]);
  return bytes;
}
