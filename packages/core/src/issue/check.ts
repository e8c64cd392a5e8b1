import type { IssueInfo } from '../issue.ts';

/** Issues raised by the stage `check`. Codes are `subject.problem`. */
export const CHECK_ISSUES = {
  'geometry.self-crossing': {
    severity: 'error',
    vi: '{subject}: ranh giới tự cắt tại {found}',
    en: '{subject}: the boundary crosses itself at {found}',
    hintVi: 'Sửa ranh giới thửa ở dữ liệu nguồn; chưa cấp mã định danh cho thửa này.',
    hintEn: 'Mend the boundary in the source; no identifier is issued for this parcel yet.',
  },
} as const satisfies Record<string, IssueInfo>;
