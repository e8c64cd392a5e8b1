/** From many tallies over the same parcels the few that matter. */
import { lead, REPRODUCED, shareOf, type Tally, typicalMiss } from './tally.ts';

/** Fewer parcels say nothing of a share. */
export const FEWEST = 30;
/** Share of codes that is taken for noise: wrong characters, other parcels' codes. */
export const NOISE = 0.05;
/** Hypotheses that are tried on the whole sample, and then on all parcels. */
const LEADERS = 10;

/**
 * The fewest hypotheses that between them reproduce what can be: the best, then whichever reproduces most of the rest, as long as that is
 * more than noise.
 */
export function coverOf(tallies: readonly Tally[], least = NOISE): Tally[] {
  const best = tallies[0];
  if (!best || best.reproduced === 0) return [];
  const cover: Tally[] = [best];
  const open = best.outcome.map((outcome) => Number(outcome !== REPRODUCED));
  const size = open.length;
  for (;;) {
    let next: Tally | null = null;
    let most = 0;
    for (const tally of tallies) {
      let adds = 0;
      for (let i = 0; i < size; i++) if (open[i] === 1 && tally.outcome[i] === REPRODUCED) adds++;
      if (adds > most) {
        most = adds;
        next = tally;
      }
    }
    if (next === null || most < least * size) return cover;
    cover.push(next);
    for (let i = 0; i < size; i++) if (next.outcome[i] === REPRODUCED) open[i] = 0;
  }
}

/** Places of the parcels that no hypothesis of the cover reproduces. */
export function unexplainedBy(cover: readonly Tally[], size: number): number[] {
  return [...Array(size).keys()].filter((i) => !cover.some(({ outcome }) => outcome[i] === REPRODUCED));
}

/**
 * What is tried on all parcels: the cover, what does as well as the best, and the next few. Where many do as well, those that
 * cost least to say come first.
 */
export function leadersOf(tallies: readonly Tally[]): Tally[] {
  const best = tallies[0];
  if (!best) return [];
  const leaders = new Set<Tally>(coverOf(tallies));
  const hopeful = tallies.filter(({ reproduced }) => reproduced > 0);
  for (const tally of hopeful) if (leaders.size < 2 * LEADERS && lead(tally, best) >= 0) leaders.add(tally);
  for (const tally of hopeful) {
    if (leaders.size < LEADERS && shareOf(tally) > shareOf(best) - 0.1) leaders.add(tally);
  }
  return [...leaders];
}

/** By the typical miss, of those tried on enough parcels; null of none. */
export function nearestOf(tallies: readonly Tally[]): Tally | null {
  let nearest: Tally | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const tally of tallies) {
    if (tally.tried < FEWEST) continue;
    const miss = typicalMiss(tally);
    if (miss < least) {
      least = miss;
      nearest = tally;
    }
  }
  return nearest;
}
