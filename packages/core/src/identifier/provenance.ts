/** What is kept with every identifier, so that anyone can say later by which rules it was made. */
import { VN2000_TO_WGS84 } from '../geodesy/datum.ts';
import { UNITS } from './canonical.ts';
import { PARCEL_ID_LENGTH } from './geohash.ts';
import { PRECISION } from './point.ts';

export const IDENTIFIER_ALGORITHM = {
  /** Changes whenever one vector of data-samples/vectors/parcel-id.csv changes; identifiers already issued never do. */
  version: 'thuadat-1',
  act: '19/2026/TT-BNNMT, Phụ lục I',
  point: 'polylabel',
  /** Metres. */
  precision: PRECISION,
  /** Metres: vertices are rounded to this grid first. */
  grid: 1 / UNITS,
  datumOperation: VN2000_TO_WGS84.operation,
  datumAct: VN2000_TO_WGS84.act,
  code: 'geohash',
  length: PARCEL_ID_LENGTH,
} as const;

/** Who made a code: this toolkit, or the system the source came from. */
export type IdentifierOrigin = 'minted' | 'carried';

/** Plain data, stored beside the code. A carried code's method is not known and is not claimed. */
export type IdentifierProvenance = {
  readonly origin: IdentifierOrigin;
  /** Name of the issuing system or source, as the run has it. */
  readonly issuer: string;
  readonly algorithm: string | null;
  readonly precision: number | null;
  /** EPSG code of the plane in which the point was found. */
  readonly zone: number;
  readonly datumOperation: string;
  /** Metres in the zone. */
  readonly x: number | null;
  readonly y: number | null;
};

export function provenance(
  origin: IdentifierOrigin,
  issuer: string,
  zone: number,
  point: { readonly x: number; readonly y: number } | null,
): IdentifierProvenance {
  const minted = origin === 'minted';
  return {
    origin,
    issuer,
    algorithm: minted ? IDENTIFIER_ALGORITHM.version : null,
    precision: minted ? IDENTIFIER_ALGORITHM.precision : null,
    zone,
    datumOperation: IDENTIFIER_ALGORITHM.datumOperation,
    x: point?.x ?? null,
    y: point?.y ?? null,
  };
}
