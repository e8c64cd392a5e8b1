/**
 * Where the synthetic country lies. Codes and names come from `admin-units`; the boxes are rectangles of about the
 * provinces' true areas inside their true extents, so that coordinates, zones and identifiers look right while no
 * real boundary is drawn.
 */
import type { IsoDate } from '@thuadat/core/code';

export type Landscape = 'hills' | 'delta';

export type OldProvince = {
  readonly code: string;
  readonly name: string;
  /** File name of the province's export. */
  readonly slug: string;
  /** EPSG code of its cadastral maps (VN-2000, 3° zone). */
  readonly zone: number;
  /** WGS84 degrees: west, south, east, north. */
  readonly box: readonly [number, number, number, number];
  readonly landscape: Landscape;
};

export type SampleProvince = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly old: readonly OldProvince[];
};

/** Last day of the old codes and first day of the new ones (Resolution 202/2025/QH15). */
export const OLD_EPOCH = '2025-06-30' as IsoDate;
export const NEW_EPOCH = '2025-07-01' as IsoDate;

export const SAMPLE_PROVINCES: readonly SampleProvince[] = [
  {
    id: 'lao-cai',
    code: '15',
    name: 'Tỉnh Lào Cai',
    old: [
      {
        code: '10',
        name: 'Tỉnh Lào Cai',
        slug: 'lao-cai-10',
        zone: 9208,
        box: [103.66, 22.0, 104.46, 22.72],
        landscape: 'hills',
      },
      {
        code: '15',
        name: 'Tỉnh Yên Bái',
        slug: 'yen-bai-15',
        zone: 9208,
        box: [104.02, 21.4, 104.98, 21.97],
        landscape: 'hills',
      },
    ],
  },
  {
    id: 'ca-mau',
    code: '96',
    name: 'Tỉnh Cà Mau',
    old: [
      {
        code: '96',
        name: 'Tỉnh Cà Mau',
        slug: 'ca-mau-96',
        zone: 9207,
        box: [104.78, 8.68, 105.28, 9.52],
        landscape: 'delta',
      },
      {
        code: '95',
        name: 'Tỉnh Bạc Liêu',
        slug: 'bac-lieu-95',
        zone: 5897,
        box: [105.33, 9.08, 105.79, 9.55],
        landscape: 'delta',
      },
    ],
  },
];

/** The district level ended on 2025-06-30; addresses and old exports still name it. */
export const DISTRICTS: Readonly<Record<string, string>> = {
  '080': 'Thành phố Lào Cai',
  '082': 'Huyện Bát Xát',
  '083': 'Huyện Mường Khương',
  '084': 'Huyện Si Ma Cai',
  '085': 'Huyện Bắc Hà',
  '086': 'Huyện Bảo Thắng',
  '087': 'Huyện Bảo Yên',
  '088': 'Thị xã Sa Pa',
  '089': 'Huyện Văn Bàn',
  '132': 'Thành phố Yên Bái',
  '133': 'Thị xã Nghĩa Lộ',
  '135': 'Huyện Lục Yên',
  '136': 'Huyện Văn Yên',
  '137': 'Huyện Mù Căng Chải',
  '138': 'Huyện Trấn Yên',
  '139': 'Huyện Trạm Tấu',
  '140': 'Huyện Văn Chấn',
  '141': 'Huyện Yên Bình',
  '954': 'Thành phố Bạc Liêu',
  '956': 'Huyện Hồng Dân',
  '957': 'Huyện Phước Long',
  '958': 'Huyện Vĩnh Lợi',
  '959': 'Thị xã Giá Rai',
  '960': 'Huyện Đông Hải',
  '961': 'Huyện Hoà Bình',
  '964': 'Thành phố Cà Mau',
  '966': 'Huyện U Minh',
  '967': 'Huyện Thới Bình',
  '968': 'Huyện Trần Văn Thời',
  '969': 'Huyện Cái Nước',
  '970': 'Huyện Đầm Dơi',
  '971': 'Huyện Năm Căn',
  '972': 'Huyện Phú Tân',
  '973': 'Huyện Ngọc Hiển',
};

/** Throws a sentence for the command line when the province is not one the sample knows. */
export function sampleProvince(id: string): SampleProvince {
  const found = SAMPLE_PROVINCES.find((province) => province.id === id);
  if (found) return found;
  const known = SAMPLE_PROVINCES.map((province) => province.id).join(', ');
  throw new Error(`Province "${id}": not known to the sample generator. Expected one of: ${known}.`);
}
