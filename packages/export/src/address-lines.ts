/** One digital address record a line, for parcels that have an identifier. */

import { type DigitalAddressRecord, digitalAddressRecord } from '@thuadat/core/assign/digital-address';
import { scaleText } from '@thuadat/core/code';
import type { SourceInfo } from '@thuadat/core/run';
import type { AppliedRow, StoredRun } from '@thuadat/store/registry/export-rows';
import type { Names } from './names.ts';

export function addressRecord(
  row: AppliedRow & { readonly parcelId: string },
  names: Names,
  run: StoredRun,
): DigitalAddressRecord {
  return digitalAddressRecord({
    maThuaDat: row.parcelId,
    maDiaChiSo: row.digitalAddress,
    point: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
    province: names.province,
    commune: names.newCommune(row.newCommune),
    sheet: row.newSheet,
    scale: scaleText(row.oldScale),
    parcel: row.newParcel,
    address: row.address,
    old: {
      province: names.oldProvince(row.oldProvince, row.oldEpoch),
      commune: names.oldCommune(row.oldCommune, row.oldEpoch),
      sheet: row.oldSheet,
      parcel: row.oldParcel,
      asOf: row.oldEpoch,
    },
    validFrom: row.validFrom,
    validTo: null,
    provenance: provenanceOf(row, run),
  });
}

/**
 * A minted code by its rules, in short (export.json has them whole); a carried one by the source that had it, whose
 * method is not known and not claimed.
 */
function provenanceOf(row: AppliedRow, { manifest, provenance }: StoredRun): Record<string, unknown> {
  const source: SourceInfo | undefined = manifest.sources[row.source];
  const origin = { state: row.idState, run: row.issuedIn ?? manifest.id, source: source?.name ?? null };
  if (row.idState === 'carried') return { ...origin, issuer: source?.name ?? null };
  const {
    issuer = null,
    version = null,
    algorithm = version,
    precision = null,
    datumOperation = null,
  } = provenance.get(origin.run) ?? {};
  return { ...origin, zone: row.zone, issuer, algorithm, precision, datumOperation };
}
