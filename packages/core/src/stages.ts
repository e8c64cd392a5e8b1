/**
 * Plain data handed from stage to stage: read → parse → resolve → assign → check → commit → export.
 * Everything here survives `structuredClone`; what the user wrote stays verbatim beside what was made of it.
 */
import type {
  CommuneCode,
  IsoDate,
  ParcelId,
  ParcelNumber,
  ProvinceCode,
  Scale,
  SheetNumber,
} from './code.ts';
import type { Issue } from './issue/index.ts';

/** What a column of a source holds. */
export type ColumnRole =
  | 'province'
  | 'district'
  | 'commune'
  | 'communeName'
  | 'sheet'
  | 'parcel'
  | 'scale'
  | 'series'
  | 'area'
  | 'areaLegal'
  | 'landUse'
  | 'holder'
  | 'address'
  | 'parcelId'
  | 'digitalAddress'
  | 'oldProvince'
  | 'oldCommune'
  | 'oldSheet'
  | 'oldParcel'
  | 'geometry'
  | 'x'
  | 'y';

/** Not trusted: text as the file has it. `parse` makes a {@link ParcelDraft} of it. */
export type SourceRecord = {
  /** 1-based position in the layer, or the feature id where the format has one; unique in the layer. */
  readonly record: number;
  /** Verbatim attribute texts, aligned with the layer's `fields`; null = no value. Legacy bytes come as Latin-1 text. */
  readonly values: readonly (string | null)[];
  /** Little-endian ISO WKB in the source's CRS, Z/M dropped; null = no geometry. */
  readonly geometry: Uint8Array | null;
  /** Places of columns whose cell is covered by another one: spreadsheets keep one value for merged cells. */
  readonly merged?: readonly number[];
  /** What kept the record from being joined to a table of attributes; absent where it was, or none was asked for. */
  readonly join?: JoinFinding;
};

/** A shape without a row, a row without a shape, or a key that stands twice on one of the sides. */
export type JoinFinding = {
  readonly code: 'attributes.no-row' | 'attributes.no-geometry' | 'attributes.doubled';
  /** The key. */
  readonly found: string;
  /** The table, and of a row its place in it. */
  readonly table: string;
};

/** A repair that was made while parsing, beside the raw value; never silent. */
export type Fix = {
  readonly role: ColumnRole;
  readonly raw: string;
  readonly value: string;
  readonly reason: string;
};

/** A parcel with its codes parsed once, here. Null = absent or unparsable (then there is an issue). */
export type ParcelDraft = {
  /** Position in the run: sources in the run's order, layers and records in file order. The record's name in a run. */
  readonly ordinal: number;
  readonly source: number;
  readonly layer: number;
  readonly record: number;
  readonly values: readonly (string | null)[];
  readonly geometry: Uint8Array | null;
  /** EPSG code of the geometry's VN-2000 zone (9208, 9207, 5897 …), or 4326. */
  readonly zone: number;
  readonly province: ProvinceCode | null;
  readonly commune: CommuneCode | null;
  readonly communeName: string | null;
  readonly sheet: SheetNumber | null;
  readonly scale: Scale | null;
  readonly series: string | null;
  readonly parcel: ParcelNumber | null;
  /** Square metres. */
  readonly areaLegal: number | null;
  readonly landUse: string | null;
  readonly address: string | null;
  /** Identifier the source already carries, verbatim; checked and kept, never overwritten silently. */
  readonly carriedId: string | null;
  readonly digitalAddress: string | null;
  readonly fixes: readonly Fix[];
  readonly issues: readonly Issue[];
};

/** How the new commune was found. */
export type ResolvedBy = 'code' | 'geometry' | 'decision';

/** A draft with its new commune, or the reason why there is none. */
export type Resolved =
  | {
      readonly status: 'resolved';
      readonly commune: CommuneCode;
      readonly by: ResolvedBy;
      readonly share: number | null;
    }
  | { readonly status: 'ambiguous'; readonly candidates: readonly Candidate[]; readonly issue: Issue }
  | { readonly status: 'rejected'; readonly issue: Issue };

/** A possible new commune and the share (0..1) of the parcel's area inside its boundary, when a boundary is known. */
export type Candidate = { readonly commune: CommuneCode; readonly share: number | null };

/** Key by which a parcel is legally found. */
export type ParcelKey = {
  readonly commune: CommuneCode;
  readonly sheet: SheetNumber;
  readonly scale: Scale | null;
  readonly parcel: ParcelNumber;
};

/** `minted`: issued by this run. `carried`: came with the source and passed the checks. `registry`: issued by an earlier run. `pending`: none yet, an issue says why. */
export type IdState = 'minted' | 'carried' | 'registry' | 'pending';

/** The parcel's identifier with its provenance. */
export type Identified = {
  readonly parcelId: ParcelId | null;
  readonly state: IdState;
  /** Representative point, WGS84 degrees. */
  readonly lon: number | null;
  readonly lat: number | null;
};

/** Outcome of one input record. Every record of every source has exactly one, whatever its status. */
export type Assignment = {
  readonly draft: ParcelDraft;
  readonly status: 'assigned' | 'ambiguous' | 'rejected';
  /** Why it is not assigned: the code of the deciding issue; null when assigned. */
  readonly reason: Issue['code'] | null;
  readonly resolvedBy: ResolvedBy | null;
  readonly share: number | null;
  readonly candidates: readonly Candidate[];
  /** Null unless the commune, sheet and parcel are certain. */
  readonly newKey: ParcelKey | null;
  readonly id: Identified;
  readonly issues: readonly Issue[];
};

/** Dates a name was or is valid: half-open [from, to). */
export type Validity = { readonly from: IsoDate; readonly to: IsoDate | null };
