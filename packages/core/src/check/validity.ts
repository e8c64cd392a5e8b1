/** Invalid geometry: one issue a kind and parcel, at the first place, with the count. */
import { usableRange } from '../geodesy/zone.ts';
import type { Fault, FaultKind } from '../geometry/fault.ts';
import type { IssueCode } from '../issue/index.ts';
import { phrase } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { decimal, metres } from '../message/quantity.ts';
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
      const expected = far ? rangeOf(faultZone) : 'OGC';
      found.push(checkIssue(context, CODES[fault.kind], parcel, placeOf(fault), expected, { place }));
    }
  },
};

/** `E 500012.345 N 2480001.200 (×3)`: the order in which surveyors here write is never left to guess. */
function placeOf({ x, y, count, gap }: Fault): MessageValue {
  const point = Number.isNaN(x) ? '?' : phrase('place.plane', { east: decimal(x), north: decimal(y) });
  const place = gap === undefined ? point : phrase('value.noted', { value: point, note: metres(gap, 4) });
  return count > 1 ? phrase('place.repeated', { place, count: String(count) }) : place;
}

function rangeOf(zone: number): MessageValue {
  const [minX, minY, maxX, maxY] = usableRange(zone).map((limit) => decimal(limit, 0));
  return phrase('place.zone-range', {
    zone: String(zone),
    minX: minX!,
    minY: minY!,
    maxX: maxX!,
    maxY: maxY!,
  });
}
