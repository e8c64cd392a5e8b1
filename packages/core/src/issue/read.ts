import type { IssueInfo } from '../issue.ts';

/** Issues raised by the stage `read`. Codes are `subject.problem`. */
export const READ_ISSUES = {
  'encoding.converted': {
    severity: 'info',
    vi: '{subject}: chữ viết theo bảng mã {found}, đã chuyển sang Unicode dựng sẵn ({expected})',
    en: '{subject}: text in {found}, converted to composed Unicode ({expected})',
    hintVi: 'Không cần làm gì; giá trị gốc được giữ nguyên.',
    hintEn: 'Nothing to do; the original value is kept.',
  },
} as const satisfies Record<string, IssueInfo>;
