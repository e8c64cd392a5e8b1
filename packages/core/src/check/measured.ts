/** Measures each geometry once, for all rules. */
import { reprojectInPlace } from '../geodesy/vn2000.ts';
import { usableRange, zoneOf } from '../geodesy/zone.ts';
import { area, boxOf, perimeter } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { faultsOf, isHarmless } from '../geometry/validity.ts';
import type { CheckParcel, Measured } from './rule.ts';

export function measure(parcel: CheckParcel, workZone: number): Measured {
  const { polygonal, zone } = parcel;
  if (!polygonal) return { ...NOTHING, parcel, faultZone: zone };
  const isDegrees = zoneOf(zone)?.falseEasting === 0;
  const metric = isDegrees
    ? { polygonal: inZone(polygonal, zone, workZone), zone: workZone }
    : { polygonal, zone };
  const { faults, faultZone } = findFaults(parcel, metric);
  const sound = faults.every(({ kind }) => isHarmless(kind));
  return {
    parcel,
    metric,
    faults,
    faultZone,
    sound,
    box: boxOf(metric.polygonal),
    area: sound ? area(metric.polygonal) : 0,
    perimeter: sound ? perimeter(metric.polygonal) : 0,
  };
}

/**
 * The faults of the boundary as the identifier sees it: in its zone. Where a place there cannot be found, those of the
 * coordinates as they came.
 */
function findFaults(
  { polygonal, zone, identifierZone }: CheckParcel,
  metric: NonNullable<Measured['metric']>,
): Pick<Measured, 'faults' | 'faultZone'> {
  const faultZone = identifierZone ?? metric.zone;
  const placed = faultZone === metric.zone ? metric.polygonal : inZone(polygonal!, zone, faultZone);
  const faults = faultsOf(placed, usableRange(faultZone));
  if (zone === faultZone || !faults.some(({ kind }) => kind === 'not-finite')) return { faults, faultZone };
  const own = faultsOf(polygonal!, usableRange(zone));
  const told = own.some(({ kind }) => kind === 'not-finite' || kind === 'outside-zone');
  return told ? { faults: own, faultZone: zone } : { faults, faultZone };
}

const NO_BOX = [
  Number.POSITIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
] as const;

const NOTHING = { metric: null, faults: [], sound: false, box: NO_BOX, area: 0, perimeter: 0 } as const;

export const inZone = (p: Polygonal, from: number, to: number): Polygonal =>
  from === to ? p : { ...p, coords: reprojectInPlace(p.coords.slice(), from, to) };
