/** Invalid geometry: one issue a kind and parcel, at the first place, with the count. */
import { usableRange } from '../geodesy/zone.ts';
import type { Fault, FaultKind } from '../geometry/fault.ts';
import type { IssueCode } from '../issue/index.ts';
import { checkIssue, type ParcelRule } from './rule.ts';

const CODES = {
  empty: 'geometry.empty',
  'not-finite': 'geometry.not-finite',
  'outside-zone': 'geometry.outside-zone',
  'few-points': 'geometry.few-points',
  'open-ring': 'geometry.open-ring',
  'zero-area': 'geometry.zero-area',
  'self-crossing': 'geometry.self-crossing',
  'self-touch': 'geometry.self-touch',
  spike: 'geometry.spike',
  'rings-cross': 'geometry.rings-cross',
  'hole-outside': 'geometry.hole-outside',
  'nested-holes': 'geometry.nested-holes',
  'interior-cut': 'geometry.interior-cut',
  'parts-overlap': 'geometry.parts-overlap',
  'nested-parts': 'geometry.parts-overlap',
  'too-complex': 'geometry.too-complex',
  'repeated-point': 'geometry.repeated-point',
} as const satisfies Record<FaultKind, IssueCode>;

export const validityRule: ParcelRule = {
  id: 'geometry.validity',
  codes: [...new Set(Object.values(CODES))],
  stage: 'parcel',
  look(context, { parcel, faults, faultZone }, found) {
    for (const fault of faults) {
      const far = fault.kind === 'outside-zone';
      // What is no place in the zone is none in the world either.
      const place = far ? null : { x: fault.x, y: fault.y, zone: faultZone };
      const expected = far ? rangeText(faultZone) : 'OGC';
      found.push(checkIssue(context, CODES[fault.kind], parcel, placeText(fault), expected, { place }));
    }
  },
};

/** `E 500012.345 N 2480001.200 (×3)`: the order in which surveyors here write is never left to guess. */
function placeText({ x, y, count, gap }: Fault): string {
  const place = Number.isNaN(x) ? '?' : `E ${x.toFixed(3)} N ${y.toFixed(3)}`;
  const width = gap === undefined ? '' : ` (${gap.toFixed(4)} m)`;
  return count > 1 ? `${place}${width} (×${count})` : `${place}${width}`;
}

function rangeText(zone: number): string {
  const [minX, minY, maxX, maxY] = usableRange(zone);
  return `EPSG:${zone}, E ${minX}–${maxX}, N ${minY}–${maxY}`;
}
