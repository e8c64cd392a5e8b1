import type { IssueInfo } from '../issue.ts';

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
} as const satisfies Record<string, IssueInfo>;
