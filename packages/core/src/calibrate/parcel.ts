/** Parcels that carry a code, made ready for measuring. */

import type { Polygonal } from '../geometry/polygonal.ts';
import { decodeGeohash, parseParcelId } from '../identifier/geohash.ts';
import { type SoundParcel, soundParcel } from '../identifier/method/emulate.ts';
import type { MessageValue } from '../message/message.ts';

export type CalibrationParcel = {
  /** How the parcel is named to people. */
  readonly subject: MessageValue;
  readonly polygon: Polygonal;
  /** EPSG code of the polygon's coordinates. */
  readonly crs: number;
  /** EPSG code of the old province's 3° zone. */
  readonly zone: number;
  /** The identifier it carries, as the source has it. */
  readonly code: string;
};

export type UsableParcel = {
  readonly subject: MessageValue;
  readonly parcel: SoundParcel;
  readonly parts: number;
  readonly code: string;
  /** Centre of the code's cell, degrees. */
  readonly lon: number;
  readonly lat: number;
};

/** Why a parcel's code says nothing: it cannot be read, or the boundary is not sound. */
export type Unusable = { readonly unreadable: number; readonly unsound: number };

export function usableParcels(parcels: readonly CalibrationParcel[]): {
  readonly usable: readonly UsableParcel[];
  readonly unusable: Unusable;
} {
  const usable: UsableParcel[] = [];
  let unreadable = 0;
  let unsound = 0;
  for (const { subject, polygon, crs, zone, code } of parcels) {
    const parsed = parseParcelId(code);
    if (!parsed.ok) {
      unreadable++;
      continue;
    }
    const parcel = soundParcel(polygon, zone, crs);
    if (!parcel.ok) {
      unsound++;
      continue;
    }
    const { lon, lat } = decodeGeohash(parsed.value)!;
    const parts = parcel.given.polygonEnds.length;
    usable.push({ subject, parcel, parts, code: parsed.value, lon, lat });
  }
  return { usable, unusable: { unreadable, unsound } };
}

/** At most `limit` of them, evenly through the list. */
export function spread<T>(items: readonly T[], limit: number): T[] {
  if (items.length <= limit) return [...items];
  return Array.from({ length: limit }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / limit)]!);
}

export type ParcelSample<T> = { add(item: T): void; readonly seen: number; items(): readonly T[] };

/** Evenly spaced items of a stream whose length is not known: `most` of them at most, more than half as many; the same for the same stream. */
export function streamSample<T>(most: number): ParcelSample<T> {
  let kept: T[] = [];
  let stride = 1;
  let seen = 0;
  return {
    add(item) {
      if (seen++ % stride !== 0) return;
      kept.push(item);
      if (kept.length <= most) return;
      kept = kept.filter((_, i) => i % 2 === 0);
      stride *= 2;
    },
    get seen() {
      return seen;
    },
    items: () => kept,
  };
}
