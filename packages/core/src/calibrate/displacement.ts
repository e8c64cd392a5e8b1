/** Where codes lie beside their parcels: whether the boundaries are those from which the codes were made. */
import { projection } from '../geodesy/vn2000.ts';
import { ZONES } from '../geodesy/zone.ts';
import { CELL_REACH } from '../identifier/carried.ts';
import { distanceToBoundary } from '../identifier/method/boundary-distance.ts';
import { fromLonLatBy } from '../identifier/method/datum-rule.ts';
import type { IdentifierMethod } from '../identifier/method.ts';
import { FEWEST } from './cover.ts';
import type { UsableParcel } from './parcel.ts';
import { metresADegree } from './prediction.ts';
import { median, offsetOf, type Tally } from './tally.ts';

export type Displacement = {
  /** Share of the codes whose cell lies in or at its parcel. */
  readonly inside: number;
  /** Metres, middle distance from the code to the parcel, 0 inside. */
  readonly distance: number;
  /** Metres east and north by which all codes lie beside, when they do so alike. */
  readonly shift: readonly [east: number, north: number] | null;
  /** EPSG code of the zone in whose meridian the coordinates seem to have been read, when that explains it. */
  readonly zone: number | null;
};

/** Where the codes of a sample lie beside its parcels, brought back by the shift of the method that leaves them nearest. */
export function displacementOf(
  sample: readonly UsableParcel[],
  tallies: readonly Tally[],
  method: IdentifierMethod,
): Displacement {
  const datum = method.datum ?? 'EPSG:6960';
  const distances = sample.map(({ parcel, lon, lat }) => {
    if (method.axes === 'lon-lat') return 0;
    const [x, y] = fromLonLatBy(datum, parcel.zone)(lon, lat);
    return Math.max(0, -distanceToBoundary(parcel.given, x, y));
  });
  const inside = distances.filter((distance) => distance <= CELL_REACH).length / sample.length;
  const distance = median(distances);
  const zone = distance > EXPLAINED ? misreadZone(sample) : null;
  return { inside, distance, shift: commonShift(tallies), zone };
}

/** Metres: the middle of a cell is at most half its diagonal from its point; a shift is told from that. */
const NOTICEABLE = 0.1;

/** Metres of scatter for a metre of shift: the zone's grid turns against north by so much from parcel to parcel. */
const TURN = 0.002;

/**
 * All codes lie alike beside the points of one rule, shifted to WGS84 the right way: the parcels were moved, or the shift of the datum
 * is an unknown one.
 */
function commonShift(tallies: readonly Tally[]): readonly [number, number] | null {
  const [first] = tallies
    .filter(({ tried, method: { axes, plane, datum } }) => tried >= FEWEST && !(axes || plane || datum))
    .map(offsetOf)
    .map((offset) => ({ ...offset, size: Math.hypot(offset.east, offset.north) }))
    .filter(({ scatter, size }) => scatter <= CELL_REACH + TURN * size)
    .sort((a, b) => a.size - b.size);
  return first === undefined || first.size <= NOTICEABLE ? null : [first.east, first.north];
}

/** Metres: within this of the parcel's middle in another zone, that zone explains a code that is farther away. */
const EXPLAINED = 300;

function misreadZone(sample: readonly UsableParcel[]): number | null {
  for (const { epsg, kind } of ZONES) {
    if (kind !== 'vn2000-3' && kind !== 'vn2000-6') continue;
    const misses = sample.map(({ parcel, lon, lat }) => {
      if (parcel.zone === epsg) return Number.POSITIVE_INFINITY;
      const [otherLon, otherLat] = projection(epsg).toLonLat(
        parcel.given.coords[0]!,
        parcel.given.coords[1]!,
      );
      const [eastern, northern] = metresADegree(lat);
      return Math.hypot((otherLon - lon) * eastern, (otherLat - lat) * northern);
    });
    if (median(misses) < EXPLAINED) return epsg;
  }
  return null;
}
