/** What handing units of work to other machines tells and refuses, in both languages. Codes are `subject.problem`. */
import type { MessageTable } from '@thuadat/core/message/message';

export const QUEUE_MESSAGES = {
  'queue.fault': { vi: 'Hàng đợi: {found}', en: 'Queue: {found}' },
  'queue.not-shared': {
    vi: 'Thư mục làm việc {work} không nằm dưới --shared {shared}. Đặt --runs trong thư mục dùng chung.',
    en: 'The work folder {work} does not lie below --shared {shared}. Put --runs inside the shared folder.',
  },
  'queue.unit-failed': {
    vi: 'Phần việc {unit} hỏng sau {attempts} lần thử: {found}. Khắc phục nguyên nhân rồi chạy lại đúng lệnh này; phần đã xong được giữ lại.',
    en: 'Unit {unit} failed {attempts} times: {found}. Mend the cause and run the same command again; what is done is kept.',
  },
  'queue.workers-died': {
    vi: 'worker nhận nó đều bị chết (có thể hết bộ nhớ)',
    en: 'every worker that took it died (perhaps out of memory)',
  },
  'queue.workers-gone': {
    vi: '{workers} worker không còn hoạt động; phần việc của chúng được giao lại.',
    en: '{workers} workers are gone; their units are handed out again.',
  },
  'queue.workers-idle': {
    vi: 'Có {workers} worker nhưng chưa worker nào nhận việc: xem thông báo của chúng (khác phiên bản?).',
    en: '{workers} workers are alive and none takes a unit: see what they say (another version?).',
  },
  'queue.no-worker': {
    vi: 'Chưa có worker nào. Trên mỗi máy chạy: thuadat worker --database {database} --shared {shared}',
    en: 'No worker is there. Run on each machine: thuadat worker --database {database} --shared {shared}',
  },
} as const satisfies MessageTable;
