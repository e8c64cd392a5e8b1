/** The map's style as a function of what is shown: sources and layers are data, MapLibre is told only the difference. */

import type { CommuneView, LonLatBox } from '@thuadat/api/map';
import type { BackgroundView } from '@thuadat/api/review';
import { TILE_ZOOMS } from '@thuadat/api/tile-zooms';
import { bbox, bboxPolygon, featureCollection } from '@turf/turf';
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { PALETTE } from './palette.ts';
import type { Labels } from './state.ts';
import { boundaryLayers, communeLayers } from './style/commune.ts';
import { FONT, FONT_FACES } from './style/font.ts';
import { caseNumbers, focusLayers, parcelLabelLayers, parcelLayers } from './style/parcel.ts';
import { sheetFills, sheetLabels, sheetLines } from './style/sheet.ts';

export type Scene = {
  /** Share done of a commune, 0 to 1, by which it is tinted: of its parcels assigned, in review of its cases decided. */
  readonly shareOf: (commune: CommuneView) => number;
  readonly tiles: string | null;
  readonly newBoundaries: string | null;
  readonly oldBoundaries: string | null;
  readonly communes: readonly CommuneView[];
  /** What to print under a commune's name. */
  readonly communeNote: (commune: CommuneView) => string;
  readonly background: BackgroundView | null;
  readonly labels: Labels;
  readonly showNew: boolean;
  readonly showOld: boolean;
  readonly selected: number | null;
  /** The shape, or its point; and the representative point of the selected parcel. */
  readonly focus: GeoJSON.FeatureCollection;
};

const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

const geojson = (data: string | GeoJSON.FeatureCollection | null): SourceSpecification => ({
  type: 'geojson',
  data: data ?? NOTHING,
});

function communePoints({ communes, communeNote, shareOf }: Scene): GeoJSON.FeatureCollection {
  const features = communes.flatMap((commune): GeoJSON.Feature[] =>
    commune.center
      ? [
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [...commune.center] },
            properties: {
              unit: commune.unit,
              name: commune.name.normalize('NFC'),
              note: communeNote(commune),
              read: commune.counts.read,
              share: shareOf(commune),
            },
          },
        ]
      : [],
  );
  return { type: 'FeatureCollection', features };
}

function sourcesOf(scene: Scene): Record<string, SourceSpecification> {
  const { sheets, parcels: deepest } = TILE_ZOOMS;
  const parcels: Record<string, SourceSpecification> = scene.tiles
    ? { parcels: { type: 'vector', tiles: [scene.tiles], minzoom: sheets.from, maxzoom: deepest.to } }
    : {};
  return {
    ...backgroundSource(scene),
    ...parcels,
    communes: geojson(communePoints(scene)),
    'new-boundaries': geojson(scene.newBoundaries),
    'old-boundaries': geojson(scene.showOld ? scene.oldBoundaries : null),
    focus: geojson(scene.focus),
  };
}

/** Paled, so that parcels stay what is read. */
function backgroundSource({ background }: Scene): Record<string, SourceSpecification> {
  if (!background) return {};
  const { kind, url, tileSize, minZoom, maxZoom, attribution } = background;
  const zooms = { tileSize, minzoom: minZoom, maxzoom: maxZoom, attribution };
  return {
    backdrop:
      kind === 'pmtiles'
        ? { type: 'raster', url: `pmtiles://${url}`, tileSize }
        : { type: 'raster', tiles: [url], ...zooms },
  };
}

function layersOf(scene: Scene): LayerSpecification[] {
  const parcels = scene.tiles !== null;
  return [
    { id: 'background', type: 'background', paint: { 'background-color': PALETTE.paper } },
    ...(scene.background ? [{ id: 'backdrop', type: 'raster', source: 'backdrop' } as const] : []),
    ...communeLayers(scene),
    ...(parcels ? [...sheetFills(), ...parcelLayers(), ...sheetLines()] : []),
    ...boundaryLayers(scene),
    ...focusLayers(),
    ...(parcels && scene.labels !== 'none' ? parcelLabelLayers(scene.labels, scene.selected) : []),
    ...(parcels ? sheetLabels() : []),
    ...communeNames(),
    ...caseNumbers(),
  ];
}

/** Commune names fade before parcels get numbers. */
const communeNames = (): LayerSpecification[] => [
  {
    id: 'commune-name',
    type: 'symbol',
    source: 'communes',
    maxzoom: 14.5,
    layout: {
      'text-field': [
        'step',
        ['zoom'],
        ['get', 'name'],
        9.2,
        ['format', ['get', 'name'], {}, '\n', {}, ['get', 'note'], { 'font-scale': 0.82 }],
      ],
      'text-font': [FONT],
      'text-size': ['interpolate', ['linear'], ['zoom'], 8, 11, 13, 15],
      'text-line-height': 1.25,
      'text-max-width': 12,
      'text-padding': 6,
      'symbol-sort-key': ['-', 0, ['get', 'read']],
    },
    paint: {
      'text-color': PALETTE.ink,
      'text-halo-color': PALETTE.halo,
      'text-halo-width': 1.6,
      'text-opacity': ['interpolate', ['linear'], ['zoom'], 13.6, 1, 14.4, 0],
    },
  },
];

export const styleOf = (scene: Scene): StyleSpecification => ({
  version: 8,
  'font-faces': FONT_FACES,
  sources: sourcesOf(scene),
  layers: layersOf(scene),
});

/** The box around all communes, to open a run with. */
export function extentOf(communes: readonly CommuneView[]): LonLatBox | null {
  const boxes = communes.flatMap(({ extent }) => (extent ? [bboxPolygon([...extent])] : []));
  if (boxes.length === 0) return null;
  const [west, south, east, north] = bbox(featureCollection(boxes));
  return [west, south, east, north];
}
