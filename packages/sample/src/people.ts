/** Holders and addresses. All made up: syllables drawn at random, no person is meant. */

import type { Random } from './random.ts';
import type { OldCommune } from './territory.ts';

const list = (text: string): readonly string[] => text.split(' ');

const FAMILIES = list(
  'Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Lương Trịnh Mai Tạ',
);
const FAMILIES_HILLS = list('Giàng Thào Vàng Sùng Lò Hoàng Lý Tẩn Chảo Hà Nông Cứ Mùa Lù Vi');
const FAMILIES_DELTA = list('Danh Thạch Sơn Kim Lâm Huỳnh Trương Quách Tô Hứa');
const MIDDLE_MEN = list('Văn Hữu Đức Quốc Minh Thanh Xuân Ngọc Công Đình Trọng Bá');
const MIDDLE_WOMEN = list('Thị Thị Thị Ngọc Thu Kim Mỹ Thùy Bích Hồng');
const MEN = list(
  'An Bình Cường Dũng Đạt Giang Hải Hùng Khánh Kiên Lâm Long Mạnh Nam Nghĩa Phong Quang Sáu Sơn Thắng Tiến Toàn Tuấn Út Việt Vinh',
);
const WOMEN = list(
  'Anh Bé Chi Diễm Dung Giang Hà Hạnh Hiền Hoa Hương Lan Liên Linh Loan Mai Nga Ngân Nhung Oanh Phượng Quyên Thảo Thủy Trang Tuyết Vân Yến',
);
const HAMLETS_HILLS = list('Nà Bản Khe Làng Phìn Tả Nậm Sín Cốc Pạc');
const HAMLET_NAMES = list('Mạ Lùng Pha Chải Hồ Ngòi Tung Sang Trang Vầu Đá Dẹt Quế Lạnh');
const STREETS = [
  'Trần Hưng Đạo',
  'Hoàng Liên',
  'Lý Thường Kiệt',
  'Nguyễn Huệ',
  'Điện Biên',
  'Phan Ngọc Hiển',
  'Lý Bôn',
  'Ngô Quyền',
  'Hùng Vương',
  'Nguyễn Tất Thành',
  'Phan Đình Phùng',
  'Lê Duẩn',
];

/** A holder's name; a few parcels belong to a couple, the commune or the state's forest board. */
export function drawHolder(commune: OldCommune, use: string, r: Random): string {
  if (use === 'DGD' || use === 'TSC' || use === 'DYT' || use === 'DKV')
    return `UBND ${lowerFirst(commune.unit.name)}`;
  if (use.startsWith('RP')) return 'Ban quản lý rừng phòng hộ';
  const hills = commune.landscape === 'hills';
  const local = hills ? FAMILIES_HILLS : FAMILIES_DELTA;
  const family = r.chance(0.3) ? r.pick(local) : r.pick(FAMILIES);
  const man = `${family} ${hills && r.chance(0.2) ? 'A' : r.pick(MIDDLE_MEN)} ${r.pick(MEN)}`;
  const woman = `${r.chance(0.3) ? r.pick(local) : r.pick(FAMILIES)} ${r.pick(MIDDLE_WOMEN)} ${r.pick(WOMEN)}`;
  const n = r.next();
  return n < 0.4 ? `Ông ${man}` : n < 0.72 ? `Bà ${woman}` : `Ông ${man} và bà ${woman}`;
}

/** `Phường Cốc Lếu` → `phường Cốc Lếu`, as inside a sentence. */
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export type AddressBook = {
  readonly places: readonly string[];
  readonly tail: string;
  readonly urban: boolean;
};

/** Hamlets or streets of a commune, and the part of the address all its parcels share. */
export function openAddressBook(commune: OldCommune, urban: boolean, r: Random): AddressBook {
  const places = new Set<string>();
  const count = r.whole(5, 9);
  while (places.size < count) {
    if (urban) places.add(`đường ${r.pick(STREETS)}`);
    else if (commune.landscape === 'delta') places.add(`ấp ${r.whole(1, 14)}`);
    else places.add(`thôn ${r.pick(HAMLETS_HILLS)} ${r.pick(HAMLET_NAMES)}`);
  }
  const tail = [commune.unit.name, commune.district, commune.province].map(lowerFirst).join(', ');
  return { places: [...places], tail, urban };
}

/** `Số 12, đường Hoàng Liên, phường …` in town, `Thôn …, xã …` elsewhere. */
export function drawAddress(book: AddressBook, built: boolean, r: Random): string {
  const place = r.pick(book.places);
  const head =
    built && book.urban ? `Số ${r.whole(1, 399)}, ${place}` : place.charAt(0).toUpperCase() + place.slice(1);
  return `${head}, ${book.tail}`;
}
