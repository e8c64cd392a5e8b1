import { describe, expect, it } from 'vitest';
import { straightFromWkb } from '../curve.ts';
import { flattenWkb } from '../wkb-flat.ts';

/** Little-endian WKB of a geometry whose body is a list of vertices. */
function lineWkb(kind: number, vertices: readonly (readonly [number, number])[]): Buffer {
  const bytes = Buffer.alloc(9 + 16 * vertices.length);
  bytes[0] = 1;
  bytes.writeUInt32LE(kind, 1);
  bytes.writeUInt32LE(vertices.length, 5);
  vertices.forEach(([x, y], i) => {
    bytes.writeDoubleLE(x, 9 + 16 * i);
    bytes.writeDoubleLE(y, 17 + 16 * i);
  });
  return bytes;
}

function groupWkb(kind: number, members: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(9);
  head[0] = 1;
  head.writeUInt32LE(kind, 1);
  head.writeUInt32LE(members.length, 5);
  return Buffer.concat([head, ...members]);
}

const far = 2_400_000;
const lineOf = (wkb: Buffer) => straightFromWkb(wkb)! as { type: string; coordinates: [number, number][] };

describe('curves', () => {
  it('become chords of at most 4 degrees on the circle, ends exact, both ways round', () => {
    for (const side of [1, -1]) {
      const arc = lineOf(
        lineWkb(8, [
          [0, far],
          [10, far + 10 * side],
          [20, far],
        ]),
      );
      const distances = arc.coordinates.map(([x, y]) => Math.hypot(x - 10, y - far));
      expect(arc.coordinates).toHaveLength(46);
      expect([arc.coordinates[0], arc.coordinates[45]]).toEqual([
        [0, far],
        [20, far],
      ]);
      expect(Math.max(...distances.map((distance) => Math.abs(distance - 10)))).toBeLessThan(1e-8);
      expect(arc.coordinates.every(([, y]) => side * (y - far) >= 0)).toBe(true);
    }
  });

  it('become a full circle when they end where they begin, and a line when their points are on one', () => {
    const circle = lineOf(
      lineWkb(8, [
        [0, 0],
        [2, 0],
        [0, 0],
      ]),
    ).coordinates;
    expect(circle).toHaveLength(91);
    const area = circle.reduce((sum, [x, y], i) => {
      const [nx, ny] = circle[(i + 1) % circle.length]!;
      return sum + (x * ny - nx * y) / 2;
    }, 0);
    expect(Math.abs(area)).toBeCloseTo(Math.PI, 1);
    expect(
      lineOf(
        lineWkb(8, [
          [0, 0],
          [1, 1],
          [2, 2],
        ]),
      ).coordinates,
    ).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  it('make a polygon of compound rings, and multi-surfaces of those', () => {
    const ring = groupWkb(9, [
      lineWkb(8, [
        [0, 0],
        [1, 1],
        [2, 0],
      ]),
      lineWkb(2, [
        [2, 0],
        [0, 0],
      ]),
    ]);
    const surface = groupWkb(10, [ring]);
    const multi = straightFromWkb(groupWkb(12, [surface])) as { type: string; coordinates: number[][][][] };
    expect(multi.type).toBe('MultiPolygon');
    expect(multi.coordinates[0]![0]).toHaveLength(47);
    const flat = flattenWkb(surface);
    expect(Buffer.from(flat).readUInt32LE(1)).toBe(3);
    expect(flat).toHaveLength(13 + 47 * 16);
  });
});
