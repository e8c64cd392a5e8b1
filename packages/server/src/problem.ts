/** Errors as problem documents (RFC 9457): what was asked, what was found, what to do next, in the asker's language. */

import type { Problem } from '@thuadat/api/map';
import { Refusal, type RefusalCode, type RefusalValues, refusalText } from '@thuadat/api/refusal';
import { formatMessage, type Language, RefusalError } from '@thuadat/core/message/message';
import { STORE_MESSAGES } from '@thuadat/store/messages';
import { ConflictError } from '@thuadat/store/review/decision-refusal';
import { NotThereError } from '@thuadat/store/review/scope';

/** A refusal of the server's own. */
export class ProblemError extends Refusal {
  override name = 'ProblemError';
  constructor(
    readonly status: keyof typeof TITLES,
    code: RefusalCode,
    values?: RefusalValues,
  ) {
    super(code, values);
  }
}

const TITLES = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not permitted',
  404: 'Not found',
  409: 'Changed meanwhile',
  421: 'Unknown host name',
  422: 'Cannot be done',
  429: 'Too many tries',
} as const;

/** Vietnamese for whoever asks for it first, as our page does in that language; English for programs. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  /^\s*vi\b/i.test(acceptLanguage ?? '') ? 'vi' : 'en';

type Thrown = { readonly message: string; readonly statusCode?: number; readonly validation?: unknown };

/** Any error as a problem. What went wrong inside stays in the log: SQL and paths are nobody's business outside. */
export function problemOf(error: unknown, language: Language): Problem {
  if (error instanceof Refusal) {
    const status = statusOf(error);
    const { code, values } = error;
    const current = error instanceof ConflictError ? { case: error.current } : {};
    return { ...basic(status, TITLES[status]), code, ...refusalText(code, values, language), ...current };
  }
  const { message, statusCode = 500, validation } = error as Thrown;
  // Wrong use: what was asked cannot be. Any other refusal of the store is a fault inside, with its stack in the log.
  if (error instanceof RefusalError && error.kind === 'usage') {
    const detail = formatMessage(error.reason, language, STORE_MESSAGES);
    return { ...basic(422, TITLES[422]), detail, next: CORRECT[language] };
  }
  if (validation || statusCode < 500) {
    const status = statusCode >= 400 && statusCode < 500 ? statusCode : 400;
    const next = 'Compare the request with /api/openapi.json.';
    return { ...basic(status, TITLES[400]), detail: message, next };
  }
  return { ...basic(500, 'Server error'), ...INSIDE[language] };
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
