/** Errors as problem documents (RFC 9457): what was asked, what was found, what to do next. */
import type { Problem } from '@thuadat/core/view';
import { AccountError } from '@thuadat/store/review/account';
import { ConflictError, ForbiddenError } from '@thuadat/store/review/decide';
import { NotThereError } from '@thuadat/store/review/scope';

export class ProblemError extends Error {
  override name = 'ProblemError';
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly next: string,
    /** Members of its own beside the standard ones. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

export const notFound = (what: string, found: string, next: string): ProblemError =>
  new ProblemError(404, `${what} not found`, `${what} "${found}" is not in this database.`, next);

type Thrown = { readonly message: string; readonly statusCode?: number; readonly validation?: unknown };

/** Any error as a problem. What went wrong inside stays in the log: SQL and paths are nobody's business outside. */
export function problemOf(error: unknown): Problem {
  const refused = refusalOf(error);
  if (refused) return problemOf(refused);
  if (error instanceof ProblemError) {
    const { status, title, detail, next, more } = error;
    return { type: 'about:blank', title, status, detail, next, ...more };
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

/** What the store refuses, in the words of HTTP. */
function refusalOf(error: unknown): ProblemError | null {
  if (error instanceof NotThereError) return notFound('It', error.message, 'Reload the list.');
  if (error instanceof ConflictError) {
    const next = 'Look at the case as it is now and decide again.';
    return new ProblemError(409, 'Changed meanwhile', error.message, next, { case: error.current });
  }
  if (error instanceof ForbiddenError) {
    return new ProblemError(403, 'Not permitted', error.message, 'Choose what is offered.');
  }
  if (error instanceof AccountError || error instanceof RangeError) {
    return new ProblemError(422, 'Cannot be done', error.message, 'Correct it and try again.');
  }
  return null;
}
