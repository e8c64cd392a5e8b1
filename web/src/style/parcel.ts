/** Parcels by status, those with problems outlined, the selected one and the place of an issue on top. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../palette.ts';
import { FONT } from './font.ts';

const byStatus = (part: 'fill' | 'line' | 'text'): ExpressionSpecification => {
  const { assigned, ambiguous, rejected } = PALETTE.status;
  return [
    'match',
    ['get', 'status'],
    'ambiguous',
    ambiguous[part],
    'rejected',
    rejected[part],
    assigned[part],
  ];
};

const of = { source: 'parcels', 'source-layer': 'parcel' } as const;

const patterned = (status: 'ambiguous' | 'rejected'): LayerSpecification => ({
  id: `parcel-${status}`,
  type: 'fill',
  ...of,
  minzoom: 14.5,
  filter: ['==', ['get', 'status'], status],
  paint: {
    'fill-pattern': `pattern-${status}`,
    'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14.5, 0, 15.5, 1],
  },
});

const outlined = (
  id: string,
  filter: FilterSpecification,
  color: string,
  width: number,
): LayerSpecification => ({
  id,
  type: 'line',
  ...of,
  filter,
  layout: { 'line-join': 'round' },
  paint: {
    'line-color': color,
    'line-width': ['interpolate', ['linear'], ['zoom'], 13, 0.8, 16, width * 0.7, 18, width],
  },
});

/** Ambiguous and rejected parcels say so by themselves; an outline would only shout. */
const assignedWith = (...severities: string[]): FilterSpecification => [
  'all',
  ['==', ['get', 'status'], 'assigned'],
  ['in', ['get', 'severity'], ['literal', severities]],
];

export const parcelLayers = (): LayerSpecification[] => [
  {
    id: 'parcel-fill',
    type: 'fill',
    ...of,
    paint: {
      'fill-color': byStatus('fill'),
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.7, 15, 0.9],
      'fill-antialias': false,
    },
  },
  patterned('ambiguous'),
  patterned('rejected'),
  {
    id: 'parcel-line',
    type: 'line',
    ...of,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': byStatus('line'),
      'line-width': ['interpolate', ['linear'], ['zoom'], 13, 0.2, 15, 0.5, 18, 1.1],
      'line-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.5, 15, 1],
    },
  },
  outlined('parcel-warning', assignedWith('warning'), PALETTE.warning, 2),
  outlined('parcel-problem', assignedWith('error', 'blocking'), PALETTE.problem, 2.6),
  {
    id: 'parcel-selected-fill',
    type: 'fill',
    ...of,
    paint: {
      'fill-color': PALETTE.selected,
      'fill-opacity': ['case', ['boolean', ['feature-state', 'selected'], false], 0.16, 0],
    },
  },
  {
    id: 'parcel-selected',
    type: 'line',
    ...of,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': PALETTE.selected,
      'line-width': 3,
      'line-opacity': ['case', ['boolean', ['feature-state', 'selected'], false], 1, 0],
    },
  },
];

/** The bare parcel number first, sheet and number once there is room. */
export const parcelLabelLayers = (labels: 'new' | 'old', selected: number | null): LayerSpecification[] => {
  const [sheet, parcel] = [`${labels}Sheet`, `${labels}Parcel`];
  const number: ExpressionSpecification = ['coalesce', ['get', parcel], ''];
  const orUnknown = (name: string): ExpressionSpecification => ['coalesce', ['get', name], '?'];
  const both: ExpressionSpecification = [
    'case',
    ['any', ['has', sheet], ['has', parcel]],
    ['concat', orUnknown(sheet), '/', orUnknown(parcel)],
    '',
  ];
  return [
    {
      id: 'parcel-label',
      type: 'symbol',
      source: 'parcels',
      'source-layer': 'label',
      minzoom: 16.2,
      // The selected parcel shows its representative point there, and its number in the panel.
      filter: ['!=', ['id'], selected ?? -1],
      layout: {
        'text-field': ['step', ['zoom'], number, 17.6, both],
        'text-font': [FONT],
        'text-size': ['interpolate', ['linear'], ['zoom'], 16.2, 9, 18, 12, 20, 15],
        'text-padding': 1,
        'text-max-width': 20,
      },
      paint: {
        'text-color': byStatus('text'),
        'text-halo-color': 'rgba(255,255,255,0.85)',
        'text-halo-width': 1.2,
      },
    },
  ];
};

const isKind = (kind: string): FilterSpecification => ['==', ['get', 'kind'], kind];

/** Records of a case: the one it is about in a full line, the others dashed and in another colour. */
const caseLayers = (): LayerSpecification[] => [
  {
    id: 'case-fill',
    type: 'fill',
    source: 'focus',
    filter: ['any', isKind('parcel'), isKind('other')] as FilterSpecification,
    paint: {
      'fill-color': ['match', ['get', 'kind'], 'other', PALETTE.twin, PALETTE.selected],
      'fill-opacity': 0.14,
    },
  },
  {
    id: 'case-area',
    type: 'line',
    source: 'focus',
    filter: isKind('area'),
    paint: { 'line-color': PALETTE.selected, 'line-width': 1.6, 'line-dasharray': [3, 2] },
  },
  {
    id: 'case-other',
    type: 'line',
    source: 'focus',
    filter: isKind('other'),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.twin, 'line-width': 3, 'line-dasharray': [2.2, 1.4] },
  },
  {
    id: 'case-parcel',
    type: 'line',
    source: 'focus',
    filter: isKind('parcel'),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.selected, 'line-width': 3 },
  },
];

export const focusLayers = (): LayerSpecification[] => [
  ...caseLayers(),
  {
    id: 'focus-fill',
    type: 'fill',
    source: 'focus',
    filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['==', ['get', 'kind'], 'issue']],
    paint: { 'fill-pattern': 'pattern-focus' },
  },
  {
    id: 'focus-line',
    type: 'line',
    source: 'focus',
    filter: ['all', ['!=', ['geometry-type'], 'Point'], ['==', ['get', 'kind'], 'issue']],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.focus, 'line-width': 2.4 },
  },
  {
    id: 'representative-point',
    type: 'circle',
    source: 'focus',
    filter: ['==', ['get', 'kind'], 'point'],
    paint: {
      'circle-radius': 4,
      'circle-color': PALETTE.selected,
      'circle-stroke-color': PALETTE.halo,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'focus-ring',
    type: 'circle',
    source: 'focus',
    filter: ['all', ['==', ['geometry-type'], 'Point'], ['==', ['get', 'kind'], 'issue']],
    paint: {
      'circle-radius': 13,
      'circle-color': 'rgba(200,16,46,0.08)',
      'circle-stroke-color': PALETTE.focus,
      'circle-stroke-width': 2.4,
    },
  },
];

/** Over everything: which record is which. Two in one place stand beside each other. */
export const caseNumbers = (): LayerSpecification[] => [
  {
    id: 'case-number',
    type: 'symbol',
    source: 'focus',
    filter: isKind('number'),
    layout: {
      'text-field': ['get', 'label'],
      'text-font': [FONT],
      'text-size': 17,
      'text-anchor': ['match', ['get', 'label'], '1', 'right', '2', 'left', 'top'],
      'text-offset': ['match', ['get', 'label'], '1', ['literal', [-0.15, 0]], ['literal', [0.15, 0]]],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: {
      'text-color': ['match', ['get', 'label'], '1', PALETTE.selected, PALETTE.twin],
      'text-halo-color': PALETTE.halo,
      'text-halo-width': 3,
    },
  },
];
