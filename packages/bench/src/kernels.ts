/**
 * Quick ways of the checks against the ways they spare: WKB read without a DataView of its own, pairs of boxes, points in a
 * commune, sound texts. Seeded; both ways must agree.
 */
import type { CommuneCode } from '@thuadat/core/code';
import { forBoxPairs } from '@thuadat/core/geometry/box-pairs';
import { containsPoint } from '@thuadat/core/geometry/measure';
import { boundaryIndex } from '@thuadat/core/geometry/overlay';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { faultsOf, searchFaults } from '@thuadat/core/geometry/validity';
import { decodeAny, decodePolygonal, encodePolygonal } from '@thuadat/core/geometry/wkb';
import { believableParcel, polygonalOf, seededRandom } from '@thuadat/core/identifier/shapes.test-data';
import { searchDamage, textDamage } from '@thuadat/core/text/mojibake';
import { type Bench, race } from './bench.ts';

const PARCELS = 20_000;

/** Both ways of one question; each returns what it found, for the other to agree with. */
type Duel = {
  readonly name: string;
  readonly records: number;
  readonly quick: () => number;
  readonly full: () => number;
};

export const parcelsOf = (random: () => number, count: number): Polygonal[] =>
  Array.from({ length: count }, () => believableParcel(random, 420_000, 2_480_000));

/** The two ways over a list, item by item. */
function duel<T>(
  name: string,
  list: readonly T[],
  quick: (each: T) => number,
  full: (each: T) => number,
): Duel {
  const sum = (way: (each: T) => number) => () => list.reduce((total, each) => total + way(each), 0);
  return { name, records: list.length, quick: sum(quick), full: sum(full) };
}

export async function benchKernels({ options, report }: Bench): Promise<void> {
  const random = seededRandom(options.seed);
  const parcels = parcelsOf(random, PARCELS);
  const duels = [
    duel(
      'WKB of a parcel',
      parcels.map(encodePolygonal),
      (wkb) => decodePolygonal(wkb)!.coords.length,
      (wkb) => decodeAny(wkb)!.coords.length,
    ),
    duel(
      'validity of a parcel',
      parcels,
      (parcel) => faultsOf(parcel).length,
      (parcel) => searchFaults(parcel).length,
    ),
    boxPairs(random, 5000),
    containment(random),
    duel(
      'a text',
      textsOf(random),
      (text) => Number(!!textDamage(text)),
      (text) => Number(!!searchDamage(text)),
    ),
  ];
  for (const { name, records, quick, full } of duels)
    await race(report, { name, records, ours: quick, peer: { name: 'the full way', run: full } });
}

/** Boxes edge to edge as in a commune, against comparing each with each. */
function boxPairs(random: () => number, records: number): Duel {
  const side = Math.ceil(Math.sqrt(records));
  const boxes = Float64Array.from(
    Array.from({ length: records }, (_, i) => {
      const [x, y] = [(i % side) * 15, Math.floor(i / side) * 20];
      return [x, y, x + 14 + random() * 3, y + 19 + random() * 3];
    }).flat(),
  );
  const quick = () => {
    let pairs = 0;
    forBoxPairs(boxes, () => pairs++);
    return pairs;
  };
  const full = () => {
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
  return { name: 'pairs of boxes, a box', records, quick, full };
}

/** A commune of 4,000 vertices, against casting a ray through all of them. */
function containment(random: () => number): Duel {
  const vertices = 4000;
  const ring = Array.from({ length: vertices }, (_, i): [number, number] => {
    const angle = (i / vertices) * 2 * Math.PI;
    const radius = 0.05 * (0.8 + 0.2 * Math.sin(5 * angle) + 0.002 * random());
    return [104 + radius * Math.cos(angle), 22 + radius * Math.sin(angle)];
  });
  const polygonal = polygonalOf([[ring]]);
  const index = boundaryIndex([{ code: '02647' as CommuneCode, polygonal }]);
  const points = Array.from(
    { length: 3000 },
    () => [103.95 + random() * 0.1, 21.95 + random() * 0.1] as const,
  );
  return duel(
    'a point in a commune',
    points,
    ([x, y]) => index.containing(x, y).length,
    ([x, y]) => Number(containsPoint(polygonal, x, y)),
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

function textsOf(random: () => number): string[] {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: PARCELS }, (_, i) =>
    i % 500 === 0 ? 'Nguyá»…n VÄƒn BÃ¬nh' : `${pick(NAMES)}, ${pick(PLACES)} ${i % 97}`,
  );
}
