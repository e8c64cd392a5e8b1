/**
 * Quick ways of the checks against the ways they spare: WKB read without a DataView of its own, pairs of boxes, points in a
 * commune, sound texts. Seeded; each pair is timed turn about and the best of five counts, so that a busy machine does
 * not decide. Both ways must agree.
 */
import type { CommuneCode } from '@thuadat/core/code';
import { forBoxPairs } from '@thuadat/core/geometry/box-pairs';
import { containsPoint } from '@thuadat/core/geometry/measure';
import { boundaryIndex } from '@thuadat/core/geometry/overlay';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { faultsOf, searchFaults } from '@thuadat/core/geometry/validity';
import { decodeAny, decodePolygonal, encodePolygonal } from '@thuadat/core/geometry/wkb';
import { believableParcel, seededRandom } from '@thuadat/core/identifier/shapes.test-data';
import { searchDamage, textDamage } from '@thuadat/core/text/mojibake';

type Say = (line: string) => void;
/** How many times as fast the quick way is. */
export type KernelBench = Readonly<Record<'wkb' | 'validity' | 'pairs' | 'containment' | 'text', number>>;

/** Least milliseconds of both ways; each returns what it found, for the other to agree with. */
function duel(name: string, count: number, say: Say, quick: () => number, full: () => number): number {
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 5; round++) {
    const found = [quick, full].map((way, i) => {
      const start = performance.now();
      const result = way();
      best[i] = Math.min(best[i]!, performance.now() - start);
      return result;
    });
    if (found[0] !== found[1]) throw new Error(`${name}: ${found[0]} found, ${found[1]} expected.`);
  }
  const each = best.map((ms) => ((ms * 1000) / count).toFixed(2));
  const ratio = best[1]! / best[0]!;
  say(`${name}: ${each[0]} µs, the full way ${each[1]} µs; ratio ${ratio.toFixed(1)}`);
  return ratio;
}

const sum = <T>(list: readonly T[], value: (each: T) => number): number =>
  list.reduce((total, each) => total + value(each), 0);

export function benchKernels(
  say: Say = console.log,
  { parcels: count = 20_000, seed = 2026 } = {},
): KernelBench {
  const random = seededRandom(seed);
  const parcels = Array.from({ length: count }, () => believableParcel(random, 420_000, 2_480_000));
  say(`\nKernels of the checks, seed ${seed}, one thread`);
  return {
    wkb: duelWkb(parcels, say),
    validity: duel(
      'validity of a parcel',
      count,
      say,
      () => sum(parcels, (p) => faultsOf(p).length),
      () => sum(parcels, (p) => searchFaults(p).length),
    ),
    pairs: duelPairs(random, 5000, say),
    containment: duelContainment(random, say),
    text: duelTexts(random, say),
  };
}

function duelWkb(parcels: readonly Polygonal[], say: Say): number {
  const bytes = parcels.map(encodePolygonal);
  const by = (decode: (wkb: Uint8Array) => Polygonal | null) => () =>
    sum(bytes, (wkb) => decode(wkb)!.coords.length);
  return duel('WKB of a parcel', bytes.length, say, by(decodePolygonal), by(decodeAny));
}

/** Boxes edge to edge as in a commune, against comparing each with each. */
function duelPairs(random: () => number, count: number, say: Say): number {
  const side = Math.ceil(Math.sqrt(count));
  const boxes = Float64Array.from(
    Array.from({ length: count }, (_, i) => {
      const [x, y] = [(i % side) * 15, Math.floor(i / side) * 20];
      return [x, y, x + 14 + random() * 3, y + 19 + random() * 3];
    }).flat(),
  );
  const grid = () => {
    let pairs = 0;
    forBoxPairs(boxes, () => pairs++);
    return pairs;
  };
  const all = () => {
    let pairs = 0;
    for (let i = 0; i < boxes.length; i += 4) {
      for (let j = i + 4; j < boxes.length; j += 4) {
        const clear =
          boxes[i]! > boxes[j + 2]! ||
          boxes[i + 2]! < boxes[j]! ||
          boxes[i + 1]! > boxes[j + 3]! ||
          boxes[i + 3]! < boxes[j + 1]!;
        if (!clear) pairs++;
      }
    }
    return pairs;
  };
  return duel('pairs of boxes, a box', count, say, grid, all);
}

/** A commune of 4,000 vertices, against casting a ray through all of them. */
function duelContainment(random: () => number, say: Say): number {
  const vertices = 4000;
  const ring = Array.from({ length: vertices }, (_, i) => {
    const angle = (i / vertices) * 2 * Math.PI;
    const radius = 0.05 * (0.8 + 0.2 * Math.sin(5 * angle) + 0.002 * random());
    return [104 + radius * Math.cos(angle), 22 + radius * Math.sin(angle)];
  });
  const polygonal = {
    coords: Float64Array.from([...ring, ring[0]!].flat()),
    ringEnds: Uint32Array.of(vertices + 1),
    polygonEnds: Uint32Array.of(1),
  };
  const index = boundaryIndex([{ code: '02647' as CommuneCode, polygonal }]);
  const points = Array.from(
    { length: 3000 },
    () => [103.95 + random() * 0.1, 21.95 + random() * 0.1] as const,
  );
  return duel(
    'a point in a commune',
    points.length,
    say,
    () => sum(points, ([x, y]) => index.containing(x, y).length),
    () => sum(points, ([x, y]) => Number(containsPoint(polygonal, x, y))),
  );
}

const NAMES = [
  'Nguyễn Văn Bình',
  'Hoàng Thị Hà',
  'TRẦN ĐỨC THỊNH',
  'Lý A Sùng',
  'Giàng Seo Páo',
  'Đỗ Hữu Ước',
];
const PLACES = [
  'Tổ 5, phường Lào Cai',
  'Thôn Nậm Cang, xã Liên Minh',
  'Số 230, đường Lê Duẩn, thị trấn Bắc Hà',
];

function duelTexts(random: () => number, say: Say): number {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  const texts = Array.from({ length: 20_000 }, (_, i) =>
    i % 500 === 0 ? 'Nguyá»…n VÄƒn BÃ¬nh' : `${pick(NAMES)}, ${pick(PLACES)} ${i % 97}`,
  );
  const by = (damage: (text: string) => unknown) => () => sum(texts, (text) => (damage(text) ? 1 : 0));
  return duel('a text', texts.length, say, by(textDamage), by(searchDamage));
}
