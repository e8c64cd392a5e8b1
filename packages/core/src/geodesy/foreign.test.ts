import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { accuracyText, foreignSystem, systemText, toWgs84InPlace } from './foreign.ts';

const UTM = (zone: number): string => `+proj=utm +zone=${zone} +datum=WGS84 +units=m +no_defs`;

describe('systems that are no zone', () => {
  it.each([
    [3857, 'EPSG:3857', [103.9, 22.03]],
    [3857, 'EPSG:3857', [105.15, 9.18]],
    [102100, 'EPSG:3857', [109.4, 12.6]],
    [32647, UTM(47), [103.5, 21.3]],
    [32650, UTM(50), [114.3, 10.4]],
  ] as const)('EPSG:%i comes to WGS84 as proj4 brings it', (epsg, definition, [lon, lat]) => {
    const [x, y] = proj4('WGS84', definition, [lon, lat]);
    const back = foreignSystem(epsg)!.toLonLat!(x!, y!);
    expect(back[0]).toBeCloseTo(lon, 9);
    expect(back[1]).toBeCloseTo(lat, 9);
  });

  it('leaves zones alone, and has no way for what is not known to a metre', () => {
    for (const epsg of [9208, 3405, 32648, 4326, 4756]) expect(foreignSystem(epsg)).toBeNull();
    for (const epsg of [2044, 2045, 4147, 3148, 27700, 31999])
      expect(foreignSystem(epsg)).toMatchObject({ epsg, toLonLat: null });
    expect(systemText(foreignSystem(2044)!)).toBe('EPSG:2044 (Hanoi 1972 / Gauss-Kruger zone 18)');
    expect(systemText(foreignSystem(31999)!)).toBe('EPSG:31999');
    expect(accuracyText(foreignSystem(3857)!)).toBe('± 1 m');
  });

  it('says when nothing brings a polygon to WGS84', () => {
    const p = { coords: Float64Array.of(0, 0), ringEnds: Uint32Array.of(1), polygonEnds: Uint32Array.of(1) };
    expect(toWgs84InPlace(p, 2044)).toBe(false);
    expect(toWgs84InPlace(p, 3857)).toBe(true);
    expect(toWgs84InPlace(p, 9208)).toBe(true);
  });
});
