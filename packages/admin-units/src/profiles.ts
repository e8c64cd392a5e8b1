/**
 * Province profiles. Central meridians by old province: Circular 25/2014/TT-BTNMT (maps keep theirs after the merger).
 * Extents take in all boundaries of the new communes, the islands of Cà Mau included, with about 0.05° to spare.
 */
import { type IsoDate, type ProvinceCode, parseIsoDate, parseProvinceCode, sure } from '@thuadat/core/code';
import type { ProvinceProfile } from '@thuadat/core/profile';

const province = (text: string): ProvinceCode => sure(parseProvinceCode(text));
const date = (text: string): IsoDate => sure(parseIsoDate(text));

export const PROFILES: readonly ProvinceProfile[] = [
  {
    id: 'lao-cai',
    code: province('15'),
    name: 'Tỉnh Lào Cai',
    effective: date('2025-07-01'),
    act: '1673/NQ-UBTVQH15',
    predecessors: [
      { code: province('10'), name: 'Tỉnh Lào Cai', zone: 9208 },
      { code: province('15'), name: 'Tỉnh Yên Bái', zone: 9208 },
    ],
    extent: [103.48, 21.27, 105.15, 22.9],
    idPrefixes: ['w7', 'wk'],
    sheetStrategy: 'continue',
    exportZone: 9208,
  },
  {
    id: 'ca-mau',
    code: province('96'),
    name: 'Tỉnh Cà Mau',
    effective: date('2025-07-01'),
    act: '1655/NQ-UBTVQH15',
    predecessors: [
      { code: province('96'), name: 'Tỉnh Cà Mau', zone: 9207 },
      { code: province('95'), name: 'Tỉnh Bạc Liêu', zone: 5897 },
    ],
    extent: [104.47, 8.33, 105.91, 9.69],
    idPrefixes: ['w3'],
    sheetStrategy: 'continue',
    exportZone: 9207,
  },
];

/** Finds a profile by slug (`lao-cai`), by the new province's code (`15`) or by its name. */
export function findProfile(idOrCode: string): ProvinceProfile | null {
  const wanted = idOrCode.trim().toLowerCase();
  return (
    PROFILES.find((p) => p.id === wanted || p.code === wanted || p.name.toLowerCase() === wanted) ?? null
  );
}
