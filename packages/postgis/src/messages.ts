/** What reading a table and writing back to it refuse besides the faults of the table itself, in both languages. */
import type { MessageTable } from '@thuadat/core/message/message';

export const POSTGIS_MESSAGES = {
  'snapshot.stopped': {
    vi: 'Đã dừng khi đang chụp bảng; chưa ghi gì. Chạy lại cùng lệnh.',
    en: 'Stopped while the table was exported; nothing was written. Run the same command again.',
  },

  'write-back.other-source': {
    vi: 'Lượt chạy {run} không đọc bảng này; nguồn của nó: {sources}. Nêu đúng bảng đã lập kế hoạch trong --source.',
    en: 'Run {run} did not read this table; its sources: {sources}. Name the table that was planned in --source.',
  },
  'write-back.several-sources': {
    vi: 'Lượt chạy {run} đọc nhiều bảng trùng tên ({sources}) và không rõ bảng nào ở máy chủ này. Kết nối bằng đúng địa chỉ đã dùng khi lập kế hoạch.',
    en: 'Run {run} read several tables of that name ({sources}), and which of them is on this server is not certain. Connect by the address that was used to plan.',
  },
  'write-back.no-key': {
    vi: 'Nguồn này được đọc theo thứ tự của câu truy vấn, không có khóa để tìm lại từng dòng. Lập kế hoạch lại với &key=cột.',
    en: 'This source was read in the order of its query and has no key by which its rows are found again. Plan again with &key=column.',
  },
  'write-back.not-applied': {
    vi: 'Lượt chạy {run} chưa có xã nào được áp dụng, nên chưa có gì để ghi lại. Áp dụng trước: thuadat apply {run}.',
    en: 'No commune of run {run} is applied, so there is nothing to write back. Apply it first: thuadat apply {run}.',
  },
} as const satisfies MessageTable;
