/**
 * Spill files between the two passes of `plan`: one a unit of work, records in the order they were read. Each record is
 * two length-prefixed parts, the draft as a JSON tuple and the geometry as WKB, so that geometry is never turned to text.
 */
import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ParcelDraft, Resolved } from '@thuadat/core/record';
import type { CommuneUnit } from '@thuadat/core/run';

export type SpillRecord = { readonly draft: ParcelDraft; readonly resolved: Resolved };

/** Bytes gathered for one unit before they are written: 160 units of it stay far below the memory budget. */
const CHUNK = 128 * 1024;
const PREFIX = 8;

type Spill = { readonly fd: number; buffer: Buffer; used: number; records: number };

export const spillFile = (folder: string, unit: CommuneUnit): string => join(folder, `${unit}.spill`);

export type SpillWriter = {
  append(unit: CommuneUnit, record: SpillRecord): void;
  /** Flushes and closes all files; returns how many records each unit holds. */
  close(): Map<CommuneUnit, number>;
};

export function createSpillWriter(folder: string): SpillWriter {
  mkdirSync(folder, { recursive: true });
  const spills = new Map<CommuneUnit, Spill>();

  function open(unit: CommuneUnit): Spill {
    const spill = {
      fd: openSync(spillFile(folder, unit), 'w'),
      buffer: Buffer.alloc(CHUNK),
      used: 0,
      records: 0,
    };
    spills.set(unit, spill);
    return spill;
  }

  return {
    append(unit, record) {
      const spill = spills.get(unit) ?? open(unit);
      const json = Buffer.from(JSON.stringify(toTuple(record)));
      const geometry = record.draft.geometry ?? new Uint8Array(0);
      const size = PREFIX + json.length + geometry.length;
      if (spill.used + size > spill.buffer.length) flush(spill, size);
      spill.buffer.writeUInt32LE(json.length, spill.used);
      spill.buffer.writeUInt32LE(geometry.length, spill.used + 4);
      spill.buffer.set(json, spill.used + PREFIX);
      spill.buffer.set(geometry, spill.used + PREFIX + json.length);
      spill.used += size;
      spill.records++;
    },
    close() {
      const counts = new Map<CommuneUnit, number>();
      for (const [unit, spill] of spills) {
        flush(spill, 0);
        closeSync(spill.fd);
        counts.set(unit, spill.records);
      }
      spills.clear();
      return counts;
    },
  };
}

/** Writes what is gathered; a record larger than the chunk gets a buffer of its own size, once. */
function flush(spill: Spill, need: number): void {
  for (let at = 0; at < spill.used; ) at += writeSync(spill.fd, spill.buffer, at, spill.used - at);
  spill.used = 0;
  if (need > spill.buffer.length) spill.buffer = Buffer.alloc(need);
  else if (spill.buffer.length > CHUNK && need <= CHUNK) spill.buffer = Buffer.alloc(CHUNK);
}

/** Reads one unit's records back, in order; memory is one chunk and the record at hand. */
export function* readSpill(path: string): Generator<SpillRecord> {
  const fd = openSync(path, 'r');
  try {
    let buffer = Buffer.alloc(1 << 20);
    let start = 0;
    let end = 0;
    const fill = (need: number): boolean => {
      if (end - start >= need) return true;
      if (need > buffer.length)
        buffer = Buffer.concat([buffer.subarray(start, end)], Math.max(need, buffer.length * 2));
      else buffer.copyWithin(0, start, end);
      end -= start;
      start = 0;
      while (end < need) {
        const read = readSync(fd, buffer, end, buffer.length - end, null);
        if (read === 0) return false;
        end += read;
      }
      return true;
    };
    while (fill(PREFIX)) {
      const jsonLength = buffer.readUInt32LE(start);
      const size = PREFIX + jsonLength + buffer.readUInt32LE(start + 4);
      if (!fill(size)) throw new Error(`${path} ends inside a record: the disk may be full. Plan again.`);
      const body = start + PREFIX;
      const geometry =
        size > PREFIX + jsonLength ? Uint8Array.from(buffer.subarray(body + jsonLength, start + size)) : null;
      yield fromTuple(JSON.parse(buffer.toString('utf8', body, body + jsonLength)), geometry);
      start += size;
    }
  } finally {
    closeSync(fd);
  }
}

/** The draft's fields in this order; a tuple is half the bytes of an object with keys. */
const FIELDS = [
  'ordinal',
  'source',
  'layer',
  'record',
  'values',
  'zone',
  'province',
  'commune',
  'communeName',
  'sheet',
  'scale',
  'series',
  'parcel',
  'areaLegal',
  'landUse',
  'address',
  'carriedId',
  'digitalAddress',
  'fixes',
  'issues',
] as const satisfies readonly Exclude<keyof ParcelDraft, 'geometry'>[];

function toTuple({ draft, resolved }: SpillRecord): unknown[] {
  const tuple: unknown[] = [resolved];
  for (const field of FIELDS) tuple.push(draft[field]);
  return tuple;
}

function fromTuple(tuple: unknown[], geometry: Uint8Array | null): SpillRecord {
  const draft: Record<string, unknown> = { geometry };
  for (let i = 0; i < FIELDS.length; i++) draft[FIELDS[i]!] = tuple[i + 1];
  return { draft: draft as ParcelDraft, resolved: tuple[0] as Resolved };
}
