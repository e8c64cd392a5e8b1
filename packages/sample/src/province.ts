/**
 * Where the synthetic country lies. Codes, names and zones come from `admin-units`; the boxes are rectangles of about
 * the provinces' true areas inside their true extents, so that coordinates, zones and identifiers look right while no
 * real boundary is drawn.
 */
import { findProfile, PROFILES } from '@thuadat/admin-units/index';
import { type IsoDate, parseIsoDate, sure } from '@thuadat/core/code';
import type { ProvinceProfile } from '@thuadat/core/profile';

export type Landscape = 'hills' | 'delta';

export type Site = {
  /** File name of the old province's export. */
  readonly slug: string;
  /** WGS84 degrees: west, south, east, north. */
  readonly box: readonly [number, number, number, number];
  readonly landscape: Landscape;
};

/** Last day of the old codes and first day of the new ones. */
export const OLD_EPOCH: IsoDate = sure(parseIsoDate('2025-06-30'));
export const NEW_EPOCH: IsoDate = sure(parseIsoDate('2025-07-01'));

/** By old province code. */
export const SITES: Readonly<Record<string, Site>> = {
  '10': { slug: 'lao-cai-10', box: [103.66, 22.0, 104.46, 22.72], landscape: 'hills' },
  '15': { slug: 'yen-bai-15', box: [104.02, 21.4, 104.98, 21.97], landscape: 'hills' },
  '96': { slug: 'ca-mau-96', box: [104.78, 8.68, 105.28, 9.52], landscape: 'delta' },
  '95': { slug: 'bac-lieu-95', box: [105.33, 9.08, 105.79, 9.55], landscape: 'delta' },
};

/** Throws a sentence for the command line when the province is not one the sample knows. */
export function sampleProfile(id: string): ProvinceProfile {
  const found = findProfile(id);
  if (found) return found;
  const known = PROFILES.map((profile) => profile.id).join(', ');
  throw new Error(`Province "${id}": not known to the sample generator. Expected one of: ${known}.`);
}
