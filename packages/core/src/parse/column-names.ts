/**
 * Column names of Vietnamese land systems by role: VBDLIS (`xaId`), VNPT-iLIS and ViLIS (`MA_XA`), ELIS, FAMIS/gCadas
 * (`SHBANDO`), and plain English. Folded: no case, accents, blanks or punctuation. Within a role the order is the rank:
 * a later name gives way to an earlier one only where `mayYield` in `roles.ts` says so.
 *
 * Not here on purpose: `maThua` (an inner code of the parcel, not the identifier `maThuaDat`), `thuaDatId` (a row number),
 * `loaiThuaDat` (kind of parcel, not land use), `diaChiChu` (the holder's address, not the parcel's).
 */
import type { ColumnRole } from '../stages.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

export const COLUMN_NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  province: words('tinhId maTinh maTinhTp maTinhThanh tinhThanhPhoId matp provinceId provinceCode province'),
  district: words('huyenId maHuyen maQuanHuyen maQH maHuyenThi quanHuyenId districtId districtCode district'),
  commune: words(
    'xaId maXa maPhuongXa maXaPhuong maXaPhuongThiTran phuongXaId xaPhuongId maDvhcXa maDvhc dvhcId maDonViHanhChinh maDonViHanhChinhXa maPhuong maXP communeId communeCode wardId wardCode commune',
  ),
  communeName: words(
    'tenXa tenPhuongXa tenXaPhuong tenXaPhuongThiTran tenDvhc tenDonViHanhChinh tenPhuong xaPhuong phuongXa xaPhuongThiTran xa phuong communeName wardName',
  ),
  sheet: words(
    'soHieuToBanDo soHieuBanDo shBanDo shToBanDo shTo shBD shTBD soToBanDo soToBD soTo toBanDo toBD toSo tbd soHieuTo soHieuTBD to sheetNumber sheetNo sheet mapSheet',
  ),
  parcel: words(
    'soThuTuThua soThuTuThuaDat soHieuThua soHieuThuaDat shThua shThuaDat soThua soThuaDat soTTThua sttThua thuaDatSo thuaSo thua parcelNumber parcelNo parcel',
  ),
  scale: words('tyLe tiLe tyLeBanDo tiLeBanDo tyLeBD tiLeBD mauTyLe mauSoTyLe scale mapScale'),
  series: words('loaiBanDoDiaChinh loaiBanDo loaiToBanDo boBanDo series'),
  area: words(
    'dienTich dienTichDoDac dienTichDo dienTichBanDo dienTichBD dienTichTuNhien dTich dtBD area shapeArea stArea',
  ),
  areaLegal: words(
    'dienTichPhapLy dienTichPL dtPhapLy dtpl dienTichGCN dienTichCapGCN dienTichTrenGCN dtGCN legalArea areaLegal',
  ),
  landUse: words(
    'loaiDat khLoaiDat kyHieuLoaiDat maLoaiDat mdsd mdsdd maMucDichSuDung maMucDichSuDungDat mucDichSuDung mucDichSuDungDat mucDichSD maMdsd kyHieuMdsd kyHieuDat khLD landUse landUseCode',
  ),
  holder: words(
    'tenChu tenChuSuDung tenChuSuDungDat tenChuSD chuSuDung chuSuDungDat chuSD tenNguoiSuDung tenNguoiSuDungDat nguoiSuDung nguoiSuDungDat chuSoHuu holder owner ownerName',
  ),
  address: words('diaChi diaChiThua diaChiThuaDat dcThua dcThuaDat viTri xuDong address'),
  parcelId: words(
    'maThuaDat maDinhDanhThuaDat maDinhDanhThua maDinhDanh mddThuaDat mddThua maDDThua maDDThuaDat mdd parcelId parcelIdentifier',
  ),
  digitalAddress: words('maDiaChiSo diaChiSo maDCSo digitalAddress digitalAddressCode'),
  oldProvince: words('tinhIdCu maTinhCu tinhCuId oldProvince oldProvinceCode'),
  oldCommune: words('xaIdCu maXaCu xaCuId maPhuongXaCu maDvhcCu maDvhcXaCu oldCommune oldCommuneCode'),
  oldSheet: words(
    'soHieuToBanDoCu shBanDoCu soHieuBanDoCu shToCu soToCu soToBanDoCu toBanDoCu toCu oldSheet oldSheetNumber',
  ),
  oldParcel: words(
    'soThuTuThuaCu shThuaCu soHieuThuaCu soThuaCu soThuaDatCu thuaCu oldParcel oldParcelNumber',
  ),
  geometry: words('geometry geom wkt wkb theGeom shape hinhHoc wktGeometry wkbGeometry geomWkt'),
  x: words('x toaDoX xCoord coordX easting lon lng longitude kinhDo'),
  y: words('y toaDoY yCoord coordY northing lat latitude viDo'),
};
