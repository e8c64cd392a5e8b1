/** What the columns of the exports are called and mean, for the data dictionary and for readers that show titles in place of names. */

export type ColumnWords = {
  readonly vi: string;
  readonly en: string;
  /** Unit of the values, as a symbol. */
  readonly unit?: string;
  /** Meaning of each code that the column may hold. */
  readonly codes?: Readonly<Record<string, { readonly vi: string; readonly en: string }>>;
};

const words = (vi: string, en: string, more: Pick<ColumnWords, 'unit' | 'codes'> = {}): ColumnWords => ({
  vi,
  en,
  ...more,
});

const ID_STATES = {
  minted: { vi: 'mới cấp trong lượt chạy này', en: 'issued by this run' },
  carried: { vi: 'có sẵn trong nguồn, được giữ', en: 'carried by the source and kept' },
  registry: { vi: 'đã đăng ký ở lượt chạy trước, được giữ', en: 'registered by an earlier run and kept' },
  pending: { vi: 'chưa cấp được mã', en: 'no identifier issued yet' },
};
const SEVERITIES = {
  blocking: { vi: 'chặn áp dụng', en: 'keeps the commune from being applied' },
  error: { vi: 'lỗi của thửa', en: 'the parcel is not fit for use' },
  warning: { vi: 'cần người xem', en: 'a person should look' },
  info: { vi: 'ghi nhận', en: 'said for the record' },
};

export const COLUMN_WORDS: Readonly<Record<string, ColumnWords>> = {
  tinhId: words('Mã tỉnh', 'Province code'),
  tenTinh: words('Tên tỉnh', 'Province'),
  xaId: words('Mã xã', 'Commune code'),
  tenXa: words('Tên xã', 'Commune'),
  soHieuToBanDo: words('Số hiệu tờ bản đồ', 'Map sheet number'),
  soThuTuThua: words('Số thứ tự thửa', 'Parcel number'),
  tinhIdCu: words('Mã tỉnh cũ', 'Old province code'),
  tenTinhCu: words('Tên tỉnh cũ', 'Old province'),
  xaIdCu: words('Mã xã cũ', 'Old commune code'),
  tenXaCu: words('Tên xã cũ', 'Old commune'),
  soHieuToBanDoCu: words('Số hiệu tờ bản đồ cũ', 'Old map sheet number'),
  soThuTuThuaCu: words('Số thứ tự thửa cũ', 'Old parcel number'),
  tyLe: words('Tỷ lệ bản đồ', 'Map scale'),
  boBanDo: words('Loại bản đồ', 'Map series'),
  ngayMaCu: words('Ngày của mã cũ', 'Date at which the old codes are read'),
  maThuaDat: words('Mã định danh thửa đất', 'Parcel identifier'),
  nguonMa: words('Nguồn của mã định danh', 'Where the identifier comes from', { codes: ID_STATES }),
  maDiaChiSo: words('Mã địa chỉ số', 'Digital address code'),
  kinhDo: words('Kinh độ (WGS 84)', 'Longitude (WGS 84)', { unit: '°' }),
  viDo: words('Vĩ độ (WGS 84)', 'Latitude (WGS 84)', { unit: '°' }),
  loaiDat: words('Loại đất', 'Land use'),
  dienTich: words('Diện tích đo', 'Measured area', { unit: 'm²' }),
  dienTichPhapLy: words('Diện tích pháp lý', 'Legal area', { unit: 'm²' }),
  diaChi: words('Địa chỉ thửa đất', 'Parcel address'),
  tenChu: words('Chủ sử dụng', 'Holder'),
  hieuLucTu: words('Hiệu lực từ', 'In force from'),
  hieuLucDen: words('Hiệu lực đến', 'In force until'),
  epsgGoc: words('Hệ tọa độ của nguồn (EPSG)', 'System of the source (EPSG)'),
  stt: words('Số thứ tự trong lượt chạy', 'Number in the run'),
  vanBan: words('Văn bản', 'Acts'),
  canCu: words('Căn cứ xác định xã mới', 'What decided the new commune'),
  donVi: words('Xã trong lượt chạy', 'Commune in the run'),
  nguon: words('Tệp nguồn', 'Source file'),
  lop: words('Lớp', 'Layer'),
  banGhi: words('Số bản ghi trong lớp', 'Record number in the layer'),
  lyDo: words('Mã lý do', 'Code of the reason'),
  noiDungVi: words('Nội dung', 'Sentence in Vietnamese'),
  huongXuLyVi: words('Hướng xử lý', 'Next step in Vietnamese'),
  noiDungEn: words('Nội dung (tiếng Anh)', 'Sentence in English'),
  huongXuLyEn: words('Hướng xử lý (tiếng Anh)', 'Next step in English'),
  ungVien: words('Các xã có thể', 'Communes that it may belong to'),
  thuocTinhGoc: words('Thuộc tính gốc (JSON)', 'Columns of the source (JSON)'),
  mucDo: words('Mức độ', 'Severity', { codes: SEVERITIES }),
  ma: words('Mã vấn đề', 'Code of the issue'),
  doiTuong: words('Đối tượng', 'Subject'),
  cot: words('Cột', 'Column'),
  timThay: words('Tìm thấy', 'Found'),
  canCo: words('Cần có', 'Expected'),
};
