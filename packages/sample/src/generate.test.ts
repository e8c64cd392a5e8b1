import { projection } from '@thuadat/core/geodesy/vn2000';
import { intersectionArea } from '@thuadat/core/geometry/common-area';
import { boxOf, containsPoint } from '@thuadat/core/geometry/measure';
import type { Polygonal } from '@thuadat/core/geometry/polygonal';
import { decodeGeohash } from '@thuadat/core/identifier/geohash';
import { describe, expect, test } from 'vitest';
import { type GenerateOptions, generate, type SampleRecord, SOME_DIRT, territoriesOf } from './generate.ts';
import { inside } from './union.ts';

const CLEAN: GenerateOptions = { province: 'ca-mau', seed: 5, parcels: 900, communes: ['32014', '31985'] };
const HILLS: GenerateOptions = { province: 'lao-cai', seed: 5, parcels: 900, communes: ['02896'] };

const draw = (options: GenerateOptions): SampleRecord[] => [...generate(options)];
const nameOf = ({ oldCommune, values }: SampleRecord): string =>
  `${oldCommune}/${values.sheet}/${values.parcel}`;

/** Every pair with a common area, by brute force over the boxes. */
function overlaps(records: readonly SampleRecord[]): Map<string, number> {
  const boxes = records.map(({ polygonal }) => boxOf(polygonal));
  const found = new Map<string, number>();
  records.forEach((a, i) => {
    for (let j = i + 1; j < records.length; j++) {
      const [p, q] = [boxes[i]!, boxes[j]!];
      if (a.zone !== records[j]!.zone) continue;
      if (p[0] >= q[2] || q[0] >= p[2] || p[1] >= q[3] || q[1] >= p[3]) continue;
      const area = intersectionArea(a.polygonal, records[j]!.polygonal);
      if (area > 0.02) found.set(`${nameOf(a)} ${nameOf(records[j]!)}`, area);
    }
  });
  return found;
}

/** Directed edges of all rings; a shared edge runs once each way. */
function edgesOf({ coords, ringEnds }: Polygonal): string[] {
  const edges: string[] = [];
  let start = 0;
  for (const end of ringEnds) {
    for (let i = start; i + 1 < end; i++) edges.push([...coords.slice(2 * i, 2 * i + 4)].join(' '));
    start = end;
  }
  return edges;
}
const reversed = (edge: string): string => {
  const [ax, ay, bx, by] = edge.split(' ');
  return `${bx} ${by} ${ax} ${ay}`;
};

describe('a sample without dirt', () => {
  test('is the same for the same seed, to the last byte, and another for another seed', () => {
    const bytes = (options: GenerateOptions) =>
      draw(options).map(({ geometry, values }) => [Buffer.from(geometry).toString('hex'), values]);
    expect(bytes(CLEAN)).toEqual(bytes(CLEAN));
    expect(bytes({ ...CLEAN, seed: 6 })).not.toEqual(bytes(CLEAN));
  });

  test('has exactly the parcels asked for, and no fault', () => {
    for (const parcels of [1, 37, 900, 5000]) {
      const records = draw({ ...CLEAN, parcels });
      expect(records).toHaveLength(parcels);
      expect(records.flatMap(({ faults }) => faults)).toEqual([]);
    }
  });

  test.each([CLEAN, HILLS])('has no two parcels over each other: $province', (options) => {
    expect([...overlaps(draw(options))]).toEqual([]);
  });

  test.each([CLEAN, HILLS])(
    'shares edges vertex by vertex, never twice the same way: $province',
    (options) => {
      const edges = draw(options).flatMap(({ polygonal }) => edgesOf(polygonal));
      const all = new Set(edges);
      expect(all.size).toBe(edges.length);
      const shared = edges.filter((edge) => all.has(reversed(edge))).length;
      expect(shared / edges.length).toBeGreaterThan(0.5);
    },
  );

  test('numbers sheets and parcels from 1 in each commune, and no key twice', () => {
    const records = draw(HILLS);
    const names = records.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    for (const commune of new Set(records.map(({ oldCommune }) => oldCommune)))
      expect(names).toContain(`${commune}/1/1`);
  });

  test('keeps every parcel inside its commune and its new commune', () => {
    for (const options of [HILLS, { ...CLEAN, communes: ['32191', '32062'], straddle: 0 }]) {
      const territories = new Map(territoriesOf(options).map((t) => [t.old.unit.code as string, t]));
      for (const { oldCommune, newCommune, polygonal } of draw(options)) {
        const territory = territories.get(oldCommune)!;
        const [x, y] = [polygonal.coords[0]!, polygonal.coords[1]!];
        expect(inside(territory.plane, [x, y])).toBe(true);
        expect(territory.old.heirs.map(({ code }) => code as string)).toContain(newCommune);
      }
    }
  });

  test('agrees with its legal areas to 0.1 m²', () => {
    for (const { values } of draw(HILLS))
      expect(Number(values.areaLegal)).toBeCloseTo(Number(values.area), 1);
  });
});

describe('planted faults', () => {
  const rates = { overlap: 0.02, sliver: 0.01 };
  const records = draw({ ...HILLS, dirt: rates });
  const found = overlaps(records);

  test('overlap where they say, by the area they say, and nowhere else', () => {
    const planted = records.flatMap((record) =>
      record.faults
        .filter(({ kind }) => kind === 'overlap')
        .map(({ known }) => ({ with: String(known.with), name: nameOf(record), area: Number(known.area) })),
    );
    expect(planted.length).toBeGreaterThan(10);
    expect(found.size).toBe(planted.length);
    for (const { name, with: other, area } of planted) {
      const measured = found.get(`${name} ${other}`) ?? found.get(`${other} ${name}`);
      expect(measured).toBeCloseTo(area, 1);
    }
  });

  test('come in every kind at the rate asked for', () => {
    const kinds = Object.keys(SOME_DIRT).filter((kind) => kind !== 'dead-code');
    const dirt = Object.fromEntries(kinds.map((kind) => [kind, 0.004]));
    const dirty = draw({ province: 'lao-cai', seed: 5, parcels: 6000, dirt });
    for (const kind of kinds) {
      const count = dirty.filter(({ faults }) => faults.some((fault) => fault.kind === kind)).length;
      expect(count, kind).toBeGreaterThan(8);
      expect(count, kind).toBeLessThan(70);
    }
  });

  test('divide straddling parcels into shares that add up', () => {
    const dirty = draw({ province: 'ca-mau', seed: 5, parcels: 6000, straddle: 1 });
    const straddles = dirty.flatMap(({ faults }) => faults.filter(({ kind }) => kind === 'straddle'));
    expect(straddles.length).toBeGreaterThan(20);
    for (const { known } of straddles) {
      const shares = Object.values(known).map(Number);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      expect(Math.max(...shares)).toBeLessThan(1);
    }
  });

  test('carry identifiers whose points are inside the parcels that own them', () => {
    const carrying = draw({ ...HILLS, dirt: { carried: 0.05 } }).filter(({ values }) => values.parcelId);
    expect(carrying.length).toBeGreaterThan(20);
    expect(new Set(carrying.map(({ values }) => values.parcelId)).size).toBe(carrying.length);
    for (const { values, polygonal, zone } of carrying) {
      const cell = decodeGeohash(values.parcelId!)!;
      const [x, y] = projection(zone).fromLonLat(cell.lon, cell.lat);
      expect(containsPoint(polygonal, x, y)).toBe(true);
    }
  });
});
