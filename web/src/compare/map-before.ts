/** The second map, of the state before: it looks where the first looks. */
import { Map as MapLibreMap } from 'maplibre-gl';
import { isPattern, patternImage } from '../pattern.ts';
import { sceneOf } from '../scene.ts';
import type { Session } from '../session.ts';
import { styleOf } from '../style.ts';

export type MapBefore = {
  /** Draws what the session holds by now. */
  restyle(): void;
  remove(): void;
};

export function openMapBefore(box: HTMLElement, main: MapLibreMap, session: Session): MapBefore {
  const aside = session.store.get().compare === 'side';
  const map = new MapLibreMap({
    container: box,
    style: styleBefore(session),
    center: main.getCenter(),
    zoom: main.getZoom(),
    maxZoom: 21.5,
    interactive: aside,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 120,
  });
  map.setMissingStyleImageResolver((id) => {
    if (isPattern(id) && !map.hasImage(id)) map.addImage(id, patternImage(id), { pixelRatio: 2 });
  });
  let leading: MapLibreMap | null = null;
  const follow = (from: MapLibreMap, to: MapLibreMap) => () => {
    if (leading && leading !== from) return;
    leading = from;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
    leading = null;
  };
  const forth = follow(main, map);
  main.on('move', forth);
  if (aside) map.on('move', follow(map, main));
  return {
    restyle: () => map.setStyle(styleBefore(session), { diff: true }),
    remove() {
      main.off('move', forth);
      map.remove();
      box.remove();
    },
  };
}

const styleBefore = (session: Session) =>
  styleOf({ ...sceneOf(session), labels: 'old', showOld: true, showNew: false });
