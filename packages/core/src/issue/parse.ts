import type { IssueInfo } from './index.ts';

/** Issues raised by the stage `parse`. Codes are `subject.problem`. */
export const PARSE_ISSUES = {
  'key.missing': {
    severity: 'error',
    vi: '{subject}: thiếu {expected}',
    en: '{subject}: {expected} is missing',
    hintVi: 'Bổ sung giá trị ở dữ liệu nguồn rồi lập lại kế hoạch.',
    hintEn: 'Fill in the value in the source and plan again.',
  },
  'key.unparsable': {
    severity: 'error',
    vi: '{subject}: giá trị “{found}” không đọc được; cần {expected}',
    en: '{subject}: "{found}" cannot be read; {expected} expected',
    hintVi: 'Sửa giá trị ở dữ liệu nguồn, hoặc khai báo lại cột trong tệp cấu hình.',
    hintEn: 'Correct the value in the source, or name another column in the config file.',
  },
  'key.repaired': {
    severity: 'info',
    vi: '{subject}: “{found}” được đọc là “{expected}”',
    en: '{subject}: "{found}" read as "{expected}"',
    hintVi: 'Không cần làm gì; giá trị gốc được giữ nguyên.',
    hintEn: 'Nothing to do; the original value is kept.',
  },
  'province.unparsable': {
    severity: 'warning',
    vi: '{subject}: mã tỉnh “{found}” không đọc được; cần {expected}',
    en: '{subject}: province code "{found}" cannot be read; {expected} expected',
    hintVi: 'Tỉnh được xác định theo mã xã; sửa giá trị ở dữ liệu nguồn nếu có thể.',
    hintEn: 'The province is taken from the commune code; correct the value in the source if possible.',
  },
  'scale.unparsable': {
    severity: 'warning',
    vi: '{subject}: tỷ lệ bản đồ “{found}” không đọc được; cần {expected}',
    en: '{subject}: map scale "{found}" cannot be read; {expected} expected',
    hintVi:
      'Sửa giá trị, hoặc khai báo `constants.scale` của nguồn trong tệp cấu hình; thiếu tỷ lệ thì các bộ tờ bản đồ trùng số không phân biệt được.',
    hintEn:
      'Correct the value, or give `constants.scale` of the source in the config file; without a scale, sheet sets with equal numbers cannot be told apart.',
  },
  'zone.unknown': {
    severity: 'warning',
    vi: '{subject}: không rõ thửa thuộc tỉnh cũ nào (“{found}”) nên không biết múi chiếu; các múi của tỉnh: {expected}',
    en: '{subject}: the old province ("{found}") is not known, and so the zone is not; zones of the province: {expected}',
    hintVi: 'Khai báo `crs` hoặc `constants.province` của nguồn trong tệp cấu hình.',
    hintEn: 'Give `crs` or `constants.province` of the source in the config file.',
  },
  'area.unparsable': {
    severity: 'warning',
    vi: '{subject}: diện tích “{found}” không đọc được; cần {expected}',
    en: '{subject}: area "{found}" cannot be read; {expected} expected',
    hintVi: 'Sửa giá trị ở dữ liệu nguồn, hoặc khai báo cột diện tích khác trong tệp cấu hình.',
    hintEn: 'Correct the value in the source, or name another area column in the config file.',
  },
  'area.ambiguous': {
    severity: 'warning',
    vi: '{subject}: diện tích “{found}” có thể là {expected}',
    en: '{subject}: area "{found}" may be {expected}',
    hintVi: 'Khai báo `decimal` ("." hoặc ",") của nguồn trong tệp cấu hình.',
    hintEn: 'Give `decimal` ("." or ",") of the source in the config file.',
  },
  'area.zero': {
    severity: 'info',
    vi: '{subject}: diện tích bằng 0 (“{found}”), coi như chưa có',
    en: '{subject}: the area is 0 ("{found}") and taken as not given',
    hintVi: 'Bổ sung diện tích pháp lý nếu cần đối soát diện tích.',
    hintEn: 'Fill in the legal area if areas are to be compared.',
  },
} as const satisfies Record<string, IssueInfo>;
