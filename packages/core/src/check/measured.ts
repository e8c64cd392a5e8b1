/** Measures each geometry once, for all rules. */
import { reprojectInPlace } from '../geodesy/vn2000.ts';
import { zoneOf } from '../geodesy/zone.ts';
import { area, boxOf, perimeter } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { faultsOf } from '../geometry/validity.ts';
import type { CheckParcel, Measured } from './rule.ts';

/** Faults that leave area and overlay meaningful. */
const HARMLESS = new Set(['repeated-point', 'too-complex']);

export function measure(parcel: CheckParcel, workZone: number): Measured {
  const { polygonal, zone } = parcel;
  if (!polygonal)
    return { parcel, metric: null, faults: [], sound: false, box: NO_BOX, area: 0, perimeter: 0 };
  const faults = faultsOf(polygonal);
  const sound = faults.every((fault) => HARMLESS.has(fault.kind));
  const degrees = zoneOf(zone)?.falseEasting === 0;
  const metric = degrees
    ? { polygonal: inZone(polygonal, zone, workZone), zone: workZone }
    : { polygonal, zone };
  return {
    parcel,
    metric,
    faults,
    sound,
    box: boxOf(metric.polygonal),
    area: sound ? area(metric.polygonal) : 0,
    perimeter: sound ? perimeter(metric.polygonal) : 0,
  };
}

const NO_BOX = [
  Number.POSITIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
] as const;

export const inZone = (p: Polygonal, from: number, to: number): Polygonal =>
  from === to ? p : { ...p, coords: reprojectInPlace(p.coords.slice(), from, to) };
