/**
 * Columns that say who a person is: names, papers, birth, contact (Law 91/2025/QH15 on the protection of personal data, article 2). Told by
 * name, for a table says no more; a column whose name tells nothing, as `GHICHU`, is not among them.
 */
import { COLUMN_NAMES } from './column-names.ts';
import { foldName } from './roles.ts';

const HOLDER = new Set(COLUMN_NAMES.holder.map(foldName));
const PERSONAL = [
  /^(ten|hoten|maso|ngaysinh|namsinh|diachi|loai|email|gioitinh|sdt)?(chu|chusudung|chusohuu|nguoisudung|nguoisohuu)(dat|thua|thuadat|ho)?\d*$/,
  /hoten|holder|owner|tenvo|tenchong|vochong|nguoidaidien|nguoikekhai|nguoinhan/,
  /cccd|cmnd|cancuoc|chungminh|hochieu|sogiayto|giaytotuythan|dinhdanhcanhan|sodinhdanh|ddcn|masothue|^mst$/,
  /ngaysinh|namsinh|gioitinh|dantoc|quoctich|thuongtru|tamtru|noicutru/,
  /dienthoai|^sdt|^sodt$|dtdd|email|phone|lienhe/,
];

export function isPersonalColumn(name: string): boolean {
  const folded = foldName(name);
  return HOLDER.has(folded) || PERSONAL.some((pattern) => pattern.test(folded));
}
