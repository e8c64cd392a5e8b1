/** Why a run folder is not read, in both languages. Codes are `subject.problem`. */
import { type MessageTable, type RefusalError, refusal, type ValuesOf } from '@thuadat/core/message/message';

const PLAN_AGAIN = { vi: 'Hãy lập lại kế hoạch.', en: 'Plan again.' } as const;

export const RUN_MESSAGES = {
  'run.version': {
    vi: '{folder} là lượt chạy theo phiên bản {found}; cần phiên bản {expected}. Hãy lập lại kế hoạch bằng “thuadat plan”.',
    en: '{folder} is a run of version {found}; version {expected} was expected. Plan again with "thuadat plan".',
  },
  'run.incomplete': {
    vi: '{folder} không phải thư mục lượt chạy đầy đủ: cần run.json, planned.json và sheets.json. Hãy lập lại kế hoạch bằng “thuadat plan”.',
    en: '{folder} is not a complete run folder: run.json, planned.json and sheets.json were expected. Plan again with "thuadat plan".',
  },
  'run.file-changed': {
    vi: '{file}: SHA-256 là {found}…, còn run.json ghi {expected}…: tệp đã bị sửa hoặc hư hỏng. Hãy lập lại kế hoạch; xã này chưa được ghi gì.',
    en: '{file}: SHA-256 {found}… found, {expected}… expected by run.json: the file was changed or damaged. Plan again; nothing of this commune was written.',
  },
  'run.rows-cut': {
    vi: `các hàng kết thúc sớm: thiếu phần cuối của COPY dạng nhị phân. ${PLAN_AGAIN.vi}`,
    en: `the rows end early: the trailer of binary COPY was expected. ${PLAN_AGAIN.en}`,
  },
  'run.rows-unsigned': {
    vi: `phần đầu các hàng không có dấu hiệu của COPY dạng nhị phân. ${PLAN_AGAIN.vi}`,
    en: `the signature of binary COPY was expected at the beginning of the rows. ${PLAN_AGAIN.en}`,
  },
} as const satisfies MessageTable;

/** Nothing was written. */
export const refused = <Code extends keyof typeof RUN_MESSAGES>(
  code: Code,
  values: ValuesOf<typeof RUN_MESSAGES, Code>,
  options?: ErrorOptions,
): RefusalError => refusal(RUN_MESSAGES, 'refused', code, values, options);
