/** Columns of the exported layers and of the table before/after, by the names land systems use for them. */

import { scaleText } from '@thuadat/core/code';
import type { WriteField } from '@thuadat/formats/write/writer';
import type { AppliedRow } from '@thuadat/store/registry/export-rows';
import { COLUMN_WORDS } from './column-words.ts';
import type { Names } from './names.ts';

type Value = string | number | null;

export type Column = WriteField & {
  /** Name in a Shapefile, which holds ten characters: the abbreviation in use. */
  readonly short?: string;
  of(row: AppliedRow, names: Names): Value;
};

const text = (name: string, of: Column['of'], short = name): Column => ({ name, type: 'string', of, short });
const real = (name: string, decimals: number, of: Column['of']): Column => ({
  name,
  type: 'real',
  decimals,
  of,
});

const NEW_KEY: readonly Column[] = [
  text('tinhId', (_, names) => names.province.code),
  text('tenTinh', (_, names) => names.province.name),
  text('xaId', (row) => row.newCommune),
  text('tenXa', (row, names) => names.newCommune(row.newCommune).name),
  text('soHieuToBanDo', (row) => row.newSheet, 'SHBANDO'),
  text('soThuTuThua', (row) => row.newParcel, 'SHTHUA'),
];

const OLD_KEY: readonly Column[] = [
  text('tinhIdCu', (row) => row.oldProvince),
  text('tenTinhCu', (row, names) => names.oldProvince(row.oldProvince, row.oldEpoch).name),
  text('xaIdCu', (row) => row.oldCommune),
  text('tenXaCu', (row, names) => names.oldCommune(row.oldCommune, row.oldEpoch).name),
  text('soHieuToBanDoCu', (row) => row.oldSheet, 'SHBANDOCU'),
  text('soThuTuThuaCu', (row) => row.oldParcel, 'SHTHUACU'),
  text('tyLe', (row) => scaleText(row.oldScale)),
  text('boBanDo', (row) => row.oldSeries),
  // The date at which the old codes are read.
  { name: 'ngayMaCu', type: 'date', of: (row) => row.oldEpoch },
];

const IDENTITY: readonly Column[] = [
  text('maThuaDat', (row) => row.parcelId),
  text('nguonMa', (row) => row.idState),
  text('maDiaChiSo', (row) => row.digitalAddress),
];

const PARCEL: readonly Column[] = [
  ...NEW_KEY,
  ...OLD_KEY,
  ...IDENTITY,
  real('kinhDo', 12, (row) => row.lon),
  real('viDo', 12, (row) => row.lat),
  text('loaiDat', (row) => row.landUse),
  real('dienTich', 2, (row) => row.areaM2),
  { ...real('dienTichPhapLy', 2, (row) => row.areaLegalM2), short: 'DTPHAPLY' },
  text('diaChi', (row) => row.address),
  { name: 'hieuLucTu', type: 'date', of: (row) => row.validFrom },
  { name: 'epsgGoc', type: 'integer', of: (row) => row.zone },
  { name: 'stt', type: 'integer', of: (row) => row.ordinal },
];

/** With their titles and code lists in Vietnamese, for readers that show them in place of the name. */
export const PARCEL_COLUMNS: readonly Column[] = PARCEL.map((column) => {
  const { vi: title, codes } = COLUMN_WORDS[column.name]!;
  const meanings = Object.entries(codes ?? {}).map(([code, { vi }]) => [code, vi]);
  return { ...column, title, ...(codes ? { codes: Object.fromEntries(meanings) } : {}) };
});

export const BRIDGE_COLUMNS: readonly Column[] = [
  ...OLD_KEY,
  ...NEW_KEY,
  ...IDENTITY,
  { name: 'hieuLucTu', type: 'date', of: (row) => row.validFrom },
  { name: 'hieuLucDen', type: 'date', of: () => null },
  text('vanBan', (row, names) => names.acts(row.oldCommune, row.oldEpoch, row.newCommune)),
  text('canCu', (row) => row.resolvedBy),
  { name: 'stt', type: 'integer', of: (row) => row.ordinal },
];
