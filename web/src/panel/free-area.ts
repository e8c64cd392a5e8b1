/** What cards leave free of the map. */

/** Pixels that must stay free beside a card for it to be worth moving out of its way. */
const FREE = 200;

/** Pixels at the right of the stage that a card lies over, with its margin; 0 while none is open. */
export function coveredBy(stage: Element): number {
  const card = stage.querySelector<HTMLElement>(':is(.parcel, .case-card):not([hidden])');
  return card ? card.offsetWidth + 24 : 0;
}

/** Of the map itself: maps beside each other stand beside the card too. */
export function coveredOf(map: HTMLElement): number {
  const stage = map.parentElement;
  if (!stage || stage.dataset.compare === 'side') return 0;
  const covered = coveredBy(stage);
  return map.clientWidth - covered >= FREE ? covered : 0;
}
