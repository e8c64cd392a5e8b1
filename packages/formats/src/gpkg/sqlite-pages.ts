/**
 * Pages of an SQLite database file, read without SQLite (https://www.sqlite.org/fileformat2.html): a kernel of our own
 * because a scan through GDAL's binding costs five times as much, the WebAssembly build of SQLite locks the file against
 * our other workers, and neither cuts a table into ranges without reading it. It only reads, and only a file at rest.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import { formatError } from '../format.ts';
import { tell } from '../messages.ts';

export type SqliteFile = {
  /** Name for messages. */
  readonly file: string;
  readonly pageSize: number;
  /** Bytes of a page that hold content: the rest is reserved for extensions. */
  readonly usable: number;
  readonly pages: number;
  /** Reads pages `first` to `first + count − 1` into the buffer; a page the file does not hold is a fault. */
  read(first: number, count: number, into: Buffer): void;
  /** Throws when the file was written to since it was opened. */
  checkUnchanged(): void;
  close(): void;
};

/** Why the file needs SQLite itself, and what would do instead. */
export class NeedsSqlite extends Error {
  override name = 'NeedsSqlite';
  constructor(
    readonly found: Message,
    readonly instead: Message = tell('gdal.instead-table', {}),
  ) {
    super(found.code);
  }
}

const HEAD = 100;
const UTF8 = 1;

export function openSqlite(path: string): SqliteFile {
  const file = basename(path);
  const fd = openSync(path, 'r');
  try {
    const size = fstatSync(fd).size;
    const head = Buffer.alloc(HEAD);
    if (readSync(fd, head, 0, HEAD, 0) < HEAD)
      throw damagedFile(file, 0, tell('sqlite.file-short', { size }), tell('sqlite.header', {}));
    const pageSize = head.readUInt16BE(16) === 1 ? 65536 : head.readUInt16BE(16);
    const usable = pageSize - head[20]!;
    if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480)
      throw damagedFile(
        file,
        16,
        tell('sqlite.page-size', { size: pageSize }),
        tell('sqlite.page-sizes', {}),
      );
    requireAtRest(path, head);
    // The header's own count holds only when the last writer kept it (§1.3.8).
    const counted = head.readUInt32BE(24) === head.readUInt32BE(92) ? head.readUInt32BE(28) : 0;
    const pages = counted > 0 ? counted : Math.floor(size / pageSize);
    if (size < pages * pageSize) {
      const bytes = pages * pageSize;
      throw damagedFile(file, size, tell('sqlite.end-after', { size }), tell('sqlite.bytes', { bytes }));
    }
    return { file, pageSize, usable, pages, ...reading(fd, { file, pageSize, pages }) };
  } catch (fault) {
    closeSync(fd);
    throw fault;
  }
}

type Facts = {
  readonly file: string;
  readonly pageSize: number;
  readonly pages: number;
};

function reading(fd: number, { file, pageSize, pages }: Facts) {
  // Its own counter of changes will not do: a checkpoint of a write-ahead log leaves it as it is.
  const written = fstatSync(fd, { bigint: true }).mtimeNs;
  let closed = false;
  return {
    read(first: number, count: number, into: Buffer): void {
      if (!(first >= 1 && first + count - 1 <= pages))
        throw damagedFile(
          file,
          0,
          tell('sqlite.pointer', { page: first }),
          tell('sqlite.page-range', { pages }),
        );
      const bytes = count * pageSize;
      for (let at = 0, got = 0; at < bytes; at += got) {
        got = readSync(fd, into, at, bytes - at, (first - 1) * pageSize + at);
        if (got > 0) continue;
        const place = (first - 1) * pageSize + at;
        throw damagedFile(file, place, tell('sqlite.end', {}), tell('sqlite.page', { page: first }));
      }
    },
    checkUnchanged(): void {
      if (fstatSync(fd, { bigint: true }).mtimeNs === written) return;
      throw formatError({ file }, 'sqlite.written', {});
    },
    close(): void {
      if (!closed) closeSync(fd);
      closed = true;
    },
  };
}

/** What is not in the main file (a write-ahead log, a journal to roll back) only SQLite can bring together. */
function requireAtRest(path: string, head: Buffer): void {
  for (const tail of ['-wal', '-journal']) {
    const size = statSync(path + tail, { throwIfNoEntry: false })?.size ?? 0;
    if (size === 0) continue;
    const found = tell('sqlite.wal', { log: `${basename(path)}${tail}` });
    throw new NeedsSqlite(found, tell('gdal.instead-close', {}));
  }
  const encoding = head.readUInt32BE(56);
  if (encoding > UTF8) throw new NeedsSqlite(tell('sqlite.utf16', {}));
}

/** What no whole file holds. */
export const damagedFile = (file: string, byte: number, found: Message, expected: Message): Error =>
  formatError({ file, byte }, 'sqlite.damaged', { found, expected });

/** Largest run of pages read at once. */
const WINDOW = 256 * 1024;

/**
 * Pages in the order of a scan: runs of them are read ahead as long as they follow one another in the file. A buffer is
 * written once and never again, so what was cut out of it stays.
 */
export type PageReader = {
  /** The page is at `at` of `bytes` until the next call. */
  bytes: Buffer;
  at: number;
  seek(page: number): void;
};

export function createPageReader(db: SqliteFile): PageReader {
  const most = Math.max(1, Math.floor(WINDOW / db.pageSize));
  let first = 0;
  let count = 0;
  let ahead = 1;
  return {
    bytes: Buffer.alloc(0),
    at: 0,
    seek(page) {
      if (page < first || page >= first + count) {
        const follows = page >= first + count && page < first + count + most;
        ahead = follows ? Math.min(most, ahead * 2) : 1;
        // One page at least: `read` says it when the file does not hold it.
        const span = Math.max(1, Math.min(ahead, db.pages - page + 1));
        const bytes = Buffer.allocUnsafeSlow(span * db.pageSize);
        db.read(page, span, bytes);
        this.bytes = bytes;
        first = page;
        count = span;
      }
      this.at = (page - first) * db.pageSize;
    },
  };
}
