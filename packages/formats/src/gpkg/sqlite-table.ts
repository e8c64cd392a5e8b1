/** Rows of a table in an SQLite file, in the order of their row ids. */
import type { RecordRange } from '../format.ts';
import { tell } from '../messages.ts';
import { createPageReader, type SqliteFile } from './sqlite-pages.ts';
import { damagedPage, heightOf, LEAF, leafBounds, leavesFrom, readVarint, varintEnd } from './sqlite-tree.ts';

/** The row it stands on: its record is bytes `start` to `end` of `bytes`, which are never written to again. */
export type RowCursor = {
  rowid: number;
  bytes: Buffer;
  start: number;
  end: number;
  /** False after the last row. */
  next(): boolean;
};

export const EVERY_ROW: RecordRange = { from: -Infinity, to: Infinity };

/** Rows whose ids are from `from` to before `to`. */
export function openRows(db: SqliteFile, root: number, { from, to }: RecordRange): RowCursor {
  const leaves = leavesFrom(db, root, heightOf(db, root), from);
  const reader = createPageReader(db);
  const { usable } = db;
  // Bytes of a record that stay in its leaf, and the least when the rest overflows (§1.6).
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  let page = 0;
  let cells = 0;
  let cell = 0;
  let pointers = 0;
  let last = -Infinity;

  function nextLeaf(): boolean {
    const leaf = leaves.next();
    if (leaf.done) return false;
    page = leaf.value;
    reader.seek(page);
    const head = reader.at + (page === 1 ? 100 : 0);
    if (reader.bytes[head] !== LEAF)
      throw damagedPage(db, page, tell('sqlite.page-kind', { kind: reader.bytes[head]! }));
    cells = reader.bytes.readUInt16BE(head + 3);
    cell = 0;
    pointers = head + 8;
    if (pointers - reader.at + 2 * cells > usable)
      throw damagedPage(db, page, tell('sqlite.cells', { cells }));
    return true;
  }

  /** Joins what lies in the leaf and on the overflow pages. */
  function joined(start: number, local: number, length: number): Buffer {
    const { bytes } = reader;
    const whole = Buffer.allocUnsafeSlow(length);
    bytes.copy(whole, 0, start, start + local);
    const overflow = Buffer.allocUnsafe(db.pageSize);
    let next = bytes.readUInt32BE(start + local);
    for (let at = local; at < length; at += usable - 4) {
      db.read(next, 1, overflow);
      overflow.copy(whole, at, 4, Math.min(usable, 4 + length - at));
      next = overflow.readUInt32BE(0);
    }
    return whole;
  }

  function stand(row: RowCursor): void {
    const { bytes, at } = reader;
    const place = at + ((bytes[pointers + 2 * cell]! << 8) | bytes[pointers + 2 * cell + 1]!);
    cell++;
    const length = readVarint(bytes, place);
    const idAt = varintEnd(bytes, place);
    row.rowid = readVarint(bytes, idAt);
    const start = varintEnd(bytes, idAt);
    const spill = least + ((length - least) % (usable - 4));
    const local = length <= most ? length : spill <= most ? spill : least;
    // A length beyond the whole file is not believed: memory would be asked for it.
    if (
      !(length >= 1 && length <= db.pages * usable) ||
      start + local > at + usable ||
      !(row.rowid > last) ||
      !Number.isSafeInteger(row.rowid)
    )
      throw damagedPage(
        db,
        page,
        tell('sqlite.row', { row: row.rowid, bytes: length, last: Number.isFinite(last) ? last : 0 }),
      );
    last = row.rowid;
    const overflows = local < length;
    row.bytes = overflows ? joined(start, local, length) : bytes;
    row.start = overflows ? 0 : start;
    row.end = row.start + length;
  }

  return {
    rowid: 0,
    bytes: reader.bytes,
    start: 0,
    end: 0,
    next() {
      do {
        while (cell === cells) if (!nextLeaf()) return false;
        stand(this);
      } while (this.rowid < from);
      return this.rowid < to;
    },
  };
}

/** Counts the rows by the heads of the leaves: the whole table is read, its rows are not. */
export function countRows(db: SqliteFile, root: number): number {
  const reader = createPageReader(db);
  let rows = 0;
  for (const page of leavesFrom(db, root, heightOf(db, root), -Infinity)) {
    reader.seek(page);
    rows += reader.bytes.readUInt16BE(reader.at + 3);
  }
  return rows;
}

/** Ranges of about that many rows of `count`, cut where a leaf ends; only inner pages are read. */
export function cutRows(db: SqliteFile, root: number, count: number, rows: number): RecordRange[] {
  const first = openRows(db, root, EVERY_ROW);
  if (!first.next()) return [];
  const bounds = leafBounds(db, root);
  const leaves = Math.max(1, Math.round((rows * (bounds.length + 1)) / Math.max(1, count)));
  const cuts = bounds.filter((_, i) => (i + 1) % leaves === 0).map((bound) => bound + 1);
  // Which id is the last is not known without reading; none beyond 2⁵³ is read.
  const edges = [first.rowid, ...cuts, 2 ** 53];
  return edges.slice(1).map((to, i) => ({ from: edges[i]!, to }));
}
