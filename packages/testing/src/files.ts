/** Small files for the tests of this package, written byte by byte where a library would not write them badly enough. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatMessage, type Message } from '@thuadat/core/message/message';
import type { SourceRecord } from '@thuadat/core/stages';
import type { OpenSource } from '@thuadat/formats/format';
import { FORMAT_MESSAGES } from '@thuadat/formats/messages';

export const tempFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'formats-'));

export async function allRecords(source: OpenSource, layer = 0): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const record of source.layers[layer]!.records()) records.push(record);
  return records;
}

/** A note or a reason as the log has it. */
export const inEnglish = (told: Message): string => formatMessage(told, 'en', FORMAT_MESSAGES);

/** The message of what `work` throws. */
export async function messageOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error('nothing was thrown');
}

export type DbfColumn = { readonly name: string; readonly width: number; readonly type?: string };

/** Values are Latin-1 text: each character one byte. A row that begins with `*` in its mark is deleted. */
export function dbfBytes(
  columns: readonly DbfColumn[],
  rows: readonly (readonly string[])[],
  more: { ldid?: number; deleted?: readonly number[] } = {},
): Buffer {
  const rowLength = 1 + columns.reduce((sum, column) => sum + column.width, 0);
  const head = Buffer.alloc(33 + 32 * columns.length);
  head[0] = 3;
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(rowLength, 10);
  head[29] = more.ldid ?? 0;
  columns.forEach((column, i) => {
    head.write(column.name, 32 + 32 * i, 'latin1');
    head.write(column.type ?? 'C', 32 + 32 * i + 11, 'latin1');
    head[32 + 32 * i + 16] = column.width;
  });
  head[head.length - 1] = 0x0d;
  const body = rows.map((row, r) => {
    const mark = more.deleted?.includes(r) ? '*' : ' ';
    return Buffer.from(mark + row.map((value, i) => value.padEnd(columns[i]!.width)).join(''), 'latin1');
  });
  return Buffer.concat([head, ...body]);
}

/** One ring a shape; null is a null shape. `z` writes PolygonZ. */
export function shpBytes(
  shapes: readonly (readonly (readonly [number, number])[] | null)[],
  z = false,
): Buffer {
  const type = z ? 15 : 5;
  const bodies = shapes.map((ring, i) => {
    const n = ring?.length ?? 0;
    const body = Buffer.alloc(ring ? 8 + 48 + 16 * n + (z ? 16 + 8 * n : 0) : 12);
    body.writeInt32BE(i + 1, 0);
    body.writeInt32BE((body.length - 8) / 2, 4);
    if (!ring) return body;
    body.writeInt32LE(type, 8);
    body.writeInt32LE(1, 44);
    body.writeInt32LE(n, 48);
    ring.forEach(([x, y], v) => {
      body.writeDoubleLE(x, 56 + 16 * v);
      body.writeDoubleLE(y, 64 + 16 * v);
    });
    return body;
  });
  const head = Buffer.alloc(100);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE((100 + bodies.reduce((sum, body) => sum + body.length, 0)) / 2, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(type, 32);
  return Buffer.concat([head, ...bodies]);
}

/** The index of a .shp whose records begin at these bytes; the lengths it tells are not believed, and are 0 here. */
export function shxBytes(starts: readonly number[]): Buffer {
  const bytes = shpBytes([]).subarray(0, 100);
  bytes.writeInt32BE((100 + 8 * starts.length) / 2, 24);
  const entries = Buffer.alloc(8 * starts.length);
  for (const [i, start] of starts.entries()) entries.writeInt32BE(start / 2, 8 * i);
  return Buffer.concat([bytes, entries]);
}

export const square = (x: number, y: number, side = 10): [number, number][] => [
  [x, y],
  [x, y + side],
  [x + side, y + side],
  [x + side, y],
  [x, y],
];

/** Writes the parts that are given; returns the path of the .shp. */
export async function writeShapefile(
  folder: string,
  name: string,
  parts: { shp?: Buffer; dbf?: Buffer; shx?: Buffer; cpg?: string; prj?: string },
): Promise<string> {
  for (const [part, bytes] of Object.entries(parts)) await writeFile(join(folder, `${name}.${part}`), bytes);
  return join(folder, `${name}.shp`);
}
