/**
 * Before and after: a second map of the state before lies over the first under a curtain, in turn with it, or beside it.
 * It is made when it is first asked for and given back when it no longer is.
 */
import type { Map as MapLibreMap } from 'maplibre-gl';
import { element } from '../dom.ts';
import { translator } from '../i18n.ts';
import { coveredOf } from '../panel/free-area.ts';
import type { Session } from '../session.ts';
import type { Compare } from '../state.ts';
import { createCurtain } from './curtain.ts';
import { type MapBefore, openMapBefore } from './map-before.ts';

const BLINK_MS = 900;
/** For those whose system asks for less motion. */
const CALM_MS = 3000;

/** What says on the map which state it shows: before, after. */
type Captions = readonly [HTMLElement, HTMLElement];

export function createCompare(stage: HTMLElement, main: MapLibreMap, session: Session): void {
  const { store } = session;
  const box = element('div', { class: 'before-map', 'aria-hidden': 'true' });
  const captions: Captions = [
    element('span', { class: 'caption before' }),
    element('span', { class: 'caption after' }),
  ];
  const curtain = createCurtain(stage, (percent) => {
    box.style.clipPath = store.get().compare === 'swipe' ? `inset(0 ${100 - percent}% 0 0)` : '';
  });
  let before: MapBefore | null = null;
  let blinking = 0;

  function show(compare: Compare): void {
    before?.remove();
    before = null;
    clearInterval(blinking);
    box.style.visibility = '';
    curtain.handle.remove();
    for (const caption of captions) caption.remove();
    layOut(stage, main, compare);
    if (compare === 'none') return;
    stage.append(box);
    before = openMapBefore(box, main, session);
    stage.append(...captions);
    if (compare === 'swipe') stage.append(curtain.handle);
    curtain.center(compare);
    if (compare === 'blink') blinking = blink(box, captions);
  }

  function translate(): void {
    const t = translator(store.get().language);
    curtain.handle.setAttribute('aria-label', t('compare.handle'));
    captions[0].replaceChildren(t('compare.before'));
    captions[1].replaceChildren(t('compare.after'));
    for (const caption of captions) if (store.get().compare !== 'blink') caption.hidden = false;
  }

  store.subscribe((state, last) => {
    if (state.compare !== last.compare) show(state.compare);
    if (state.compare === 'none') return;
    translate();
    if (state.case !== last.case || state.parcel !== last.parcel || state.issue !== last.issue)
      before?.restyle();
  });
  session.onLoad((loaded, last) => {
    if (loaded.detail !== last.detail || loaded.run !== last.run) before?.restyle();
    // The first case brings its card, and with it another middle.
    if (!loaded.detail !== !last.detail)
      requestAnimationFrame(() => before && !curtain.moved() && curtain.center(store.get().compare));
  });
  if (store.get().compare !== 'none') {
    main.once('load', () => {
      show(store.get().compare);
      translate();
    });
  }
}

/** What stood in the middle of what is free stands there again when the map has another width. */
function layOut(stage: HTMLElement, main: MapLibreMap, compare: Compare): void {
  const container = main.getContainer();
  const free = () => container.clientWidth - coveredOf(container);
  const seen = main.unproject([free() / 2, container.clientHeight / 2]);
  stage.dataset.compare = compare;
  main.resize();
  const aside = (free() - container.clientWidth) / 2;
  main.easeTo({ center: seen, offset: [aside, 0], duration: 0 });
}

/** Shows the two in turn, what was before first; the timer it returns ends it. */
function blink(box: HTMLElement, [ofBefore, ofAfter]: Captions): number {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let before = true;
  ofAfter.hidden = true;
  return window.setInterval(
    () => {
      before = !before;
      box.style.visibility = before ? '' : 'hidden';
      ofBefore.hidden = !before;
      ofAfter.hidden = before;
    },
    calm ? CALM_MS : BLINK_MS,
  );
}

const ORDER: readonly Compare[] = ['none', 'swipe', 'blink', 'side'];

/** The next way of comparing, around again to none. */
export const nextCompare = (compare: Compare): Compare => ORDER[(ORDER.indexOf(compare) + 1) % ORDER.length]!;
export const COMPARES = ORDER;
