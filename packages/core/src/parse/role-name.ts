import type { ColumnRole } from '../stages.ts';

/** What people call a role. */
export const ROLE_NAMES: Readonly<Record<ColumnRole, { readonly vi: string; readonly en: string }>> = {
  province: { vi: 'mã tỉnh', en: 'province code' },
  district: { vi: 'mã huyện', en: 'district code' },
  commune: { vi: 'mã xã', en: 'commune code' },
  communeName: { vi: 'tên xã', en: 'commune name' },
  sheet: { vi: 'số hiệu tờ bản đồ', en: 'map sheet number' },
  parcel: { vi: 'số thứ tự thửa', en: 'parcel number' },
  scale: { vi: 'tỷ lệ bản đồ', en: 'map scale' },
  series: { vi: 'loại bản đồ', en: 'map series' },
  area: { vi: 'diện tích', en: 'area' },
  areaLegal: { vi: 'diện tích pháp lý', en: 'legal area' },
  landUse: { vi: 'loại đất', en: 'land use' },
  holder: { vi: 'chủ sử dụng', en: 'holder' },
  address: { vi: 'địa chỉ thửa đất', en: 'parcel address' },
  parcelId: { vi: 'mã định danh thửa đất', en: 'parcel identifier' },
  digitalAddress: { vi: 'mã địa chỉ số', en: 'digital address code' },
  oldProvince: { vi: 'mã tỉnh cũ', en: 'old province code' },
  oldCommune: { vi: 'mã xã cũ', en: 'old commune code' },
  oldSheet: { vi: 'số tờ bản đồ cũ', en: 'old map sheet number' },
  oldParcel: { vi: 'số thửa cũ', en: 'old parcel number' },
  geometry: { vi: 'hình học', en: 'geometry' },
  x: { vi: 'tọa độ X', en: 'x coordinate' },
  y: { vi: 'tọa độ Y', en: 'y coordinate' },
};
