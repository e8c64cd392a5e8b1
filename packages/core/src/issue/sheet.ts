import type { IssueInfo } from '../issue.ts';

/** Issues of the sheet plan (stage `assign`). Codes are `sheet.problem`. */
export const SHEET_ISSUES = {
  'sheet.collision': {
    severity: 'blocking',
    vi: '{subject}: số tờ mới {found} trùng nhau sau khi sắp xếp; cần {expected}',
    en: '{subject}: new sheet number {found} is taken twice; {expected} expected',
    hintVi: 'Sửa bảng tham chiếu tờ bản đồ, hoặc chọn cách đánh số khác cho xã này.',
    hintEn: 'Correct the sheet reference table, or choose another strategy for this commune.',
  },
  'sheet.not-in-table': {
    severity: 'blocking',
    vi: '{subject}: {found} không có dòng duy nhất trong bảng tham chiếu; cần {expected}',
    en: '{subject}: {found} has no unique row in the reference table; {expected} expected',
    hintVi: 'Bổ sung hoặc sửa dòng tương ứng trong bảng tham chiếu rồi lập lại kế hoạch.',
    hintEn: 'Add or correct the row in the reference table and plan again.',
  },
  'sheet.range-full': {
    severity: 'blocking',
    vi: '{subject}: số tờ {found} vượt khoảng số dành cho xã cũ ({expected})',
    en: '{subject}: sheet number {found} is beyond the range of its old commune ({expected})',
    hintVi: 'Tăng "rangeSize" trong tệp cấu hình, hoặc chọn cách đánh số khác.',
    hintEn: 'Raise "rangeSize" in the config file, or choose another strategy.',
  },
  'sheet.keeper-missing': {
    severity: 'warning',
    vi: '{subject}: không có tờ bản đồ nào của xã cũ giữ mã ({expected}); xã cũ {found} giữ số tờ thay thế',
    en: '{subject}: no sheet of the old commune whose code lives on ({expected}); {found} keeps its numbers instead',
    hintVi:
      'Nếu dữ liệu của xã cũ đó sẽ được bổ sung sau, hãy bổ sung trước khi áp dụng để không phải đánh số lại.',
    hintEn:
      'If the data of that commune will come later, add it before applying, or sheets must be renumbered again.',
  },
} as const satisfies Record<string, IssueInfo>;
