import type { IssueInfo } from '../issue.ts';

/** Issues raised by the stage `resolve`. Codes are `subject.problem`. */
export const RESOLVE_ISSUES = {
  'commune.split': {
    severity: 'blocking',
    vi: '{subject}: xã cũ {found} bị chia cho nhiều xã mới; cần xác định một trong: {expected}',
    en: '{subject}: old commune {found} was split; one of these must be chosen: {expected}',
    hintVi:
      'Cung cấp lớp ranh giới xã mới (--boundaries) hoặc quyết định trong bảng quyết định (thuadat review).',
    hintEn:
      'Give a boundary layer of the new communes (--boundaries) or decide in the decision table (thuadat review).',
  },
  'commune.unknown': {
    severity: 'error',
    vi: '{subject}: mã xã {found} không có hiệu lực tại {expected}',
    en: '{subject}: commune code {found} was not valid at {expected}',
    hintVi: 'Kiểm tra mã xã, hoặc bổ sung sự kiện đơn vị hành chính bằng tệp CSV (--units).',
    hintEn: 'Check the code, or supply the missing event of the administrative unit as CSV (--units).',
  },
} as const satisfies Record<string, IssueInfo>;
