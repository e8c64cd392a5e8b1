/** Shapefile with full control of its bytes: .shp and .shx (polygons), .dbf (dBase III), .prj, .cpg. */
import { writeFileSync } from 'node:fs';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { esriWkt } from '@thuadat/formats/write/crs-wkt';
import type { Column } from './columns.ts';
import { openSink, type Sink } from './sink.ts';
import { encodeTcvn3 } from './tcvn3-text.ts';
import type { FileOptions, RowWriter } from './writer.ts';

const POLYGON = 5;

export function openShapefileWriter(
  path: string,
  columns: readonly Column[],
  { declared, tcvn3 = false }: FileOptions,
): RowWriter {
  const stem = path.replace(/\.shp$/i, '');
  const table = openTable(`${stem}.dbf`, columns, tcvn3);
  const shapes = openShapes(stem);
  if (declared !== null) writeFileSync(`${stem}.prj`, esriWkt(declared)!);
  if (!tcvn3) writeFileSync(`${stem}.cpg`, 'UTF-8');
  return {
    write({ values, polygonal }) {
      shapes.write(polygonal);
      table.write(columns.map(({ role }) => values[role] ?? ''));
    },
    close() {
      shapes.close();
      table.close();
    },
  };
}

type Shapes = { write(polygonal: Polygonal): void; close(): void };

function openShapes(stem: string): Shapes {
  const [shp, shx] = [openSink(`${stem}.shp`), openSink(`${stem}.shx`)];
  shp.write(Buffer.alloc(100));
  shx.write(Buffer.alloc(100));
  const box = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  let number = 0;
  return {
    write(polygonal) {
      const content = encodeShape(polygonal, box);
      const head = Buffer.alloc(8);
      head.writeInt32BE(++number, 0);
      head.writeInt32BE(content.length / 2, 4);
      const index = Buffer.alloc(8);
      index.writeInt32BE(shp.size / 2, 0);
      index.writeInt32BE(content.length / 2, 4);
      shp.write(head);
      shp.write(content);
      shx.write(index);
    },
    close() {
      for (const sink of [shp, shx]) sink.close(fileHead(sink, box));
    },
  };
}

function fileHead(sink: Sink, box: readonly number[]): Buffer {
  const head = Buffer.alloc(100);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE(sink.size / 2, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(POLYGON, 32);
  for (let i = 0; i < 4; i++) head.writeDoubleLE(Number.isFinite(box[i]) ? box[i]! : 0, 36 + 8 * i);
  return head;
}

/** Rings run clockwise for shells and counter-clockwise for holes, the other way round than elsewhere. */
function encodeShape({ coords, ringEnds }: Polygonal, fileBox: number[]): Buffer {
  const points = coords.length / 2;
  const bytes = Buffer.alloc(44 + 4 * ringEnds.length + 16 * points);
  const box = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  let start = 0;
  let at = 44 + 4 * ringEnds.length;
  ringEnds.forEach((end, ring) => {
    bytes.writeInt32LE(start, 44 + 4 * ring);
    for (let i = end - 1; i >= start; i--, at += 16) {
      const [x, y] = [coords[2 * i]!, coords[2 * i + 1]!];
      bytes.writeDoubleLE(x, at);
      bytes.writeDoubleLE(y, at + 8);
      box[0] = Math.min(box[0]!, x);
      box[1] = Math.min(box[1]!, y);
      box[2] = Math.max(box[2]!, x);
      box[3] = Math.max(box[3]!, y);
    }
    start = end;
  });
  bytes.writeInt32LE(POLYGON, 0);
  box.forEach((n, i) => {
    bytes.writeDoubleLE(n, 4 + 8 * i);
    fileBox[i] = i < 2 ? Math.min(fileBox[i]!, n) : Math.max(fileBox[i]!, n);
  });
  bytes.writeInt32LE(ringEnds.length, 36);
  bytes.writeInt32LE(points, 40);
  return bytes;
}

type Table = { write(cells: readonly string[]): void; close(): void };

/** dBase III; the date of last change is fixed, so that the same seed gives the same bytes. */
function openTable(path: string, columns: readonly Column[], tcvn3: boolean): Table {
  const sink = openSink(path);
  const width = 1 + columns.reduce((sum, column) => sum + column.width, 0);
  const headLength = 33 + 32 * columns.length;
  const head = Buffer.alloc(headLength);
  head.set([3, 125, 6, 30]);
  head.writeUInt16LE(headLength, 8);
  head.writeUInt16LE(width, 10);
  columns.forEach((column, i) => {
    const at = 32 + 32 * i;
    head.write(column.name.slice(0, 10), at, 'latin1');
    head.write('C', at + 11, 'latin1');
    head[at + 16] = column.width;
  });
  head[headLength - 1] = 0x0d;
  sink.write(head);
  let rows = 0;
  return {
    write(cells) {
      const row = Buffer.alloc(width, 0x20);
      let at = 1;
      columns.forEach((column, i) => {
        const bytes = tcvn3 ? encodeTcvn3(cells[i]!) : Buffer.from(cells[i]!);
        row.set(cut(bytes, column.width, !tcvn3), at);
        at += column.width;
      });
      sink.write(row);
      rows++;
    },
    close() {
      sink.write(Buffer.of(0x1a));
      head.writeUInt32LE(rows, 4);
      sink.close(head);
    },
  };
}

/** As a DBF cuts long text, but never inside a UTF-8 character. */
function cut(bytes: Buffer, width: number, utf8: boolean): Buffer {
  let end = Math.min(bytes.length, width);
  if (utf8 && end < bytes.length) while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
