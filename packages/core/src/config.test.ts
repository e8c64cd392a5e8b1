import { describe, expect, it } from 'vitest';
import { type Config, EMPTY_CONFIG, matchesGlob, sourceConfig } from './config.ts';

describe('settings of a source', () => {
  it.each([
    ['*.shp', 'du-lieu/thua.shp', true],
    ['thua.shp', '/a/b/thua.shp', true],
    ['b/*.shp', '/a/b/thua.shp', true],
    ['a/*.shp', '/a/b/thua.shp', false],
    ['a/**', '/a/b/thua.shp', true],
    ['a/**/thua.shp', '/a/thua.shp', true],
    ['hua.shp', 'thua.shp', false],
    ['thửa?.shp', 'thửa1.shp', true],
    ['*.shp', 'C:\\du lieu\\thua.shp', true],
    ['*.gpkg', 'thua.shp', false],
  ])('%s against %s: %s', (pattern, path, fits) => expect(matchesGlob(pattern, path)).toBe(fits));

  it('merges all entries that match, later ones over earlier ones', () => {
    const config: Config = {
      ...EMPTY_CONFIG,
      sources: [
        { match: '*.gpkg', encoding: 'tcvn3', roles: { commune: 'MAXA', sheet: 'SOTO' } },
        { match: '*.shp', crs: 9207 },
        { match: 'thua.gpkg', layer: 'thua*', crs: 9208, roles: { sheet: 'TO' } },
      ],
    };
    expect(sourceConfig(config, 'x/thua.gpkg', 'thuadat')).toEqual({
      settings: { encoding: 'tcvn3', crs: 9208, roles: { commune: 'MAXA', sheet: 'TO' } },
      entries: [0, 2],
    });
    expect(sourceConfig(config, 'x/thua.gpkg', 'nha').entries).toEqual([0]);
  });
});
