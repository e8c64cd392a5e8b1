/**
 * One layer of a vector tile (Mapbox Vector Tile 2.1) as it grows: features are written as they come, texts once each, named
 * by their number. A tile may have thousands of features, so none has an object of its own.
 */
import { PbfWriter } from 'pbf';
import { EXTENT } from './grid.ts';
import type { TakeRing } from './rings.ts';

/** Key and value by turns; a null value leaves its key out. */
export type Properties = readonly (readonly [key: string, value: string | null])[];

export type LayerDraft = {
  /** The feature at hand gets a ring. */
  readonly ring: TakeRing;
  point(x: number, y: number): void;
  /** Ends the feature at hand; one without geometry is left out. Returns whether it is in. */
  feature(id: number, kind: 'point' | 'polygon', properties: Properties): boolean;
  /** Appends the layer to a tile; nothing where it has no features. */
  write(tile: PbfWriter, name: string): void;
};

const KINDS = { point: 1, polygon: 3 } as const;
const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE = (1 << 3) | 7;
const BYTES = 2;

const command = (id: number, count: number): number => (count << 3) | id;
const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

export function createLayer(): LayerDraft {
  const keys = new Map<string, number>();
  const values = new Map<string, number>();
  const features = new PbfWriter(new Uint8Array(4096));
  const geometry = new PbfWriter(new Uint8Array(1024));
  const tags = new PbfWriter(new Uint8Array(64));
  const body = new PbfWriter(new Uint8Array(1024));
  let x = 0;
  let y = 0;

  function step(toX: number, toY: number): void {
    geometry.writeVarint(zigzag(toX - x));
    geometry.writeVarint(zigzag(toY - y));
    x = toX;
    y = toY;
  }

  return {
    ring(points, length, forward) {
      const last = length - 2;
      geometry.writeVarint(command(MOVE_TO, 1));
      for (let at = 0; at < length; at += 2) {
        const from = forward ? at : last - at;
        step(points[from]!, points[from + 1]!);
        if (at === 0) geometry.writeVarint(command(LINE_TO, last / 2));
      }
      geometry.writeVarint(CLOSE);
    },
    point(toX, toY) {
      geometry.writeVarint(command(MOVE_TO, 1));
      step(toX, toY);
    },
    feature(id, kind, properties) {
      if (geometry.pos === 0) return false;
      for (const [key, value] of properties) {
        if (value === null) continue;
        tags.writeVarint(numberOf(keys, key));
        tags.writeVarint(numberOf(values, value));
      }
      body.writeVarintField(1, id);
      writeAll(body, 2, tags);
      body.writeVarintField(3, KINDS[kind]);
      writeAll(body, 4, geometry);
      writeAll(features, 2, body);
      x = 0;
      y = 0;
      return true;
    },
    write(tile, name) {
      if (features.pos === 0) return;
      tile.writeMessage(3, writeLayer, null);
      function writeLayer(_: null, out: PbfWriter): void {
        out.writeVarintField(15, 2);
        out.writeStringField(1, name);
        append(out, features);
        for (const key of keys.keys()) out.writeStringField(3, key);
        for (const value of values.keys()) out.writeMessage(4, writeText, value);
        out.writeVarintField(5, EXTENT);
      }
    },
  };
}

function numberOf(map: Map<string, number>, text: string): number {
  const known = map.get(text);
  if (known !== undefined) return known;
  map.set(text, map.size);
  return map.size - 1;
}

const writeText = (text: string, value: PbfWriter): void => value.writeStringField(1, text);

/** What `from` holds as one field, and empties it. */
function writeAll(into: PbfWriter, field: number, from: PbfWriter): void {
  into.writeTag(field, BYTES);
  into.writeVarint(from.pos);
  append(into, from);
  from.pos = 0;
}

/** Fields already encoded, as they are. */
function append(into: PbfWriter, from: PbfWriter): void {
  const length = from.pos;
  into.realloc(length);
  // A feature is some dozens of bytes: for them a view of the array costs more than the copying.
  if (length < 256) for (let at = 0; at < length; at++) into.buf[into.pos + at] = from.buf[at]!;
  else into.buf.set(from.buf.subarray(0, length), into.pos);
  into.pos += length;
}
