/** Ways in which a source's coordinates may be read, and how well each places them. */
import { type Projection, projection } from '../geodesy/vn2000.ts';
import { ZONES, zoneOf } from '../geodesy/zone.ts';
import { phrase } from '../issue/value.ts';
import type { MessageValue } from '../message/message.ts';
import { metres } from '../message/quantity.ts';

/** `prefix`: eastings carry a zone number in the millions of metres (18,500,000), taken off before projecting. */
export type Reading = { readonly epsg: number; readonly axes: 'xy' | 'yx'; readonly prefix: boolean };

/** A reading with the shares (0..1) of the points it puts where they belong. */
export type Fit = Reading & {
  readonly inExtent: number;
  /** Share in the boundary of the parcel's own commune; null without a boundary layer. */
  readonly inCommune: number | null;
};

/** One parcel's place: middle of its box, the zone it was going to be read in, that of its old province, its commune. */
export type Sample = {
  readonly x: number;
  readonly y: number;
  readonly zone: number;
  readonly legal: number;
  readonly commune: string | null;
};

/** Whether a place is in the commune's boundary; null = no boundary known for it. */
export type InCommune = (lon: number, lat: number, commune: string) => boolean | null;

type Extent = readonly [number, number, number, number];

const MILLION = 1e6;

/** WGS84 degrees of a sample under a reading; NaN when the reading makes no sense of it. */
function place(sample: Sample, reading: Reading, project: Projection): [number, number] {
  let x = reading.axes === 'xy' ? sample.x : sample.y;
  const y = reading.axes === 'xy' ? sample.y : sample.x;
  if (reading.prefix) {
    if (x < MILLION) return [Number.NaN, Number.NaN];
    x %= MILLION;
  }
  return project.toLonLat(x, y);
}

const isInside = (lon: number, lat: number, [west, south, east, north]: Extent): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

/** Samples that are asked first at the least; of many every so manieth. */
const GLANCES = 64;
const STRIDE = 16;

/** Most readings put nothing into the province: a look at some of the samples tells, and the others are not asked. */
function isHopeless(samples: readonly Sample[], reading: Reading, extent: Extent): boolean {
  const stride = Math.min(STRIDE, Math.floor(samples.length / GLANCES));
  if (stride < 2) return false;
  const project = projection(reading.epsg);
  for (let i = 0; i < samples.length; i += stride) {
    if (isInside(...place(samples[i]!, reading, project), extent)) return false;
  }
  return true;
}

/** By which zone each sample is read: all by the reading's, or each by its own. */
export type By = 'reading' | 'zone' | 'legal';

/** Where readings are tried: `seen` notes which samples one of them put into the extent. */
export type Trial = {
  readonly extent: Extent;
  readonly inCommune: InCommune | null;
  readonly seen: Uint8Array;
};

/** How well one reading places the samples. `by` other than the reading: each in a zone of its own, whatever `reading.epsg`. */
export function fitOf(samples: readonly Sample[], reading: Reading, trial: Trial, by: By = 'reading'): Fit {
  const { extent, inCommune, seen } = trial;
  if (by === 'reading' && isHopeless(samples, reading, extent))
    return { ...reading, inExtent: 0, inCommune: null };
  let inside = 0;
  let known = 0;
  let right = 0;
  for (const [i, sample] of samples.entries()) {
    const [lon, lat] = place(sample, reading, projection(by === 'reading' ? reading.epsg : sample[by]));
    const within = isInside(lon, lat, extent);
    if (within) {
      inside++;
      seen[i] = 1;
    }
    const belongs =
      inCommune === null || sample.commune === null ? null : inCommune(lon, lat, sample.commune);
    if (belongs === null) continue;
    known++;
    if (belongs && within) right++;
  }
  const total = Math.max(1, samples.length);
  return { ...reading, inExtent: inside / total, inCommune: known === 0 ? null : right / known };
}

/** Likeliest first: the province's own zones, degrees, then swapped and prefixed, then other zones, 6° zones and UTM. */
export function candidateReadings(ownZones: readonly number[]): Reading[] {
  const own = [...new Set(ownZones)].filter((epsg) => zoneOf(epsg));
  const others = ZONES.filter((zone) => zone.kind === 'vn2000-3' && !own.includes(zone.epsg));
  const six = [3405, 3406, 32648, 32649];
  const read = (epsg: number, axes: 'xy' | 'yx' = 'xy', prefix = false): Reading => ({ epsg, axes, prefix });
  return [
    ...own.map((epsg) => read(epsg)),
    read(4326),
    ...own.map((epsg) => read(epsg, 'yx')),
    read(4326, 'yx'),
    ...own.flatMap((epsg) => [read(epsg, 'xy', true), read(epsg, 'yx', true)]),
    ...others.map((zone) => read(zone.epsg)),
    ...six.map((epsg) => read(epsg)),
    ...others.map((zone) => read(zone.epsg, 'yx')),
    ...six.map((epsg) => read(epsg, 'yx')),
    ...six.map((epsg) => read(epsg, 'xy', true)),
  ];
}

/** `EPSG:9208 (VN-2000 / TM-3 104-45)`, with what else the reading does. */
export function describeReading({ epsg, axes, prefix }: Reading): MessageValue {
  const name = zoneOf(epsg)?.name;
  if (name === undefined) return `EPSG:${epsg}`;
  const million = phrase('reading.prefix', { million: metres(MILLION, 0) });
  const parts = [name, ...(axes === 'yx' ? ['Y X'] : []), ...(prefix ? [million] : [])];
  return phrase('reading.named', { epsg: String(epsg), parts });
}
