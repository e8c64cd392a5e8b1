/** Column names of the systems the provinces use, so that each sample file looks like an export of one of them. */
import type { SampleRole } from './generate.ts';

export type Column = {
  readonly role: SampleRole;
  readonly name: string /** Bytes in a DBF. */;
  readonly width: number;
};

const ROLES = [
  ['province', 2],
  ['district', 3],
  ['commune', 8],
  ['communeName', 40],
  ['sheet', 6],
  ['scale', 5],
  ['parcel', 7],
  ['area', 12],
  ['areaLegal', 12],
  ['landUse', 10],
  ['holder', 70],
  ['address', 120],
  ['parcelId', 12],
] as const;

const columns = (names: string): readonly Column[] =>
  names.split(' ').map((name, i) => ({ role: ROLES[i]![0], name, width: ROLES[i]![1] }));

export type Dialect = 'vbdlis' | 'famis' | 'ilis';

export const DIALECTS: Readonly<Record<Dialect, readonly Column[]>> = {
  vbdlis: columns(
    'tinhId huyenId xaId tenXa soHieuToBanDo tyLe soThuTuThua dienTich dienTichPhapLy loaiDat tenChu diaChi maThuaDat',
  ),
  famis: columns(
    'MATINH MAHUYEN MAXA TENXA SHBANDO TYLE SHTHUA DIENTICH DTPHAPLY LOAIDAT TENCHU DIACHI MATHUADAT',
  ),
  ilis: columns(
    'MA_TINH MA_HUYEN MA_XA TEN_XA SO_TO TY_LE SO_THUA DIEN_TICH DIEN_TICH_PL MDSD CHU_SU_DUNG DIA_CHI MA_DINH_DANH',
  ),
};
