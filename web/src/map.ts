/** MapLibre with our style; tells the state where it is and what was clicked. */

import type { LonLatBox } from '@thuadat/api/map';
import { TILE_ZOOMS } from '@thuadat/api/tile-zooms';
import {
  type AddProtocolAction,
  addProtocol,
  LngLat,
  Map as MapLibreMap,
  type MapMouseEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { translator } from './i18n.ts';
import type { Camera } from './navigate.ts';
import { coveredOf } from './panel/free-area.ts';
import { isPattern, patternImage } from './pattern.ts';
import { tilesIn, warmTiles } from './prefetch-tiles.ts';
import { sceneOf } from './scene.ts';
import type { Session } from './session.ts';
import { extentOf, styleOf } from './style.ts';

setWorkerUrl(new URL(workerUrl, document.baseURI).href);

/** Archives of tiles are read by ranges; the reader is loaded when the first one is shown. */
addProtocol('pmtiles', async (request, abort) => {
  archives ??= import('pmtiles').then(({ Protocol }) => new Protocol());
  return (await archives).tile(request, abort);
});
let archives: Promise<{ tile: AddProtocolAction }> | null = null;

/** Room for the cards on the map's left when a run opens. */
const OPENING = { top: 60, bottom: 60, left: 280, right: 80 };
/** Where the map is too narrow for that, the cards are folded. */
const OPENING_NARROW = { top: 60, bottom: 40, left: 30, right: 30 };
const NARROW = 640;
const CLICKABLE = ['parcel-fill', 'commune-fill', 'commune-dot'];

export type MapPane = Camera & {
  readonly map: MapLibreMap;
  onParcel(listener: (ordinal: number) => void): void;
  onCommune(listener: (unit: string) => void): void;
};

export function createMapPane(container: HTMLElement, session: Session): MapPane {
  const { store } = session;
  const start = store.get();
  const t = translator(start.language);
  const map = new MapLibreMap({
    container,
    style: styleOf(sceneOf(session)),
    center: start.view ? [start.view.lon, start.view.lat] : [105, 16.5],
    zoom: start.view?.zoom ?? 5,
    maxZoom: 21.5,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 120,
    locale: {
      'NavigationControl.ZoomIn': t('map.zoomIn'),
      'NavigationControl.ZoomOut': t('map.zoomOut'),
      'NavigationControl.ResetBearing': t('map.compass'),
      'Map.Title': t('map'),
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right');
  map.addControl(new ScaleControl({ maxWidth: 110, unit: 'metric' }), 'bottom-right');
  map.setMissingStyleImageResolver((id) => {
    if (isPattern(id) && !map.hasImage(id)) map.addImage(id, patternImage(id), { pixelRatio: 2 });
  });
  tellActivity(map, container);
  followState(map, session);
  map.on('moveend', () => {
    const { lat, lng } = map.getCenter();
    store.set({ view: { zoom: map.getZoom(), lat, lon: lng } });
  });
  return { map, ...cameraOf(map, session), ...clicksOf(map) };
}

/** For those who watch from outside: `idle` when nothing moves and every tile is drawn. */
function tellActivity(map: MapLibreMap, container: HTMLElement): void {
  const tell = (activity: string) => () => container.setAttribute('data-activity', activity);
  map.on('idle', tell('idle'));
  for (const event of ['movestart', 'dataloading', 'styledata'] as const) map.on(event, tell('busy'));
}

/** What the scene is made of: the rest of what is loaded does not touch the map. */
const DRAWN = ['run', 'communes', 'progress', 'who', 'detail', 'parcel', 'issues'] as const;

function followState(map: MapLibreMap, session: Session): void {
  let ready = false;
  let selected: number | null = null;

  function markSelected(): void {
    if (!map.getSource('parcels')) return;
    const { parcel: chosen, tab } = session.store.get();
    const parcel = tab === 'review' ? null : chosen;
    const target = (id: number) => ({ source: 'parcels', sourceLayer: 'parcel', id });
    if (selected !== null && selected !== parcel) map.removeFeatureState(target(selected));
    if (parcel !== null) map.setFeatureState(target(parcel), { selected: true });
    selected = parcel;
  }

  function draw(): void {
    if (!ready) return;
    map.setStyle(styleOf(sceneOf(session)), { diff: true });
    markSelected();
  }

  map.once('load', () => {
    ready = true;
    draw();
  });
  session.store.subscribe((state, before) => {
    const moved = state.view !== before.view && { ...state, view: null };
    if (moved && JSON.stringify(moved) === JSON.stringify({ ...before, view: null })) return;
    draw();
  });
  session.onLoad((loaded, before) => {
    if (DRAWN.some((name) => loaded[name] !== before[name])) draw();
    if (
      loaded.communes !== before.communes &&
      loaded.communes.length > 0 &&
      session.store.get().view === null
    ) {
      const box = extentOf(loaded.communes);
      const padding = map.getContainer().clientWidth < NARROW ? OPENING_NARROW : OPENING;
      if (box) map.fitBounds(box as [number, number, number, number], { padding, animate: false });
    }
  });
}

function cameraOf(map: MapLibreMap, session: Session): Camera {
  const panel = () => coveredOf(map.getContainer());
  const cameraFor = (box: LonLatBox) => {
    const covered = panel();
    const margin = Math.min(90, (map.getContainer().clientWidth - covered) / 5);
    // A low map, with a card below it, keeps its middle for the place itself.
    const edge = Math.min(90, map.getContainer().clientHeight / 5);
    const padding = { top: edge, bottom: edge, left: margin, right: margin + covered };
    const camera = map.cameraForBounds(box as [number, number, number, number], { padding, maxZoom: 19 });
    if (!camera?.center || camera.zoom === undefined) return null;
    return { center: LngLat.convert(camera.center), zoom: camera.zoom };
  };
  return {
    flyTo: ([lon, lat], zoom) =>
      map.flyTo({
        center: [lon, lat],
        zoom: Math.max(zoom, Math.min(map.getZoom(), 19)),
        offset: [-panel() / 2, 0],
        maxDuration: 1800,
      }),
    fit(box: LonLatBox) {
      const camera = cameraFor(box);
      if (camera) map.flyTo({ ...camera, maxDuration: 1800 });
    },
    jump(box: LonLatBox) {
      const camera = cameraFor(box);
      if (camera) map.jumpTo(camera);
    },
    warm(box: LonLatBox) {
      const camera = cameraFor(box);
      const { run } = session.loaded();
      if (!camera || !run) return;
      const { clientWidth: width, clientHeight: height } = map.getContainer();
      warmTiles(session.dataset.tiles(run), tilesIn({ ...camera, width, height }, TILE_ZOOMS.parcels.to));
    },
  };
}

function clicksOf(map: MapLibreMap): Pick<MapPane, 'onParcel' | 'onCommune'> {
  const parcels: ((ordinal: number) => void)[] = [];
  const communes: ((unit: string) => void)[] = [];
  const under = (event: MapMouseEvent) => {
    const layers = CLICKABLE.filter((layer) => map.getLayer(layer));
    return map.queryRenderedFeatures(event.point, { layers })[0] ?? null;
  };
  map.on('click', (event) => {
    const feature = under(event);
    if (!feature) return;
    if (feature.layer.id === 'parcel-fill') for (const tell of parcels) tell(Number(feature.id));
    else for (const tell of communes) tell(String(feature.properties.code ?? feature.properties.unit));
  });
  map.on('mousemove', (event) => {
    map.getCanvas().style.cursor = under(event) ? 'pointer' : '';
  });
  return { onParcel: (listener) => parcels.push(listener), onCommune: (listener) => communes.push(listener) };
}
