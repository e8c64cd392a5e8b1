/** Invalid geometry: one issue a kind and parcel, at the first place, with the count. */
import type { FaultKind } from '../geometry/fault.ts';
import type { IssueCode } from '../issue.ts';
import { checkIssue, type ParcelRule } from './rule.ts';

const CODES = {
  empty: 'geometry.empty',
  'not-finite': 'geometry.not-finite',
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
  'too-complex': 'geometry.too-complex',
  'repeated-point': 'geometry.repeated-point',
} as const satisfies Record<FaultKind, IssueCode>;

export const validityRule: ParcelRule = {
  id: 'geometry.validity',
  codes: Object.values(CODES),
  stage: 'parcel',
  look(context, { parcel, faults }, found) {
    for (const { kind, x, y, count } of faults) {
      const place = { x, y, zone: parcel.zone };
      found.push(checkIssue(context, CODES[kind], parcel, placeText(x, y, count), 'OGC', { place }));
    }
  },
};

/** `E 500012.345 N 2480001.200 (×3)`: the order in which surveyors here write is never left to guess. */
function placeText(x: number, y: number, count: number): string {
  const place = Number.isNaN(x) ? '?' : `E ${x.toFixed(3)} N ${y.toFixed(3)}`;
  return count > 1 ? `${place} (×${count})` : place;
}
