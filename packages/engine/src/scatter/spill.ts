/**
 * Spill files between the two passes of `plan`: one a part of a source. Records are gathered a unit of work at a time and
 * appended as chunks, each with its checksum; the index of chunks is kept apart and written when the file is whole, so a
 * part is done or absent. Few files, written front to back, whatever the number of communes.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { CommuneUnit } from '@thuadat/core/run';
import { measureRecord, putRecord, type SpillPart, type SpillRecord, takeRecord } from './spill-record.ts';

/** Bytes gathered for one unit before they are written: 160 units of it stay far below the memory budget. */
const CHUNK = 128 * 1024;

/** Where a chunk lies in its file, and the CRC-32 of its bytes. */
type Chunk = readonly [offset: number, bytes: number, crc32: number];

export type SpilledUnit = {
  readonly unit: CommuneUnit;
  readonly records: number;
  readonly chunks: readonly Chunk[];
};

export type SpillWriter = {
  /** `index` is the record's place in its part. */
  append(unit: CommuneUnit, index: number, record: SpillRecord): void;
  /** Writes and closes; units in the order of their names. */
  close(): SpilledUnit[];
  /** Closes without a result, after a fault. */
  abandon(): void;
};

type Gathered = { buffer: Buffer; used: number; records: number; chunks: Chunk[] };

export function createSpillWriter(path: string): SpillWriter {
  const fd = openSync(path, 'w');
  const units = new Map<CommuneUnit, Gathered>();
  let offset = 0;

  function flush(gathered: Gathered): void {
    if (gathered.used === 0) return;
    const bytes = gathered.buffer.subarray(0, gathered.used);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
    gathered.chunks.push([offset, bytes.length, crc32(bytes)]);
    offset += bytes.length;
    gathered.used = 0;
  }

  return {
    append(unit, index, record) {
      let gathered = units.get(unit);
      if (!gathered) {
        gathered = { buffer: Buffer.allocUnsafeSlow(CHUNK), used: 0, records: 0, chunks: [] };
        units.set(unit, gathered);
      }
      const bytes = measureRecord(record, index);
      if (gathered.used + bytes > gathered.buffer.length) {
        flush(gathered);
        // A record larger than the chunk gets a buffer of its own size, once.
        if (bytes > CHUNK || gathered.buffer.length > CHUNK)
          gathered.buffer = Buffer.allocUnsafeSlow(Math.max(bytes, CHUNK));
      }
      gathered.used = putRecord(gathered.buffer, gathered.used, record);
      gathered.records++;
    },
    close() {
      for (const gathered of units.values()) flush(gathered);
      closeSync(fd);
      return [...units]
        .map(([unit, { records, chunks }]) => ({ unit, records, chunks }))
        .sort((a, b) => (a.unit < b.unit ? -1 : 1));
    },
    abandon: () => closeSync(fd),
  };
}

/** Whether a spill holds what was written, chunk by chunk. */
export function isSpillWhole(path: string, units: readonly SpilledUnit[]): boolean {
  try {
    for (const unit of units) for (const _ of readChunks(path, unit));
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a unit's records of one part, in order. Geometry is a view of its chunk, so a chunk stays in memory as long as
 * one of its records does. Throws when a chunk is not what was written.
 */
export function* readSpill(path: string, spilled: SpilledUnit, part: SpillPart): Generator<SpillRecord> {
  for (const chunk of readChunks(path, spilled)) {
    for (let at = 0; at < chunk.length; at += chunk.readUInt32LE(at)) {
      yield takeRecord(chunk, at, part, spilled.unit);
    }
  }
}

function* readChunks(path: string, { chunks }: SpilledUnit): Generator<Buffer> {
  const fd = openSync(path, 'r');
  try {
    for (const [offset, bytes, sum] of chunks) {
      const chunk = Buffer.allocUnsafeSlow(bytes);
      let read = 0;
      for (let got = 1; read < bytes && got > 0; read += got)
        got = readSync(fd, chunk, read, bytes - read, offset + read);
      if (read < bytes || crc32(chunk) !== sum) {
        throw new Error(
          `${path}: the ${bytes} bytes at ${offset} are not those that were written: the disk or the shared folder lost them. Run the same command again; this part is read anew.`,
        );
      }
      yield chunk;
    }
  } finally {
    closeSync(fd);
  }
}
