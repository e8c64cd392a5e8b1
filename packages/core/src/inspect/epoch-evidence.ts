/** What one record says about the date of its codes. */
import type { CommuneCode, DistrictCode, ProvinceCode } from '../code.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { Unit } from '../unit/event.ts';
import { foldName, nameFits } from '../unit/name.ts';
import type { CodeReading } from './epoch-code.ts';

/** What the detector looks at in one record; null = column absent or empty. */
export type EpochFacts = {
  readonly layer: string;
  readonly record: number;
  readonly province: ProvinceCode | null;
  readonly district: DistrictCode | null;
  readonly commune: CommuneCode | null;
  readonly communeName: string | null;
  readonly oldCommune: CommuneCode | null;
  readonly oldSheet: string | null;
};

/** Kinds of evidence; what each points to, and in which words. */
export const EVIDENCE = {
  'code.only-before': {
    points: 'before',
    vi: 'mã xã chỉ có trước khi sắp xếp',
    en: 'commune code that existed only before the reform',
  },
  'code.older': {
    points: 'before',
    vi: 'mã xã đã hết hiệu lực từ trước đó',
    en: 'commune code that had died even earlier',
  },
  'province.old': { points: 'before', vi: 'mã tỉnh cũ', en: 'code of a province that no longer exists' },
  'district.own': {
    points: 'before',
    vi: 'mã huyện đúng với xã cũ',
    en: "the old commune's own district code",
  },
  'name.old': {
    points: 'before',
    vi: 'tên xã là tên cũ của mã',
    en: 'commune name that the code had before',
  },
  'name.older': {
    points: 'before',
    vi: 'tên xã là tên mã này mang trước một lần sắp xếp sớm hơn, khi đó địa bàn khác',
    en: 'commune name that the code had before an earlier change, over other land',
  },
  'code.only-after': {
    points: 'after',
    vi: 'mã xã chỉ có sau khi sắp xếp',
    en: 'commune code that exists only since the reform',
  },
  'province.new': {
    points: 'after',
    vi: 'mã tỉnh mới ghi cho xã của tỉnh cũ khác',
    en: 'the new province code on a commune of another old province',
  },
  'old-commune.filled': {
    points: 'after',
    vi: 'cột mã xã cũ ghi một xã đã nhập vào xã này',
    en: 'old-commune column holds another commune that went into this one',
  },
  'name.new': {
    points: 'after',
    vi: 'tên xã là tên mới của mã',
    en: 'commune name that the code has only since the reform',
  },
  'code.both': {
    points: 'neither',
    vi: 'mã xã có cả trước và sau khi sắp xếp',
    en: 'commune code of an old and of a new commune',
  },
  'old-sheet.filled': {
    points: 'neither',
    vi: 'có cột tờ bản đồ cũ (cũng có khi do đo đạc lại)',
    en: 'old-sheet column filled (a new survey fills it too)',
  },
  'district.other': {
    points: 'neither',
    vi: 'mã huyện không phải của xã',
    en: "district code that is not the commune's",
  },
  'district.gap': {
    points: 'neither',
    vi: 'cả xã không có mã huyện trong khi xã khác có',
    en: 'no district code in a whole commune while others have one',
  },
  'name.neither': {
    points: 'neither',
    vi: 'tên xã không khớp tên cũ hay tên mới',
    en: 'commune name that fits neither the old nor the new one',
  },
  'code.foreign': { points: 'neither', vi: 'mã xã của tỉnh khác', en: 'commune code of another province' },
  'code.unknown': {
    points: 'neither',
    vi: 'mã xã không có trong nhật ký đơn vị hành chính',
    en: 'commune code not in the log of units',
  },
  'code.missing': { points: 'neither', vi: 'không có mã xã', en: 'no commune code' },
} as const satisfies Record<string, { points: 'before' | 'after' | 'neither'; vi: string; en: string }>;

export type EvidenceKind = keyof typeof EVIDENCE;

/** One piece of evidence in a record, with the value that shows it. */
export type Sign = { readonly kind: EvidenceKind; readonly text: string };

export const describeSigns = (commune: CommuneCode | null, signs: readonly Sign[]): string =>
  [commune ?? '–', ...signs.filter((s) => s.text !== commune && s.text !== '').map((s) => s.text)].join(' ');

/** What one record shows. */
export function readSigns(
  facts: EpochFacts,
  code: CodeReading & { readonly names: Map<string, EvidenceKind | null> },
  oldProvinces: ReadonlySet<string>,
  profile: ProvinceProfile,
): Sign[] {
  const signs: Sign[] = [{ kind: CODE_SIGN[code.reads], text: code.code }];
  const { before } = code;
  if (facts.province !== null) {
    const old = oldProvinces.has(facts.province) && facts.province !== profile.code;
    if (old) signs.push({ kind: 'province.old', text: facts.province });
    // Code 15 was Yên Bái and is Lào Cai: on a commune of old Lào Cai (10) it can only be the new province.
    else if (facts.province === profile.code && before && before.province !== profile.code)
      signs.push({ kind: 'province.new', text: facts.province });
  }
  if (facts.district !== null && code.districts.length > 0) {
    const own = code.districts.includes(facts.district);
    signs.push({ kind: own ? 'district.own' : 'district.other', text: facts.district });
  }
  // The commune whose code lives on fills the column with its own code: that says nothing.
  if (
    facts.oldCommune !== null &&
    facts.oldCommune !== facts.commune &&
    code.sources.includes(facts.oldCommune)
  )
    signs.push({ kind: 'old-commune.filled', text: facts.oldCommune });
  if (facts.oldSheet !== null && facts.oldSheet.trim() !== '')
    signs.push({ kind: 'old-sheet.filled', text: facts.oldSheet });
  const named = facts.communeName === null ? null : rememberName(facts.communeName, code);
  if (named) signs.push({ kind: named, text: facts.communeName ?? '' });
  return signs;
}

const CODE_SIGN = {
  before: 'code.only-before',
  older: 'code.older',
  after: 'code.only-after',
  both: 'code.both',
  foreign: 'code.foreign',
  unknown: 'code.unknown',
} as const satisfies Record<CodeReading['reads'], EvidenceKind>;

/** Spellings remembered of one code: a source repeats a few names millions of times; beyond that they are read anew. */
const SPELLINGS = 32;

function rememberName(name: string, code: Parameters<typeof readSigns>[1]): EvidenceKind | null {
  const known = code.names.get(name);
  if (known !== undefined) return known;
  const kind = readName(name, code);
  if (code.names.size < SPELLINGS) code.names.set(name, kind);
  return kind;
}

/** A name decides only where the code names something else before and after; else it is no evidence. */
function readName(name: string, { before, after, known, elsewhere }: CodeReading): EvidenceKind | null {
  const written = foldName(name);
  if (written.stem === '') return null;
  const fits = (unit: Unit | null) => unit !== null && nameFits(written, foldName(unit.name));
  const [old, now] = [fits(before), fits(after)];
  if (!old && !now) {
    if (elsewhere.some(fits)) return 'name.older';
    const older = known.some((unit) => before && unit.to !== null && unit.to <= before.from && fits(unit));
    return older ? 'name.old' : known.length > 0 ? 'name.neither' : null;
  }
  if (!before || !after || old === now) return null;
  return old ? 'name.old' : 'name.new';
}
