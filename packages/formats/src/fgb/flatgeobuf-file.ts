/** The head of a FlatGeobuf file (flatgeobuf.org, version 3): magic, header, index, then the features. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Message } from '@thuadat/core/message/message';
import { detailOf, formatError, isDamage } from '../format.ts';
import { tell } from '../messages.ts';
import { byteField, fieldAt, rootAt, tablesField, targetAt, textField } from './flatbuffer.ts';

export type FlatFile = {
  readonly file: string;
  readonly size: number;
  /** Reads at a place; fewer bytes than asked for at the end of the file. */
  read(into: Buffer, bytes: number, at: number): number;
  close(): void;
};

export type FlatHeader = {
  readonly name: string | null;
  /** WKB number of all geometries; 0 = each says its own. */
  readonly kind: number;
  readonly columns: readonly { readonly name: string; readonly type: number }[];
  /** Null where the writer did not know. */
  readonly count: number | null;
  readonly crs: { readonly org: string | null; readonly code: number; readonly wkt: string | null } | null;
  /** First byte of the index's leaves, each of which tells where a feature is; null without an index. */
  readonly leaves: number | null;
  readonly features: number;
};

export function openFlatFile(path: string): FlatFile {
  const fd = openSync(path, 'r');
  let closed = false;
  return {
    file: basename(path),
    size: fstatSync(fd).size,
    read(into, bytes, at) {
      let read = 0;
      for (let got = 1; read < bytes && got > 0; read += got)
        got = readSync(fd, into, read, bytes - read, at + read);
      return read;
    },
    close() {
      if (!closed) closeSync(fd);
      closed = true;
    },
  };
}

const MAGIC = 8;
const NODE = 40;
/** Of a leaf, after its box: where the feature is, from the first on. */
export const LEAF_OFFSET = 32;
export const leafAt = (leaves: number, feature: number): number => leaves + feature * NODE;

export function readHeader(source: FlatFile): FlatHeader {
  const start = Buffer.alloc(MAGIC + 4);
  const got = source.read(start, start.length, 0);
  const size = got === start.length ? start.readUInt32LE(MAGIC) : 0;
  if (size < 8 || MAGIC + 4 + size > source.size)
    throw damaged(source, MAGIC, tell('flatgeobuf.header-size', { bytes: size, size: source.size }));
  const bytes = Buffer.alloc(size);
  source.read(bytes, size, MAGIC + 4);
  try {
    return headerOf(source, bytes, MAGIC + 4 + size);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    throw damaged(source, MAGIC, tell('damage.header', { detail: detailOf(cause) }));
  }
}

function headerOf(source: FlatFile, bytes: Buffer, end: number): FlatHeader {
  const root = rootAt(bytes, 0);
  const countAt = fieldAt(bytes, root, 8);
  const counted = countAt === 0 ? 0 : Number(bytes.readBigUInt64LE(countAt));
  const nodeAt = fieldAt(bytes, root, 9);
  const nodeSize = nodeAt === 0 ? 16 : bytes.readUInt16LE(nodeAt);
  const nodes = nodeSize >= 2 && counted > 0 ? nodesOf(counted, nodeSize) : 0;
  const features = end + nodes * NODE;
  if (features > source.size)
    throw damaged(source, source.size, tell('flatgeobuf.index-cut', { features: counted }));
  const crs = targetAt(bytes, root, 10);
  const codeAt = crs === 0 ? 0 : fieldAt(bytes, crs, 1);
  return {
    name: textField(bytes, root, 0),
    kind: byteField(bytes, root, 2),
    columns: tablesField(bytes, root, 7).map((column) => ({
      name: textField(bytes, column, 0) ?? '',
      type: byteField(bytes, column, 1),
    })),
    // A writer that streams does not know the number and writes 0.
    count: counted > 0 || features === source.size ? counted : null,
    crs:
      crs === 0
        ? null
        : {
            org: textField(bytes, crs, 0),
            code: codeAt === 0 ? 0 : bytes.readInt32LE(codeAt),
            wkt: textField(bytes, crs, 4),
          },
    leaves: nodes === 0 ? null : features - counted * NODE,
    features,
  };
}

/** Nodes of a packed R-tree: its leaves, and a node for every `nodeSize` of the level below, up to one. */
function nodesOf(leaves: number, nodeSize: number): number {
  let nodes = leaves;
  let level = leaves;
  do {
    level = Math.ceil(level / nodeSize);
    nodes += level;
  } while (level > 1);
  return nodes;
}

export const damaged = (
  { file }: FlatFile,
  byte: number,
  detail: Message,
  where: { layer?: string; record?: number } = {},
): Error => formatError({ file, ...where, byte }, 'flatgeobuf.damaged', { detail });
