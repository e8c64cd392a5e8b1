/** The curtain between before and after: a slider that a pointer or the arrow keys move. */
import { element } from '../dom.ts';
import { coveredBy } from '../panel/free-area.ts';
import type { Compare } from '../state.ts';

/** Per cent of the stage's width that an arrow key moves it. */
const STEP = 2;

export type Curtain = {
  readonly handle: HTMLElement;
  /** Puts it where the maps meet that are compared so. */
  center(compare: Compare): void;
  /** Where a person put it, it stays. */
  moved(): boolean;
};

/** `clip`: told how many per cent of the stage's width, from the left, show what was before. */
export function createCurtain(stage: HTMLElement, clip: (percent: number) => void): Curtain {
  const handle = element('div', {
    class: 'curtain',
    role: 'slider',
    tabindex: 0,
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-orientation': 'horizontal',
  });
  let at = 50;
  let moved = false;

  const place = (percent: number, byPerson: boolean): void => {
    moved = byPerson;
    at = Math.max(0, Math.min(100, percent));
    clip(at);
    handle.style.left = `${at}%`;
    stage.style.setProperty('--curtain', `${at}%`);
    handle.setAttribute('aria-valuenow', String(Math.round(at)));
  };

  handle.addEventListener('pointerdown', (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener('pointermove', (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = stage.getBoundingClientRect();
    place(((event.clientX - left) / width) * 100, true);
  });
  handle.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    place(at + (event.key === 'ArrowRight' ? STEP : -STEP), true);
  });
  return { handle, center: (compare) => place(middleOf(stage, compare), false), moved: () => moved };
}

/** Of what a card leaves free of the stage; beside each other the maps share it by their style. */
function middleOf(stage: HTMLElement, compare: Compare): number {
  const covered = coveredBy(stage);
  const { clientWidth } = stage;
  if (clientWidth === 0) return 50;
  return compare === 'side' || covered < clientWidth / 2 ? (50 * (clientWidth - covered)) / clientWidth : 50;
}
