/** Sheets between commune and parcel: an outline with its number, warmer where something is faulty. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../palette.ts';
import { FONT } from './font.ts';

const of = { source: 'parcels', 'source-layer': 'sheet' } as const;
const FADES = 14.6;

const fading = (most: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  10.4,
  0,
  11.2,
  most,
  13.6,
  most,
  FADES,
  0,
];

export const sheetLayers = (): LayerSpecification[] => [
  {
    id: 'sheet-fill',
    type: 'fill',
    ...of,
    maxzoom: 13.2,
    paint: {
      'fill-color': ['case', ['has', 'faulty'], PALETTE.status.ambiguous.fill, PALETTE.status.assigned.fill],
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 10.4, 0, 11.2, 0.75, 12.6, 0.75, 13.2, 0],
    },
  },
  {
    id: 'sheet-line',
    type: 'line',
    ...of,
    maxzoom: FADES,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.status.assigned.text, 'line-width': 1, 'line-opacity': fading(0.7) },
  },
];

export const sheetLabels = (): LayerSpecification[] => [
  {
    id: 'sheet-label',
    type: 'symbol',
    ...of,
    minzoom: 12.4,
    maxzoom: FADES,
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
