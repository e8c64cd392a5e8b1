/** Shapes that are hard on a search of the pole: right-angled ones full of ridges and ties, and ones of very many vertices. */

import { locate } from '@thuadat/core/identifier/point';
import { RIGHT_ANGLED } from '@thuadat/core/identifier/right-angled.test-data';
import { type Point, placed, polygonalOf, seededRandom } from '@thuadat/core/identifier/shapes.test-data';

const E = 420_000;
const N = 2_480_000;

type ShapeClass = { readonly name: string; readonly target: number; readonly rings: readonly Point[][] };

const about = (n: number, radius: (k: number) => number): Point[] =>
  Array.from({ length: n }, (_, k): Point => {
    const angle = (2 * Math.PI * k) / n;
    return [E + radius(k) * Math.cos(angle), N + radius(k) * Math.sin(angle)];
  });

function comb(vertices: number): Point[] {
  const teeth = vertices / 4;
  const ring: Point[] = [
    [E + 2 * teeth, N],
    [E, N],
  ];
  for (let k = 0; k < teeth; k++)
    ring.push(
      [E + 2 * k, N + 100],
      [E + 2 * k + 1, N + 100],
      [E + 2 * k + 1, N + 10],
      [E + 2 * k + 2, N + 10],
    );
  return ring;
}

/** Targets in milliseconds: 1 up to 50 vertices, 20 up to 1,000, 2,000 up to 100,000. */
function shapeClasses(): ShapeClass[] {
  const random = seededRandom(5);
  const turned = Object.entries(RIGHT_ANGLED).flatMap(([name, rings]) =>
    [0, 0.3, 0.785, 2.1].map((turn) => ({
      name: `${name}, turned by ${turn}`,
      target: 1,
      rings: rings.map((ring) => placed(ring, E, N, turn)),
    })),
  );
  const large = [1000, 100_000].flatMap((n): ShapeClass[] => {
    const target = n === 1000 ? 20 : 2000;
    return [
      { name: `comb of ${n} vertices, all poles equal`, target, rings: [comb(n)] },
      { name: `circle of ${n} vertices`, target, rings: [about(n, () => 2000)] },
      {
        name: `circle of ${n} vertices, rough by 1 cm`,
        target,
        rings: [about(n, () => 2000 + 0.01 * random())],
      },
      {
        name: `lobes of ${n} vertices`,
        target,
        rings: [about(n, (k) => 2000 + 300 * Math.sin((40 * k) / n))],
      },
    ];
  });
  const hedgehog = about(1000, (k) => (k % 2 ? 500 : 5000));
  return [...turned, ...large, { name: 'hedgehog of 1000 vertices', target: 20, rings: [hedgehog] }];
}

/** Prints the slowest shape of each target, in the middle of five tries; checks of the boundary are part of it. */
export function benchShapes(say: (line: string) => void): void {
  const measured = shapeClasses().map(({ name, target, rings }) => {
    const p = polygonalOf([rings]);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      if (!locate(p).ok) throw new Error(`${name} has no pole`);
      return performance.now() - start;
    });
    return { name, target, ms: times.sort((a, b) => a - b)[2]! };
  });
  for (const target of [1, 20, 2000]) {
    const worst = measured.filter((each) => each.target === target).sort((a, b) => b.ms - a.ms)[0]!;
    const verdict = worst.ms <= target ? 'held' : 'MISSED';
    say(`worst shape with a target of ${target} ms: ${worst.ms.toFixed(2)} ms, ${worst.name} (${verdict})`);
  }
}
