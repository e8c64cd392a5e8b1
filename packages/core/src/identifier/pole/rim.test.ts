import { expect, it } from 'vitest';
import { seededRandom } from '../shapes.test-data.ts';
import { boundaryEdges, EDGE, edgeDistance } from './boundary-edges.ts';
import { coverBy, coverByAll, placeOn, type Rim, rimAboutCorner, rimOverEdge } from './rim.ts';
import { takeAway } from './stretches.ts';

/** Spikes and hollows on the grid, counter-clockwise. */
function boundary(seed: number, n: number) {
  const random = seededRandom(seed);
  const coords = Float64Array.from({ length: 2 * n }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / n;
    return Math.round(1e6 + (i % 2 ? Math.sin(angle) : Math.cos(angle)) * (1e5 + 4e5 * random()));
  });
  return boundaryEdges(coords, [n]);
}

const isOpen = (open: readonly number[], parameter: number): boolean =>
  open.some((from, k) => k % 2 === 0 && parameter >= from && parameter <= open[k + 1]!);

it.each([7, 24, 90])('covers what is nearer than the radius, and nothing else, of %i edges', (n) => {
  for (let seed = 1; seed <= 12; seed++) {
    const edges = boundary(seed, n);
    const all = Array.from({ length: n }, (_, k) => k);
    for (const r of [2e4, 9e4, 3e5]) {
      for (const edge of all) {
        const rims: Rim[] = [rimOverEdge(edges, edge)];
        if (edges.at[EDGE * edge + 7] === 1) rims.push(rimAboutCorner(edges, edge));
        for (const rim of rims) {
          const one = [rim.from, rim.to];
          coverBy(edges, rim, r, all, one);
          const tree = [rim.from, rim.to];
          coverByAll(edges, rim, r, [], tree);
          expect(tree.map((v) => v.toFixed(9))).toEqual(one.map((v) => v.toFixed(9)));
          for (let k = 0; k <= 20; k++) {
            const parameter = rim.from + ((rim.to - rim.from) * k) / 20;
            const [x, y] = placeOn(rim, r, parameter);
            const least = Math.min(...all.map((other) => edgeDistance(edges.at, other, x, y)));
            if (least < r - 1e-4) expect(isOpen(one, parameter)).toBe(false);
            else if (k > 0 && k < 20) expect(isOpen(one, parameter)).toBe(true);
          }
        }
      }
    }
  }
});

it('takes stretches away as if each place were looked at by itself', () => {
  const random = seededRandom(5);
  for (let i = 0; i < 500; i++) {
    const open = [0, 100];
    const held = new Set(Array.from({ length: 100 }, (_, k) => k));
    for (let k = 0; k < 12 && open.length > 0; k++) {
      const low = Math.floor(random() * 110) - 5;
      const high = low + 1 + Math.floor(random() * 30);
      const before = held.size;
      for (let v = Math.max(0, low); v < Math.min(100, high); v++) held.delete(v);
      expect(takeAway(open, low, high)).toBe(held.size < before);
      const left = [...held].filter((v) => !isOpen(open, v + 0.5));
      expect(left).toEqual([]);
      expect(open.reduce((sum, v, at) => sum + (at % 2 ? v : -v), 0)).toBe(held.size);
    }
  }
});
