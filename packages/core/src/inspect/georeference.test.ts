import { describe, expect, it } from 'vitest';
import { parseProvinceCode, sure } from '../code.ts';
import { projection } from '../geodesy/vn2000.ts';
import { issueMessage } from '../issue/index.ts';
import { createGeoreference, type GeoreferenceOptions } from './georeference.ts';

const laoCai: GeoreferenceOptions['profile'] = {
  extent: [103.48, 21.27, 105.15, 22.9],
  predecessors: [
    { code: sure(parseProvinceCode('10')), name: 'Lào Cai', zone: 9208 },
    { code: sure(parseProvinceCode('15')), name: 'Yên Bái', zone: 9208 },
  ],
};
const caMau: GeoreferenceOptions['profile'] = {
  extent: [104.47, 8.33, 105.91, 9.69],
  predecessors: [
    { code: sure(parseProvinceCode('96')), name: 'Cà Mau', zone: 9207 },
    { code: sure(parseProvinceCode('95')), name: 'Bạc Liêu', zone: 5897 },
  ],
};

/** 400 places around a town, as a commune export has them. */
const places = (lon: number, lat: number, spread = 0.1): [number, number][] =>
  Array.from({ length: 400 }, (_, i) => [
    lon + ((i % 20) / 20 - 0.5) * spread,
    lat + (Math.floor(i / 20) / 20 - 0.5) * spread,
  ]);
const LAO_CAI_TOWN = places(103.97, 22.45);
const CA_MAU_TOWN = places(105.15, 9.18);

function test(
  points: readonly [number, number][],
  zone: number,
  more: Partial<GeoreferenceOptions> = {},
  commune: string | null = null,
) {
  const georeference = createGeoreference({
    profile: laoCai,
    sourceName: 'thua.shp',
    layerName: 'thua',
    crsFrom: 'declared',
    ...more,
  });
  for (const [x, y] of points) georeference.add(x, y, zone, commune);
  return georeference.verdict();
}
const inZone = (points: readonly [number, number][], epsg: number): [number, number][] =>
  points.map(([lon, lat]) => projection(epsg).fromLonLat(lon, lat));
const swap = (points: readonly [number, number][]): [number, number][] => points.map(([x, y]) => [y, x]);

