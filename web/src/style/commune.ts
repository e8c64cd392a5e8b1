/** Communes: a tint by progress when zoomed out, their boundaries at every zoom. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../palette.ts';
import type { Scene } from '../style.ts';
import { shareColor } from './share.ts';

/** Share of a polygon's commune by its code; polygons of communes without parcels stay paper. */
function shares({ communes, shareOf }: Scene): ExpressionSpecification | number {
  const pairs = communes.flatMap((commune) =>
    commune.counts.read > 0 ? [commune.unit, shareOf(commune)] : [],
  );
  if (pairs.length === 0) return -1;
  return ['match', ['get', 'code'], ...pairs, -1] as unknown as ExpressionSpecification;
}

export const communeLayers = (scene: Scene): LayerSpecification[] => [
  {
    id: 'land',
    type: 'fill',
    source: 'new-boundaries',
    paint: { 'fill-color': PALETTE.land },
  },
  {
    id: 'commune-fill',
    type: 'fill',
    source: 'new-boundaries',
    maxzoom: 14,
    paint: {
      'fill-color': shareColor(shares(scene)),
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 12.6, 0.9, 13.4, 0],
    },
  },
  {
    // Communes the boundary layer does not know, and runs that came without one.
    id: 'commune-dot',
    type: 'circle',
    source: 'communes',
    maxzoom: 13,
    layout: { visibility: scene.newBoundaries === null ? 'visible' : 'none' },
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'read']], 0, 5, 400, 26],
      'circle-color': shareColor(['get', 'share']),
      'circle-stroke-color': PALETTE.halo,
      'circle-stroke-width': 1.5,
    },
  },
];

export const boundaryLayers = ({ showNew, showOld }: Scene): LayerSpecification[] => [
  {
    id: 'old-boundary',
    type: 'line',
    source: 'old-boundaries',
    layout: { visibility: showOld ? 'visible' : 'none', 'line-join': 'round' },
    paint: {
      'line-color': PALETTE.oldBoundary,
      'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1, 16, 2],
      'line-dasharray': [3, 2],
    },
  },
  {
    id: 'new-boundary-casing',
    type: 'line',
    source: 'new-boundaries',
    layout: { visibility: showNew ? 'visible' : 'none', 'line-join': 'round' },
    paint: {
      'line-color': PALETTE.halo,
      'line-width': ['interpolate', ['linear'], ['zoom'], 8, 2.4, 16, 6],
      'line-opacity': 0.8,
    },
  },
  {
    id: 'new-boundary',
    type: 'line',
    source: 'new-boundaries',
    layout: { visibility: showNew ? 'visible' : 'none', 'line-join': 'round' },
    paint: {
      'line-color': PALETTE.newBoundary,
      'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1, 16, 2.6],
    },
  },
];
