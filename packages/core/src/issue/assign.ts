import type { IssueInfo } from '../issue.ts';

/** Issues raised by the stage `assign`. Codes are `subject.problem`. */
export const ASSIGN_ISSUES = {
  'identifier.clash': {
    severity: 'blocking',
    vi: '{subject}: mã định danh {found} trùng với thửa khác',
    en: '{subject}: identifier {found} is also that of another parcel',
    hintVi: 'Hai thửa có điểm đặc trưng trong cùng một ô 3,7 × 1,9 cm: kiểm tra thửa chồng lên nhau.',
    hintEn:
      'Two representative points lie in one cell of 3.7 × 1.9 cm: look for parcels on top of each other.',
  },
} as const satisfies Record<string, IssueInfo>;
