/** Errors as problem documents (RFC 9457): what was asked, what was found, what to do next, in the asker's language. */

import type { Problem } from '@thuadat/api/problem';
import { Refusal, type RefusalCode, type RefusalValues, refusalText } from '@thuadat/api/refusal';
import { formatMessage, type Language, RefusalError } from '@thuadat/core/message/message';
import { STORE_MESSAGES } from '@thuadat/store/messages';
import { ConflictError } from '@thuadat/store/review/decision-refusal';
import { NotThereError } from '@thuadat/store/review/scope';
import { type RequestFault, requestFault } from './request-fault.ts';

/** A refusal of the server's own. */
export class ProblemError extends Refusal {
  override name = 'ProblemError';
  constructor(
    readonly status: Exclude<keyof typeof TITLES, 500>,
    code: RefusalCode,
    values?: RefusalValues,
  ) {
    super(code, values);
  }
}

const TITLES = {
  400: { vi: 'Yêu cầu không hợp lệ', en: 'Bad request' },
  401: { vi: 'Chưa đăng nhập', en: 'Not signed in' },
  403: { vi: 'Không được phép', en: 'Not permitted' },
  404: { vi: 'Không tìm thấy', en: 'Not found' },
  409: { vi: 'Đã thay đổi trong lúc đó', en: 'Changed meanwhile' },
  421: { vi: 'Tên máy không được biết', en: 'Unknown host name' },
  422: { vi: 'Không thực hiện được', en: 'Cannot be done' },
  429: { vi: 'Thử quá nhiều lần', en: 'Too many tries' },
  500: { vi: 'Lỗi máy chủ', en: 'Server error' },
} as const;

/** Vietnamese for whoever asks for it first, as our page does in that language; English for programs. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  /^\s*vi\b/i.test(acceptLanguage ?? '') ? 'vi' : 'en';

type Thrown = RequestFault & { readonly statusCode?: number };

/** Any error as a problem. What went wrong inside stays in the log: SQL and paths are nobody's business outside. */
export function problemOf(error: unknown, language: Language): Problem {
  if (error instanceof Refusal) {
    const status = statusOf(error);
    const { code, values } = error;
    const current = error instanceof ConflictError ? { case: error.current } : {};
    return {
      ...basic(status, TITLES[status][language]),
      code,
      ...refusalText(code, values, language),
      ...current,
    };
  }
  const thrown = error as Thrown;
  const { statusCode = 500, validation } = thrown;
  // Wrong use: what was asked cannot be. Any other refusal of the store is a fault inside, with its stack in the log.
  if (error instanceof RefusalError && error.kind === 'usage') {
    const detail = formatMessage(error.reason, language, STORE_MESSAGES);
    return { ...basic(422, TITLES[422][language]), detail, next: CORRECT[language] };
  }
  if (validation || statusCode < 500) {
    const status = statusCode >= 400 && statusCode < 500 ? statusCode : 400;
    return { ...basic(status, TITLES[400][language]), ...requestFault(thrown, language) };
  }
  return { ...basic(500, TITLES[500][language]), ...INSIDE[language] };
}

const basic = (status: number, title: string) => ({ type: 'about:blank', title, status });

function statusOf(refusal: Refusal): keyof typeof TITLES {
  if (refusal instanceof ProblemError) return refusal.status;
  if (refusal instanceof NotThereError) return 404;
  return refusal instanceof ConflictError ? 409 : 403;
}

const CORRECT: Readonly<Record<Language, string>> = {
  vi: 'Hãy sửa lại rồi thử lại.',
  en: 'Correct it and try again.',
};

const INSIDE: Readonly<Record<Language, { readonly detail: string; readonly next: string }>> = {
  vi: {
    detail: 'Máy chủ không trả lời được yêu cầu này.',
    next: 'Hãy xem các dòng cuối ở cửa sổ chạy "thuadat serve" rồi thử lại.',
  },
  en: {
    detail: 'The request could not be answered.',
    next: 'Look at the last lines of the terminal in which "thuadat serve" runs, then try again.',
  },
};
