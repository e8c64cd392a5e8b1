/**
 * `<unit>.assignment.pgcopy` of a run folder: a file of PostgreSQL's binary COPY, and after it, only where there are
 * any, the geometries that PostGIS refuses in binary though it takes them as text: open rings, rings of fewer than four
 * vertices. What a source holds is kept verbatim, so such a row has no geometry among the rows and one line here:
 *
 *   binary COPY (header, rows, trailer) | lines of `ordinal TAB hex EWKB` | length of the lines, 8 bytes | "THUADAT\n"
 */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { checkHash } from './hashed-file-reader.ts';

const MARK = Buffer.from('THUADAT\n');
const FOOTER = 8 + MARK.length;
const CHUNK = 1 << 20;

/** What follows the rows; empty when every geometry is among them. */
export function geometryTail(lines: readonly string[]): Buffer {
  if (lines.length === 0) return Buffer.alloc(0);
  const text = Buffer.from(lines.join(''));
  const footer = Buffer.alloc(FOOTER);
  footer.writeBigUInt64BE(BigInt(text.length));
  MARK.copy(footer, 8);
  return Buffer.concat([text, footer]);
}

/** Whether PostGIS's binary input takes the WKB; what is not a plain polygon of ours goes the slow way. */
export function isReceivable(wkb: Uint8Array): boolean {
  if (wkb.length < 9 || wkb[0] !== 1) return false;
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  const kind = view.getUint32(1, true);
  if (kind === 3) return ringsEnd(view, 0) === wkb.length;
  if (kind !== 6) return false;
  let at = 9;
  for (let parts = view.getUint32(5, true); parts > 0; parts--) {
    if (at + 9 > wkb.length || wkb[at] !== 1 || view.getUint32(at + 1, true) !== 3) return false;
    at = ringsEnd(view, at);
    if (at < 0) return false;
  }
  return at === wkb.length;
}

/** End of the polygon at `from`; -1 when a ring is open (to the last bit, as PostGIS compares), too short or cut off. */
function ringsEnd(view: DataView, from: number): number {
  let at = from + 9;
  for (let rings = view.getUint32(from + 5, true); rings > 0; rings--) {
    if (at + 4 > view.byteLength) return -1;
    const vertices = view.getUint32(at, true);
    at += 4;
    const last = at + (vertices - 1) * 16;
    if (vertices < 4 || last + 16 > view.byteLength) return -1;
    for (let i = 0; i < 16; i += 4) {
      if (view.getInt32(at + i, true) !== view.getInt32(last + i, true)) return -1;
    }
    at = last + 16;
  }
  return at;
}

export type LateGeometry = { readonly ordinal: number; readonly hex: string };

/** The binary COPY, to be read once; throws at its end when the whole file has another SHA-256 than `expected` (hex; null = unchecked). */
export async function* assignmentRows(path: string, expected: string | null): AsyncIterable<Uint8Array> {
  const { size } = await stat(path);
  const file = await open(path);
  const hash = createHash('sha256');
  try {
    const rowsEnd = size - (await tailLength(file, size));
    // A fresh buffer each time: the one before may still be on its way to the server.
    for (let at = 0; at < rowsEnd; ) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, rowsEnd - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) break;
      const part = chunk.subarray(0, bytesRead);
      if (expected !== null) hash.update(part);
      at += bytesRead;
      // The last part is held back until the hash is known: a damaged file never ends well.
      if (at === rowsEnd && expected !== null) {
        hash.update(await readAll(file, rowsEnd, size - rowsEnd));
        checkHash(path, hash.digest('hex'), expected);
      }
      yield part;
    }
  } finally {
    await file.close();
  }
}

/** What follows the rows: geometries that go in as text, after them. */
export async function lateGeometries(path: string): Promise<readonly LateGeometry[]> {
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const length = await tailLength(file, size);
    if (length === 0) return [];
    const text = (await readAll(file, size - length, length - FOOTER)).toString('latin1');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [ordinal, hex] = line.split('\t') as [string, string];
        return { ordinal: Number(ordinal), hex };
      });
  } finally {
    await file.close();
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function readAll(file: Handle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}

async function tailLength(file: Handle, size: number): Promise<number> {
  if (size < FOOTER) return 0;
  const footer = await readAll(file, size - FOOTER, FOOTER);
  if (!footer.subarray(8).equals(MARK)) return 0;
  const length = Number(footer.readBigUInt64BE()) + FOOTER;
  return length <= size ? length : 0;
}
