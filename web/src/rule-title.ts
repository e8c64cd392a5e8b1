/** Short names of rules for headings. Most come out of the issue table; these read badly once the values are gone. */
import { ISSUES, type IssueCode } from '@thuadat/core/issue';
import type { Language } from './i18n.ts';

type Title = Readonly<Record<Language, string>>;

const TITLES: Partial<Record<IssueCode, Title>> = {
  'key.missing': { vi: 'Thiếu số tờ, số thửa hoặc mã bắt buộc', en: 'A required number or code is missing' },
  'key.unparsable': { vi: 'Giá trị không đọc được', en: 'A value cannot be read' },
  'key.repaired': { vi: 'Giá trị được sửa khi đọc', en: 'A value was repaired while reading' },
  'commune.split': { vi: 'Xã cũ bị chia cho nhiều xã mới', en: 'The old commune was split' },
  'identifier.clash': { vi: 'Mã định danh trùng với thửa khác', en: 'Two parcels have one identifier' },
  'duplicate.copy': { vi: 'Bản ghi trùng nguyên vẹn', en: 'An exact copy of another record' },
  'duplicate.key-before': {
    vi: 'Trùng mã xã, số tờ, số thửa cũ',
    en: 'Same old commune, sheet and parcel number',
  },
  'duplicate.key-after': { vi: 'Trùng số tờ, số thửa ở xã mới', en: 'Same new sheet and parcel number' },
  'duplicate.geometry': {
    vi: 'Hình thửa trùng khít với thửa khác',
    en: 'The same geometry as another parcel',
  },
  'overlap.parcel': { vi: 'Chồng lấn với thửa khác', en: 'Overlaps another parcel' },
  'overlap.sliver': { vi: 'Chồng lấn hẹp, trong sai số đo đạc', en: 'A narrow overlap, within survey error' },
  'area.differs': {
    vi: 'Diện tích theo hình thửa khác diện tích pháp lý',
    en: 'The area differs from the legal area',
  },
  'place.outside-commune': {
    vi: 'Phần lớn thửa nằm ngoài ranh giới xã mới',
    en: 'Lies mostly outside the new commune',
  },
};

/** The sentence without its subject, values as `…`, up to the first semicolon. */
function fromSentence(sentence: string): string {
  const bare = sentence
    .replace(/^\{subject\}\s*[:,]?\s*/, '')
    .replace(/[“"]?\{\w+\}[”"]?/g, '…')
    .replace(/;.*$/, '')
    .replace(/\s*\(…\)/g, '')
    .replace(/[:,]?\s*(?:(?:tại|at)\s+)?…$/, '');
  return bare.charAt(0).toLocaleUpperCase('vi-VN') + bare.slice(1);
}

export function ruleTitle(code: string, language: Language): string {
  if (!Object.hasOwn(ISSUES, code)) return code;
  const known = code as IssueCode;
  return TITLES[known]?.[language] ?? fromSentence(ISSUES[known][language]);
}
