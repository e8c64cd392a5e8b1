/** Short names of rules for headings. Most come out of the issue table; these read badly once the values are gone. */
import { ISSUES, type IssueCode } from '@thuadat/core/issue/index';
import type { Language } from './i18n.ts';

type Title = Readonly<Record<Language, string>>;

const TITLES: Partial<Record<IssueCode, Title>> = {
  'key.missing': { vi: 'Thiếu số tờ, số thửa hoặc mã bắt buộc', en: 'A required number or code is missing' },
  'key.unparsable': { vi: 'Giá trị không đọc được', en: 'A value cannot be read' },
  'key.date': { vi: 'Số bị bảng tính đổi thành ngày tháng', en: 'A spreadsheet made a date of a number' },
  'key.formula': { vi: 'Ô chứa lỗi công thức', en: 'A formula error stands in the cell' },
  'key.merged': { vi: 'Giá trị nằm trong vùng gộp ô', en: 'The value is in merged cells' },
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
  'commune.unknown': { vi: 'Mã xã không có hiệu lực', en: 'The commune code was not valid' },
  'commune.other-epoch': {
    vi: 'Mã xã không còn hoặc chưa có hiệu lực',
    en: 'The commune code no longer, or not yet, stood',
  },
  'commune.other-province': { vi: 'Xã không thuộc tỉnh này', en: 'The commune is of another province' },
  'commune.province-conflict': {
    vi: 'Mã tỉnh và mã xã không khớp',
    en: 'Province and commune code disagree',
  },
  'area.ambiguous': { vi: 'Diện tích đọc được nhiều cách', en: 'The area can be read in several ways' },
  'decision.not-candidate': {
    vi: 'Xã đã quyết định không thể là xã mới',
    en: 'The decided commune is no possible one',
  },
  'identifier.pending-coordinates': {
    vi: 'Chưa cấp mã định danh: tọa độ không hợp lệ',
    en: 'No identifier yet: invalid coordinates',
  },
  'identifier.pending-place': {
    vi: 'Chưa cấp mã định danh: nằm ngoài tỉnh',
    en: 'No identifier yet: outside the province',
  },
  'identifier.pending-zone': {
    vi: 'Chưa cấp mã định danh: múi chiếu chưa được xác nhận',
    en: 'No identifier yet: nothing proves the zone',
  },
  'identifier.pending-undeclared': {
    vi: 'Chưa cấp mã định danh: hệ tọa độ chưa khai báo',
    en: 'No identifier yet: no coordinate system declared',
  },
  'identifier.pending-crossing': {
    vi: 'Chưa cấp mã định danh: ranh giới tự cắt',
    en: 'No identifier yet: the boundary crosses itself',
  },
  'identifier.pending-nesting': {
    vi: 'Chưa cấp mã định danh: các phần lồng nhau',
    en: 'No identifier yet: parts lie in each other',
  },
  'identifier.pending-thin': { vi: 'Chưa cấp mã định danh: thửa quá hẹp', en: 'No identifier yet: too thin' },
  'identifier.point-outside': {
    vi: 'Mã định danh mới nằm ngoài thửa',
    en: 'The new identifier is a point outside the parcel',
  },
  'identifier.carried-invalid': {
    vi: 'Mã định danh có sẵn không đúng dạng',
    en: 'The carried identifier is malformed',
  },
  'identifier.carried-elsewhere': {
    vi: 'Mã định danh có sẵn thuộc địa bàn khác',
    en: 'The carried identifier lies elsewhere',
  },
  'identifier.carried-outside': {
    vi: 'Mã định danh có sẵn nằm ngoài thửa',
    en: 'The carried identifier is a point outside the parcel',
  },
  'identifier.carried-unchecked': {
    vi: 'Mã định danh có sẵn chưa kiểm tra được',
    en: 'The carried identifier could not be checked',
  },
  'identifier.registry-conflict': {
    vi: 'Mã định danh khác mã đã đăng ký',
    en: 'The identifier differs from the registered one',
  },
  'geometry.multi-part': { vi: 'Thửa gồm nhiều phần rời nhau', en: 'The parcel is in separate parts' },
  'geometry.not-polygon': { vi: 'Hình thửa không phải là vùng', en: 'The geometry is no area' },
  'geometry.not-finite': { vi: 'Có tọa độ không phải là số', en: 'A coordinate is not a number' },
  'geometry.too-complex': {
    vi: 'Ranh giới quá phức tạp, chưa kiểm tra hết',
    en: 'The boundary is too complex to be checked to the end',
  },
  'place.across-boundary': { vi: 'Thửa nằm vắt qua ranh giới xã', en: 'Lies across a commune boundary' },
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
