/**
 * SQLite's R*Tree as its own tables, packed bottom-up: boxes are known when a layer is whole, and the library that writes the file lacks the
 * module which would build it box by box. Form of a node: comment at the head of SQLite's `ext/rtree/rtree.c`; `rtreecheck()` is the tests' oracle.
 */
import type { Box } from '@thuadat/core/geometry/polygonal';

/** Cells a node holds at most (RTREE_MAXCELLS); bytes a cell and a node head take. */
const CELLS = 51;
const CELL_BYTES = 24;
const HEAD_BYTES = 4;
const NODE_BYTES = HEAD_BYTES + CELLS * CELL_BYTES;
const ROOT = 1;

/** Boxes of rows, growing: minX, minY, maxX, maxY of each, rounded outwards to 32 bits; the extent keeps every bit. */
export type BoxList = {
  readonly count: number;
  readonly extent: Box;
  readonly ids: Int32Array;
  readonly boxes: Float32Array;
  add(id: number, box: Box): void;
};

export function boxList(): BoxList {
  let ids = new Int32Array(1024);
  let boxes = new Float32Array(4 * 1024);
  let count = 0;
  let extent: Box = [Infinity, Infinity, -Infinity, -Infinity];
  return {
    get count() {
      return count;
    },
    get extent() {
      return extent;
    },
    get ids() {
      return ids.subarray(0, count);
    },
    get boxes() {
      return boxes.subarray(0, 4 * count);
    },
    add(id, [minX, minY, maxX, maxY]) {
      if (count === ids.length) {
        ids = grown(ids, new Int32Array(2 * count));
        boxes = grown(boxes, new Float32Array(8 * count));
      }
      ids[count] = id;
      boxes.set([below(minX), below(minY), -below(-maxX), -below(-maxY)], 4 * count++);
      const [west, south, east, north] = extent;
      extent = [Math.min(west, minX), Math.min(south, minY), Math.max(east, maxX), Math.max(north, maxY)];
    },
  };
}

function grown<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);
/** The largest 32-bit float that is not above the number. */
function below(value: number): number {
  single[0] = value;
  if (single[0] <= value) return single[0];
  // One step towards minus infinity: the bits of a float count up with its magnitude.
  if (single[0] > 0) bits[0] = bits[0]! - 1;
  else if (single[0] < 0) bits[0] = bits[0]! + 1;
  else bits[0] = -0x7fffffff;
  return single[0];
}

/** A node with its number, and which nodes or rows it holds. */
type RtreeNode = {
  readonly number: number;
  readonly data: Buffer;
  readonly children: Int32Array;
  readonly leaf: boolean;
};

/** The nodes of the tree over the boxes, the root last. An empty list gives one empty root. */
export function* packedRtree({ ids, boxes }: Pick<BoxList, 'ids' | 'boxes'>): Generator<RtreeNode> {
  let level: Level = { ids, boxes };
  let next = ROOT + 1;
  for (let depth = 0; ; depth++) {
    const count = level.ids.length;
    if (count <= CELLS) {
      const order = Uint32Array.from(level.ids, (_, i) => i);
      yield { number: ROOT, ...nodeOf(level, order, depth), leaf: depth === 0 };
      return;
    }
    const order = tileOrder(level.boxes, count);
    const above = {
      ids: new Int32Array(Math.ceil(count / CELLS)),
      boxes: new Float32Array(4 * Math.ceil(count / CELLS)),
    };
    for (let n = 0; n < above.ids.length; n++) {
      const members = order.subarray(n * CELLS, (n + 1) * CELLS);
      above.ids[n] = next;
      unite(level.boxes, members, above.boxes, n);
      yield { number: next++, ...nodeOf(level, members, 0), leaf: depth === 0 };
    }
    level = above;
  }
}

type Level = { readonly ids: Int32Array; readonly boxes: Float32Array };

/** Only the root says how deep the tree is; inner nodes have 0 there. */
function nodeOf(
  { ids, boxes }: Level,
  members: Uint32Array,
  depth: number,
): Pick<RtreeNode, 'data' | 'children'> {
  const data = Buffer.alloc(NODE_BYTES);
  data.writeUInt16BE(depth, 0);
  data.writeUInt16BE(members.length, 2);
  const children = new Int32Array(members.length);
  members.forEach((member, i) => {
    const at = HEAD_BYTES + i * CELL_BYTES;
    children[i] = ids[member]!;
    data.writeBigInt64BE(BigInt(ids[member]!), at);
    [0, 2, 1, 3].forEach((edge, k) => {
      data.writeFloatBE(boxes[4 * member + edge]!, at + 8 + 4 * k);
    });
  });
  return { data, children };
}

function unite(boxes: Float32Array, members: Uint32Array, into: Float32Array, n: number): void {
  const box = into.subarray(4 * n, 4 * n + 4);
  box.set([Infinity, Infinity, -Infinity, -Infinity]);
  for (const member of members) {
    box[0] = Math.min(box[0]!, boxes[4 * member]!);
    box[1] = Math.min(box[1]!, boxes[4 * member + 1]!);
    box[2] = Math.max(box[2]!, boxes[4 * member + 2]!);
    box[3] = Math.max(box[3]!, boxes[4 * member + 3]!);
  }
}

/** Sort-Tile-Recursive (Leutenegger, Lopez, Edgington 1997): slices by x, in each the boxes by y. */
function tileOrder(boxes: Float32Array, count: number): Uint32Array {
  const middle = (edge: number) =>
    Float32Array.from({ length: count }, (_, i) => boxes[4 * i + edge]! + boxes[4 * i + edge + 2]!);
  const [x, y] = [middle(0), middle(1)];
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || a - b);
  const slice = Math.ceil(Math.sqrt(count / CELLS)) * CELLS;
  for (let from = 0; from < count; from += slice)
    order.subarray(from, from + slice).sort((a, b) => y[a]! - y[b]! || a - b);
  return order;
}
