/**
 * The record by which a parcel is made known to the national digital address platform. The platform's own exchange form
 * is not public: this one is the toolkit's, and replaceable. The parcel identifier is the key by which `maDiaChiSo`
 * comes back.
 */
export const DIGITAL_ADDRESS_PROFILE = 'thuadat-unofficial-1';

export type NamedUnit = { readonly code: string; readonly name: string | null };

export type DigitalAddressRecord = {
  readonly profile: typeof DIGITAL_ADDRESS_PROFILE;
  readonly maThuaDat: string;
  /** Given by the platform; null until then. */
  readonly maDiaChiSo: string | null;
  /** Representative point, WGS84 degrees. */
  readonly point: { readonly lon: number; readonly lat: number } | null;
  readonly province: NamedUnit;
  readonly commune: NamedUnit;
  readonly sheet: string;
  readonly scale: string | null;
  readonly parcel: string;
  readonly address: {
    /** As the source has it, verbatim. */
    readonly old: string | null;
    /** Composed of the parcel's new key alone: free text is not rewritten, for no program knows which words in it are units. */
    readonly new: string;
  };
  readonly old: {
    readonly province: NamedUnit;
    readonly commune: NamedUnit;
    readonly sheet: string;
    readonly parcel: string;
    /** Date at which the old codes are read. */
    readonly asOf: string;
  };
  readonly validFrom: string;
  /** Exclusive; null = in force. */
  readonly validTo: string | null;
  readonly provenance: Readonly<Record<string, unknown>>;
};

export type DigitalAddressParcel = Omit<DigitalAddressRecord, 'profile' | 'address'> & {
  readonly address: string | null;
};

/** The address by which land law names a parcel: parcel, sheet, commune, province. Unnamed units go by their code. */
export const keyAddress = (parcel: {
  readonly parcel: string;
  readonly sheet: string;
  readonly commune: NamedUnit;
  readonly province: NamedUnit;
}): string =>
  [
    `Thửa đất số ${parcel.parcel}`,
    `tờ bản đồ số ${parcel.sheet}`,
    parcel.commune.name ?? `xã ${parcel.commune.code}`,
    parcel.province.name ?? `tỉnh ${parcel.province.code}`,
  ].join(', ');

/** Keys in one fixed order, so that equal parcels give equal lines. */
export function digitalAddressRecord(parcel: DigitalAddressParcel): DigitalAddressRecord {
  return {
    profile: DIGITAL_ADDRESS_PROFILE,
    maThuaDat: parcel.maThuaDat,
    maDiaChiSo: parcel.maDiaChiSo,
    point: parcel.point,
    province: parcel.province,
    commune: parcel.commune,
    sheet: parcel.sheet,
    scale: parcel.scale,
    parcel: parcel.parcel,
    address: { old: parcel.address, new: keyAddress(parcel) },
    old: parcel.old,
    validFrom: parcel.validFrom,
    validTo: parcel.validTo,
    provenance: parcel.provenance,
  };
}
