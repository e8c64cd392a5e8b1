/** The B-tree of a table in an SQLite file: which pages are its leaves, in the order of row ids (§1.6). */
import type { Message } from '@thuadat/core/message/message';
import { tell } from '../messages.ts';
import { damagedFile, type SqliteFile } from './sqlite-pages.ts';

export const LEAF = 13;
const INTERIOR = 5;
/** No tree of SQLite is deeper: its own limit. */
const DEEPEST = 20;

/** An inner page: children by number, and before each but the first the largest row id of the one to its left. */
type Inner = { readonly children: readonly number[]; readonly keys: readonly number[] };

/** Seven bits a byte, high first; a ninth byte gives eight. {@link varintEnd} tells where it ends. */
export function readVarint(bytes: Buffer, at: number): number {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i]!;
    if (byte < 0x80) return value * 128 + byte;
    value = value * 128 + (byte & 0x7f);
  }
  // Beyond the end of damaged bytes: no number of rows or bytes fits, which the callers see.
  if (at + 9 > bytes.length) return Number.NaN;
  let whole = 0n;
  for (let i = 0; i < 8; i++) whole = (whole << 7n) | BigInt(bytes[at + i]! & 0x7f);
  return Number(BigInt.asIntN(64, (whole << 8n) | BigInt(bytes[at + 8]!)));
}

export function varintEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (end < at + 8 && bytes[end]! >= 0x80) end++;
  return end + 1;
}

/** Null when the page is a leaf. */
function readInner(db: SqliteFile, page: number): Inner | null {
  const bytes = Buffer.allocUnsafe(db.pageSize);
  db.read(page, 1, bytes);
  const head = page === 1 ? 100 : 0;
  if (bytes[head] === LEAF) return null;
  if (bytes[head] !== INTERIOR) throw damagedPage(db, page, tell('sqlite.page-kind', { kind: bytes[head]! }));
  const cells = bytes.readUInt16BE(head + 3);
  if (head + 12 + 2 * cells > db.usable) throw damagedPage(db, page, tell('sqlite.cells', { cells }));
  const children: number[] = [];
  const keys: number[] = [];
  for (let i = 0; i < cells; i++) {
    const at = bytes.readUInt16BE(head + 12 + 2 * i);
    if (at + 5 > db.usable) throw damagedPage(db, page, tell('sqlite.cell-at', { at }));
    children.push(bytes.readUInt32BE(at));
    keys.push(readVarint(bytes, at + 4));
  }
  children.push(bytes.readUInt32BE(head + 8));
  return { children, keys };
}

export const damagedPage = (db: SqliteFile, page: number, found: Message): Error =>
  damagedFile(db.file, (page - 1) * db.pageSize, found, tell('sqlite.table-page', { page }));

/** Inner levels above the leaves; all leaves of a tree are at one depth. */
export function heightOf(db: SqliteFile, root: number): number {
  let height = 0;
  for (let inner = readInner(db, root); inner !== null; inner = readInner(db, inner.children[0]!)) {
    if (++height > DEEPEST) throw damagedPage(db, root, tell('sqlite.tree-endless', {}));
  }
  return height;
}

/** Numbers of the leaves that may hold row ids from `from` on, in order. */
export function* leavesFrom(db: SqliteFile, page: number, height: number, from: number): Generator<number> {
  if (height === 0) {
    yield page;
    return;
  }
  const { children, keys } = innerOf(db, page);
  const first = keys.findIndex((key) => key >= from);
  const start = first < 0 ? keys.length : first;
  for (let i = start; i < children.length; i++)
    yield* leavesFrom(db, children[i]!, height - 1, i === start ? from : -Infinity);
}

function innerOf(db: SqliteFile, page: number): Inner {
  const inner = readInner(db, page);
  if (inner === null) throw damagedPage(db, page, tell('sqlite.leaf-among', {}));
  return inner;
}

/** The row ids at which a leaf ends and the next begins: the largest that may be in the first. One page in hundreds is read. */
export function leafBounds(db: SqliteFile, root: number): number[] {
  const bounds: number[] = [];
  const gather = (page: number, height: number): void => {
    const { children, keys } = innerOf(db, page);
    for (let i = 0; i < children.length; i++) {
      if (height > 1) gather(children[i]!, height - 1);
      if (i < keys.length) bounds.push(keys[i]!);
    }
  };
  const height = heightOf(db, root);
  if (height > 0) gather(root, height);
  return bounds;
}
