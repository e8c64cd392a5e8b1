/** Shares of a parcel in the pieces of a split commune, by half-planes along the dividing lines. */
import { type Draft, ringArea } from './draft.ts';
import { place } from './frame.ts';
import type { Territory } from './territory.ts';

/** Shares west to east, to 3 decimals, adding up to 1. The line is taken as straight across one parcel. */
export function pieceShares(territory: Territory, draft: Draft): number[] {
  const shell = draft.polygons[0]![0]!;
  const whole = Math.abs(ringArea(shell));
  const westOf = territory.cuts.map((cut) => {
    const v = draft.parcel.middle[1];
    const [ax, ay] = place(territory.frame, cut, v - 15);
    const [bx, by] = place(territory.frame, cut, v + 15);
    const side = (x: number, y: number): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    return whole === 0 ? 1 : Math.round((Math.abs(ringArea(clip(shell, side))) / whole) * 1000) / 1000;
  });
  return [...westOf, 1].map((share, i) => Math.round((share - (westOf[i - 1] ?? 0)) * 1000) / 1000);
}

/** Sutherland–Hodgman: the part of a closed ring where `side` is not negative. Its area is right for bent rings too. */
function clip(ring: readonly number[], side: (x: number, y: number) => number): number[] {
  const kept: number[] = [];
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]!, ring[i + 2]!, ring[i + 3]!];
    const [a, b] = [side(ax, ay), side(bx, by)];
    if (a >= 0) kept.push(ax, ay);
    if (a >= 0 !== b >= 0) {
      const t = a / (a - b);
      kept.push(ax + (bx - ax) * t, ay + (by - ay) * t);
    }
  }
  if (kept.length > 0) kept.push(kept[0]!, kept[1]!);
  return kept;
}
