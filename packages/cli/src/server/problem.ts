/** Errors as problem documents (RFC 9457): what was asked, what was found, what to do next. */
import type { Problem } from '@thuadat/core/view';

export class ProblemError extends Error {
  override name = 'ProblemError';
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly next: string,
  ) {
    super(detail);
  }
}

export const notFound = (what: string, found: string, next: string): ProblemError =>
  new ProblemError(404, `${what} not found`, `${what} "${found}" is not in this database.`, next);

type Thrown = { readonly message: string; readonly statusCode?: number; readonly validation?: unknown };

/** Any error as a problem. What went wrong inside stays in the log: SQL and paths are nobody's business outside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) {
    const { status, title, detail, next } = error;
    return { type: 'about:blank', title, status, detail, next };
  }
  const { message, statusCode = 500, validation } = error as Thrown;
  if (validation || statusCode < 500) {
    return {
      type: 'about:blank',
      title: 'Bad request',
      status: statusCode >= 400 && statusCode < 500 ? statusCode : 400,
      detail: message,
      next: 'Compare the request with /api/openapi.json.',
    };
  }
  return {
    type: 'about:blank',
    title: 'Server error',
    status: 500,
    detail: 'The request could not be answered.',
    next: 'Look at the last lines of the terminal in which "thuadat serve" runs, then try again.',
  };
}
