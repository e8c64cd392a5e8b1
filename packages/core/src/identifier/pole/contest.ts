/** Which of several equal poles is taken: the one nearest to the area centroid; of those the western, then the southern. */

/** Units (0.1 mm): distances to the boundary that differ by no more are equal, 10⁻¹⁰ m. Far above rounding, far below any survey. */
export const TAU = 2 ** -20;
/** Units: distances to the centroid, eastings and northings that differ by no more are equal, 10⁻⁷ m. */
const SAME = 2 ** -10;

export type Pole = { readonly x: number; readonly y: number; readonly distance: number };

/** The best pole so far, over all parts of a parcel, in units from one origin. */
export type Contest = {
  readonly centreX: number;
  readonly centreY: number;
  /** Greatest distance of any place known so far; what does not reach it is of no use. */
  distance: number;
  best: Pole | null;
};

export const newContest = (centreX: number, centreY: number): Contest => ({
  centreX,
  centreY,
  distance: 0,
  best: null,
});

/** Takes the pole if it is better than the best, or as good and first by the rule. */
export function offer(contest: Contest, pole: Pole): void {
  const { best, distance } = contest;
  if (pole.distance < distance - TAU) return;
  if (pole.distance > distance) contest.distance = pole.distance;
  const outdone = best === null || best.distance < contest.distance - TAU;
  if (outdone || precedes(contest, pole, best)) contest.best = pole;
}

function precedes({ centreX, centreY }: Contest, a: Pole, b: Pole): boolean {
  const nearer = fromCentre(b, centreX, centreY) - fromCentre(a, centreX, centreY);
  if (Math.abs(nearer) > SAME) return nearer > 0;
  if (Math.abs(b.x - a.x) > SAME) return a.x < b.x;
  return a.y < b.y - SAME;
}

const fromCentre = ({ x, y }: Pole, centreX: number, centreY: number): number =>
  Math.sqrt((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY));
