import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import type { CommuneView } from '@thuadat/api/map';
import { describe, expect, it } from 'vitest';
import { extentOf, type Scene, styleOf } from './style.ts';

const commune = (unit: string, center: [number, number] | null): CommuneView => ({
  unit,
  name: 'Phường Lào Cai',
  state: 'applied',
  counts: { read: 10, assigned: 9, ambiguous: 1, rejected: 0 },
  issues: { blocking: 1, error: 0, warning: 0, info: 0 },
  worst: 'blocking',
  extent: center && [center[0] - 0.1, center[1] - 0.1, center[0] + 0.1, center[1] + 0.1],
  center,
});

const EMPTY: Scene = {
  tiles: null,
  newBoundaries: null,
  oldBoundaries: null,
  communes: [],
  communeNote: () => '10 thửa',
  background: null,
  shareOf: () => 1,
  labels: 'new',
  showNew: true,
  showOld: false,
  selected: null,
  focus: { type: 'FeatureCollection', features: [] },
};

const FULL: Scene = {
  ...EMPTY,
  tiles: 'http://127.0.0.1/api/runs/r/tiles/{z}/{x}/{y}.mvt',
  newBoundaries: 'http://127.0.0.1/new',
  oldBoundaries: 'http://127.0.0.1/old',
  communes: [commune('02647', [103.9, 22.4]), commune('.unresolved', null)],
  labels: 'old',
  showOld: true,
  selected: 7,
};

describe('styleOf', () => {
  it.each([
    ['nothing loaded', EMPTY],
    ['everything shown', FULL],
    ['labels off', { ...FULL, labels: 'none' as const, selected: null }],
    ['a run without boundaries', { ...FULL, newBoundaries: null, oldBoundaries: null }],
  ])('is valid with %s', (_, scene) => {
    const style = styleOf(scene);
    expect(validateStyleMin(style as Parameters<typeof validateStyleMin>[0])).toEqual([]);
  });

  it('draws parcels and their labels only when there are tiles', () => {
    expect(styleOf(EMPTY).layers.some((layer) => layer.id.startsWith('parcel'))).toBe(false);
    expect(styleOf(FULL).layers.map((layer) => layer.id)).toContain('parcel-label');
    expect(styleOf({ ...FULL, labels: 'none' }).layers.map((layer) => layer.id)).not.toContain(
      'parcel-label',
    );
  });

  it('opens on the box of all communes that have a place', () => {
    expect(extentOf(FULL.communes)?.map((value) => Number(value.toFixed(3)))).toEqual([
      103.8, 22.3, 104, 22.5,
    ]);
    expect(extentOf([])).toBeNull();
  });
});
