/** Drawing an area on the map with the mouse or a finger: what lies in it is what the queue then shows. */
import type { Map as MapLibreMap } from 'maplibre-gl';
import { element } from '../dom.ts';
import { translator } from '../i18n.ts';
import type { Session } from '../session.ts';

/** Points kept of a freehand line: more says nothing the eye can tell. */
const MOST = 120;
/** Pixels between two points of the line. */
const APART = 4;
const SVG = 'http://www.w3.org/2000/svg';

/** Begins drawing; `done` gets `lon,lat;lon,lat;…`, or nothing when it was given up. */
export function startLasso(
  stage: HTMLElement,
  map: MapLibreMap,
  session: Session,
  done: (area: string) => void,
): void {
  if (stage.querySelector('.lasso')) return;
  const t = translator(session.store.get().language);
  const line = document.createElementNS(SVG, 'polygon');
  const svg = document.createElementNS(SVG, 'svg');
  svg.append(line);
  const cover = element('div', { class: 'lasso' }, element('p', { role: 'status' }, t('lasso.hint')));
  cover.append(svg);
  const points: [number, number][] = [];

  const end = () => {
    cover.remove();
    document.removeEventListener('keydown', giveUp, true);
  };
  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    end();
  };
  const add = (event: PointerEvent) => {
    const { left, top } = cover.getBoundingClientRect();
    const point: [number, number] = [event.clientX - left, event.clientY - top];
    const last = points.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < APART) return;
    points.push(point);
    line.setAttribute('points', points.map((each) => each.join(',')).join(' '));
  };
  cover.addEventListener('pointerdown', (event) => {
    cover.setPointerCapture(event.pointerId);
    add(event);
  });
  cover.addEventListener('pointermove', (event) => cover.hasPointerCapture(event.pointerId) && add(event));
  cover.addEventListener('pointerup', () => {
    end();
    if (points.length >= 3) done(areaOf(points, map));
  });
  document.addEventListener('keydown', giveUp, true);
  stage.append(cover);
}

function areaOf(points: readonly [number, number][], map: MapLibreMap): string {
  const step = Math.ceil(points.length / MOST);
  return points
    .filter((_, at) => at % step === 0)
    .map((point) => map.unproject(point))
    .map(({ lng, lat }) => `${lng.toFixed(7)},${lat.toFixed(7)}`)
    .join(';');
}
