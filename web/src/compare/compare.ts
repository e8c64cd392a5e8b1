/**
 * Before and after: a second map of the state before lies over the first under a curtain, in turn with it, or beside it.
 * It is made when it is first asked for and given back when it no longer is.
 */
import { Map as MapLibreMap } from 'maplibre-gl';
import { element } from '../dom.ts';
import { translator } from '../i18n.ts';
import { coveredBy, coveredOf } from '../panel/free-area.ts';
import { isPattern, patternImage } from '../pattern.ts';
import { sceneOf } from '../scene.ts';
import type { Session } from '../session.ts';
import type { Compare } from '../state.ts';
import { styleOf } from '../style.ts';

const BLINK_MS = 900;
/** For those whose system asks for less motion. */
const CALM_MS = 3000;
const STEP = 2;

type Pair = { readonly map: MapLibreMap; remove(): void };

export function createCompare(stage: HTMLElement, main: MapLibreMap, session: Session): void {
  const { store } = session;
  const box = element('div', { class: 'before-map', 'aria-hidden': 'true' });
  const handle = element('div', {
    class: 'curtain',
    role: 'slider',
    tabindex: 0,
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-orientation': 'horizontal',
  });
  const captions = [
    element('span', { class: 'caption before' }),
    element('span', { class: 'caption after' }),
  ] as const;
  let pair: Pair | null = null;
  let at = 50;
  /** Where a person put it, it stays. */
  let moved = false;
  let blinking = 0;

  const place = (percent: number): void => {
    at = Math.max(0, Math.min(100, percent));
    box.style.clipPath = store.get().compare === 'swipe' ? `inset(0 ${100 - at}% 0 0)` : '';
    handle.style.left = `${at}%`;
    stage.style.setProperty('--curtain', `${at}%`);
    handle.setAttribute('aria-valuenow', String(Math.round(at)));
  };

  /** Of what a card leaves free of the stage; beside each other the maps share it by their style. */
  const middle = (compare: Compare): number => {
    const covered = coveredBy(stage);
    const { clientWidth } = stage;
    if (clientWidth === 0) return 50;
    return compare === 'side' || covered < clientWidth / 2
      ? (50 * (clientWidth - covered)) / clientWidth
      : 50;
  };

  handle.addEventListener('pointerdown', (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener('pointermove', (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = stage.getBoundingClientRect();
    moved = true;
    place(((event.clientX - left) / width) * 100);
  });
  handle.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    moved = true;
    place(at + (event.key === 'ArrowRight' ? STEP : -STEP));
  });

  const styleBefore = () => styleOf({ ...sceneOf(session), labels: 'old', showOld: true, showNew: false });

  function openPair(): Pair {
    stage.append(box);
    const { compare } = store.get();
    const map = new MapLibreMap({
      container: box,
      style: styleBefore(),
      center: main.getCenter(),
      zoom: main.getZoom(),
      maxZoom: 21.5,
      interactive: compare === 'side',
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
    const back = follow(map, main);
    main.on('move', forth);
    if (compare === 'side') map.on('move', back);
    return {
      map,
      remove() {
        main.off('move', forth);
        map.remove();
        box.remove();
      },
    };
  }

  /** What stood in the middle of what is free stands there again when the map has another width. */
  function layOut(compare: Compare): void {
    const container = main.getContainer();
    const free = () => container.clientWidth - coveredOf(container);
    const seen = main.unproject([free() / 2, container.clientHeight / 2]);
    stage.dataset.compare = compare;
    main.resize();
    const aside = (free() - container.clientWidth) / 2;
    main.easeTo({ center: seen, offset: [aside, 0], duration: 0 });
  }

  function show(compare: Compare): void {
    pair?.remove();
    pair = null;
    clearInterval(blinking);
    box.style.visibility = '';
    handle.remove();
    for (const caption of captions) caption.remove();
    layOut(compare);
    if (compare === 'none') return;
    pair = openPair();
    stage.append(...captions);
    if (compare === 'swipe') stage.append(handle);
    moved = false;
    place(middle(compare));
    if (compare !== 'blink') return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let before = true;
    const turn = () => {
      before = !before;
      box.style.visibility = before ? '' : 'hidden';
      captions[0].hidden = !before;
      captions[1].hidden = before;
    };
    captions[1].hidden = true;
    blinking = window.setInterval(turn, calm ? CALM_MS : BLINK_MS);
  }

  function translate(): void {
    const t = translator(store.get().language);
    handle.setAttribute('aria-label', t('compare.handle'));
    captions[0].replaceChildren(t('compare.before'));
    captions[1].replaceChildren(t('compare.after'));
    for (const caption of captions) if (store.get().compare !== 'blink') caption.hidden = false;
  }

  store.subscribe((state, before) => {
    if (state.compare !== before.compare) show(state.compare);
    if (state.compare === 'none') return;
    translate();
    if (state.case !== before.case || state.parcel !== before.parcel || state.issue !== before.issue)
      restyle();
  });
  const restyle = () => pair?.map.setStyle(styleBefore(), { diff: true });
  session.onLoad((loaded, before) => {
    if (loaded.detail !== before.detail || loaded.run !== before.run) restyle();
    // The first case brings its card, and with it another middle.
    if (!loaded.detail !== !before.detail)
      requestAnimationFrame(() => pair && !moved && place(middle(store.get().compare)));
  });
  if (store.get().compare !== 'none') {
    main.once('load', () => {
      show(store.get().compare);
      translate();
    });
  }
}

const ORDER: readonly Compare[] = ['none', 'swipe', 'blink', 'side'];

/** The next way of comparing, around again to none. */
export const nextCompare = (compare: Compare): Compare => ORDER[(ORDER.indexOf(compare) + 1) % ORDER.length]!;
export const COMPARES = ORDER;
