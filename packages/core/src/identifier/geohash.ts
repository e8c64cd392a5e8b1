/**
 * GeoHash: interleaved halvings of longitude and latitude, longitude first, five bits a character. A cell's edge is
 * −180 + 45·k/2²⁷ degrees (−90 + 45·k/2²⁸), exact in a double, so the cell of a point is found by comparison and never by a
 * rounded product; a point on an edge belongs to the cell north or east of it.
 */

import type { CodeResult, ParcelId } from '../code.ts';
import { CODE_MESSAGES } from '../message/code.ts';
import { message } from '../message/message.ts';

export const GEOHASH_ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';
/** Circular 19/2026/TT-BNNMT, Appendix I: 12 characters, 60 bits. */
export const PARCEL_ID_LENGTH = 12;

/** Degrees; the cell holds its south and west edges. */
export type GeohashCell = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Centre. */
  readonly lon: number;
  readonly lat: number;
};

const VALUES = new Map([...GEOHASH_ALPHABET].map((letter, value) => [letter, value]));
const STEPS = 2 ** 30;
const LON_STEP = 45 / 2 ** 27;
const LAT_STEP = 45 / 2 ** 28;

/** Greatest k with `from + k·step` ≤ `degrees`: an estimate, then exact comparison. */
function stepIndex(degrees: number, from: number, step: number): number {
  let k = Math.min(STEPS - 1, Math.max(0, Math.floor((degrees - from) / step)));
  if (from + k * step > degrees && k > 0) k--;
  if (k < STEPS - 1 && from + (k + 1) * step <= degrees) k++;
  return k;
}

/** Throws on a position that is not on the Earth: the caller has checked. */
export function encodeGeohash(lat: number, lon: number, length = PARCEL_ID_LENGTH): string {
  if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) {
    throw new Error(`latitude ${lat}, longitude ${lon} found; −90…90 and −180…180 degrees expected`);
  }
  if (!Number.isInteger(length) || length < 1 || length > PARCEL_ID_LENGTH) {
    throw new Error(`GeoHash length ${length} found; 1 to ${PARCEL_ID_LENGTH} expected`);
  }
  const x = stepIndex(lon, -180, LON_STEP);
  const y = stepIndex(lat, -90, LAT_STEP);
  let text = '';
  for (let i = 0; i < length; i++) {
    let value = 0;
    for (let bit = 5 * i; bit < 5 * i + 5; bit++) {
      value = (value << 1) | (((bit & 1 ? y : x) >> (29 - (bit >> 1))) & 1);
    }
    text += GEOHASH_ALPHABET[value]!;
  }
  return text;
}

/** The cell of a code of 1 to 12 characters, either case; null when a character is not of the alphabet. */
export function decodeGeohash(text: string): GeohashCell | null {
  if (text.length < 1 || text.length > PARCEL_ID_LENGTH) return null;
  let x = 0;
  let y = 0;
  let bit = 0;
  for (const letter of text.toLowerCase()) {
    const value = VALUES.get(letter);
    if (value === undefined) return null;
    for (let shift = 4; shift >= 0; shift--, bit++) {
      if (bit & 1) y = y * 2 + ((value >> shift) & 1);
      else x = x * 2 + ((value >> shift) & 1);
    }
  }
  const lonStep = 360 / 2 ** ((bit + 1) >> 1);
  const latStep = 180 / 2 ** (bit >> 1);
  const west = -180 + x * lonStep;
  const south = -90 + y * latStep;
  return {
    west,
    south,
    east: west + lonStep,
    north: south + latStep,
    lon: west + lonStep / 2,
    lat: south + latStep / 2,
  };
}

/** A parcel identifier as a source writes it; upper case and surrounding space are accepted and reported. */
export function parseParcelId(text: string): CodeResult<ParcelId> {
  const plain = text.trim().toLowerCase();
  if (!/^[0-9b-hjkmnp-z]{12}$/.test(plain)) {
    return {
      ok: false,
      found: text,
      expected: message(CODE_MESSAGES, 'code.parcel-id', {}),
    };
  }
  return { ok: true, value: plain as ParcelId, fix: plain === text ? null : 'trim' };
}

/** The identifier's 60 bits: a compact, order-preserving key. */
export function parcelIdBits(id: ParcelId): bigint {
  let bits = 0n;
  for (const letter of id) bits = (bits << 5n) | BigInt(VALUES.get(letter)!);
  return bits;
}

/** The inverse of {@link parcelIdBits}. */
export function parcelIdOfBits(bits: bigint): ParcelId {
  let text = '';
  for (let shift = 55n; shift >= 0n; shift -= 5n) text += GEOHASH_ALPHABET[Number((bits >> shift) & 31n)]!;
  return text as ParcelId;
}
