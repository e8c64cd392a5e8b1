/** Common area of two parcels. Both must be in one coordinate system. */
import { commonArea, FEW_PAIRS, newBands, pushPolygonal } from './band.ts';
import { countBandPairs } from './band-pairs.ts';
import { boxOf } from './measure.ts';
import type { Box, Polygonal } from './polygonal.ts';

const bandsA = newBands();
const bandsB = newBands();

/**
 * Square units of the coordinates. Right for valid polygons of any ring direction; where a ring crosses itself the turns
 * count with their sign, so check validity first. Never below 0; noise is about 1e-15 × the area of the common box.
 */
export function intersectionArea(a: Polygonal, b: Polygonal, boxA = boxOf(a), boxB = boxOf(b)): number {
  const box: Box = [
    Math.max(boxA[0], boxB[0]),
    Math.max(boxA[1], boxB[1]),
    Math.min(boxA[2], boxB[2]),
    Math.min(boxA[3], boxB[3]),
  ];
  return areaInBox(a, b, box, Number.POSITIVE_INFINITY)!;
}

/** The same; `box` is what their boxes have in common. Null when the boundaries are too long and too tangled to be measured. */
export function areaInBox(a: Polygonal, b: Polygonal, box: Box, mostPairs = MOST_BAND_PAIRS): number | null {
  if (!(box[0] < box[2] && box[1] < box[3])) return 0;
  fillBands(a, b, box);
  if (bandsA.count * bandsB.count > FEW_PAIRS) {
    const pairs = countBandPairs(bandsA, bandsB);
    if (pairs > MANY_BAND_PAIRS) {
      // Long sides from west to east have everything over each other; seen from the side they are short.
      const [minX, minY, maxX, maxY] = box;
      fillBands(exchanged(a), exchanged(b), [minY, minX, maxY, maxX]);
      const sideways = countBandPairs(bandsA, bandsB);
      if (Math.min(pairs, sideways) > mostPairs) return null;
      if (sideways >= pairs) fillBands(a, b, box);
    }
  }
  return Math.max(0, commonArea(bandsA, bandsB));
}

/** From here on it is worth looking at the polygons from the other side; and so many take a second or two. */
const MANY_BAND_PAIRS = 1_000_000;
const MOST_BAND_PAIRS = 100_000_000;

function fillBands(a: Polygonal, b: Polygonal, box: Box): void {
  bandsA.count = 0;
  bandsB.count = 0;
  pushPolygonal(bandsA, box, a);
  pushPolygonal(bandsB, box, b);
}

/** x for y: areas stay what they are. */
function exchanged(p: Polygonal): Polygonal {
  const coords = new Float64Array(p.coords.length);
  for (let i = 0; i < coords.length; i += 2) {
    coords[i] = p.coords[i + 1]!;
    coords[i + 1] = p.coords[i]!;
  }
  return { ...p, coords };
}
