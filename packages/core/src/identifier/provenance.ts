/** What is kept with the identifiers a run issues, so that anyone can say later by which rules they were made. */
import { VN2000_TO_WGS84 } from '../geodesy/datum.ts';
import { UNITS } from './canonical.ts';
import { PARCEL_ID_LENGTH } from './geohash.ts';
import type { DatumRule, IdentifierMethod, PointRule } from './method.ts';
import { methodText, normalMethod } from './method-text.ts';

/** Changes whenever one vector of data-samples/vectors/parcel-id.csv changes; identifiers already issued never do. */
const VERSION = 'thuadat-2';

/** Plain data, stored once a run beside its codes. A carried code's method is not known and is not claimed. */
export type IdentifierProvenance = {
  /** Program and version. */
  readonly issuer: string;
  readonly version: string;
  /** Version, and the method where it is not ours: codes were made alike when this is the same. */
  readonly algorithm: string;
  readonly method: IdentifierMethod;
  readonly act: string;
  readonly point: PointRule;
  /** In units of the plane (metres; degrees in `degrees`), where the search stopped; null = nowhere short of the point itself. */
  readonly precision: number | null;
  /** Metres: vertices were rounded to this grid first; null = taken as given. */
  readonly grid: number | null;
  readonly datumOperation: DatumRule;
  readonly datumAct: string;
  readonly code: 'geohash';
  readonly length: number;
};

/** `thuadat-2` for ours; `thuadat-2 polylabel 0.01 m raw` where another was followed. */
export const algorithmOf = (method: IdentifierMethod): string =>
  [VERSION, methodText(method)].filter((word) => word !== '').join(' ');

export function identifierProvenance(method: IdentifierMethod, issuer: string): IdentifierProvenance {
  const normal = normalMethod(method);
  const canonical = normal.point === 'pole' || normal.vertices === 'canonical';
  return {
    issuer,
    version: VERSION,
    algorithm: algorithmOf(normal),
    method: normal,
    act: '19/2026/TT-BNNMT, Phụ lục I',
    point: normal.point,
    precision: normal.precision ?? null,
    grid: canonical ? 1 / UNITS : null,
    datumOperation: normal.datum ?? VN2000_TO_WGS84.operation,
    datumAct: VN2000_TO_WGS84.act,
    code: 'geohash',
    length: PARCEL_ID_LENGTH,
  };
}
