/** A made-up commune for the tests of the rules: parcels edge to edge on a shaken grid, without any fault. */
import type { CommuneCode, IsoDate } from '../code.ts';
import { area } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { random, ringPolygon } from '../geometry/random.test-data.ts';
import { decodePolygonal, encodePolygonal, wkbFromWkt } from '../geometry/wkb.ts';
import type { CheckContext, CheckParcel } from './rule.ts';
import { checkRulesAt } from './rules-table.ts';

/** Corner of the made-up commune in EPSG:9208, near the town of Lào Cai. */
export const ORIGIN = [420_000, 2_486_000] as const;
const FIELDS = ['xaId', 'soTo', 'soThua', 'dienTich', 'tenChu', 'diaChi', 'loaiDat'];

/** WKT coordinates are metres from {@link ORIGIN}. */
export function localPolygon(wkt: string): Polygonal {
  const p = decodePolygonal(wkbFromWkt(wkt))!;
  return { ...p, coords: p.coords.map((value, i) => value + ORIGIN[i % 2]!) };
}

export function parcelOf(
  ordinal: number,
  polygonal: Polygonal | null,
  changes: Partial<CheckParcel> = {},
): CheckParcel {
  const size = polygonal ? area(polygonal) : 0;
  const key = `02647 1 500 ${ordinal}`;
  return {
    ordinal,
    at: { source: 'thua.gpkg', layer: 'thua', record: ordinal },
    subject: `thửa ${ordinal} tờ 1`,
    status: 'assigned',
    oldKey: key,
    newKey: key,
    parcelId: `w7czvunjb${String(ordinal).padStart(5, '0').slice(-3)}${ordinal}`,
    geometry: polygonal && encodePolygonal(polygonal),
    polygonal,
    zone: 9208,
    areaLegal: Math.round(size * 10) / 10,
    scale: '500',
    landUse: 'ONT',
    fields: FIELDS,
    texts: () => [
      '02647',
      '1',
      String(ordinal),
      String(size),
      'Nguyễn Văn Bình',
      'Tổ 5, phường Lào Cai',
      'ONT',
    ],
    ...changes,
  };
}

export const parcel = (ordinal: number, wkt: string, changes: Partial<CheckParcel> = {}): CheckParcel =>
  parcelOf(ordinal, localPolygon(wkt), changes);

export function contextOf(
  parcels: readonly CheckParcel[],
  changes: Partial<CheckContext> = {},
): CheckContext {
  return {
    commune: { code: '02647' as CommuneCode, name: 'Phường Lào Cai' },
    parcels,
    boundary: null,
    extent: [103.5, 21.3, 105.2, 22.9],
    workZone: 9208,
    rules: checkRulesAt('2025-07-01' as IsoDate),
    ...changes,
  };
}

/** `side` × `side` parcels of 12 × 20 m with 4 to 8 vertices each; neighbours share every vertex. Millimetre coordinates. */
export function gridCommune(side: number, seed = 1): CheckParcel[] {
  const next = random(seed);
  const mm = (value: number) => Math.round(value * 1000) / 1000;
  const node = Array.from({ length: (side + 1) ** 2 }, (_, i) => [
    mm(ORIGIN[0] + (i % (side + 1)) * 12 + next() * 3),
    mm(ORIGIN[1] + Math.floor(i / (side + 1)) * 20 + next() * 3),
  ]) as [number, number][];
  // A bend in the middle of some horizontal edges, the same for the parcels above and below.
  const bend = node.map((_, i) => (next() < 0.5 ? null : ([node[i]!, node[i + 1]] as const)));
  const bent = (i: number): [number, number][] => {
    const pair = bend[i];
    if (!pair?.[1]) return [];
    const [a, b] = pair;
    return [[mm((a[0] + b[0]) / 2 + 0.2), mm((a[1] + b[1]) / 2 + 0.7)]];
  };
  const parcels: CheckParcel[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const i = row * (side + 1) + column;
      const up = i + side + 1;
      const ring = [node[i]!, ...bent(i), node[i + 1]!, node[up + 1]!, ...bent(up), node[up]!];
      parcels.push(parcelOf(parcels.length + 1, ringPolygon(ring)));
    }
  }
  return parcels;
}
