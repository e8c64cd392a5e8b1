/** Measures each geometry once, for all rules. */
import { inZone } from '../geodesy/vn2000.ts';
import { usableRange, zoneOf } from '../geodesy/zone.ts';
import { area, boxOf, perimeter } from '../geometry/measure.ts';
import type { Polygonal } from '../geometry/polygonal.ts';
import { faultsOf, isHarmless } from '../geometry/validity.ts';
import type { CheckParcel, Measured } from './rule.ts';

export function measure(parcel: CheckParcel, workZone: number): Measured {
  const { polygonal, zone } = parcel;
  if (!polygonal) return { ...NOTHING, parcel, faultZone: zone };
  const metric = metricOf(parcel, polygonal, workZone);
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

type Metric = NonNullable<Measured['metric']>;

/** In the zone of the identifier, where one is told: a metre of a 6° map or of UTM is not a metre of the cadastral map. */
function metricOf(
  { zone, identifierZone, inIdentifierZone }: CheckParcel,
  p: Polygonal,
  workZone: number,
): Metric {
  const isDegrees = zoneOf(zone)?.falseEasting === 0;
  const target = identifierZone ?? (isDegrees ? workZone : zone);
  return { polygonal: inIdentifierZone ?? inZone(p, zone, target), zone: target };
}

/**
 * The faults of the boundary as the identifier sees it: in its zone. Where a place there cannot be found, those of the
 * coordinates as they came.
 */
function findFaults(
  { polygonal, zone }: CheckParcel,
  metric: Metric,
): Pick<Measured, 'faults' | 'faultZone'> {
  const faultZone = metric.zone;
  const faults = faultsOf(metric.polygonal, usableRange(faultZone));
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