describe('georeference', () => {
  it('accepts a source in its own zone and names the zones that the extent cannot tell from it', () => {
    const verdict = test(inZone(LAO_CAI_TOWN, 9208), 9208);
    expect(verdict).toMatchObject({ ok: true, cause: 'none', sure: 'declared', issue: null, points: 400 });
    expect(verdict.asRead.inExtent).toBe(1);
    expect(verdict.alsoFit.map((fit) => fit.epsg)).toContain(9207);
  });

  it('finds swapped axes', () => {
    const verdict = test(swap(inZone(LAO_CAI_TOWN, 9208)), 9208);
    expect(verdict).toMatchObject({ ok: false, cause: 'swapped-axes', likely: { epsg: 9208, axes: 'yx' } });
    expect(verdict.issue!.severity).toBe('blocking');
  });

  it('names the zone that fits when the declared one puts the source elsewhere', () => {
    const verdict = test(inZone(LAO_CAI_TOWN, 9208), 9216);
    expect(verdict).toMatchObject({ ok: false, cause: 'wrong-zone', likely: { epsg: 9208, inExtent: 1 } });
    expect(issueMessage(verdict.issue!, 'en')).toMatch(
      /^thua.shp \/ thua: the zone \(central meridian\) seems wrong: EPSG:9216 .* 0\.0 % \/ 400; EPSG:9208 .* 100\.0 % \/ 400; = /,
    );
  });

  it('finds degrees under a VN-2000 label, and metres under a WGS84 label', () => {
    expect(test(LAO_CAI_TOWN, 9208)).toMatchObject({ cause: 'degrees', likely: { epsg: 4326, axes: 'xy' } });
    expect(test(swap(LAO_CAI_TOWN), 9208)).toMatchObject({
      cause: 'degrees',
      likely: { epsg: 4326, axes: 'yx' },
    });
    expect(test(swap(LAO_CAI_TOWN), 4326)).toMatchObject({ cause: 'swapped-axes', likely: { epsg: 4326 } });
    expect(test(inZone(LAO_CAI_TOWN, 9208), 4326)).toMatchObject({ cause: 'metres', likely: { epsg: 9208 } });
  });

  it('finds a zone number before the eastings', () => {
    const points = inZone(LAO_CAI_TOWN, 9208).map(([x, y]): [number, number] => [x + 18_000_000, y]);
    expect(test(points, 9208)).toMatchObject({ cause: 'zone-prefix', likely: { epsg: 9208, prefix: true } });
  });

  it('warns of a declared zone that is not the province’s own and fits the extent all the same', () => {
    const verdict = test(inZone(LAO_CAI_TOWN, 9208), 5897);
    expect(verdict).toMatchObject({
      ok: true,
      cause: 'other-meridian',
      likely: { epsg: 9208 },
      sure: 'guessed',
    });
    expect(verdict.issue!.severity).toBe('warning');
    expect(test(inZone(LAO_CAI_TOWN, 5897), 5897, { crsFrom: 'config' })).toMatchObject({
      cause: 'none',
      issue: null,
    });
  });

  it('does not guess between neighbouring zones when nothing is declared', () => {
    const verdict = test(inZone(CA_MAU_TOWN, 9207), 9207, { profile: caMau, crsFrom: null });
    expect(verdict).toMatchObject({ ok: true, cause: 'undeclared', sure: 'guessed' });
    expect(verdict.issue!.expected).toContain('EPSG:5897');
  });

  it('lets the boundary of the parcels’ own commune decide', () => {
    const inCommune = (lon: number, lat: number) =>
      Math.abs(lon - 103.97) < 0.06 && Math.abs(lat - 22.45) < 0.06;
    const wrong = test(inZone(LAO_CAI_TOWN, 9208), 5897, { inCommune }, '02647');
    expect(wrong).toMatchObject({ ok: false, cause: 'wrong-zone', likely: { epsg: 9208, inCommune: 1 } });
    const right = test(inZone(LAO_CAI_TOWN, 9208), 9208, { inCommune, crsFrom: null }, '02647');
    expect(right).toMatchObject({ ok: true, cause: 'none', sure: 'detected', issue: null });
    const utm = test(inZone(LAO_CAI_TOWN, 32648), 9208, { inCommune }, '02647');
    // 744 m of scale between them: inside a commune, the 3° and 6° zones of one meridian cannot be told apart
    expect(utm).toMatchObject({ ok: false, sure: 'guessed' });
    expect([utm.likely!.epsg, ...utm.alsoFit.map((fit) => fit.epsg)]).toEqual(
      expect.arrayContaining([5897, 3405, 32648]),
    );
  });

  it('names a 6° zone where no 3° zone fits', () => {
    const verdict = test(inZone(LAO_CAI_TOWN, 3406), 9208);
    expect(verdict).toMatchObject({
      ok: false,
      cause: 'six-degree',
      likely: { epsg: 3406 },
      sure: 'guessed',
    });
    expect(verdict.alsoFit.map((fit) => fit.epsg)).toEqual([32649]);
  });

  it('says that two systems are in one layer', () => {
    const half = [...inZone(LAO_CAI_TOWN.slice(0, 200), 9208), ...LAO_CAI_TOWN.slice(200)];
    expect(test(half, 9208)).toMatchObject({
      ok: false,
      cause: 'mixed',
      likely: { epsg: 4326, inExtent: 0.5 },
    });
  });

  it('reads each parcel in its own zone', () => {
    const georeference = createGeoreference({
      profile: caMau,
      sourceName: 'a',
      layerName: 'b',
      crsFrom: null,
    });
    for (const [x, y] of inZone(CA_MAU_TOWN, 9207)) georeference.add(x, y, 9207, null);
    for (const [x, y] of inZone(places(105.72, 9.28), 5897)) georeference.add(x, y, 5897, null);
    expect(georeference.verdict()).toMatchObject({ ok: true, asRead: { inExtent: 1 } });
  });

  it('names no cause for a source of another province, and does not break on NaN', () => {
    expect(test(inZone(places(108.2, 16.0), 9214), 9208)).toMatchObject({
      ok: false,
      cause: 'outside',
      likely: null,
    });
    expect(test([[Number.NaN, 0]], 9208)).toMatchObject({ ok: false, cause: 'outside' });
    expect(test([], 9208)).toMatchObject({ ok: true, cause: 'no-coordinates', issue: null });
  });

  it('forgives a few stray parcels, and keeps a bounded sample of a large layer', () => {
    const points = inZone(LAO_CAI_TOWN, 9208);
    const many = Array.from({ length: 20_000 }, (_, i) =>
      i % 50 === 7 ? ([0, 0] as [number, number]) : points[i % 400]!,
    );
    const verdict = test(many, 9208);
    expect(verdict).toMatchObject({ ok: true, cause: 'none', points: 20_000 });
    expect(verdict.sampled).toBeLessThan(4096);
    expect(verdict.asRead.inExtent).toBeGreaterThan(0.95);
  });
});
