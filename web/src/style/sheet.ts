/** Sheets between commune and parcel: an outline with its number, tinted by how many of its parcels are sound. */
import { TILE_ZOOMS } from '@thuadat/api/tile-zooms';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../palette.ts';
import { FONT } from './font.ts';
import { shareColor } from './share.ts';

const of = { source: 'parcels', 'source-layer': 'sheet' } as const;
const BEGINS = TILE_ZOOMS.sheets.from;
/** Here the tiles with parcels alone begin. */
const ENDS = TILE_ZOOMS.sheets.to + 1;
const FADES = 14.6;

/** Share of a sheet's parcels without an error. */
const SOUND: ExpressionSpecification = [
  '-',
  1,
  ['/', ['to-number', ['get', 'faulty'], 0], ['max', 1, ['to-number', ['get', 'parcels'], 1]]],
];

/** Sheets that stand for their parcels stay until these come. */
const stays = (most: number): ExpressionSpecification => ['case', ['has', 'instead'], most, 0];

const fading = (most: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  BEGINS,
  0,
  BEGINS + 0.6,
  most,
  13.6,
  most,
  FADES,
  stays(most),
];

/** Under the parcels: those that lie in no sheet are seen on it. */
export const sheetFills = (): LayerSpecification[] => [
  {
    id: 'sheet-fill',
    type: 'fill',
    ...of,
    maxzoom: ENDS,
    paint: {
      'fill-color': shareColor(SOUND, PALETTE.sound),
      'fill-opacity': [
        'interpolate',
        ['linear'],
        ['zoom'],
        ...[BEGINS, 0, BEGINS + 0.6, 1, 12.8, 1],
        13.2,
        stays(1),
      ],
    },
  },
];

export const sheetLines = (): LayerSpecification[] => [
  {
    id: 'sheet-line',
    type: 'line',
    ...of,
    maxzoom: ENDS,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.status.assigned.text, 'line-width': 1, 'line-opacity': fading(0.5) },
  },
];

export const sheetLabels = (): LayerSpecification[] => [
  {
    id: 'sheet-label',
    type: 'symbol',
    source: 'parcels',
    'source-layer': 'sheet-label',
    minzoom: 12.4,
    maxzoom: ENDS,
    layout: {
      'text-field': ['get', 'sheet'],
      'text-font': [FONT],
      'text-size': 11,
      'text-padding': 4,
    },
    paint: {
      'text-color': PALETTE.status.assigned.text,
      'text-halo-color': PALETTE.halo,
      'text-halo-width': 1.4,
      'text-opacity': fading(1),
    },
  },
];
