/** Pixels at the right of the stage that a card lies over, with its margin; 0 while none is open. */
export function coveredBy(stage: Element): number {
  const card = stage.querySelector<HTMLElement>(':is(.parcel, .case-card):not([hidden])');
  return card ? card.offsetWidth + 24 : 0;
}
