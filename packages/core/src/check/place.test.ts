import { expect, it } from 'vitest';
import type { CommuneCode } from '../code.ts';
import { projection } from '../geodesy/vn2000.ts';
import { boundaryIndex } from '../geometry/overlay.ts';
import { random, ringPolygon, starPolygon } from '../geometry/random.test-data.ts';
import { contextOf, parcelOf } from './commune.test-data.ts';
import { measure } from './measured.ts';
import { placeRule, searchPlace } from './place.ts';
import type { CheckIssue } from './rule.ts';

it('accuses whom the full search accuses, near borders and far away, in any zone', () => {
  const next = random(41);
  const boundary = boundaryIndex([
    { code: '02647' as CommuneCode, polygonal: starPolygon(next, 300, 104, 22, 0.02) },
    {
      code: '02650' as CommuneCode,
      polygonal: ringPolygon([[104, 21.9], [104.2, 21.9], [104.2, 22.1], [104, 22.1]]), // biome-ignore format: a box
    },
  ]);
  let accused = 0;
  for (let i = 0; i < 6000; i++) {
    const zone = [9208, 9205, 3405, 32648, 4326, 4756][i % 6]!;
    const reach = i % 5 === 0 ? 2 : 0.03;
    const [lon, lat] = [104 + (next() - 0.5) * reach, 22 + (next() - 0.5) * reach];
    const size = (zone === 4326 || zone === 4756 ? 1e-5 : 1) * 10 ** (1 + next() * 2);
    const [x, y] = projection(zone).fromLonLat(lon, lat);
    const polygonal = starPolygon(next, 4 + (i % 9), x, y, size);
    if (i % 97 === 0) polygonal.coords[2] = Number.NaN;
    const status = i % 7 === 0 ? 'ambiguous' : 'assigned';
    const parcel = parcelOf(i + 1, polygonal, { zone, status });
    const extent = [103.98, 21.985, 104.014, 22.4] as const;
    const rules = { ...contextOf([]).rules, acrossShare: i % 11 === 0 ? 1 : 0.95 };
    const context = contextOf([parcel], { rules, boundary: i % 3 === 0 ? null : boundary, extent });
    const measured = measure(parcel, 9208);
    const full = searchPlace(context, measured);
    const found: CheckIssue[] = [];
    placeRule.look(context, measured, found);
    expect(found).toEqual(full ? [full] : []);
    if (full) accused++;
  }
  expect(accused).toBeGreaterThan(1000);
  expect(accused).toBeLessThan(5000);
});
